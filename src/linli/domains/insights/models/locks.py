"""Periods that are closed for good, with every figure as it was then and the version of the pack it was computed by."""

from django.db import models
from django.db.models import F, Q


class Lock(models.Model):
    """A period whose figures stay as they are; `horizon` is the last fact of each book that counts in them."""

    starts = models.DateField()
    ends = models.DateField()
    pack_version = models.BigIntegerField()
    horizon = models.JSONField()
    at = models.DateTimeField()
    seat = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["starts", "ends"], name="lock_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="lock_period"),
        )


class LockedFigure(models.Model):
    """An indicator of a place in a locked period."""

    lock = models.ForeignKey(Lock, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=60)
    place_id = models.BigIntegerField()
    top = models.FloatField()
    bottom = models.FloatField(null=True)
    number = models.FloatField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lock", "place_id", "key"], name="locked_figure_once"),)
