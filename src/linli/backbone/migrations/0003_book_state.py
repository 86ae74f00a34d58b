from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backbone", "0002_pack_as_text")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE backbone_generation", "DROP SEQUENCE backbone_generation"),
        migrations.CreateModel(
            name="BookState",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("generation", models.BigIntegerField()),
                ("month_from", models.SmallIntegerField(default=1)),
            ],
        ),
    ]
