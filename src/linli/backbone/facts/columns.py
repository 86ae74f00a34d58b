"""The columns every book of figures has: when, where, of what kind, by whom; its measures are its own."""

from collections.abc import Sequence

from django.db import models

# The levels a fact keeps, from the root down, as the case keeps them: history stays where it was when borders move.
LEVELS = ("district", "street", "community", "grid", "compound", "building")
# Those that have tallies; at a compound or a building the facts themselves are few.
TALLIED = LEVELS[:4]
# Channel and category together are summed for the two upper levels; below, the facts of a cut are few.
PAIRED = LEVELS[:2]
# Later than any fact.
EVER = 2**62
# The slice of what was taken back for matters left out of the assessment (剔除).
EXCLUDED = "excluded"
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


def cuts_of(
    places: Sequence[int | None],
    channel: str,
    category: str,
    organization_id: int | None,
    seat_id: int | None,
    correction: bool,
) -> set[tuple[int, str]]:
    """The (place, slice) pairs a fact counts in: at each of its places as a whole (“”) and by one word, by channel and
    category together at the upper levels, by seat at the root."""
    words = [""]
    words += [f"channel={channel}"] if channel else []
    words += [f"category={category}"] if category else []
    words += [f"organization={organization_id}"] if organization_id is not None else []
    words += [EXCLUDED] if correction else []
    found = {(place, word) for place in places[: len(TALLIED)] if place is not None for word in words}
    if channel and category:
        found |= {(place, f"pair={channel}|{category}") for place in places[: len(PAIRED)] if place is not None}
    if seat_id is not None and places[0] is not None:
        found.add((places[0], f"seat={seat_id}"))
    return found
