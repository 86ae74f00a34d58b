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
    """The additive measures of a fact or a tally, NULL for nothing, as most are; `satisfied` counts tenths of a
    call-back (domain 1.15)."""

    received = models.IntegerField(null=True)
    closed = models.IntegerField(null=True)
    direct = models.IntegerField(null=True)
    due = models.IntegerField(null=True)
    on_time = models.IntegerField(null=True)
    signed = models.IntegerField(null=True)
    signed_on_time = models.IntegerField(null=True)
    sign_minutes = models.IntegerField(null=True)
    valid = models.IntegerField(null=True)
    contacted = models.IntegerField(null=True)
    solved = models.IntegerField(null=True)
    satisfied = models.IntegerField(null=True)
    redo = models.IntegerField(null=True)
    returned = models.IntegerField(null=True)
    extended = models.IntegerField(null=True)
    suspended = models.IntegerField(null=True)
    declined = models.IntegerField(null=True)
    merged = models.IntegerField(null=True)
    excluded = models.IntegerField(null=True)
    whistles = models.IntegerField(null=True)
    calls = models.IntegerField(null=True)
    arrived = models.IntegerField(null=True)
    arrived_on_time = models.IntegerField(null=True)
    arrive_minutes = models.IntegerField(null=True)
    called_scores = models.IntegerField(null=True)
    called_points = models.IntegerField(null=True)
    caller_scores = models.IntegerField(null=True)
    caller_points = models.IntegerField(null=True)

    class Meta:
        abstract = True


def _counting(names: Iterable[str]) -> Q:
    """The facts that count in any of these."""
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__isnull": False})
    return found


class Fact(Measured, FactRow):
    """What an event of a case adds to the figures of its day; its subject is the case."""

    class Meta:
        indexes = (
            models.Index(fields=["day", "id"], name="fact_day"),
            models.Index(fields=["street_id", "day", "id"], name="fact_street"),
            models.Index(fields=["community_id", "day", "id"], name="fact_community"),
            models.Index(fields=["grid_id", "day", "id"], name="fact_grid", condition=Q(grid_id__isnull=False)),
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
