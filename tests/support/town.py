"""The demo town for stories across domains, its people as actors and viewers, at a fixed moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from linli.backbone.packs import registry
from linli.backbone.values import Actor, Viewer
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.organizations.queries import viewer_of
from linli.domains.people.models import Account
from linli.domains.people.queries import names_of
from linli.domains.places.models import Door
from linli.domains.places.queries import door
from linli.domains.places.values import DoorInfo

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=CHINA)


def load(now: datetime = MONDAY) -> None:
    """Load the demo town without history."""
    registry.forget()
    demo.load_town(demo.SEED, now)


def load_history(cases: int) -> None:
    """Load the demo town as it is now, with so many cases of the year behind it."""
    now = timezone.now()
    load(now)
    write_history(cases=cases, seed=demo.SEED, now=now, say=lambda words: None)


def front_door() -> DoorInfo:
    """The door the guided tour starts at."""
    return door(Door.objects.filter(revoked_at=None).order_by("place__code").first().code)


def viewer_for(username: str) -> Viewer:
    """A person of the demo as a viewer."""
    account = Account.objects.get(username=username)
    return viewer_of(account.pk, account.person_id, names_of([account.person_id])[account.person_id])


def actor_for(username: str) -> Actor:
    """A person of the demo as an actor."""
    return Actor.of(viewer_for(username))
