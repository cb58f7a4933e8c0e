import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import energies.kernel.email_fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeldForm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('whose', models.CharField(db_index=True, max_length=64)),
                ('sealed', models.TextField()),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'form held until its sender signs in',
                'verbose_name_plural': 'forms held until their senders sign in',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', energies.kernel.email_fields.AddressField(max_length=254, unique=True, verbose_name='e-mail')),
                ('email_key', energies.kernel.email_fields.AddressKeyField(db_default='', default='', editable=False, max_length=254, of='email')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('language', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], db_default='ca', default='ca', max_length=2, verbose_name='language of the messages')),
                ('is_staff', models.BooleanField(default=False, help_text='Their roles say what they may do there.', verbose_name='is on the team')),
                ('is_active', models.BooleanField(default=True, help_text='Unmark this instead of deleting somebody: the history keeps its names.', verbose_name='active')),
                ('date_joined', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='since')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['email'],
                'permissions': [('review_proposals', 'Can decide on what is proposed'), ('organise_gatherings', 'Can organise Trobades and see who signs up'), ('read_needs', 'Can read what those who sign up need'), ('manage_team', 'Can manage the team and its second factors')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, editable=False, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('counts', models.JSONField(default=dict, verbose_name='what was erased')),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-at', '-pk'],
            },
        ),
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
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 3)), name='sign_in_code_tries')],
            },
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
            model_name='erasure',
            constraint=models.UniqueConstraint(fields=('key', 'at'), name='erasure_once'),
        ),
    ]
