"""After commit, safe to repeat."""

from linli.backbone.events import Recorded
from linli.domains.venues import projections


def follow_territory(event: Recorded) -> None:
    """Venues stand where their places stand now."""
    projections.copy_places()
