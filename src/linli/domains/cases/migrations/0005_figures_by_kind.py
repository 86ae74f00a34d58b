"""Facts know their kind, their seat and unit and every level of their place; the tallies are folded anew."""

from django.db import migrations, models
from django.db.models import Q

NEW = (
    "direct",
    "signed",
    "signed_on_time",
    "sign_minutes",
    "excluded",
    "called_scores",
    "called_points",
    "caller_scores",
    "caller_points",
)
RARE = ("redo", "returned", "extended", "suspended", "declined", "excluded", "whistles", "arrived", "called_scores")
# What was counted of a case until now stays counted: its kind and the lower levels are read from the case, what ended at
# first hand cannot be told any more. A job folds everything again.
FILL = """
UPDATE cases_fact f SET kind = c.procedure, compound_id = c.compound_id, building_id = c.building_id,
  seat_id = c.handler_seat, folded = false FROM cases_case c WHERE c.id = f.subject_id
"""


def rare() -> Q:
    found = Q()
    for name in RARE:
        found |= Q(**{f"{name}__gt": 0})
    return found


def columns(model: str) -> list[migrations.AddField]:
    return [migrations.AddField(model, name, models.IntegerField(default=0)) for name in NEW]


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_papers_of_forms"), ("backbone", "0003_book_state")]

    operations = [
        migrations.RemoveConstraint("tally", "tally_once"),
        migrations.RemoveIndex("fact", "fact_day"),
        migrations.RemoveIndex("fact", "fact_community"),
        migrations.RenameField("fact", "case_id", "subject_id"),
        *columns("fact"),
        *columns("tally"),
        migrations.AddField("fact", "kind", models.CharField(max_length=40, default=""), preserve_default=False),
        migrations.AddField("tally", "kind", models.CharField(max_length=40, default=""), preserve_default=False),
        *(
            migrations.AddField("fact", name, models.BigIntegerField(null=True))
            for name in ("compound_id", "building_id", "organization_id", "seat_id")
        ),
        migrations.AlterField("fact", "channel", models.CharField(blank=True, default="", max_length=12)),
        migrations.AlterField("fact", "category", models.CharField(blank=True, default="", max_length=30)),
        migrations.AlterField("tally", "slice", models.CharField(blank=True, default="", max_length=60)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("TRUNCATE cases_tally", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "tally", models.UniqueConstraint(fields=["place_id", "grain", "slice", "day", "kind"], name="tally_once")
        ),
        migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_day")),
        migrations.AddIndex("fact", models.Index(fields=["street_id", "day", "id"], name="fact_street")),
        migrations.AddIndex("fact", models.Index(fields=["community_id", "day", "id"], name="fact_community")),
        migrations.AddIndex(
            "fact", models.Index(fields=["seat_id", "day", "id"], name="fact_seat", condition=Q(seat_id__isnull=False))
        ),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["building_id", "day", "id"], name="fact_building", condition=Q(building_id__isnull=False)
            ),
        ),
        migrations.AddIndex(
            "fact",
            models.Index(
                fields=["organization_id", "day", "id"], name="fact_unit", condition=Q(organization_id__isnull=False)
            ),
        ),
        migrations.AddIndex(
            "fact", models.Index(fields=["subject_id"], name="fact_correction", condition=Q(correction=True))
        ),
        migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_rare", condition=rare())),
    ]
