"""What hardly ever happens is found by its day without what only seldom does."""

from django.db import migrations, models
from django.db.models import Q

RARE = ~Q(redo=0) | ~Q(extended=0) | ~Q(whistles=0) | ~Q(arrived=0) | ~Q(called_scores=0)
RAREST = ~Q(returned=0) | ~Q(suspended=0) | ~Q(declined=0) | ~Q(excluded=0)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_office_facts_by_day")]

    operations = [
        migrations.RemoveIndex("fact", "fact_rare"),
        migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_rare", condition=RARE)),
        migrations.AddIndex("fact", models.Index(fields=["day", "id"], name="fact_rarest", condition=RAREST)),
    ]
