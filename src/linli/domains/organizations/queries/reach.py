"""Where a viewer may keep registers."""

from linli.backbone.values import Actor, Viewer
from linli.domains.organizations.access import WRITE, check_reader, tops
from linli.domains.places.queries import root, within
from linli.domains.places.values import PlaceName


def reads_registers(viewer: Viewer) -> None:
    """NotFound for whoever oversees nothing."""
    check_reader(viewer)


def writes_registers(viewer: Viewer) -> bool:
    """Whether there is a place whose registers the viewer keeps."""
    return bool(tops(viewer, WRITE))


def read_tops(viewer: Viewer) -> list[int]:
    """The places at and below which the viewer reads registers."""
    return tops(viewer)


def write_tops(viewer: Viewer) -> list[int]:
    """The places at and below which the viewer keeps registers."""
    return tops(viewer, WRITE)


def writable_places(viewer: Viewer, level: str = "") -> tuple[PlaceName, ...]:
    """The places whose registers the viewer keeps, of one level or all, by code."""
    return within(tops(viewer, WRITE), level)


def places_to_write(actor: Actor, level: str = "") -> tuple[PlaceName, ...]:
    """The places whose registers an actor keeps: for the system itself, all."""
    if actor.kind == "system":
        return within([root().id], level)
    return writable_places(actor.viewer, level) if actor.viewer else ()
