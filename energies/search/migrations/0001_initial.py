import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Catalogue',
            fields=[
                ('kind', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='IndexTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=40, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='HeldRank',
            fields=[
                ('rank', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.CharField(max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='search_held_rank_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('rank', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('object_id', models.CharField(max_length=20)),
                ('lang', models.CharField(max_length=2)),
                ('names', models.JSONField()),
                ('note', models.JSONField(default=dict)),
                ('slug', models.CharField(max_length=140)),
                ('facets', models.JSONField(default=list)),
                ('digest', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='search_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=40, unique=True)),
                ('shown', models.CharField(max_length=60)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='words', to='search.indexterm')),
            ],
        ),
        migrations.CreateModel(
            name='FacetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(max_length=12)),
                ('value', models.CharField(max_length=100)),
                ('position', models.PositiveIntegerField(default=0)),
                ('labels', models.JSONField(default=dict)),
                ('count', models.PositiveIntegerField(default=0)),
                ('bits', models.BinaryField(default=b'')),
                ('catalogue', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='facet_values', to='search.catalogue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('catalogue', 'facet', 'value'), name='search_facet_value_once')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('entry_id', 'term_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('weight', models.PositiveSmallIntegerField()),
                ('term', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DB_CASCADE, related_name='postings', to='search.indexterm')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='postings', to='search.searchentry')),
            ],
            options={
                'indexes': [models.Index(fields=['term', 'weight', 'entry'], name='search_by_term')],
            },
        ),
    ]
