"""Who asks: the viewer and the seats they hold."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Held:
    """A seat its holder sits in today; `place_column` is where a case keeps the id of such a place."""

    seat_id: int
    post: str
    title: str
    place_id: int | None
    place_kind: str
    place_name: str
    organization_id: int | None
    rights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person with the seats that give them rights; there is no other role system."""

    account_id: int
    person_id: int
    name: str
    seats: tuple[Held, ...] = ()
    current: int | None = None

    @property
    def seat_ids(self) -> list[int]:
        """The ids of all seats held today."""
        return [held.seat_id for held in self.seats]

    @property
    def seat(self) -> Held | None:
        """The seat this person works in at the moment."""
        return next((held for held in self.seats if held.seat_id == self.current), None) or next(iter(self.seats), None)

    def may(self, right: str) -> bool:
        """Whether any held seat grants `right`."""
        return any(right in held.rights for held in self.seats)

    def scope(self, right: str) -> tuple[Held, ...]:
        """The seats that grant `right`, with the places they grant it over."""
        return tuple(held for held in self.seats if right in held.rights)

    def places_of(self, posts: Collection[str]) -> list[int]:
        """The places of the seats at a place, not in an organization, that a pack names `post@kind of place`."""
        named = (held for held in self.seats if f"{held.post}@{held.place_kind}" in posts and not held.organization_id)
        return sorted({held.place_id for held in named if held.place_id})

    def at_places(self, *rights: str) -> tuple[Held, ...]:
        """The seats at a place, not in an organization, that grant one of these rights."""
        return tuple(
            held for held in self.seats if held.place_id and not held.organization_id and held.rights & set(rights)
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a thing, as the log keeps it: a viewer in a seat, a resident with a link, or the system itself."""

    kind: str
    person_id: int | None = None
    seat_id: int | None = None
    label: str = ""
    viewer: Viewer | None = field(default=None, compare=False)

    @classmethod
    def of(cls, viewer: Viewer, seat_id: int | None = None) -> "Actor":
        """The actor a signed-in viewer is, acting in `seat_id` or their current seat."""
        held = next((one for one in viewer.seats if one.seat_id == seat_id), viewer.seat)
        label = f"{viewer.name}（{held.title}）" if held else viewer.name
        return cls("staff", viewer.person_id, held.seat_id if held else None, label, viewer)


RESIDENT = Actor("resident", label="居民")
SYSTEM = Actor("system", label="系统")
