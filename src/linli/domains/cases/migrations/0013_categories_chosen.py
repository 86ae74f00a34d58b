from django.db import migrations, models
from django.db.models import Q

RARE = ("redo", "returned", "extended", "suspended", "declined", "excluded", "whistles", "arrived", "called_scores")


def rare() -> Q:
    found = Q()
    for name in RARE:
        found |= ~Q(**{name: 0})
    return found


class Migration(migrations.Migration):
    """Who said what a case is about; and what seldom happens is found also where it is taken back. The index is made
    anew: facts cannot be written meanwhile, which takes seconds for each ten million of them."""

    dependencies = [("cases", "0012_tallies_by_key")]

    operations = [
        migrations.AddField(
            model_name="case", name="category_chosen", field=models.BooleanField(default=False, db_default=False)
        ),
        migrations.RemoveIndex(model_name="fact", name="fact_rare"),
        migrations.AddIndex(
            model_name="fact", index=models.Index(fields=["day", "id"], name="fact_rare", condition=rare())
        ),
    ]
