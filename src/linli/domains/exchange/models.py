"""Offers and the words they are found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from linli.domains.exchange.values import MOST_REASON, MOST_TITLE, State


class Offer(models.Model):
    """What an organization offers to a place and all below it; `path` are the ids from the root to the place, `times`
    how often (0: as often as wanted)."""

    organization_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=MOST_TITLE)
    text = models.TextField()
    place_id = models.BigIntegerField()
    path = ArrayField(models.BigIntegerField())
    starts = models.DateField()
    ends = models.DateField()
    times = models.IntegerField(default=0)
    contact = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    state = models.CharField(max_length=10, default=State.OFFERED.value)
    offered_at = models.DateTimeField()
    vetted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=MOST_REASON, default="", blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["place_id", "-id"], name="offer_open", condition=Q(state=State.OPEN.value)),
            models.Index(fields=["organization_id", "-id"], name="offer_organization"),
            GinIndex(fields=["path"], name="offer_path"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="offer_days"),
            models.CheckConstraint(condition=Q(times__gte=0), name="offer_times"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="offer_state"),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN.value) | Q(vetted_at__isnull=False), name="offer_open_when_vetted"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REFUSED.value, State.WITHDRAWN.value]) | ~Q(reason=""),
                name="offer_no_with_reason",
            ),
            models.UniqueConstraint(
                fields=["organization_id", "place_id", "title", "starts"],
                condition=Q(state__in=[State.OFFERED.value, State.OPEN.value]),
                name="offer_once",
            ),
        )


class OfferText(models.Model):
    """The words of an offer with the marks of the places it lies in; `id` is that of the offer."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["words"], name="offer_words"),)
