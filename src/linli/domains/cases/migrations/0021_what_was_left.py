"""A suspended case keeps what was left of its limit; one suspended before goes on with the whole of it, as it would."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_asks_of_stages")]

    operations = [migrations.AddField("case", "paused_left", models.IntegerField(null=True))]
