import energies.kernel.email_fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0002_sign_up_and_return'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='registration',
            name='registration_once',
        ),
        migrations.AddField(
            model_name='registration',
            name='client',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name='registration',
            name='email_key',
            field=energies.kernel.email_fields.AddressKeyField(db_default='', db_index=True, default='', editable=False, max_length=254, of='email'),
        ),
        migrations.AlterField(
            model_name='activity',
            name='contact_email',
            field=energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages'),
        ),
        migrations.AlterField(
            model_name='registration',
            name='email',
            field=energies.kernel.email_fields.AddressField(blank=True, max_length=254, verbose_name='e-mail'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('email_key', '')), models.Q(models.Q(('email', ''), _negated=True), models.Q(('email_key', ''), _negated=True)), _connector='OR'), name='registration_email_has_key'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['unconfirmed', 'confirmed', 'waiting', 'offered']), models.Q(('email_key', ''), _negated=True)), fields=('activity', 'email_key'), name='registration_once', violation_error_message='This address has signed up already.'),
        ),
    ]
