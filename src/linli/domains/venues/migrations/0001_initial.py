import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("backbone", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=30)),
                ("place_id", models.BigIntegerField()),
                ("place_kind", models.CharField(max_length=20)),
                ("place_name", models.CharField(max_length=60)),
                ("path", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("address", models.CharField(blank=True, default="", max_length=120)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("area", models.DecimalField(decimal_places=1, max_digits=9, null=True)),
                (
                    "functions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                (
                    "hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(blank=True, max_length=60), size=7
                    ),
                ),
                ("holidays", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, default="", max_length=20)),
                ("room", models.CharField(blank=True, default="", max_length=30)),
                ("right_until", models.DateField(null=True)),
                ("status", models.CharField(max_length=12)),
                ("status_on", models.DateField()),
                ("closed_because", models.CharField(blank=True, default="", max_length=120)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["path"], name="venue_path"),
                    models.Index(condition=models.Q(("status", "open")), fields=["kind"], name="venue_open_kind"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("place_id", "kind", "name"), name="venue_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "preparing", "open", "closed"])),
                        name="venue_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area", None), ("area__gt", 0), _connector="OR"), name="venue_area"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat", None), ("lon", None)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="venue_point",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "open"), _negated=True),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="venue_open_is_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VenueText",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="venue_words")]},
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_by", models.CharField(max_length=80)),
                ("document", models.CharField(blank=True, default="", max_length=80)),
                ("day", models.DateField()),
                ("area", models.DecimalField(decimal_places=1, max_digits=9, null=True)),
                ("room", models.CharField(max_length=30)),
                ("right_until", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="venues.venue"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["venue", "day"], name="handover_venue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area", None), ("area__gt", 0), _connector="OR"), name="handover_area"
                    )
                ],
            },
        ),
        # A handover is for good: the trigger of the log refuses change here too.
        migrations.RunSQL(
            """
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON venues_handover
            FOR EACH STATEMENT EXECUTE FUNCTION backbone_append_only();
            """,
            "DROP TRIGGER append_only ON venues_handover;",
        ),
    ]
