"""What is counted of routines: facts, insert-only, and the tallies they are folded into."""

from django.db import models
from django.db.models import Q

from linli.backbone.facts.book import Book
from linli.backbone.facts.columns import FactRow, TallyRow
from linli.domains.duties.values.measures import MEASURES


class Measured(models.Model):
    """The additive measures: occurrences that ended, on time, late or not at all; entries made; problems found.
    NULL is none."""

    due = models.IntegerField(null=True)
    done = models.IntegerField(null=True)
    late = models.IntegerField(null=True)
    missed = models.IntegerField(null=True)
    entries = models.IntegerField(null=True)
    problems = models.IntegerField(null=True)

    class Meta:
        abstract = True


class RoundFact(Measured, FactRow):
    """What the end of an occurrence adds to the figures of the day it was for; its kind is the routine."""

    class Meta:
        indexes = (
            models.Index(fields=["day", "id"], name="round_day"),
            models.Index(fields=["community_id", "day", "id"], name="round_community"),
            models.Index(fields=["seat_id", "day", "id"], name="round_seat", condition=Q(seat_id__isnull=False)),
        )


class RoundTally(Measured, TallyRow):
    """The sums of facts of routines."""


BOOK = Book("rounds", lambda: RoundFact, lambda: RoundTally, MEASURES)
