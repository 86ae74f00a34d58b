"""A case merged into another one is counted as that, and not as closed; what was counted before stays as it was."""

from django.db import migrations, models
from django.db.models import Q

RAREST = ~Q(returned=0) | ~Q(suspended=0) | ~Q(declined=0) | ~Q(merged=0) | ~Q(excluded=0)


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_what_was_left")]

    operations = [
        migrations.AddField("fact", "merged", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("tally", "merged", models.IntegerField(db_default=0, default=0)),
        migrations.RemoveIndex("fact", "fact_rarest"),
        migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_rarest", condition=RAREST)),
    ]
