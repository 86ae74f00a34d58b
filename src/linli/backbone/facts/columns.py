"""The columns every book of figures has: when, where, of what kind, by whom; its measures are its own."""

from django.db import models

# How long the words of a kind and of a slice may be.
KIND, SLICE = 40, 60


class FactRow(models.Model):
    """What one event adds to the figures of its day: the record a figure opens. Written once; folded by a job.

    A `correction` takes back what was counted before, on the day this is decided.
    """

    subject_id = models.BigIntegerField()
    day = models.DateField()
    kind = models.CharField(max_length=KIND)
    channel = models.CharField(max_length=12, default="", blank=True)
    category = models.CharField(max_length=30, default="", blank=True)
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    compound_id = models.BigIntegerField(null=True)
    building_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)
    correction = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class TallyRow(models.Model):
    """The sum of facts by day or month (`grain` d or m), place, kind and slice; rebuildable from the facts."""

    pk = models.CompositePrimaryKey("place_id", "grain", "slice", "day", "kind")
    grain = models.CharField(max_length=1)
    day = models.DateField()
    place_id = models.BigIntegerField()
    kind = models.CharField(max_length=KIND)
    slice = models.CharField(max_length=SLICE, default="", blank=True)

    class Meta:
        abstract = True
