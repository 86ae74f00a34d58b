"""Orders of a hotline: which case each became, and how its sheets are read here."""

from django.db import models
from django.db.models import Q

from linli.domains.cases.models.cases import Case


class Order(models.Model):
    """An order of a hotline that became a case; the same order comes in once."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="order")
    source = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    work_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "number"], name="order_once"),)
        indexes = (models.Index(fields=["work_id", "case"], name="order_sheet", condition=Q(work_id__isnull=False)),)


class SheetMapping(models.Model):
    """How the sheets of a source are read here: heading → what it is, words → category, and what to do with what is
    not understood."""

    source = models.CharField(max_length=20, unique=True)
    columns = models.JSONField(default=dict)
    categories = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
