from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backbone", "0004_long_work")]

    operations = [
        migrations.CreateModel(
            name="LooseFact",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book", "fact_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("book", models.CharField(max_length=20)),
                ("fact_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Undelivered",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "turn", "event_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("turn", models.SmallIntegerField(default=0)),
                ("event_id", models.BigIntegerField()),
            ],
        ),
    ]
