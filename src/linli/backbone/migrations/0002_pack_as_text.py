"""The content of a pack is kept as text: jsonb forgets the order of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backbone", "0001_initial")]

    operations = [migrations.AlterField(model_name="packversion", name="content", field=models.TextField())]
