"""Applying a pack: a new version for cases to come; refused where it would strand an open one."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from linli.backbone.commands import command
from linli.backbone.events import Event, record
from linli.backbone.models import PackVersion
from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import forget
from linli.backbone.values import Actor
from linli.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class PackApplied(Event):
    """A pack version came into force."""

    subject_kind: ClassVar[str] = "pack"
    name: str
    digest: str


@command
def apply_pack(*, actor: Actor, pack: Pack, now: datetime, strands: Callable[[Pack], list[str]] = lambda _: []) -> int:
    """Put a checked pack in force; Refusal when a live stage would be stranded. The same content is kept once."""
    stranded = strands(pack)
    if stranded:
        raise Refusal("pack_strands", cases=stranded)
    row, _ = PackVersion.objects.update_or_create(
        digest=pack.digest,
        defaults={"name": pack.name, "content": json.dumps(pack.raw, ensure_ascii=False), "applied_at": now},
    )
    forget()
    record(PackApplied(subject_id=row.pk, at=now, name=pack.name, digest=pack.digest))
    return row.pk
