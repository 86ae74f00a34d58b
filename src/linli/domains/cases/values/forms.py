"""What the form of an act needs to know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActNeeds:
    """The needs of an act, and the choices that depend on the case and its pack."""

    needs: tuple[str, ...]
    place_ids: tuple[int, ...]
    routes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
