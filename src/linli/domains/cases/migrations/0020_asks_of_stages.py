"""What was asked in a stage the case has left is ended; the decision on leaving a case out is to be taken again."""

from django.db import migrations

# Until now every duty was closed with its stage, the decision too; the only acts that ask for this were named so.
AGAIN = """
UPDATE duties_duty d SET state = 'open', outcome = '', done_at = NULL FROM cases_ask a
WHERE a.decide_duty_id = d.id AND a.decided_at IS NULL AND a.kind IN ('exclude', 'appeal') AND d.state = 'done'
"""
ENDED = """
UPDATE cases_ask a SET decided_at = coalesce(d.done_at, a.asked_at) FROM duties_duty d
WHERE d.id = a.decide_duty_id AND a.decided_at IS NULL AND d.state IN ('done', 'cancelled')
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_rarest_facts"), ("duties", "0007_papers_of_rounds")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop), migrations.RunSQL(ENDED, migrations.RunSQL.noop)]
