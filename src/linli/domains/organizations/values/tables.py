"""The part of a pack that names posts with their rights, kinds of organization, and ways of choosing."""

from typing import Literal

from linli.backbone.packs.loader import Pack
from linli.backbone.packs.registry import section
from linli.backbone.packs.schema import Table, Text

Right = Literal[
    "handle", "oversee", "board", "audit", "territory", "appoint", "register", "jobs", "reveal", "decide", "export"
]


class Post(Table):
    """A kind of seat: where it stands, what it may do there, whether several people may share it."""

    title: Text
    at: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    many: bool = False
    promise: Text | None = None


class Kind(Table):
    """A kind of organization."""

    title: Text
    called: bool = False


class Organizations(Table):
    """Posts, kinds and ways of choosing."""

    posts: dict[str, Post] = {}
    kinds: dict[str, Kind] = {}
    ways: dict[str, Text] = {}


def organizations(pack: Pack) -> Organizations:
    """The organizations part of a pack."""
    return section(pack, "organizations", Organizations)
