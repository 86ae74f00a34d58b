from django.db import migrations

LOOSE = """
INSERT INTO backbone_loosefact (book, fact_id) SELECT 'doors', id FROM places_doorfact WHERE NOT folded
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0002_door_figures"), ("backbone", "0005_queues")]

    operations = [
        migrations.RunSQL(LOOSE, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="doorfact", name="door_unfolded"),
        migrations.RemoveField(model_name="doorfact", name="folded"),
    ]
