import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(help_text='As it stands inside a sentence, with its article.', max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
            ],
            options={
                'verbose_name': 'district',
                'verbose_name_plural': 'districts',
                'ordering': ['code'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{2}$')), name='territory_district_code_two_digits', violation_error_message='The official code has two digits.')],
            },
        ),
        migrations.CreateModel(
            name='Barri',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(help_text='As it stands inside a sentence, with its article.', max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('latitude', models.FloatField(verbose_name='latitude')),
                ('longitude', models.FloatField(verbose_name='longitude')),
                ('area_ha', models.FloatField(verbose_name='area in hectares')),
                ('hex_q', models.SmallIntegerField(verbose_name='hexagon column')),
                ('hex_r', models.SmallIntegerField(verbose_name='hexagon row')),
                ('short_label', models.CharField(help_text='On the map; a bar breaks the line.', max_length=40, verbose_name='short label')),
                ('neighbours', models.ManyToManyField(blank=True, to='territory.barri', verbose_name='neighbours')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='barris', to='territory.district', verbose_name='district')),
            ],
            options={
                'verbose_name': 'barri',
                'verbose_name_plural': 'barris',
                'ordering': ['code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('barri', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outline', serialize=False, to='territory.barri', verbose_name='barri')),
                ('rings', models.JSONField(verbose_name='rings')),
            ],
            options={
                'verbose_name': 'outline',
                'verbose_name_plural': 'outlines',
                'ordering': ['barri_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('rings__0__2__isnull', False)), name='territory_outline_has_a_ring', violation_error_message='An outline needs a ring of three points or more.')],
            },
        ),
        migrations.AddConstraint(
            model_name='barri',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{2}$')), name='territory_barri_code_two_digits', violation_error_message='The official code has two digits.'),
        ),
    ]
