"""Facts into the row of a venue."""

from linli.domains.places.queries.counts import ancestors_of
from linli.domains.places.values import PlaceName
from linli.domains.venues.models import Venue
from linli.domains.venues.queries import PLAIN
from linli.domains.venues.rules.hours import stretches_of, text_of
from linli.domains.venues.values import Facts


def tidied(facts: Facts) -> dict[str, object]:
    """Facts as columns hold them: hours in one way of writing, functions in order, each once."""
    lon, lat = facts.point or (None, None)
    found: dict[str, object] = {name: getattr(facts, name) for name in PLAIN}
    found |= {"lon": lon, "lat": lat, "functions": list(dict.fromkeys(facts.functions))}
    return found | {"hours": [text_of(stretches_of(one)) for one in facts.hours]}


def changed(row: Venue, facts: Facts) -> tuple[str, ...]:
    """The columns in which a row differs from facts."""
    return tuple(name for name, value in tidied(facts).items() if getattr(row, name) != value)


def fill(row: Venue, facts: Facts, place: PlaceName) -> None:
    """Store facts in a row, with its place copied."""
    for name, value in tidied(facts).items():
        setattr(row, name, value)
    row.place_kind, row.place_name, row.path = place.kind, place.name, list(ancestors_of([place.id])[place.id])
    row.save()


def next_code(place: PlaceName) -> str:
    """A code after that of a place which no venue has yet."""
    taken = set(Venue.objects.filter(code__startswith=f"{place.code}-").values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{place.code[:34]}-{number:02d}") not in taken)
