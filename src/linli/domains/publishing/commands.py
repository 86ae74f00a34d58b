"""Every write about notices: drafted, revised, published, taken down; the consents kept with them."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from linli.backbone.commands import command
from linli.backbone.crypto import seal
from linli.backbone.events import Event, record
from linli.backbone.packs.registry import in_force
from linli.backbone.queries import said_by
from linli.backbone.values import Actor
from linli.domains.places.queries import place_info
from linli.domains.publishing.access import check_place, notice_to_change
from linli.domains.publishing.events import (
    NoticeConsentKept,
    NoticeConsentWithdrawn,
    NoticeDrafted,
    NoticePublished,
    NoticeRevised,
    NoticeWithdrawn,
)
from linli.domains.publishing.models import Notice, NoticeConsent
from linli.domains.publishing.projections import index_notices
from linli.domains.publishing.rules import check_act, check_content, check_publish, check_reason, cleaned, opening_day
from linli.domains.publishing.values import HANDS, Content, State
from linli.domains.publishing.values.tables import NoticeKind, notices
from linli.kernel.ids import half_width
from linli.kernel.refusal import NotFound, Refusal

_WRITTEN = ("title", "text", "starts", "ends", "contact", "phone", "pinned")


@command
def draft_notice(*, actor: Actor, kind: str, place_id: int, content: Content, now: datetime, key: str = "") -> int:
    """Draft a notice for a place and all below it; its id. Refusal: notice_kind, what `check_content` refuses, and
    notice_days for days that are over; NotFound for a place the actor does not draft for."""
    path = [step.id for step in place_info(place_id).path]
    check_place(actor, path)
    content = _plain(content)
    _check_written(_kind(kind), content, now)
    written = {name: getattr(content, name) for name in _WRITTEN}
    row = Notice.objects.create(kind=kind, place_id=place_id, path=path, drafted_at=now, **written)
    index_notices([row.pk])
    record(NoticeDrafted(subject_id=row.pk, at=now, kind=kind, place_id=place_id))
    return row.pk


def _kind(key: str) -> NoticeKind:
    kinds = notices(in_force()).kinds
    if key not in kinds:
        raise Refusal("notice_kind")
    return kinds[key]


def _plain(content: Content) -> Content:
    def line(words: str, most: int) -> str:
        return " ".join(words.replace("\x00", "").split())[:most]

    return replace(
        content,
        title=" ".join(content.title.replace("\x00", "").split()),
        text=cleaned(content.text),
        contact=line(content.contact, 40),
        phone=line(half_width(content.phone), 20),
    )


@command
def revise_notice(*, actor: Actor, notice_id: int, version: int, content: Content, now: datetime) -> None:
    """Change a draft. Refusal: notice_not_now for one that was published, notice_changed where somebody changed it
    meanwhile, and what `check_content` refuses."""
    row = _ready(actor, notice_id, "revise", version)
    content = _plain(content)
    _check_written(_kind(row.kind), content, now)
    for name in _WRITTEN:
        setattr(row, name, getattr(content, name))
    _keep(row, NoticeRevised(subject_id=row.pk, at=now), *_WRITTEN)
    index_notices([row.pk])


def _check_written(kind: NoticeKind, content: Content, now: datetime) -> None:
    check_content(kind, content)
    if content.ends < timezone.localdate(now):
        raise Refusal("notice_days")


def _ready(actor: Actor, notice_id: int, act: str, version: int | None = None) -> Notice:
    row = notice_to_change(actor, notice_id, publishing=act in ("publish", "withdraw"))
    check_act(act, row.state)
    if version is not None and version != row.version:
        raise Refusal("notice_changed")
    return row


def _keep(row: Notice, event: Event, *changed: str) -> None:
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(event)


@command
def publish_notice(*, actor: Actor, notice_id: int, version: int, now: datetime) -> None:
    """Publish a draft: it stands from its first day, or from today where that is over. Refusal: notice_not_now,
    notice_changed, notice_consent, notice_own, notice_least for days that are over by now."""
    row = _ready(actor, notice_id, "publish", version)
    row.starts = opening_day(row.starts, timezone.localdate(now))
    if row.ends < row.starts:
        raise Refusal("notice_days")
    content = Content(**{name: getattr(row, name) for name in _WRITTEN})
    consents = row.consents.filter(withdrawn_at=None).count()
    check_publish(_kind(row.kind), content, consents=consents, own=said_by("notice", row.pk, actor.person_id, HANDS))
    row.state, row.published_at = State.PUBLISHED, now
    days = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat()}
    event = NoticePublished(subject_id=row.pk, at=now, kind=row.kind, place_id=row.place_id, **days)
    _keep(row, event, "starts", "state", "published_at")


@command
def withdraw_notice(*, actor: Actor, notice_id: int, reason: str, now: datetime) -> None:
    """Take a published notice down, or give a draft up; the reason stays with it. Refusal: notice_not_now,
    notice_reason."""
    row = notice_to_change(actor, notice_id, publishing=False)
    act = "drop" if row.state == State.DRAFT else "withdraw"
    _take_down(_ready(actor, notice_id, act), check_reason(reason), now)


def _take_down(row: Notice, reason: str, now: datetime) -> None:
    event = NoticeWithdrawn(subject_id=row.pk, at=now, was=row.state)
    row.state, row.withdrawn_at, row.reason = State.WITHDRAWN, now, reason
    _keep(row, event, "state", "withdrawn_at", "reason")


@command
def keep_notice_consent(*, actor: Actor, notice_id: int, name: str, paper: str, now: datetime) -> int:
    """Keep with a draft that somebody it names or shows signed a consent, and where that paper lies; the consent's id.
    Refusal: notice_not_now, notice_paper."""
    row = _ready(actor, notice_id, "consent")
    who, where = (" ".join(words.replace("\x00", "").split()) for words in (name, paper))
    if not who or not where:
        raise Refusal("notice_paper")
    made = NoticeConsent.objects.create(
        notice=row, name_sealed=seal(who[:40]), paper=where[:80], kept_at=now, kept_by=actor.label[:120]
    )
    record(NoticeConsentKept(subject_id=row.pk, at=now, consent_id=made.pk))
    return made.pk


@command
def withdraw_notice_consent(*, actor: Actor, notice_id: int, consent_id: int, reason: str, now: datetime) -> None:
    """Somebody takes their consent back: a notice that stands on it is taken down in the same moment. Refusal:
    notice_reason; NotFound for a consent that is none or no longer in force."""
    row = notice_to_change(actor, notice_id, publishing=False)
    changed = NoticeConsent.objects.filter(pk=consent_id, notice=row, withdrawn_at=None).update(withdrawn_at=now)
    if not changed:
        raise NotFound("consent")
    if row.state == State.PUBLISHED:
        _take_down(row, check_reason(reason), now)
    record(NoticeConsentWithdrawn(subject_id=row.pk, at=now, consent_id=consent_id))
