"""Nobody asks for cases whose number begins with something: the index for that cost every report, and stood idle."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_overdue_at_work")]

    operations = [
        migrations.RunSQL(
            "DROP INDEX IF EXISTS cases_case_number_980c9551_like",
            "CREATE INDEX cases_case_number_980c9551_like ON cases_case (number varchar_pattern_ops)",
        )
    ]
