"""The end of a number alone finds its case. The index is built beside the work that goes on: no lock over the cases."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0022_merged_is_not_closed")]

    operations = [AddIndexConcurrently("case", models.Index(fields=["seq"], name="case_seq"))]
