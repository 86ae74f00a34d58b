"""Circulars with the figures they were drafted with, and what was done with each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

OPEN_STATES = ("draft", "sent", "approved", "issued")


class Circular(models.Model):
    """A circular of a place over a period. `content` holds its sentences, tables and charts with every figure as it was
    at `figures_at`; nothing of it changes once it is issued. `version` rises with every change."""

    kind = models.CharField(max_length=60)
    place_id = models.BigIntegerField()
    place_name = models.CharField(max_length=80)
    place_level = models.CharField(max_length=30)
    path = ArrayField(models.BigIntegerField())
    topic = models.CharField(max_length=60, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=10, default="draft")
    version = models.IntegerField(default=1)
    pack_version = models.BigIntegerField()
    head = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    issuer = models.CharField(max_length=80)
    copies = models.CharField(max_length=300, blank=True)
    content = models.JSONField()
    figures_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    approve_seat_id = models.BigIntegerField(null=True)
    approver = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    year = models.IntegerField(null=True)
    seq = models.IntegerField(null=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "place_id", "starts", "ends", "topic"],
                condition=Q(state__in=OPEN_STATES),
                name="circular_once",
            ),
            models.UniqueConstraint(fields=["kind", "place_id", "year", "seq"], name="circular_number_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="circular_period"),
            models.CheckConstraint(
                condition=Q(state="issued", number__gt="", issued_on__isnull=False, seq__isnull=False)
                | (~Q(state="issued") & Q(seq=None, issued_on=None, number="")),
                name="circular_number_when_issued",
            ),
        )
        indexes = (models.Index(fields=["state", "-id"], name="circular_by_state"),)


class CircularStep(models.Model):
    """What was done with a circular, by which seat, with the words given; append-only."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)
    seat = models.CharField(max_length=120)
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)
