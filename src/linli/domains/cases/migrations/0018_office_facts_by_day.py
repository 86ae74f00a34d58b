"""What offices do is found by its day without what else happened: on a Sunday much is reported and none of it done."""

from django.db import migrations, models
from django.db.models import Q

OFFICE = ~Q(due=0) | ~Q(on_time=0) | ~Q(signed=0) | ~Q(signed_on_time=0) | ~Q(sign_minutes=0)


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_overdue_counted_by_place")]

    operations = [migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_office", condition=OFFICE))]
