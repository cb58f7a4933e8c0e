import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CacheRow',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'operations_cache',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('hits', models.PositiveBigIntegerField()),
                ('until', models.PositiveBigIntegerField(db_index=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Failure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(max_length=200, verbose_name='kind')),
                ('place', models.CharField(max_length=300, verbose_name='where')),
                ('route', models.CharField(blank=True, max_length=120, verbose_name='page')),
                ('trace', models.TextField()),
                ('request_id', models.CharField(blank=True, max_length=16)),
                ('count', models.PositiveIntegerField(db_default=1, default=1, verbose_name='how often')),
                ('told', models.PositiveIntegerField(db_default=0, default=0)),
                ('first_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('last_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'failure',
                'verbose_name_plural': 'failures',
                'ordering': ['-last_at'],
            },
        ),
        migrations.CreateModel(
            name='LastRun',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('failed_jobs', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'verbose_name': 'last run',
                'verbose_name_plural': 'last runs',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('sender', models.CharField(db_index=True, max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('answer', models.JSONField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=20)),
                ('about', models.CharField(blank=True, default='', max_length=60)),
                ('email_key', models.CharField(max_length=254, verbose_name='e-mail')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'letter not wanted',
                'verbose_name_plural': 'letters not wanted',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('topic', 'about', 'email_key'), name='opt_out_once', violation_error_message='They have asked for this already.')],
            },
        ),
    ]
