import energies.kernel.email_fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0003_editors_and_people'),
        ('territory', '0002_outline'),
        ('vocabulary', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='entity',
            name='contact_email_key',
            field=energies.kernel.email_fields.AddressKeyField(db_default='', db_index=True, default='', editable=False, max_length=254, of='contact_email'),
        ),
        migrations.AddField(
            model_name='project',
            name='contact_email_key',
            field=energies.kernel.email_fields.AddressKeyField(db_default='', db_index=True, default='', editable=False, max_length=254, of='contact_email'),
        ),
        migrations.AlterField(
            model_name='entity',
            name='contact_email',
            field=energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages'),
        ),
        migrations.AlterField(
            model_name='project',
            name='contact_email',
            field=energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='entity_email_has_key'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='project_email_has_key'),
        ),
    ]
