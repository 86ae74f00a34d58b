"""Things that several people report, their messages, and what hands tied together or apart."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Issue(models.Model):
    """What some messages are about; `words` the sum of their terms, `path` the places all of them lie in. It is told
    once when enough people speak of it (`found_at`), and once more when it grows suddenly (`grew_at`)."""

    title = models.CharField(max_length=80)
    category = models.CharField(max_length=30)
    place_id = models.BigIntegerField()
    place_name = models.CharField(max_length=120)
    path = ArrayField(models.BigIntegerField())
    community_id = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.IntegerField()
    people = models.IntegerField()
    buildings = models.IntegerField()
    week = models.IntegerField()
    week_before = models.IntegerField()
    unsolved = models.IntegerField()
    heat = models.FloatField()
    days = ArrayField(models.IntegerField())
    open = models.BooleanField(default=True)
    words = models.BinaryField()
    categories = models.JSONField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    found_at = models.DateTimeField(null=True)
    grew_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_case = models.BigIntegerField(null=True)
    taken_number = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["community_id", "-last_at"], name="issue_open", condition=Q(open=True)),
            GinIndex(fields=["path"], name="issue_path", condition=Q(open=True, people__gt=1)),
        )


class Membership(models.Model):
    """One message of an issue, with what its heat needs; `person` only says who is the same."""

    case_id = models.BigIntegerField(unique=True)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="members")
    person = models.BinaryField(max_length=16)
    building_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class HandTie(models.Model):
    """Two messages somebody said belong together, or do not."""

    one = models.BigIntegerField()
    other = models.BigIntegerField()
    together = models.BooleanField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="hand_tie_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="hand_tie_in_order"),
        )
        indexes = (models.Index(fields=["other"], name="hand_tie_other"),)


class Rarity(models.Model):
    """How telling each term was among the newest messages of the town at a moment."""

    made_at = models.DateTimeField()
    rows = models.IntegerField()
    weights = models.BinaryField()
