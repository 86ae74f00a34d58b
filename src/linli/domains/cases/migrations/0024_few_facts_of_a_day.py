"""What a fact or a tally does not count is NULL, and seats and cuts of the lower levels are summed by month alone: of a day they are
hardly fewer than its facts, which a grid finds by an index of its own now."""

from django.db import migrations, models
from django.db.models import Q

from linli.domains.cases.values.measures import MEASURES

RARE = ("redo", "extended", "whistles", "arrived", "called_scores")
RAREST = ("returned", "suspended", "declined", "merged", "excluded")
OFFICE = ("due", "on_time", "signed", "signed_on_time", "sign_minutes")
SPARSE = "SET " + ", ".join(f"{one} = nullif({one}, 0)" for one in MEASURES)
DENSE = "SET " + ", ".join(f"{one} = coalesce({one}, 0)" for one in MEASURES)
# The rows of days that nobody folds into or reads any longer; what asks for them reads the facts.
UNKEPT = """DELETE FROM cases_tally WHERE grain = 'd' AND (slice LIKE 'seat=%'
  OR slice NOT IN ('', 'excluded') AND place_id NOT IN (
    SELECT district_id FROM cases_fact WHERE district_id IS NOT NULL
    UNION SELECT street_id FROM cases_fact WHERE street_id IS NOT NULL))"""


def counting(names):
    """The facts that count in any of these."""
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__isnull": False})
    return found


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_found_by_the_end_of_a_number")]

    operations = [
        *(migrations.RemoveIndex("fact", name) for name in ("fact_rare", "fact_rarest", "fact_office")),
        *(migrations.AlterField("fact", one, models.IntegerField(null=True)) for one in MEASURES),
        *(migrations.AlterField("tally", one, models.IntegerField(null=True)) for one in MEASURES),
        migrations.RunSQL(f"UPDATE cases_fact {SPARSE}", f"UPDATE cases_fact {DENSE}"),
        migrations.RunSQL(UNKEPT, migrations.RunSQL.noop),
        migrations.RunSQL(f"UPDATE cases_tally {SPARSE}", f"UPDATE cases_tally {DENSE}"),
        *(
            migrations.AddIndex("fact", models.Index(fields=["day", "id"], name=name, condition=counting(names)))
            for name, names in (("fact_rare", RARE), ("fact_rarest", RAREST), ("fact_office", OFFICE))
        ),
        migrations.AddIndex(
            "fact", models.Index(fields=["grid_id", "day", "id"], name="fact_grid", condition=Q(grid_id__isnull=False))
        ),
    ]
