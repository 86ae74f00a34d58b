"""What is overdue at a place is counted in the index: the cases themselves lie far apart and need not be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_cases_of_a_sheet")]

    operations = [
        migrations.RemoveIndex("case", "case_overdue"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["due"],
                name="case_overdue",
                condition=models.Q(("open", True), ("rate_by", None)),
                include=["procedure", "category", "district_id", "street_id", "community_id", "grid_id"],
            ),
        ),
    ]
