from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index is built beside the work that goes on: no lock over the cases, hence no one transaction."""

    atomic = False
    dependencies = [("cases", "0010_words_of_cases")]

    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_id", models.BigIntegerField()),
                ("case", models.OneToOneField(on_delete=models.PROTECT, related_name="sender", to="cases.case")),
            ],
        ),
        AddIndexConcurrently(
            model_name="case", index=models.Index(fields=["procedure", "-opened_at", "-id"], name="case_opened")
        ),
    ]
