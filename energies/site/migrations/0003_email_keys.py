import energies.kernel.email_fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('site', '0002_content_version'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactmessage',
            name='email',
            field=energies.kernel.email_fields.AddressField(blank=True, max_length=254, verbose_name='e-mail'),
        ),
    ]
