"""What is counted of cases: facts, insert-only, and the tallies they are folded into."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from linli.backbone.facts.book import Book
from linli.backbone.facts.columns import FactRow, TallyRow
from linli.domains.cases.values.measures import MEASURES

# What seldom happens is found by an index of its own, and what hardly ever does too: thirty cases that were given back
# would be looked for among thousands of whistles.
RARE = ("redo", "extended", "whistles", "arrived", "called_scores")
RAREST = ("returned", "suspended", "declined", "merged", "excluded")
# What offices do on their days: on a Sunday much is reported and none of this happens, so that Friday's would be looked
# for behind all of it.
OFFICE = ("due", "on_time", "signed", "signed_on_time", "sign_minutes")


class Measured(models.Model):
    """The additive measures of a fact or a tally; `satisfied` counts tenths of a call-back (domain 1.15)."""

    received = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    direct = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    signed = models.IntegerField(default=0)
    signed_on_time = models.IntegerField(default=0)
    sign_minutes = models.IntegerField(default=0)
    valid = models.IntegerField(default=0)
    contacted = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)
    redo = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    extended = models.IntegerField(default=0)
    suspended = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    merged = models.IntegerField(default=0, db_default=0)
    excluded = models.IntegerField(default=0)
    whistles = models.IntegerField(default=0)
    calls = models.IntegerField(default=0)
    arrived = models.IntegerField(default=0)
    arrived_on_time = models.IntegerField(default=0)
    arrive_minutes = models.IntegerField(default=0)
    called_scores = models.IntegerField(default=0)
    called_points = models.IntegerField(default=0)
    caller_scores = models.IntegerField(default=0)
    caller_points = models.IntegerField(default=0)

    class Meta:
        abstract = True


def _counting(names: Iterable[str]) -> Q:
    """The facts that count in any of these."""
    found = Q()
    for name in names:
        found |= ~Q(**{name: 0})
    return found


class Fact(Measured, FactRow):
    """What an event of a case adds to the figures of its day; its subject is the case."""

    class Meta:
        indexes = (
            models.Index(fields=["day", "id"], name="fact_day"),
            models.Index(fields=["street_id", "day", "id"], name="fact_street"),
            models.Index(fields=["community_id", "day", "id"], name="fact_community"),
            models.Index(fields=["seat_id", "day", "id"], name="fact_seat", condition=Q(seat_id__isnull=False)),
            models.Index(
                fields=["building_id", "day", "id"], name="fact_building", condition=Q(building_id__isnull=False)
            ),
            models.Index(
                fields=["organization_id", "day", "id"], name="fact_unit", condition=Q(organization_id__isnull=False)
            ),
            models.Index(fields=["subject_id"], name="fact_correction", condition=Q(correction=True)),
            models.Index(fields=["day", "id"], name="fact_rare", condition=_counting(RARE)),
            models.Index(fields=["day", "id"], name="fact_rarest", condition=_counting(RAREST)),
            models.Index(fields=["day", "id"], name="fact_office", condition=_counting(OFFICE)),
        )


class Tally(Measured, TallyRow):
    """The sums of facts of cases."""


# Whatever is counted may be taken back: of a case that is given another category, everything.
BOOK = Book("cases", lambda: Fact, lambda: Tally, MEASURES, MEASURES)
