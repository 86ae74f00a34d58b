"""Every read about notices for those who keep them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.crypto import unseal
from linli.backbone.packs.registry import in_force
from linli.backbone.queries import log_of, said_by
from linli.backbone.refusals import next_step, sentence
from linli.backbone.values import Viewer
from linli.domains.places.queries import names_by_id, within
from linli.domains.places.queries.search import find_within
from linli.domains.places.values import PlaceName
from linli.domains.places.values.search import PlaceHit
from linli.domains.publishing.access import drafting_places, kept_notices, publishing_places, visible_notices
from linli.domains.publishing.models import Notice
from linli.domains.publishing.rules import hindrance, open_acts, paragraphs, standing
from linli.domains.publishing.values import HANDS, ConsentRow, Content, NoticePage, NoticeRow, State, Step
from linli.domains.publishing.values.tables import NoticeKind, notices
from linli.kernel.refusal import NotFound, Refusal

SHOWS = ("standing", "draft", "past")


def check_keeper(viewer: Viewer) -> None:
    """NotFound for whoever drafts notices nowhere."""
    if not drafting_places(viewer):
        raise NotFound("notices")


def kinds() -> dict[str, NoticeKind]:
    """The kinds of notice of the pack in force."""
    return notices(in_force()).kinds


def kind_choices() -> tuple[tuple[str, str], ...]:
    """The kinds, for a choice, each with what it is for in a second line."""
    language = get_language() or ""
    return tuple(
        (key, "\n".join(words.to(language) for words in (kind.title, kind.about) if words))
        for key, kind in kinds().items()
    )


def kind_words(key: str) -> tuple[str, str]:
    """What a kind is called, and its icon; a kind the pack no longer has keeps its key."""
    kind = kinds().get(key)
    return (kind.title.to(get_language() or ""), kind.icon) if kind else (key, "note")


def takes_objections(key: str) -> bool:
    """Whether readers of a notice of this kind are asked for what they have against it."""
    kind = kinds().get(key)
    return kind is not None and kind.objections


def usual_end(key: str, starts: date) -> date:
    """The last day of a notice of a kind, unless said otherwise."""
    kind = kinds().get(key)
    return starts + timedelta(days=kind.usual - 1 if kind else 0)


def places_to_draft(viewer: Viewer, kind: str = "") -> tuple[PlaceName, ...]:
    """The places the viewer drafts notices for, by code."""
    return within(drafting_places(viewer), kind)


def named_to_draft(viewer: Viewer, words: str) -> tuple[PlaceHit, ...]:
    """Of these places those that words may mean."""
    return find_within(drafting_places(viewer), words)


def kept(viewer: Viewer, show: str, *, kind: str = "", after: int = 0, limit: int = 50) -> tuple[NoticeRow, ...]:
    """The notices a viewer keeps, newest first from a cursor: standing and coming ones, drafts, or those that are over
    or were taken down."""
    check_keeper(viewer)
    return _page(_shown(kept_notices(viewer), show), kind, after, limit)


def _shown(rows: QuerySet[Notice], show: str) -> QuerySet[Notice]:
    today = timezone.localdate()
    if show == "draft":
        return rows.filter(state=State.DRAFT)
    if show == "past":
        return rows.filter(Q(state=State.WITHDRAWN) | Q(state=State.PUBLISHED, ends__lt=today))
    return rows.filter(state=State.PUBLISHED, ends__gte=today)


def seen(viewer: Viewer, show: str, *, kind: str = "", after: int = 0, limit: int = 50) -> tuple[NoticeRow, ...]:
    """As `kept`, of all that the viewer may read."""
    return _page(_shown(visible_notices(viewer), show), kind, after, limit)


def _page(rows: QuerySet[Notice], kind: str, after: int, limit: int) -> tuple[NoticeRow, ...]:
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(pk__lt=after)
    return rows_of(rows.order_by("-id")[:limit])


def rows_of(found: Iterable[Notice]) -> tuple[NoticeRow, ...]:
    """Notices as lines of a list."""
    some, today = list(found), timezone.localdate()
    places = names_by_id({row.place_id for row in some}) if some else {}
    return tuple(_row(row, places[row.place_id], today) for row in some)


def _row(row: Notice, place: PlaceName, today: date) -> NoticeRow:
    words, icon = kind_words(row.kind)
    state = standing(row.state, row.starts, row.ends, today)
    return NoticeRow(
        row.pk, row.kind, words, icon, row.title, place.name, row.starts, row.ends, state, row.pinned, row.reason
    )


def titles_seen(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """The titles of those of these notices that the viewer may read."""
    return dict(visible_notices(viewer).filter(pk__in=list(ids)).values_list("pk", "title"))


def notice(viewer: Viewer, notice_id: int) -> NoticePage:
    """One notice the viewer may read; NotFound for any other. Consents and the log are for those who keep it."""
    row = visible_notices(viewer).filter(pk=notice_id).first()
    if row is None:
        raise NotFound("notice")
    path, kind = set(row.path), kinds().get(row.kind)
    drafts, publishes = (bool(path & set(held)) for held in (drafting_places(viewer), publishing_places(viewer)))
    place = names_by_id([row.place_id])[row.place_id]
    acts = open_acts(row.state, drafts=drafts, publishes=publishes)
    hinders = _hinders(viewer, row, kind) if kind and "publish" in acts else None
    return NoticePage(
        row=_row(row, place, timezone.localdate()),
        content=Content(row.title, row.text, row.starts, row.ends, row.contact, row.phone, row.pinned),
        place_id=row.place_id,
        place_code=place.code,
        version=row.version,
        needs_consent=bool(kind and kind.consent),
        consents=_consents(row) if drafts else (),
        acts=acts - {"publish"} if hinders else acts,
        why=_("。").join(filter(None, (sentence(hinders), next_step(hinders.code)))) if hinders else "",
        paragraphs=paragraphs(row.text),
        steps=_steps(row) if drafts else (),
        objections=bool(kind and kind.objections and row.published_at),
    )


def _hinders(viewer: Viewer, row: Notice, kind: NoticeKind) -> Refusal | None:
    own = said_by("notice", row.pk, viewer.person_id, HANDS)
    return hindrance(kind, consents=row.consents.filter(withdrawn_at=None).count(), own=own)


def _consents(row: Notice) -> tuple[ConsentRow, ...]:
    return tuple(
        ConsentRow(one.pk, unseal(one.name_sealed), one.paper, one.kept_at, one.kept_by, one.withdrawn_at)
        for one in row.consents.order_by("id")
    )


def _steps(row: Notice) -> tuple[Step, ...]:
    """The publication log, newest first: what the event log has about the notice."""
    words = {
        "NoticeDrafted": _("起草"),
        "NoticeRevised": _("修改"),
        "NoticePublished": _("发布"),
        "NoticeWithdrawn": _("撤下") if row.published_at else _("不发了"),
        "NoticeConsentKept": _("存了一份同意书"),
        "NoticeConsentWithdrawn": _("本人收回同意"),
    }
    return tuple(
        Step(words.get(one.name, one.name), one.at, one.actor, row.reason if one.name == "NoticeWithdrawn" else "")
        for one in log_of("notice", row.pk)
    )
