"""Models trained on the town's own history, what was advised and what people then chose, and what is switched off."""

from django.db import models
from django.db.models import Q


class Trained(models.Model):
    """A model and its card; only one that was `taken` advises anybody."""

    made_at = models.DateTimeField()
    taken = models.BooleanField()
    why = models.CharField(max_length=20)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    macro_f1 = models.FloatField()
    card = models.JSONField()
    weights = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=["-id"], name="trained_taken", condition=Q(taken=True)),)


class Advised(models.Model):
    """One piece of advice somebody was shown on a matter, and whether what they chose was the same."""

    case_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    said = models.CharField(max_length=40)
    percent = models.SmallIntegerField(default=0)
    version = models.BigIntegerField(default=0)
    right = models.BooleanField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case_id", "kind"], condition=~Q(kind="same", right=True), name="advised_once"
            ),
        )
        indexes = (models.Index(fields=["at"], name="advised_at"),)


class Raised(models.Model):
    """A hot issue the desk was told of, and whether a hand undid it: merged it, took messages out, or put it away
    without taking it on."""

    issue_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["at"], name="raised_at"),)


class Switch(models.Model):
    """A kind of advice somebody switched off, or on again."""

    kind = models.CharField(max_length=10, primary_key=True)
    off = models.BooleanField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
