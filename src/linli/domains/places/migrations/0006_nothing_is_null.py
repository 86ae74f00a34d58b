"""What a fact or a tally does not count is NULL, as in every book of figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0005_tallies_by_key")]

    operations = [
        migrations.AlterField("doorfact", "opened", models.IntegerField(null=True)),
        migrations.AlterField("doortally", "opened", models.IntegerField(null=True)),
    ]
