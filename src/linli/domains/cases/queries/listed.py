"""Requests as anybody may read them: what kind, where about, how far, since when; words and pictures only where they
may be known, contact data never."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linli.backbone.crypto import token_digest
from linli.backbone.packs.registry import in_force, version
from linli.domains.cases.access import case_followed
from linli.domains.cases.models import Case, Photo
from linli.domains.cases.queries.follow import resident_words, track_index
from linli.domains.cases.queries.kinds import MAIN
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import stage_words
from linli.domains.cases.values import RESULTS, Channel
from linli.domains.cases.values.listed import ListedCase, Service
from linli.domains.cases.values.tables import Category
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.organizations.queries import seats_by_id
from linli.domains.places.queries.addresses import place_infos
from linli.domains.places.values import PlaceInfo
from linli.kernel.geometry import Lonlat
from linli.kernel.refusal import NotFound
from linli.ui.timewords import moment

TEXT_MOST = 4000


def service_list() -> tuple[Service, ...]:
    """The categories of the pack in force, in its order."""
    found = cases_part(in_force()).categories
    return tuple(Service(key, pick((one.title.zh, one.title.en)), _about(one), one.words) for key, one in found.items())


def _about(one: Category) -> str:
    return _("%(title)s方面的事") % {"title": pick((one.title.zh, one.title.en))}


def listed_cases(
    *,
    start: datetime,
    end: datetime,
    categories: Sequence[str],
    states: Sequence[str],
    offset: int,
    limit: int,
    holder: int | None,
) -> tuple[ListedCase, ...]:
    """Requests that came between two moments, newest first; `holder` is the token that asks."""
    rows = _listable(holder).filter(opened_at__gte=start, opened_at__lte=end)
    if categories:
        rows = rows.filter(category__in=categories)
    if len(set(states)) == 1:
        rows = rows.filter(open=states[0] == "open")
    return _listed(rows.order_by("-opened_at", "-id")[offset : offset + limit], holder)


def listed_by_number(numbers: Iterable[str], holder: int | None) -> tuple[ListedCase, ...]:
    """Requests by their numbers, newest first; unknown ones are passed over."""
    return _listed(_listable(holder).filter(number__in=list(numbers)).order_by("-opened_at", "-id"), holder)


def number_behind(token: str) -> str:
    """The number of the case behind a secret link; NotFound for an unknown one."""
    return case_followed(token_digest(token)).number


def _listable(holder: int | None) -> QuerySet[Case]:
    """A matter whose reporter is kept secret is shown to the program that brought it, and to nobody else."""
    known = Q(confidential=False)
    if holder is not None:
        known |= Q(sender__token_id=holder)
    return Case.objects.filter(known, procedure=MAIN)


def _listed(rows: QuerySet[Case], holder: int | None) -> tuple[ListedCase, ...]:
    cases = list(rows.select_related("sender"))
    seats = seats_by_id([row.handler_seat for row in cases if row.handler_seat])
    places = place_infos({one for row in cases if (one := _area(row))})
    photos = _photos([row.pk for row in cases if _told(row, holder) and row.channel == Channel.OPEN311])
    out = []
    for row in cases:
        seat = seats.get(row.handler_seat) if row.handler_seat else None
        out.append(_one(row, places.get(_area(row) or 0), seat.title if seat else "", photos.get(row.pk), holder))
    return tuple(out)


def _area(row: Case) -> int | None:
    """What a place is rounded to: its compound, else its community or what is above."""
    return row.compound_id or row.community_id or row.street_id or row.district_id


def _own(row: Case, holder: int | None) -> bool:
    return holder is not None and hasattr(row, "sender") and row.sender.token_id == holder


def _told(row: Case, holder: int | None) -> bool:
    """Whether words and pictures may be known: to the program that brought them, or where their reporter said so."""
    return row.public or _own(row, holder)


def _one(row: Case, area: PlaceInfo | None, agency: str, photo: int | None, holder: int | None) -> ListedCase:
    category = cases_part(version(row.pack_version)).categories.get(row.category)
    own = _own(row, holder)
    exact = (row.lon, row.lat) if own and row.lon is not None and row.lat is not None else None
    return ListedCase(
        number=row.number,
        open=row.open,
        notes=_notes(row),
        category=row.category,
        title=pick((category.title.zh, category.title.en)) if category else row.category,
        text=_text(row, own),
        agency=agency,
        notice=_notice(row),
        opened_at=row.opened_at,
        updated_at=_updated(row),
        due=row.due,
        address=_address(row, area, own),
        place_code=area.code if area else "",
        point=exact or _rounded(area),
        photo_id=photo,
    )


def _text(row: Case, own: bool) -> str:
    """The whole text where it came by this door; at others a reporter agreed to their title being seen, no more."""
    if own or (row.public and row.channel == Channel.OPEN311):
        return row.text[:TEXT_MOST]
    return row.title if row.public else ""


def _notes(row: Case) -> str:
    word = resident_words(own=False)[track_index(row)]
    if not row.open:
        return pick(RESULTS.get(row.result, RESULTS["solved"]))
    return _("%(word)s：%(stage)s") % {"word": word, "stage": pick(stage_words(row, row.stage))}


def _notice(row: Case) -> str:
    if row.open and row.rate_by is None and row.due is not None:
        return _("%(when)s 前办好，或者说明原因和下一步") % {"when": moment(localtime(row.due))}
    return ""


def _updated(row: Case) -> datetime:
    """When it was last moved on; of what is closed, when it was closed."""
    moved = (row.opened_at, row.entered_at, row.whistled_at, row.nudged_at, row.handled_at)
    return row.closed_at or max(one for one in moved if one is not None)


def _address(row: Case, area: PlaceInfo | None, own: bool) -> str:
    """From the nearest to the widest; the building only to the program that brought the matter."""
    steps = [step.name for step in reversed(area.path)] if area else []
    return _("，").join([row.plate, *steps] if own and row.plate not in steps else steps)


def _rounded(area: PlaceInfo | None) -> Lonlat | None:
    return area.point if area else None


def _photos(case_ids: list[int]) -> dict[int, int]:
    """The first picture of each report."""
    rows = Photo.objects.filter(case_id__in=case_ids, kind="report").order_by("-id").values_list("case_id", "id")
    return dict(rows)


def listed_photo(photo_id: int) -> str:
    """The stored file of a picture that a listed request named; NotFound for any other kind of picture."""
    found = Photo.objects.filter(pk=photo_id, kind="report", case__channel=Channel.OPEN311)
    file = found.values_list("file", flat=True).first()
    if file is None:
        raise NotFound("photo")
    return file
