"""Organizations, seats and who sits in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
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
    promise = models.CharField(max_length=60, default="", blank=True)
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
        )
