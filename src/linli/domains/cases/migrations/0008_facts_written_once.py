from django.db import migrations

LOOSE = """
INSERT INTO backbone_loosefact (book, fact_id) SELECT 'cases', id FROM cases_fact WHERE NOT folded
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_stages_of_lists"), ("backbone", "0005_queues")]

    operations = [
        migrations.RunSQL(LOOSE, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="fact", name="fact_unfolded"),
        migrations.RemoveField(model_name="fact", name="folded"),
    ]
