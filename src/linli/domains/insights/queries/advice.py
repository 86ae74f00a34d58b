"""What is advised on a text while it is written: category, urgency, place, likely duplicates, route. Reads only."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.core import signing

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.cases.queries.again import cases_behind
from linli.domains.cases.queries.alike import near_cases, past_cases, seen_of
from linli.domains.cases.queries.lists import category_choices, category_title, guessed_key
from linli.domains.cases.values.alike import NearCase
from linli.domains.insights.models import Switch, Trained
from linli.domains.insights.rules.alike import may_be_same, nearest
from linli.domains.insights.rules.classifier import Classifier
from linli.domains.insights.values.advice import HOT, Advice, AdviceTable, Likely, PastCase, Route, Same, advice
from linli.domains.organizations.queries import seats_by_id
from linli.domains.organizations.queries.who import who_of
from linli.domains.places.values import PlaceInfo
from linli.kernel.features import likeness, normal, pairs
from linli.kernel.geometry import metres_between

TICKET = "insights.same"
TICKET_HOURS = 24
# Fewer characters say nothing.
FEWEST = 4
MOST_SAME, MOST_PAST, NEEDED = 3, 5, 3


def switched_off() -> set[str]:
    """The kinds of advice that are off."""
    return set(Switch.objects.filter(off=True).values_list("kind", flat=True))


def hot_is_off() -> bool:
    """Whether nothing new is brought together and nobody is told."""
    return HOT in switched_off()


def model_in_use() -> tuple[int, Classifier] | None:
    """The newest model that was taken, with its version."""
    version = Trained.objects.filter(taken=True).order_by("-id").values_list("pk", flat=True).first()
    return (version, _model(version)) if version else None


@lru_cache(maxsize=2)
def _model(version: int) -> Classifier:
    return Classifier.unpack(bytes(Trained.objects.values_list("weights", flat=True).get(pk=version)))


def advise_resident(place: PlaceInfo, text: str, detail: str, now: datetime, links: Iterable[str] = ()) -> Advice:
    """What a resident at a door is advised: no number and no word of anybody else's report; what they reported or
    follow themselves, by the `links` their phone keeps, leads there."""
    found = _advise(place, text, detail, now)
    mine = cases_behind(links) if found.same else {}
    return Advice(
        category=found.category,
        urgent=found.urgent,
        place_missing=found.place_missing,
        same=tuple(_unnamed(one, place, *mine.get(one.case_id, ())) for one in found.same),
    )


def advise_desk(viewer: Viewer, place: PlaceInfo | None, text: str, detail: str, now: datetime) -> Advice:
    """What a desk is advised: matters it may see by their number, and who handled such things before."""
    found = _advise(place, text, detail, now)
    mine = seen_of(viewer, [one.number for one in found.same])
    route = None
    if place is not None and found.category is not None and "route" not in switched_off():
        route = _route(viewer, place, text, found.category.key)
    same = tuple(one for one in found.same if one.number in mine)
    return Advice(found.category, found.urgent, found.place_missing, same, route)


def _advise(place: PlaceInfo | None, text: str, detail: str, now: datetime) -> Advice:
    part, said = advice(in_force()), text.replace("\x00", "").strip()
    if len(said) < FEWEST:
        return Advice()
    off = switched_off()
    category = _category(said, part)
    key = category.key if category else ""
    return Advice(
        category=None if "category" in off else category,
        urgent=() if "urgent" in off else tuple(word for word in part.urgent if word in said),
        place_missing="place" not in off and _place_missing(said + detail, part),
        same=() if place is None or "same" in off else _same(place, said, key, part, now),
    )


def _category(text: str, part: AdviceTable) -> Likely | None:
    """By the model where there is one and it is sure enough, else by the words of the pack."""
    known, trained = dict(category_choices()), model_in_use()
    if trained is not None:
        best = trained[1].guesses(text)[0]
        if best.label in known and best.confidence >= part.floor:
            return Likely(best.label, known[best.label], min(99, int(best.confidence * 100)), trained[0])
        return None
    key = guessed_key(text)
    return Likely(key, known[key], None, 0) if key else None


def _place_missing(text: str, part: AdviceTable) -> bool:
    """Whether nothing in the words says where: no word for a spot, no number."""
    return bool(part.where) and not any(word in text for word in part.where) and "0" not in normal(text)


def _same(place: PlaceInfo, text: str, category: str, part: AdviceTable, now: datetime) -> tuple[Same, ...]:
    community = place.of_kind("community")
    if community is None:
        return ()
    near = part.near_by.get(category, part.near)
    mine, found = pairs(text), []
    for one in near_cases(community.id, now - timedelta(days=near.days)):
        if not _close(place, one, near.metres):
            continue
        alike, building = likeness(mine, pairs(one.text)), one.building_id == place.ids.get("building")
        if may_be_same(alike, part.alike, one.category == category, building and one.building_id is not None):
            found.append((alike, one))
    best = sorted(found, key=lambda pair: (-pair[0], -pair[1].id))[:MOST_SAME]
    return tuple(_same_row(one) for _alike, one in best)


def _close(place: PlaceInfo, one: NearCase, metres: int) -> bool:
    compound = place.ids.get("compound")
    if compound is not None and compound == one.compound_id:
        return True
    if place.point is None or one.lon is None or one.lat is None:
        return False
    return metres_between(place.point, (one.lon, one.lat)) <= metres


def _same_row(one: NearCase) -> Same:
    place = f"{one.where.split(' · ')[0]} {one.plate}"
    return Same(one.id, one.number, one.title, category_title(one.category), place, one.opened_at, one.neighbours)


def _unnamed(one: Same, place: PlaceInfo, token: str = "", own: bool = False) -> Same:
    """A matter as a stranger may know of it: what kind of thing where, and a ticket to join it from this place; or the
    link of who knows it already."""
    ticket = "" if token else signing.dumps([one.case_id, place.id], salt=TICKET)
    link = f"/f/{token}/" if token else ""
    return Same(one.case_id, "", "", one.category, one.place, one.opened_at, one.neighbours, ticket, link, own)


def ticket_case(ticket: str, place: PlaceInfo) -> int | None:
    """The case a ticket given out at this place lets one join; None for any other word."""
    try:
        case_id, place_id = signing.loads(ticket, salt=TICKET, max_age=TICKET_HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return case_id if place_id == place.id else None


def _route(viewer: Viewer, place: PlaceInfo, text: str, category: str) -> Route | None:
    """Who handled most of the nearest past matters, of the community first, else of the street."""
    for level in ("community", "street"):
        step = place.of_kind(level)
        if step is None:
            continue
        past = nearest(text, ((one.text, one) for one in past_cases(level, step.id, category)), 0.15, MOST_PAST)
        if len(past) < NEEDED:
            continue
        seats = seats_by_id({one.handler_seat for _alike, one in past})
        who = Counter(who_of(seats[one.handler_seat]) for _alike, one in past if one.handler_seat in seats)
        (key, title), count = who.most_common(1)[0]
        if count * 2 <= len(past):
            continue
        seen = seen_of(viewer, [one.number for _alike, one in past])
        shown = tuple(
            PastCase(one.number, one.title, f"/cases/{one.number}/") for _a, one in past if one.number in seen
        )
        return Route(key, title, count, len(past), shown[:3])
    return None
