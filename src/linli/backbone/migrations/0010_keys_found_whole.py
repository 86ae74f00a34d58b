"""Nobody asks for keys that begin with something: the index for that cost every report, and stood idle."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("backbone", "0009_hooks_of_tokens")]

    operations = [
        migrations.RunSQL(
            "DROP INDEX IF EXISTS backbone_idempotencykey_key_d0dc8666_like",
            "CREATE INDEX backbone_idempotencykey_key_d0dc8666_like ON backbone_idempotencykey"
            " (key varchar_pattern_ops)",
        )
    ]
