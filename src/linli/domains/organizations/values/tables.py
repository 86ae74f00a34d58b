"""The part of a pack that names posts with their rights, kinds of organization, and ways of choosing."""

from typing import Literal

from pydantic import Field

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Several, Table, Text
from linli.domains.places.values import KEPT_KINDS

Right = Literal[
    "handle",
    "oversee",
    "board",
    "audit",
    "territory",
    "appoint",
    "register",
    "jobs",
    "reveal",
    "decide",
    "export",
    "tokens",
]


class Post(Table):
    """A kind of seat: where it stands, what it may do there, whether several people may share it.

    `duties` is its duty list, `standard` what a candidate must meet, `ways` the ways of choosing it allows, `shown`
    whether its public card may stand on the wall (with the holder's consent), `source` the mechanisms it carries.
    """

    title: Text
    at: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    many: bool = False
    promise: Text | None = None
    duties: tuple[Text, ...] = ()
    standard: tuple[Text, ...] = ()
    ways: Several = ()
    term: str = Field(default="", pattern=r"^(\d{1,2}y)?$")
    shown: bool = False
    source: Several = ()


class Kind(Table):
    """A kind of organization: `called` can be whistled for, `covers` the levels of place it should reach (a coverage
    matrix is kept of it), `joint` whether it has other organizations as members, `steps` how one is founded."""

    title: Text
    called: bool = False
    covers: Several = ()
    joint: bool = False
    party: bool = False
    ways: dict[str, Text] = {}
    steps: tuple[Text, ...] = ()
    source: Several = ()


class Layer(Table):
    """A layer of a pairing scheme: who is bound to which level of place."""

    title: Text
    who: Literal["organization", "person"]
    at: str


class Scheme(Table):
    """A way of binding units and people to places (C07): its layers, and how long a link may be idle."""

    title: Text
    about: Text | None = None
    layers: dict[str, Layer] = Field(min_length=1)
    idle: int = Field(default=60, ge=1, le=730)
    source: Several = ()


class CompoundKind(Table):
    """A kind of compound by who manages it (C33), and what to look at there."""

    title: Text
    troubles: tuple[Text, ...] = ()


class Compounds(Table):
    """The kinds of compound of a place."""

    kinds: dict[str, CompoundKind] = {}
    source: Several = ()


class Organizations(Table):
    """Posts, kinds, ways of choosing, pairing schemes and kinds of compound."""

    posts: dict[str, Post] = {}
    kinds: dict[str, Kind] = {}
    ways: dict[str, Text] = {}
    schemes: dict[str, Scheme] = {}
    compounds: Compounds = Compounds()


def organizations(pack: Pack) -> Organizations:
    """The organizations part of a pack."""
    return section(pack, "organizations", Organizations)


def own_levels(pack: Pack) -> bool:
    """Whether a post stands at a level beside those every case keeps."""
    known = (*KEPT_KINDS, "organization")
    return any(level not in known for post in organizations(pack).posts.values() for level in post.at)
