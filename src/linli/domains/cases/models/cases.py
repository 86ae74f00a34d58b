"""Cases and what belongs to them. A case keeps the ids of its places as they were when it was opened."""

from django.db import models
from django.db.models import F, Q, Value


class Concatenated(models.Func):
    """`a || b`: immutable, as a stored generated column asks (CONCAT is only stable)."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = models.TextField()


class FourDigits(models.Func):
    """A number with at least four digits."""

    template = "lpad((%(expressions)s)::text, greatest(4, length((%(expressions)s)::text)), '0')"
    output_field = models.TextField()


class Case(models.Model):
    """Anything that walks a procedure. Its number is public, its follow-up link is a secret."""

    prefix = models.CharField(max_length=12)
    seq = models.BigIntegerField(
        db_default=models.Func(Value("cases_number"), function="nextval", output_field=models.BigIntegerField())
    )
    number = models.GeneratedField(
        expression=Concatenated("prefix", FourDigits("seq")),
        output_field=models.CharField(max_length=32),
        db_persist=True,
        unique=True,
    )
    procedure = models.CharField(max_length=30)
    pack_version = models.BigIntegerField()
    stage = models.CharField(max_length=30)
    open = models.BooleanField(default=True)
    result = models.CharField(max_length=20, default="", blank=True)
    title = models.CharField(max_length=80)
    text = models.TextField()
    detail = models.CharField(max_length=80, default="", blank=True)
    category = models.CharField(max_length=30)
    category_chosen = models.BooleanField(default=False, db_default=False)
    channel = models.CharField(max_length=12)
    place_id = models.BigIntegerField()
    plate = models.CharField(max_length=30)
    where = models.CharField(max_length=120)
    district_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    grid_id = models.BigIntegerField(null=True)
    compound_id = models.BigIntegerField(null=True)
    building_id = models.BigIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    reporter_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    follow_digest = models.BinaryField(max_length=32, unique=True)
    follow_sealed = models.BinaryField(default=b"")
    public = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    limit = models.CharField(max_length=8, default="", blank=True)
    due = models.DateTimeField(null=True)
    paused_left = models.IntegerField(null=True)
    counted = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rate_by = models.DateTimeField(null=True)
    asked_back = models.BooleanField(default=False)
    redo = models.SmallIntegerField(default=0)
    handler_seat = models.BigIntegerField(null=True)
    caller_seat = models.BigIntegerField(null=True)
    whistle_kind = models.CharField(max_length=12, default="", blank=True)
    whistled_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    gate_due = models.DateTimeField(null=True)
    urgency = models.CharField(max_length=12, default="", db_default="", blank=True)
    confidential = models.BooleanField(default=False, db_default=False)
    excluded = models.BooleanField(default=False, db_default=False)
    starter_seat = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["street_id", "-id"], name="case_street"),
            models.Index(fields=["community_id", "-id"], name="case_community"),
            models.Index(fields=["grid_id", "-id"], name="case_grid"),
            models.Index(fields=["building_id", "-id"], name="case_building", condition=Q(building_id__isnull=False)),
            models.Index(fields=["procedure", "-opened_at", "-id"], name="case_opened"),
            models.Index(  # which are overdue where, told without reading one
                fields=["due"],
                name="case_overdue",
                condition=Q(open=True, rate_by=None),
                include=["procedure", "category", "district_id", "street_id", "community_id", "grid_id"],
            ),
            models.Index(fields=["seq"], name="case_seq"),  # the end of a number, told without the rest
            models.Index(fields=["rate_by"], name="case_call_back", condition=Q(open=True, rate_by__isnull=False)),
            models.Index(fields=["gate_due"], name="case_gate_due", condition=Q(open=True, gate_due__isnull=False)),
            models.Index(fields=["procedure", "stage"], name="case_stage_open", condition=Q(open=True)),
            models.Index(fields=["procedure", "stage"], name="case_stage_other", condition=~Q(procedure="request")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(open=True, closed_at=None) | Q(open=False, closed_at__isnull=False),
                name="case_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="case_closed_after_opened"
            ),
        )


class Photo(models.Model):
    """A re-encoded picture; `kind` is report, arrival or done. The file is named by its digest."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=10)
    file = models.CharField(max_length=80)
    width = models.IntegerField()
    height = models.IntegerField()
    at = models.DateTimeField()


class Paper(models.Model):
    """A paper or picture given in a field of a form: kept under a random name, its own name sealed (names of files name
    people)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    act = models.CharField(max_length=30)
    field = models.CharField(max_length=40)
    file = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=4)
    size = models.IntegerField()
    name_sealed = models.BinaryField()
    at = models.DateTimeField()


class Remark(models.Model):
    """Words somebody wrote on a case; the log keeps only its id, so that words can be erased and the chain holds."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField()
    at = models.DateTimeField()


class Entry(models.Model):
    """What a form of an act (or of the opening) was filled in with; append-only, private values sealed.

    `step` is the step of evidence it proves; `round` counts the stages the case had entered by then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    stage = models.CharField(max_length=30)
    act = models.CharField(max_length=30)
    step = models.CharField(max_length=30, default="", blank=True)
    seat = models.CharField(max_length=80, default="", blank=True)
    data = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"")
    remark = models.ForeignKey(Remark, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()


class Tie(models.Model):
    """A case bound to another: merged into it as a duplicate, or split off it as a part."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tied")
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(kind="merged"), name="tie_merged_once"),
            models.UniqueConstraint(fields=["case", "other"], name="tie_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="tie_to_another"),
        )


class Follower(models.Model):
    """A neighbour who joined a matter somebody else reported; the link they follow it by is a secret of theirs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="followers")
    digest = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()


class Sender(models.Model):
    """Which token of the API brought a case: what its reporter wrote is read back by that one."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="sender")
    token_id = models.BigIntegerField()


class Arrival(models.Model):
    """Proof that a called unit came: where it stood, how far from the place, with which photo."""

    duty_id = models.BigIntegerField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="arrivals")
    at = models.DateTimeField()
    metres = models.IntegerField()
    minutes = models.IntegerField()
    on_time = models.BooleanField()
    photo = models.ForeignKey(Photo, null=True, on_delete=models.PROTECT)


class Ask(models.Model):
    """A question to another seat: may this be returned, extended, suspended, declined, left out; `kind` is the act. Of
    one that its stage took with it `approved` stays None."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=30)
    duty_id = models.BigIntegerField()
    seat_id = models.BigIntegerField()
    seat = models.CharField(max_length=80)
    decide_duty_id = models.BigIntegerField()
    decide_seat_id = models.BigIntegerField()
    remark = models.ForeignKey(Remark, on_delete=models.PROTECT)
    given = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["duty_id"], condition=Q(decided_at=None), name="ask_one_at_a_time"),
        )


class CallBack(models.Model):
    """An answer to the three questions; `contacted` None when nobody could be reached."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="call_backs")
    round = models.SmallIntegerField()
    by = models.CharField(max_length=10)
    contacted = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfaction = models.CharField(max_length=12, default="", blank=True)
    remark = models.ForeignKey(Remark, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="call_back_once_a_round"),)


class Score(models.Model):
    """How one side of a whistle scores the other, 1 to 5 (双考核, domain 1.17)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    duty_id = models.BigIntegerField()
    by_caller = models.BooleanField()
    points = models.SmallIntegerField()
    remark = models.ForeignKey(Remark, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["duty_id", "by_caller"], name="score_once"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=5), name="score_one_to_five"),
        )
