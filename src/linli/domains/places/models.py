"""The territory tree and the doors of its buildings."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from linli.backbone.facts.book import Book
from linli.backbone.facts.columns import FactRow, TallyRow


class Place(models.Model):
    """A node of the tree: its kind is named by the pack; `ancestors` holds the ids from the root to itself."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=8, default="", blank=True)
    ancestors = ArrayField(models.BigIntegerField(), default=list)
    households = models.IntegerField(null=True)
    residents = models.IntegerField(null=True)
    boundary = models.JSONField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    closed_at = models.DateField(null=True)

    class Meta:
        indexes = (
            GinIndex(fields=["ancestors"], name="place_ancestors"),
            models.Index(fields=["kind", "code"], name="place_kind_code"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(households__gte=0) | Q(households=None), name="place_households"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="place_not_own_parent"),
        )


class Door(models.Model):
    """The code on a building's door: unguessable, printed, revocable; old codes stay known as revoked."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="doors")
    code = models.CharField(max_length=12, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["place"], condition=Q(revoked_at=None), name="door_one_in_force"),
        )


class DoorScan(models.Model):
    """An opening of a door page, kept as a day and nothing else; folded into DoorDay by a job."""

    door_id = models.BigIntegerField()
    day = models.DateField()


class DoorDay(models.Model):
    """How often a door was opened on a day."""

    door_id = models.BigIntegerField()
    day = models.DateField()
    scans = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["door_id", "day"], name="door_day_once"),)


class Opened(models.Model):
    """How often doors were opened, NULL for never."""

    opened = models.IntegerField(null=True)

    class Meta:
        abstract = True


class DoorFact(Opened, FactRow):
    """Openings of a door on a day, as they were folded: its subject is the door."""

    class Meta:
        indexes = (
            models.Index(fields=["day", "id"], name="door_day"),
            models.Index(fields=["building_id", "day", "id"], name="door_building"),
        )


class DoorTally(Opened, TallyRow):
    """The sums of openings."""


BOOK = Book("doors", lambda: DoorFact, lambda: DoorTally, ("opened",))


class PlaceText(models.Model):
    """The words of a place's name and code, its initials, and the marks it is found by; `id` is that of the place."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["words"], name="place_words"),)
