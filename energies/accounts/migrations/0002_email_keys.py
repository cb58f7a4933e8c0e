import energies.kernel.email_fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', energies.kernel.email_fields.AddressField(max_length=254, verbose_name='e-mail')),
                ('figures_hash', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'sign-in code',
                'verbose_name_plural': 'sign-in codes',
            },
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_email_any_case',
        ),
        migrations.AddField(
            model_name='user',
            name='email_key',
            field=energies.kernel.email_fields.AddressKeyField(db_default='', default='', editable=False, max_length=254, of='email'),
        ),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=energies.kernel.email_fields.AddressField(max_length=254, unique=True, verbose_name='e-mail'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(fields=('email_key',), name='user_email_once', violation_error_message='There is already a person with this e-mail.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email_key', ''), _negated=True), name='user_has_email_key'),
        ),
        migrations.AddConstraint(
            model_name='signincode',
            constraint=models.CheckConstraint(condition=models.Q(('tries__lte', 3)), name='sign_in_code_tries'),
        ),
    ]
