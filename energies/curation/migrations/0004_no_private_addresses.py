from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("curation", "0003_nobody_to_ask")]

    operations = []
