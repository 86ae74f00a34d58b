"""Organizations, seats and who sits in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q


class Organization(models.Model):
    """A Party body, department, firm, committee, social organisation or merchant; its kind is named by the pack."""

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    credit_code = models.CharField(max_length=18, default="", blank=True)
    place_id = models.BigIntegerField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    closed_at = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="organization_name_once"),)


class Seat(models.Model):
    """A post at a place or in an organization. Work, rights and marks belong to it, not to a person."""

    post = models.CharField(max_length=30)
    title = models.CharField(max_length=80)
    place_id = models.BigIntegerField(null=True)
    place_kind = models.CharField(max_length=20, default="", blank=True)
    place_name = models.CharField(max_length=60, default="", blank=True)
    place_ancestors = ArrayField(models.BigIntegerField(), default=list)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="seats")
    many = models.BooleanField(default=False)
    promise = models.CharField(max_length=80, default="", blank=True)
    promise_due = models.DateField(null=True)
    promise_kept = models.DateField(null=True)
    promise_case = models.BigIntegerField(null=True)
    promise_number = models.CharField(max_length=32, default="", db_default="", blank=True)
    closed_at = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["place_id", "post"], name="seat_place_post"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(place_id__isnull=False) | Q(organization__isnull=False), name="seat_is_somewhere"
            ),
            models.UniqueConstraint(
                fields=["post", "place_id"], condition=Q(closed_at=None, organization=None), name="seat_once_per_place"
            ),
            models.UniqueConstraint(
                fields=["post", "organization"], condition=Q(closed_at=None), name="seat_once_per_organization"
            ),
        )


class PromiseDraft(models.Model):
    """A promise that came in with the workbook of the cards: it becomes a case, to be approved like any other."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="drafts")
    words = models.CharField(max_length=80)
    due = models.DateField()
    at = models.DateTimeField()
    case_number = models.CharField(max_length=32, default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["seat", "words", "due"], name="promise_draft_once"),)


class _Term(Func):
    function = "daterange"
    output_field = DateRangeField()


class Appointment(models.Model):
    """A person in a seat for a term, with the way of choosing and the filing."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person_id = models.BigIntegerField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    way = models.CharField(max_length=30)
    filing = models.CharField(max_length=60, default="", blank=True)
    ended_because = models.CharField(max_length=120, default="", blank=True)
    single = models.BooleanField(default=True)
    # Whose term this one cut short, and how that one stood before: it goes on so when this one never begins.
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    replaced_until = models.DateField(null=True)
    replaced_because = models.CharField(max_length=120, default="", db_default="", blank=True)

    class Meta:
        indexes = (models.Index(fields=["person_id", "starts"], name="appointment_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("starts")) | Q(ends=None), name="appointment_term"),
            ExclusionConstraint(
                name="appointment_one_holder",
                expressions=[
                    (
                        Func(F("seat"), F("seat"), function="int8range", template="int8range(seat_id, seat_id, '[]')"),
                        RangeOperators.OVERLAPS,
                    ),
                    (_Term("starts", "ends", RangeBoundary(inclusive_lower=True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(single=True),
            ),
        )


class Pairing(models.Model):
    """A unit or a person bound to a place by a scheme of the pack (一联双包, 三联, 分包联建, 后进帮包; C07, C57)."""

    scheme = models.CharField(max_length=30)
    layer = models.CharField(max_length=30, default="", blank=True)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="pairings")
    person_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField()
    place_kind = models.CharField(max_length=20)
    place_name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField(null=True)
    ended_because = models.CharField(max_length=80, default="", blank=True)
    contacted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["place_id", "scheme"], name="pairing_place"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(person_id__isnull=False), name="pairing_has_somebody"
            ),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gt=F("starts")), name="pairing_term"),
            models.UniqueConstraint(
                fields=["scheme", "layer", "organization", "person_id", "place_id", "starts"], name="pairing_once"
            ),
            models.UniqueConstraint(
                fields=["scheme", "layer", "organization", "place_id"],
                condition=Q(ends=None, person_id=None),
                name="pairing_unit_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["scheme", "layer", "person_id", "place_id"],
                condition=Q(ends=None),
                name="pairing_person_in_force_once",
            ),
        )


class Contact(models.Model):
    """An entry in the contact log of a pairing: a visit, hours of service, a claim; the note is private and sealed."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=80, default="", blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    note_sealed = models.BinaryField(default=b"")
    by = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["pairing", "at"], name="contact_pairing"),)
        constraints = (
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0, hours__lte=24), name="contact_hours"),
        )


class ContactLook(models.Model):
    """Somebody opened the private note of a contact, and why."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()


class Coverage(models.Model):
    """A place that a body reaches, and in which of its pack's ways (C05)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="coverages")
    place_id = models.BigIntegerField()
    way = models.CharField(max_length=30, default="", blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["place_id"], name="coverage_place"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="coverage_term"),
            models.UniqueConstraint(
                fields=["organization", "place_id"], condition=Q(ends=None), name="coverage_in_force_once"
            ),
        )


class FoundingStep(models.Model):
    """A step of founding a body that is done; the steps are named by the pack."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="founding")
    step = models.CharField(max_length=80)
    done_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organization", "step"], name="founding_step_once"),)


class Membership(models.Model):
    """An organization in a joint body, with its mandate, for a term (C06)."""

    body = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="members")
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    mandate = models.CharField(max_length=120, default="", blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(body=F("member")), name="membership_not_of_itself"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_term"),
            models.UniqueConstraint(fields=["body", "member"], condition=Q(ends=None), name="membership_in_force_once"),
        )


class Compound(models.Model):
    """Who manages a compound: its kind by the pack, firm, end of the contract, owners' committee (C33)."""

    place_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=30)
    firm = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="compounds_managed")
    contract_ends = models.DateField(null=True)
    committee = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="compounds_kept")

    class Meta:
        indexes = (models.Index(fields=["contract_ends"], name="compound_contract"),)


class AccessToken(models.Model):
    """Lets a program use the API as one seat of one person, or as an integration at one place. Only the digest of its
    secret is kept; `mark` is how the secret begins, `path` the ids from the root to the place it stands at."""

    name = models.CharField(max_length=60)
    mark = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="tokens")
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    place_id = models.BigIntegerField(null=True)
    path = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["person_id", "-id"], name="token_person"),
            GinIndex(fields=["path"], name="token_path"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(seat__isnull=False, person_id__isnull=False, account_id__isnull=False, place_id=None)
                | Q(seat=None, person_id=None, account_id=None, place_id__isnull=False),
                name="token_of_a_seat_or_a_place",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_term"),
        )


class OrganizationText(models.Model):
    """The words of an organization's names and its initials; `id` is that of the organization."""

    id = models.BigIntegerField(primary_key=True)
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=["words"], name="organization_words"),)
