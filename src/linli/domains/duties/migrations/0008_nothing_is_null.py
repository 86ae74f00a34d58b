"""What a fact or a tally does not count is NULL; what seats did is summed by month alone."""

from django.db import migrations, models

from linli.domains.duties.values.measures import MEASURES

SPARSE = "SET " + ", ".join(f"{one} = nullif({one}, 0)" for one in MEASURES)
DENSE = "SET " + ", ".join(f"{one} = coalesce({one}, 0)" for one in MEASURES)


class Migration(migrations.Migration):
    dependencies = [("duties", "0007_papers_of_rounds")]

    operations = [
        *(
            migrations.AlterField(model, one, models.IntegerField(null=True))
            for model in ("roundfact", "roundtally")
            for one in MEASURES
        ),
        *(
            migrations.RunSQL(f"UPDATE duties_{table} {SPARSE}", f"UPDATE duties_{table} {DENSE}")
            for table in ("roundfact", "roundtally")
        ),
        migrations.RunSQL(
            "DELETE FROM duties_roundtally WHERE grain = 'd' AND slice LIKE 'seat=%'", migrations.RunSQL.noop
        ),
        migrations.RemoveIndex("duty", "duty_subject"),
        migrations.AddIndex("duty", models.Index(fields=["subject_id", "subject_kind"], name="duty_subject")),
    ]
