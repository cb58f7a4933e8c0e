import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import django.db.models.manager
import energies.entries.party_kinds
import energies.kernel.email_fields
import energies.kernel.images
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('entries', '0001_initial'),
        ('territory', '0001_initial'),
        ('vocabulary', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Drawing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('digest', models.CharField(max_length=16)),
                ('places', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.ImageField(blank=True, help_text='JPEG, PNG or WebP, up to 10 MB.', upload_to=energies.kernel.images.private_name, verbose_name='picture')),
                ('image_alt', models.CharField(blank=True, help_text='For whoever cannot see it: what it adds.', max_length=250, verbose_name='what the picture shows')),
                ('image_author', models.CharField(blank=True, max_length=120, verbose_name='author of the picture')),
                ('image_licence', models.CharField(blank=True, choices=[('cc-by', 'CC BY 4.0'), ('cc-by-sa', 'CC BY-SA 4.0'), ('cc-by-nc', 'CC BY-NC 4.0'), ('cc0', 'CC0'), ('reserved', 'All rights reserved, used with permission')], max_length=10, verbose_name='licence of the picture')),
                ('image_people', models.CharField(blank=True, choices=[('none', 'nobody can be recognised'), ('agreed', 'yes, and they have agreed'), ('minors', 'yes, children too, and their families have agreed')], max_length=7, verbose_name='people in the picture')),
                ('renditions', models.JSONField(blank=True, default=list, editable=False)),
                ('lang', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], db_default='ca', default='ca', max_length=2, verbose_name='language of the texts')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(editable=False, max_length=140, unique=True, verbose_name='address')),
                ('sort_name', models.CharField(db_index=True, editable=False, max_length=140)),
                ('panot_seed', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('visible', 'visible'), ('hidden', 'hidden'), ('removed', 'removed')], db_default='visible', default='visible', editable=False, max_length=8, verbose_name='state')),
                ('state_reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('source', models.CharField(blank=True, editable=False, max_length=40, verbose_name='source')),
                ('source_id', models.CharField(blank=True, editable=False, max_length=80, verbose_name='identifier in the source')),
                ('invented', models.BooleanField(db_default=False, default=False, editable=False, verbose_name='invented for the demo')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='added')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('summary', models.CharField(help_text='Up to 160 characters. It is what cards show.', max_length=160, verbose_name='what for, in one sentence')),
                ('description', models.TextField(blank=True, help_text='Markdown: paragraphs, lists, links.', verbose_name='description')),
                ('scope', models.CharField(choices=[('barri', 'a barri'), ('district', 'a district'), ('city', 'the whole city'), ('theme', 'a theme, wherever it is')], max_length=8, verbose_name='scope')),
                ('since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='since (year)')),
                ('until', models.PositiveSmallIntegerField(blank=True, help_text='Only if it has ended: it stays as memory.', null=True, verbose_name='until (year)')),
                ('joining', models.CharField(choices=[('open', 'open: whoever wants may ask to join'), ('invitation', 'by invitation of a member'), ('closed', 'not taking new members now')], db_default='open', default='open', max_length=10, verbose_name='joining')),
                ('how_to_join', models.TextField(blank=True, verbose_name='how to join')),
                ('meets', models.CharField(blank=True, max_length=250, verbose_name='when it meets')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('contact_email', energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages')),
                ('contact_email_key', energies.kernel.email_fields.AddressKeyField(db_default='', default='', editable=False, max_length=254, of='contact_email')),
                ('barri', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='networks', to='territory.barri', verbose_name='barri')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='networks', to='territory.district', verbose_name='district')),
                ('editors', models.ManyToManyField(blank=True, related_name='networks', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it up')),
                ('party', models.OneToOneField(blank=True, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', related_query_name='%(class)s', to='entries.party')),
                ('themes', models.ManyToManyField(blank=True, related_name='networks', to='vocabulary.theme', verbose_name='themes')),
            ],
            options={
                'verbose_name': 'network',
                'verbose_name_plural': 'networks',
                'ordering': ['sort_name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', 'member'), ('coordinator', 'coordinates it'), ('support', 'supports it')], db_default='member', default='member', max_length=11, verbose_name='role')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('party', models.ForeignKey(limit_choices_to=energies.entries.party_kinds.may_join, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='entries.party', verbose_name='member')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='networks.network', verbose_name='network')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['pk'],
                'base_manager_name': 'everything',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='NetworkFormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='networks.network')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NetworkText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=160, verbose_name='summary')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('how_to_join', models.TextField(blank=True, verbose_name='how to join')),
                ('meets', models.CharField(blank=True, max_length=250, verbose_name='when it meets')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='networks.network')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['lang'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('coorganises', 'co-organises with'), ('lends_space', 'lends space to'), ('supported_by', 'is supported by'), ('learnt_from', 'learnt from'), ('born_of', 'was born of'), ('shares', 'shares resources with'), ('split_from', 'split from')], max_length=12, verbose_name='what ties them')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('words', models.CharField(blank=True, max_length=280, verbose_name='in their words')),
                ('lang', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], db_default='ca', default='ca', max_length=2, verbose_name='language of the texts')),
                ('said_by_from', models.BooleanField(db_default=True, default=True)),
                ('from_party', models.ForeignKey(limit_choices_to=energies.entries.party_kinds.may_join, on_delete=django.db.models.deletion.CASCADE, related_name='relations_from', to='entries.party', verbose_name='who')),
                ('to_party', models.ForeignKey(limit_choices_to=energies.entries.party_kinds.may_join, on_delete=django.db.models.deletion.CASCADE, related_name='relations_to', to='entries.party', verbose_name='with whom')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'ordering': ['pk'],
                'base_manager_name': 'everything',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='network_once_per_source', violation_error_message='This row of the source is already in the directory.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='network_email_has_key'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('image', ''), models.Q(models.Q(('image_alt', ''), _negated=True), models.Q(('image_licence', ''), _negated=True)), _connector='OR'), name='network_image_said', violation_error_message='Say what the picture shows and choose its licence, or take the picture away.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('barri__isnull', False), ('district', None), ('scope', 'barri')), models.Q(('barri', None), ('district__isnull', False), ('scope', 'district')), models.Q(('barri', None), ('district', None), ('scope__in', ['city', 'theme'])), _connector='OR'), name='network_somewhere', violation_error_message='Choose the barri or the district that goes with the scope, and only that.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('summary', ''), _negated=True), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 160)), name='network_summary', violation_error_message='Say what the network is for in one sentence of up to 160 characters.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('since', None), ('since__range', (1800, 2100)), _connector='OR'), models.Q(('until', None), ('until__range', (1800, 2100)), _connector='OR'), models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR')), name='network_years', violation_error_message='Write the years with four figures; a network cannot end before it began.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_until_after_since', violation_error_message='Nobody can leave before joining: check the two dates.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('network', 'party'), name='membership_once', violation_error_message='They belong to the network already.'),
        ),
        migrations.AddConstraint(
            model_name='networktext',
            constraint=models.UniqueConstraint(fields=('entry', 'lang'), name='networktext_once_per_language', violation_error_message='There is already a translation into this language: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('from_party', models.F('to_party')), _negated=True), name='relation_not_with_itself', violation_error_message='Choose somebody else: nobody has a relation with themselves.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='relation_until_after_since', violation_error_message='A relation cannot end before it began: check the two dates.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['coorganises', 'shares']), _negated=True), ('from_party__lt', models.F('to_party')), _connector='OR'), name='relation_alike_both_ways_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('kind', 'from_party', 'to_party'), name='relation_once', violation_error_message='This relation is there already.'),
        ),
    ]
