"""Venues, the rooms handed over to them, and the words they are found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from linli.domains.venues.values import DAYS, Status

LOCATED = Q(lon__isnull=False, lat__isnull=False)


class Venue(models.Model):
    """A centre, station or room of the register; its kind is named by the pack. `path` holds the ids from the root to
    its place, copied so that one index answers who may see it; they are copied anew when the territory changes."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    place_id = models.BigIntegerField()
    place_kind = models.CharField(max_length=20)
    place_name = models.CharField(max_length=60)
    path = ArrayField(models.BigIntegerField())
    address = models.CharField(max_length=120, default="", blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    functions = ArrayField(models.CharField(max_length=30), default=list)
    hours = ArrayField(models.CharField(max_length=60, blank=True), size=len(DAYS))
    holidays = models.BooleanField(default=False)
    phone = models.CharField(max_length=20, default="", blank=True)
    room = models.CharField(max_length=30, default="", blank=True)
    right_until = models.DateField(null=True)
    status = models.CharField(max_length=12)
    status_on = models.DateField()
    closed_because = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = (
            GinIndex(fields=["path"], name="venue_path"),
            models.Index(fields=["kind"], condition=Q(status=Status.OPEN.value), name="venue_open_kind"),
        )
        constraints = (
            models.UniqueConstraint(fields=["place_id", "kind", "name"], name="venue_once"),
            models.CheckConstraint(condition=Q(status__in=[one.value for one in Status]), name="venue_status"),
            models.CheckConstraint(condition=Q(area=None) | Q(area__gt=0), name="venue_area"),
            models.CheckConstraint(condition=Q(lon=None, lat=None) | LOCATED, name="venue_point"),
            models.CheckConstraint(condition=~Q(status=Status.OPEN.value) | LOCATED, name="venue_open_is_somewhere"),
        )


class Handover(models.Model):
    """A room handed over to a venue: by whom, under which paper, when, how large. Append-only (a trigger refuses
    change): what was signed stays (S1-37)."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="handovers")
    given_by = models.CharField(max_length=80)
    document = models.CharField(max_length=80, default="", blank=True)
    day = models.DateField()
    area = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    room = models.CharField(max_length=30)
    right_until = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        indexes = (models.Index(fields=["venue", "day"], name="handover_venue"),)
        constraints = (models.CheckConstraint(condition=Q(area=None) | Q(area__gt=0), name="handover_area"),)


class VenueText(models.Model):
    """The words of a venue's name, address and code, its initials and the marks of the places it stands in; `id` is
    that of the venue."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["words"], name="venue_words"),)
