"""The book of who must do what by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Duty(models.Model):
    """A seat must do something by a time. What a list shows is copied here, so that an inbox reads one table."""

    seat_id = models.BigIntegerField()
    role = models.CharField(max_length=12)
    stage = models.CharField(max_length=30)
    stage_zh = models.CharField(max_length=30)
    stage_en = models.CharField(max_length=60, default="", blank=True)
    act = models.CharField(max_length=30)
    act_zh = models.CharField(max_length=20)
    act_en = models.CharField(max_length=40, default="", blank=True)
    state = models.CharField(max_length=10, default="open")
    outcome = models.CharField(max_length=30, default="", blank=True)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    title = models.CharField(max_length=80)
    plate = models.CharField(max_length=30)
    where = models.CharField(max_length=120)
    channel = models.CharField(max_length=12)
    place_ids = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField()
    sign_due = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    arrive_due = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    climbs_at = models.DateTimeField(null=True)
    ladder = models.JSONField(default=list)
    level = models.SmallIntegerField(default=0)
    extended = models.SmallIntegerField(default=0)
    designated = models.BooleanField(default=False)
    redo = models.BooleanField(default=False)
    paused_left = models.IntegerField(null=True)
    review_on = models.DateField(null=True)
    about = models.BigIntegerField(null=True)
    warn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["seat_id", "next_due", "id"],
                name="duty_inbox",
                condition=Q(state__in=("open", "waiting", "paused")),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="duty_subject"),
            models.Index(fields=["next_due"], name="duty_falls_due", condition=Q(state="open", late_at=None)),
            models.Index(fields=["climbs_at"], name="duty_climbs", condition=Q(state="open", climbs_at__isnull=False)),
            models.Index(fields=["warn_at"], name="duty_warns", condition=Q(state="open", warn_at__isnull=False)),
            models.Index(fields=["seat_id", "-done_at"], name="duty_done", condition=Q(state="done")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done"), name="duty_done_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__gte=F("created_at")) | Q(signed_at=None), name="duty_signed_after_given"
            ),
        )


class Notice(models.Model):
    """Something a seat should know; `code` is a message id, filled from `params` in the reader's language."""

    seat_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    code = models.CharField(max_length=80)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["seat_id", "-id"], name="notice_seat"),)
        constraints = (models.UniqueConstraint(fields=["event_id", "seat_id"], name="notice_once"),)
