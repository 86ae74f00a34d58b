"""What is overdue is found among what is still at work: what waits for its call-back is ten times as much."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_categories_chosen")]

    operations = [
        migrations.RemoveIndex("case", "case_overdue"),
        migrations.AddIndex(
            "case",
            models.Index(condition=models.Q(("open", True), ("rate_by", None)), fields=["due"], name="case_overdue"),
        ),
    ]
