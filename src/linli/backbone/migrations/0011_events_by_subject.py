"""The events of a subject are found by its number first: a number is compared sooner than a word that most share."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backbone", "0010_keys_found_whole")]

    operations = [
        migrations.RemoveIndex("eventrow", "event_subject"),
        migrations.AddIndex(
            "eventrow", models.Index(fields=["subject_id", "subject_kind", "id"], name="event_subject")
        ),
    ]
