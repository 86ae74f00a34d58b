"""What an import brought is found as a list: newest first, without looking at other orders."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_numbers_found_whole")]

    operations = [
        migrations.AddIndex(
            "order",
            models.Index(
                condition=models.Q(("work_id__isnull", False)), fields=["work_id", "case"], name="order_sheet"
            ),
        )
    ]
