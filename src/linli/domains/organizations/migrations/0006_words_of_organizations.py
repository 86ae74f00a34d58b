import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0005_tokens")]

    operations = [
        migrations.CreateModel(
            name="OrganizationText",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="organization_words")]
            },
        )
    ]
