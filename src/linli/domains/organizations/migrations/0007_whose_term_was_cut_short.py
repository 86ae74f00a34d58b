"""A handover remembers how the term stood that it cuts short."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0006_words_of_organizations")]

    operations = [
        migrations.AddField(
            "appointment",
            "replaces",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organizations.appointment",
            ),
        ),
        migrations.AddField("appointment", "replaced_until", models.DateField(null=True)),
        migrations.AddField(
            "appointment", "replaced_because", models.CharField(blank=True, db_default="", default="", max_length=120)
        ),
    ]
