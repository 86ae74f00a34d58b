"""Notices, the consents kept with them, and the words they are found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from linli.domains.publishing.values import MOST_REASON, MOST_TITLE, State


class Notice(models.Model):
    """Something said to everybody at a place and below it, from one day to another, both counted; `path` are the ids
    from the root to the place."""

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=MOST_TITLE)
    text = models.TextField()
    place_id = models.BigIntegerField()
    path = ArrayField(models.BigIntegerField())
    starts = models.DateField()
    ends = models.DateField()
    contact = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    pinned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=State.DRAFT.value)
    version = models.IntegerField(default=1)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=MOST_REASON, default="", blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["place_id", "-starts", "-id"], name="notice_published", condition=Q(state=State.PUBLISHED.value)
            ),
            GinIndex(fields=["path"], name="notice_path"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="notice_days"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="notice_state"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED.value) | Q(published_at__isnull=False), name="notice_published_at"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN.value) | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
                name="notice_withdrawn_why",
            ),
        )


class NoticeConsent(models.Model):
    """What somebody named or shown in a notice signed (PIPL 25): whose it is, where the paper lies, until when."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="consents")
    name_sealed = models.BinaryField()
    paper = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)


class NoticeText(models.Model):
    """The words of a notice with the marks of the places it lies in; `id` is that of the notice."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["words"], name="notice_words"),)
