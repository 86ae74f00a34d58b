"""Accepting a report: one transaction, one number, one visible clock."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db import IntegrityError, transaction

from linli.adapters.photos import Stored as StoredPhoto
from linli.backbone import sql
from linli.backbone.commands import command
from linli.backbone.crypto import seal, token_digest
from linli.backbone.events import record
from linli.backbone.moments import local
from linli.backbone.packs.registry import in_force, version_in_force
from linli.backbone.values import Actor
from linli.domains.cases.commands.entries import OPENING, keep
from linli.domains.cases.commands.limits import moment_after
from linli.domains.cases.commands.stages import Entered, begin
from linli.domains.cases.commands.turn import about
from linli.domains.cases.events import CaseOpened
from linli.domains.cases.models import Case, Order, Photo, Sender
from linli.domains.cases.projections import fact
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.rules import SENT_LIMIT, TEXT_LIMIT, check_report, guess_category, title_of
from linli.domains.cases.rules.orders import is_order_number
from linli.domains.cases.values import Channel
from linli.domains.cases.values.hotline import hotline
from linli.domains.cases.values.tables import Cases, Category, procedure
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.organizations.queries import seats_by_id
from linli.domains.places.values import KEPT_KINDS, PlaceInfo
from linli.kernel.duration import Duration
from linli.kernel.ids import half_width
from linli.kernel.procedure import Procedure
from linli.kernel.refusal import NotFound, Refusal


class Opened(TypedDict):
    """What the reporter gets: the public number and the secret of the follow-up link."""

    id: int
    number: str
    token: str


def _numbered(case: Case) -> None:
    case.number = f"{case.prefix}{case.seq:04d}"


_insert = sql.Insert(lambda: Case, "id", "seq", "number", numbers={"seq": "cases_number"}, made=_numbered)


@command
def open_case(
    *,
    actor: Actor,
    place: PlaceInfo,
    text: str,
    channel: Channel,
    now: datetime,
    category: str = "",
    phone: str = "",
    reporter: str = "",
    detail: str = "",
    public: bool = False,
    photos: Sequence[StoredPhoto] = (),
    kind: str = "request",
    given: Mapping[str, Any] | None = None,
    urgency: str = "",
    starter_seat: int | None = None,
    sender: int | None = None,
    order: str = "",
    key: str = "",
) -> Opened:
    """Accept a matter at a place and make it somebody's duty; `given` fills the form of its kind, `sender` is the token
    that may read it back, `order` the number it has at the hotline of the pack. Refusal: empty_text, text_too_long,
    bad_phone, too_many_photos, no_seat, wrong_place, needs, bad_field, bad_order, order_known. A repeated `key` is
    safe."""
    report = check_report(text, phone, len(photos), SENT_LIMIT if channel == Channel.OPEN311 else TEXT_LIMIT)
    case = new_case(place, kind, report.text, category, urgency, now)
    case.starter_seat, case.channel, case.detail, case.public = starter_seat, channel, detail.strip()[:80], public
    token = accept(case, report.phone, reporter, now, photos=photos, given=given or {})
    if sender is not None:
        Sender.objects.create(case=case, token_id=sender)
    if order:
        _ordered(case, half_width(order))
    return Opened(id=case.pk, number=case.number, token=token)


def _ordered(case: Case, number: str) -> None:
    """Keep the number of a hotline's order, as its sheets do: one that comes in again is known."""
    if not is_order_number(number):
        raise Refusal("bad_order")
    source = hotline(in_force()).source
    known = Order.objects.filter(source=source, number=number).values_list("case__number", flat=True).first()
    if known:
        raise Refusal("order_known", number=known)
    try:
        with transaction.atomic():
            Order.objects.create(case=case, source=source, number=number)
    except IntegrityError as twice:
        raise Refusal("order_known", number=number) from twice


def accept(
    case: Case,
    phone: str,
    reporter: str,
    now: datetime,
    *,
    photos: Sequence[StoredPhoto] = (),
    given: Mapping[str, Any] | None = None,
) -> str:
    """Take a new case on: its contact sealed, its duty given, its fact counted, its event recorded; the secret of its
    follow-up link. The one way in, for a single report and for a sheet of them."""
    token = secrets.token_urlsafe(16)
    case.phone_sealed, case.reporter_sealed = seal(phone), seal(reporter.strip()[:40])
    case.follow_digest, case.follow_sealed = token_digest(token), seal(token)
    entered = _start(case, photos, given or {}, now)
    record(
        CaseOpened(
            **about(case, now, _starter(case)),
            started=case.starter_seat is not None,
            channel=case.channel,
            category=case.category,
            to_seat_id=entered.seat_id or 0,
            to_seat=entered.seat,
            vacant=entered.vacant,
            due=case.due.isoformat() if case.due else None,
        )
    )
    return token


def _starter(case: Case) -> str:
    return seats_by_id([case.starter_seat])[case.starter_seat].title if case.starter_seat else ""


def _start(case: Case, photos: Sequence[StoredPhoto], given: Mapping[str, Any], now: datetime) -> Entered:
    _insert(case)
    attach(case, photos, "report", now)
    keep(case, OPENING, procedure_of(case).form, given, now)
    entered = begin(case, case.stage, now)
    if (case.gate_due or case.rate_by) and not sql.is_gathering():  # a gathered row is copied as it stands at the end
        case.save(update_fields=["gate_due", "rate_by", "asked_back"])
    fact(case, case.opened_at, seat=entered.seat_id, received=1)
    return entered


def new_case(
    place: PlaceInfo,
    kind: str,
    text: str,
    category: str,
    urgency: str,
    now: datetime,
    came: datetime | None = None,
    due: datetime | None = None,
) -> Case:
    """A case as it begins, not yet taken on; `came` is when it was said, where that was before now, `due` an end that
    somebody else has set. NotFound for an unknown procedure, Refusal(wrong_place)."""
    came = came or now
    part, pack_version = cases_part(in_force()), version_in_force()
    category, chosen = _category(part, category, text)
    table = _table(part, pack_version, kind, place)
    limit, ids = limit_by(table.limit, part.categories.get(category), urgency), place.ids
    return sql.fresh(
        Case,
        prefix=sql.once(("prefix", table.number, now), lambda: _prefix(table.number, now)),
        procedure=kind,
        pack_version=pack_version,
        stage=table.start,
        title=title_of(text),
        text=text,
        category=category,
        category_chosen=chosen,
        place_id=place.id,
        plate=place.plate,
        where=place.where,
        lon=place.point[0] if place.point else None,
        lat=place.point[1] if place.point else None,
        opened_at=came,
        entered_at=now,
        urgency=urgency[:12],
        limit=str(limit or ""),
        due=due or moment_after(came, limit),
        **{f"{name}_id": ids.get(name) for name in KEPT_KINDS},
    )


def _category(part: Cases, said: str, text: str) -> tuple[str, bool]:
    """The category somebody said, or the one the words of the pack suggest, which nobody has chosen."""
    if said in part.categories:
        return said, True
    return guess_category(text, {key: one.words for key, one in part.categories.items()}, part.fallback), False


def _prefix(number: str, now: datetime) -> str:
    return number.partition("{")[0] + local(now).strftime("%y%m%d-")


def _table(part: Cases, pack_version: int, kind: str, place: PlaceInfo) -> Procedure:
    if kind not in part.procedures:
        raise NotFound("procedure")
    table = procedure(pack_version, kind)
    if table.at and place.kind not in table.at:
        raise Refusal("wrong_place")
    return table


def limit_by(whole: Duration | None, category: Category | None, urgency: str) -> Duration | None:
    """The procedure's own limit, else that of the category, by urgency where it differs."""
    return whole or (category.limits.get(urgency, category.limit) if category else None)


def attach(case: Case, photos: Sequence[StoredPhoto], kind: str, now: datetime) -> tuple[int, ...]:
    """Add stored pictures to a case; their ids."""
    if not photos:
        return ()
    rows = [Photo(case=case, kind=kind, file=one.file, width=one.width, height=one.height, at=now) for one in photos]
    Photo.objects.bulk_create(rows)
    return tuple(row.pk for row in rows)
