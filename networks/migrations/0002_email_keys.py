import energies.kernel.email_fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('networks', '0001_initial'),
        ('territory', '0002_outline'),
        ('vocabulary', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='network',
            name='contact_email_key',
            field=energies.kernel.email_fields.AddressKeyField(db_default='', default='', editable=False, max_length=254, of='contact_email'),
        ),
        migrations.AlterField(
            model_name='network',
            name='contact_email',
            field=energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='network_email_has_key'),
        ),
    ]
