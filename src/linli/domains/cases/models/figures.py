"""What is counted: facts, insert-only, and the tallies they are folded into."""

from django.db import models
from django.db.models import Q

# The slice of what was taken back for cases left out of the assessment (剔除).
EXCLUDED = "excluded"
MEASURES = (
    "received",
    "closed",
    "due",
    "on_time",
    "valid",
    "contacted",
    "solved",
    "satisfied",
    "redo",
    "returned",
    "extended",
    "suspended",
    "declined",
    "whistles",
    "calls",
    "arrived",
    "arrived_on_time",
    "arrive_minutes",
)


class Measured(models.Model):
    """The additive measures of a fact or a tally; `satisfied` counts tenths of a call-back (domain 1.15)."""

    received = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    valid = models.IntegerField(default=0)
    contacted = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    redo = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    extended = models.IntegerField(default=0)
    suspended = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    whistles = models.IntegerField(default=0)
    calls = models.IntegerField(default=0)
    arrived = models.IntegerField(default=0)
    arrived_on_time = models.IntegerField(default=0)
    arrive_minutes = models.IntegerField(default=0)

    class Meta:
        abstract = True


class Fact(Measured):
    """What an event adds to the figures of its day: the record a figure opens. Insert-only; folded by a job.

    A `correction` takes back what a case left out of the assessment had counted, on the day it was left out.
    """

    case_id = models.BigIntegerField()
    day = models.DateField()
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12)
    category = models.CharField(max_length=30)
    folded = models.BooleanField(default=False)
    correction = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="fact_unfolded", condition=Q(folded=False)),
            models.Index(fields=["day", "street_id", "id"], name="fact_day"),
            models.Index(fields=["community_id", "day"], name="fact_community"),
        )


class Tally(Measured):
    """The sum of facts by day or month (`grain` d or m), place and slice; rebuildable from the facts."""

    grain = models.CharField(max_length=1)
    day = models.DateField()
    place_id = models.BigIntegerField()
    slice = models.CharField(max_length=45, default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["place_id", "grain", "slice", "day"], name="tally_once"),)
