"""Viewers made anew outside a request."""

from linli.backbone.values import Viewer
from linli.domains.organizations.queries import viewer_of
from linli.domains.people.queries import names_of


def viewer_again(account_id: int, person_id: int, seat_id: int | None) -> Viewer:
    """Who asked for something a while ago, with the seats of today."""
    return viewer_of(account_id, person_id, names_of([person_id]).get(person_id, ""), seat_id)
