"""The hash chain over the event log: sealed in batches by a job, proved by `linli audit verify`.

Writers never queue on the chain: a batch takes only events of transactions that are all finished, in the order of
(transaction, id). Each seal keeps the digest of every event in it, so a changed byte is found and named.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Q

from linli.backbone.models import EventRow, SealRow

BATCH = 2000
_LEAF = struct.Struct(">q32s")
# Any two sealing jobs take turns; nobody else asks for this lock.
_TURN = 0x11_11_5EA1


@dataclass(frozen=True, slots=True)
class Fault:
    """What `verify` found wrong: a changed, missing or added event, or a broken link."""

    kind: str
    event_id: int | None
    seal_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was proved, what waits to be sealed, and the first faults."""

    events: int
    seals: int
    waiting: int
    head: str
    faults: tuple[Fault, ...]


def leaf_digest(row: EventRow) -> bytes:
    """The digest of everything an event says."""
    parts = (
        row.pk,
        row.at.astimezone(UTC).isoformat(),
        row.name,
        row.subject_kind,
        row.subject_id,
        row.actor_kind,
        row.actor_person,
        row.actor_seat,
        row.actor_label,
        row.data,
    )
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).digest()


def seal_batch(now: datetime) -> int:
    """Seal the next finished events; the number sealed, zero when none waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TURN])
        if not cursor.fetchone()[0]:
            return 0
        last = SealRow.objects.order_by("-id").first()
        cursor.execute("SELECT txid_snapshot_xmin(txid_current_snapshot())")
        horizon = cursor.fetchone()[0]
        rows = list(_after(last).filter(tx__lt=horizon).order_by("tx", "id")[:BATCH])
        if not rows:
            return 0
        leaves = b"".join(_LEAF.pack(row.pk, leaf_digest(row)) for row in rows)
        SealRow.objects.create(
            at=now,
            last_tx=rows[-1].tx,
            last_id=rows[-1].pk,
            count=len(rows),
            leaves=leaves,
            digest=_link(bytes(last.digest) if last else b"", leaves),
        )
        return len(rows)


def verify(limit: int = 20) -> Verdict:
    """Walk the chain from its start and compare each seal with the log."""
    faults: list[Fault] = []
    events = seals = 0
    previous, last = b"", None
    for last in SealRow.objects.order_by("id").iterator(chunk_size=50):
        leaves = dict(_LEAF.iter_unpack(bytes(last.leaves)))
        if _link(previous, bytes(last.leaves)) != bytes(last.digest):
            faults.append(Fault("chain", None, last.pk, f"封条 {last.pk} 与上一环对不上"))
        faults += _compare(last, leaves)
        events, seals, previous = events + last.count, seals + 1, bytes(last.digest)
        if len(faults) >= limit:
            break
    faults += _added(events) if not faults else []
    waiting = _after(last).count()
    return Verdict(events, seals, waiting, previous.hex(), tuple(faults[:limit]))


def _after(last: SealRow | None):  # type: ignore[no-untyped-def]
    if last is None:
        return EventRow.objects.all()
    # As one comparison of rows it starts in the index where the last batch ended, in a transaction of millions too.
    return EventRow.objects.extra(where=["(tx, id) > (%s, %s)"], params=[last.last_tx, last.last_id])


def _link(previous: bytes, leaves: bytes) -> bytes:
    return hashlib.sha256(previous + hashlib.sha256(leaves).digest()).digest()


def _compare(seal: SealRow, leaves: dict[int, bytes]) -> Iterator[Fault]:
    found = {row.pk: leaf_digest(row) for row in EventRow.objects.filter(pk__in=leaves)}
    for event_id, digest in leaves.items():
        if event_id not in found:
            yield Fault("missing", event_id, seal.pk, f"第 {event_id} 条记录不见了（封条 {seal.pk}）")
        elif found[event_id] != digest:
            yield Fault("changed", event_id, seal.pk, f"第 {event_id} 条记录被改过（封条 {seal.pk}）")


def _added(sealed: int) -> Iterable[Fault]:
    last = SealRow.objects.order_by("-id").first()
    if last is None:
        return ()
    below = EventRow.objects.filter(Q(tx__lt=last.last_tx) | Q(tx=last.last_tx, id__lte=last.last_id)).count()
    return (Fault("added", None, last.pk, f"封过的时段里多出 {below - sealed} 条记录"),) if below != sealed else ()
