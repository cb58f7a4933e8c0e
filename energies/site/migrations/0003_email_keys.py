import energies.kernel.email_fields
from energies.kernel.email_keys import fill
from django.db import migrations


def fill_keys(apps, editor):
    fill(apps.get_model('site', 'Message').objects.all(), 'email')


class Migration(migrations.Migration):

    dependencies = [
        ('site', '0002_content_version'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='email',
            field=energies.kernel.email_fields.AddressField(blank=True, max_length=254, verbose_name='e-mail'),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
