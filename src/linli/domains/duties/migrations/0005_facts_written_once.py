from django.db import migrations

LOOSE = """
INSERT INTO backbone_loosefact (book, fact_id) SELECT 'rounds', id FROM duties_roundfact WHERE NOT folded
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_round_figures"), ("backbone", "0005_queues")]

    operations = [
        migrations.RunSQL(LOOSE, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="roundfact", name="round_unfolded"),
        migrations.RemoveField(model_name="roundfact", name="folded"),
    ]
