"""The leader's figures: sums of few tallies, each with numerator, denominator, period and the cases behind it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from linli.domains.cases.models import MEASURES, Case, Fact, Tally

Sums = dict[str, int]
NONE: Sums = dict.fromkeys(MEASURES, 0)


def _buckets(start: date, end: date) -> Q:
    """The tallies that make up a period, both days included: whole months, and the days around them."""
    months, days = Q(pk__in=[]), Q(pk__in=[])
    first = start if start.day == 1 else _next_month(start)
    last = _next_month(end) if (end + timedelta(days=1)).day == 1 else end.replace(day=1)
    if first < last:
        months = Q(grain="m", day__gte=first, day__lt=last)
        days = Q(grain="d") & (Q(day__gte=start, day__lt=first) | Q(day__gte=last, day__lte=end))
    else:
        days = Q(grain="d", day__gte=start, day__lte=end)
    return months | days


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def sums(place_ids: Iterable[int], start: date, end: date, prefix: str | None = "") -> dict[tuple[int, str], Sums]:
    """Every measure by (place, slice) over a period; `prefix` names the slices (“channel=”), empty for the whole,
    None for all. Facts not folded yet are added."""
    ids = list(place_ids)
    wanted = Q(slice="") if prefix == "" else Q(slice__startswith=prefix) if prefix else Q()
    rows = Tally.objects.filter(_buckets(start, end), wanted, place_id__in=ids).values_list("place_id", "slice")
    found = {(row[0], row[1]): dict(zip(MEASURES, row[2:], strict=True)) for row in rows.annotate(*_sums()).order_by()}
    for key, extra in _unfolded(ids, start, end, prefix):
        have = found.setdefault(key, dict(NONE))
        for name in MEASURES:
            have[name] += extra[name]
    return found


def _sums() -> list[Any]:
    return [Sum(name) for name in MEASURES]


def _unfolded(ids: list[int], start: date, end: date, prefix: str | None) -> Iterable[tuple[tuple[int, str], Sums]]:
    rows = Fact.objects.filter(folded=False, day__gte=start, day__lte=end)
    for row in rows.values("district_id", "street_id", "community_id", "grid_id", "channel", "category", *MEASURES):
        slices = ("", f"channel={row['channel']}", f"category={row['category']}")
        for place_id in (row["district_id"], row["street_id"], row["community_id"], row["grid_id"]):
            if place_id in ids:
                for one in slices:
                    if prefix is None or (one == "" if prefix == "" else one.startswith(prefix)):
                        yield (place_id, one), {name: row[name] for name in MEASURES}


def daily(place_id: int, start: date, end: date) -> dict[date, tuple[int, int]]:
    """Received and closed by day at one place."""
    rows = Tally.objects.filter(grain="d", place_id=place_id, slice="", day__gte=start, day__lte=end)
    found = {day: (received, closed) for day, received, closed in rows.values_list("day", "received", "closed")}
    extra = (
        Fact.objects.filter(_at(place_id), folded=False, day__gte=start, day__lte=end)
        .values_list("day")
        .annotate(Sum("received"), Sum("closed"))
        .order_by()
    )
    for day, received, closed in extra:
        have = found.get(day, (0, 0))
        found[day] = (have[0] + received, have[1] + closed)
    return found


def by_category_and_month(place_id: int, start: date, end: date) -> dict[str, dict[date, int]]:
    """Received by category and month, for the small trends of topics."""
    rows = Tally.objects.filter(
        grain="m", place_id=place_id, slice__startswith="category=", day__gte=start, day__lte=end
    )
    found: dict[str, dict[date, int]] = {}
    for name, day, received in rows.values_list("slice", "day", "received"):
        found.setdefault(name.removeprefix("category="), {})[day] = received
    return found


def late_now(place_ids: Iterable[int], column: str, now: Any) -> dict[int, int]:
    """How many open cases are past their limit now, by the place in `column`."""
    rows = Case.objects.filter(open=True, rate_by=None, due__lt=now, **{f"{column}__in": list(place_ids)})
    return dict(rows.values_list(column).annotate(Count("id")).order_by())


def _at(place_id: int) -> Q:
    return Q(district_id=place_id) | Q(street_id=place_id) | Q(community_id=place_id) | Q(grid_id=place_id)


def cases_behind(
    measure: str, column: str, place_id: int, days: tuple[date, date], slices: Mapping[str, str], after: int, limit: int
) -> tuple[list[tuple[int, int]], int]:
    """(fact id, case id) of what a figure counts, newest first, and how much it adds up to."""
    rows = Fact.objects.filter(**{column: place_id, f"{measure}__gt": 0}, day__range=days, **slices)
    total = rows.aggregate(total=Sum(measure))["total"] or 0
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id").values_list("pk", "case_id")[:limit]), total
