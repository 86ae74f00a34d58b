"""The book of who must do what by when."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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
            models.Index(fields=["subject_id", "subject_kind"], name="duty_subject"),
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


class Occurrence(models.Model):
    """One date of a routine at one place: what a seat does in its window, and how it ended."""

    routine = models.CharField(max_length=40)
    pack_version = models.BigIntegerField()
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, default="", blank=True)
    act_zh = models.CharField(max_length=20)
    act_en = models.CharField(max_length=40, default="", blank=True)
    place_id = models.BigIntegerField()
    place_ids = ArrayField(models.BigIntegerField(), default=list)
    plate = models.CharField(max_length=60)
    where = models.CharField(max_length=120)
    planned = models.DateField()
    day = models.DateField()
    opens_at = models.DateTimeField()
    due = models.DateTimeField()
    closes_at = models.DateTimeField()
    quota = models.SmallIntegerField(default=1)
    count = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, default="open")
    seat_id = models.BigIntegerField(null=True)
    seat = models.CharField(max_length=80, default="", blank=True)
    vacant = ArrayField(models.CharField(max_length=80), default=list)
    duty_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["closes_at"], name="occurrence_open", condition=Q(state="open")),
            models.Index(fields=["seat_id", "closes_at"], name="occurrence_seat"),
            models.Index(fields=["due", "day"], name="occurrence_period"),
            GinIndex(fields=["place_ids"], name="occurrence_places"),
        )
        constraints = (
            models.UniqueConstraint(fields=["routine", "planned", "place_id"], name="occurrence_once"),
            models.UniqueConstraint(fields=["routine", "day", "place_id"], name="occurrence_once_a_day"),
            models.CheckConstraint(condition=Q(due__gt=F("opens_at")), name="occurrence_due"),
            models.CheckConstraint(condition=Q(closes_at__gte=F("due")), name="occurrence_closes"),
            models.CheckConstraint(condition=Q(count__lte=F("quota")), name="occurrence_quota"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | Q(state__in=("done", "late", "missed"), ended_at__isnull=False),
                name="occurrence_end_has_moment",
            ),
        )


class Entry(models.Model):
    """A filled form of an occurrence; what is private is sealed."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    seat = models.CharField(max_length=80, default="", blank=True)
    answers = models.JSONField(default=dict)
    private_sealed = models.BinaryField(default=b"")


class Problem(models.Model):
    """Something found on a round; the journey that hears of it opens the case and leaves its number."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="problem")
    text = models.TextField()
    kind = models.CharField(max_length=30)
    place_id = models.BigIntegerField()
    case_number = models.CharField(max_length=30, default="", blank=True)


class EntryPhoto(models.Model):
    """A picture of an entry: of the place, or of the problem found."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="photos")
    of_problem = models.BooleanField(default=False)
    file = models.CharField(max_length=40)
    width = models.IntegerField()
    height = models.IntegerField()


class EntryPaper(models.Model):
    """A paper given for a question of an entry: kept under a random name, its own name sealed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="papers")
    field = models.CharField(max_length=30)
    file = models.CharField(max_length=80)
    kind = models.CharField(max_length=5)
    size = models.IntegerField()
    name_sealed = models.BinaryField()


class EntryLook(models.Model):
    """Why somebody read the private answers of an entry; who it was stands in the log."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="looks")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
