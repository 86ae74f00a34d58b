"""The books of the backbone: the event log, its seals, idempotency keys, and the packs applied."""

from django.db import models
from django.db.models import Q


class EventRow(models.Model):
    """One fact, written in the transaction of its cause: audit entry and outbox in one. Never changed (trigger)."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=12)
    actor_person = models.BigIntegerField(null=True)
    actor_seat = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)
    data = models.JSONField()
    # The transaction that wrote it, so that sealing takes only what can no longer be joined by a slower writer.
    tx = models.BigIntegerField(db_default=models.Func(function="txid_current", output_field=models.BigIntegerField()))

    class Meta:
        indexes = (
            models.Index(fields=["subject_id", "subject_kind", "id"], name="event_subject"),
            models.Index(fields=["tx", "id"], name="event_tx"),
        )


class SealRow(models.Model):
    """A link of the hash chain over a batch of events; `leaves` holds (event id, digest) pairs."""

    at = models.DateTimeField()
    last_tx = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.IntegerField()
    leaves = models.BinaryField()
    digest = models.BinaryField(max_length=32)


class IdempotencyKey(models.Model):
    """The answer once given to a key, so that a repeated request gets the same and does nothing twice.

    Of a request to the API `digest` says what was asked, so that the key is good for that alone, and `sealed` holds
    what was answered: it may speak of people.
    """

    key = models.CharField(max_length=80, primary_key=True)
    command = models.CharField(max_length=60)
    answer = models.JSONField(null=True)
    digest = models.CharField(max_length=64, db_default="", blank=True)
    sealed = models.BinaryField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["at"], name="idempotency_at"),)


class PackVersion(models.Model):
    """A pack as it was applied; open cases finish on the version they started with.

    `content` is its JSON as text: the order in which stages and acts are written is part of what a pack says.
    """

    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    applied_at = models.DateTimeField()


class Undelivered(models.Model):
    """An event whose listeners were not told yet; what was written in bulk waits its `turn` after the rest."""

    pk = models.CompositePrimaryKey("turn", "event_id")
    turn = models.SmallIntegerField(default=0)
    event_id = models.BigIntegerField()


class DeadLetter(models.Model):
    """A delivery that failed for good: seen on a page, retried by hand."""

    event_id = models.BigIntegerField()
    listener = models.CharField(max_length=120)
    error = models.TextField()
    tries = models.IntegerField(default=1)
    failed_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event_id", "listener"], name="dead_letter_once"),)


class Delivered(models.Model):
    """A listener that has heard an event another one failed to hear: telling that one again does nothing twice."""

    event_id = models.BigIntegerField()
    listener = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event_id", "listener"], name="delivered_once"),)


class BookState(models.Model):
    """Which folding the tallies of a book of figures are of: a number that no other folding ever had; and on which day
    of a calendar month the months they are summed by begin."""

    name = models.CharField(max_length=20, primary_key=True)
    generation = models.BigIntegerField()
    month_from = models.SmallIntegerField(default=1)


class LooseFact(models.Model):
    """A fact of a book that is not folded yet. Folding takes it away from here, so that facts are written only once."""

    pk = models.CompositePrimaryKey("book", "fact_id")
    book = models.CharField(max_length=20)
    fact_id = models.BigIntegerField()


class Work(models.Model):
    """A long work: who asked for what, how far it is, its last checkpoint, and what came of it.

    `claim` rises each time a worker takes it up; `tries` counts how often that ended without a step.
    """

    kind = models.CharField(max_length=30)
    account_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    seat_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="waiting")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    checkpoint = models.JSONField(default=dict)
    claim = models.IntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    refusal = models.CharField(max_length=40, default="", blank=True)
    file = models.CharField(max_length=80, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["person_id", "-id"], name="work_of_person"),
            models.Index(fields=["expires_at"], name="work_expires", condition=~Q(file="")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running"), ended_at=None)
                | Q(state__in=("done", "failed", "cancelled"), ended_at__isnull=False),
                name="work_end_has_moment",
            ),
        )


class Hook(models.Model):
    """Where events of a place are sent to; one made by a token ends with it. The secret that signs them is sealed;
    `path` holds the ids from the root to the place, `dead_row` counts deliveries given up one after the other,
    `failures` tries that failed so; until `quiet_until` nothing new is tried, so that one deaf receiver holds up no
    worker."""

    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    algorithm = models.CharField(max_length=6, default="sha256")
    secret_sealed = models.BinaryField()
    place_id = models.BigIntegerField()
    path = models.JSONField(default=list)
    seat_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    dead_row = models.SmallIntegerField(default=0)
    failures = models.IntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    switched_off = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["place_id"], name="hook_live", condition=Q(stopped_at=None)),)


class HookDelivery(models.Model):
    """An event on its way to a hook: `state` is waiting, sent or dead; `body` is what is signed, the same each time."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="deliveries")
    event_id = models.BigIntegerField()
    event = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=8, default="waiting")
    tries = models.SmallIntegerField(default=0)
    code = models.IntegerField(null=True)
    error = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["hook", "-id"], name="hook_deliveries"),
            models.Index(fields=["-id"], name="hook_dead", condition=Q(state="dead")),
        )
        constraints = (
            models.UniqueConstraint(fields=["hook", "event_id"], name="hook_hears_once"),
            models.CheckConstraint(condition=Q(state__in=("waiting", "sent", "dead")), name="hook_delivery_state"),
        )
