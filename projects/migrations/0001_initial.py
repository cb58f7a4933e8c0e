import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import energies.kernel.email_fields
import energies.kernel.images
import taggit.managers
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
            name='Entity',
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
                ('address', models.CharField(blank=True, max_length=160, verbose_name='address')),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(41.31), django.core.validators.MaxValueValidator(41.47)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(2.05), django.core.validators.MaxValueValidator(2.24)], verbose_name='longitude')),
                ('exposure', models.CharField(choices=[('exact', 'exact: address and point are public'), ('barri', 'barri only'), ('on_request', 'on request: the project tells whoever asks')], db_default='exact', default='exact', help_text='If somebody could be harmed by being found, choose «barri only» or «on request».', max_length=10, verbose_name='what is told of the place')),
                ('contact_email', energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages')),
                ('contact_email_key', energies.kernel.email_fields.AddressKeyField(db_default='', db_index=True, default='', editable=False, max_length=254, of='contact_email')),
                ('public_phone', models.CharField(blank=True, max_length=20, verbose_name='public telephone')),
                ('kind', models.CharField(choices=[('association', 'association'), ('foundation', 'foundation'), ('cooperative', 'cooperative'), ('informal', 'informal group'), ('platform', 'platform'), ('facility', 'facility'), ('public_service', 'public service'), ('federation', 'federation')], max_length=14, verbose_name='kind')),
                ('summary', models.CharField(blank=True, max_length=160, verbose_name='in one sentence')),
                ('description', models.TextField(blank=True, help_text='Markdown: paragraphs, lists, links.', verbose_name='description')),
                ('other_names', models.CharField(blank=True, help_text='Acronyms and former names, separated by commas.', max_length=250, verbose_name='other names')),
                ('since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='since (year)')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('barri', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entities', to='territory.barri', verbose_name='barri')),
                ('editors', models.ManyToManyField(blank=True, related_name='entities', to=settings.AUTH_USER_MODEL, verbose_name='who keeps it up')),
                ('party', models.OneToOneField(blank=True, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', related_query_name='%(class)s', to='entries.party')),
            ],
            options={
                'verbose_name': 'entity',
                'verbose_name_plural': 'entities',
                'ordering': ['sort_name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EntityFormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='projects.entity')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EntityText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=160, verbose_name='summary')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='projects.entity')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['lang'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Project',
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
                ('address', models.CharField(blank=True, max_length=160, verbose_name='address')),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(41.31), django.core.validators.MaxValueValidator(41.47)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(2.05), django.core.validators.MaxValueValidator(2.24)], verbose_name='longitude')),
                ('exposure', models.CharField(choices=[('exact', 'exact: address and point are public'), ('barri', 'barri only'), ('on_request', 'on request: the project tells whoever asks')], db_default='exact', default='exact', help_text='If somebody could be harmed by being found, choose «barri only» or «on request».', max_length=10, verbose_name='what is told of the place')),
                ('contact_email', energies.kernel.email_fields.AddressField(blank=True, help_text='Never shown.', max_length=254, verbose_name='e-mail for messages')),
                ('contact_email_key', energies.kernel.email_fields.AddressKeyField(db_default='', db_index=True, default='', editable=False, max_length=254, of='contact_email')),
                ('public_phone', models.CharField(blank=True, max_length=20, verbose_name='public telephone')),
                ('step_free', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='step-free entrance')),
                ('adapted_toilet', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='adapted toilet')),
                ('hearing_loop', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='hearing loop')),
                ('sign_language', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='sign language')),
                ('quiet_space', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='quiet space')),
                ('easy_read', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], db_default='unknown', default='unknown', max_length=7, verbose_name='easy-to-read information')),
                ('summary', models.CharField(help_text='Up to 160 characters. It is what cards show.', max_length=160, verbose_name='in one sentence')),
                ('description', models.TextField(blank=True, help_text='Markdown: paragraphs, lists, links.', verbose_name='description')),
                ('citywide', models.BooleanField(db_default=False, default=False, verbose_name='the whole city')),
                ('since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='since (year)')),
                ('until', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='until (year)')),
                ('stage', models.CharField(choices=[('active', 'active'), ('paused', 'paused'), ('ended', 'ended')], db_default='active', default='active', max_length=6, verbose_name='stage')),
                ('learnt', models.TextField(blank=True, help_text='For projects that have ended.', verbose_name='what it taught')),
                ('how_to_take_part', models.TextField(blank=True, verbose_name='how to take part')),
                ('schedule', models.CharField(blank=True, max_length=250, verbose_name='when')),
                ('confirmed_on', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='last confirmed')),
                ('barri', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='territory.barri', verbose_name='main barri')),
                ('collectives', models.ManyToManyField(blank=True, related_name='projects', to='vocabulary.collective', verbose_name='with whom')),
                ('entities', models.ManyToManyField(blank=True, related_name='projects', to='projects.entity', verbose_name='who does it')),
                ('languages', models.ManyToManyField(blank=True, related_name='projects', to='vocabulary.language', verbose_name='languages spoken')),
                ('other_barris', models.ManyToManyField(blank=True, related_name='other_projects', to='territory.barri', verbose_name='other barris')),
                ('party', models.OneToOneField(blank=True, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', related_query_name='%(class)s', to='entries.party')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ['sort_name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('space', 'space'), ('materials', 'materials'), ('hands', 'hands'), ('knowledge', 'knowledge'), ('outreach', 'outreach'), ('alliances', 'alliances')], max_length=10, verbose_name='kind')),
                ('text', models.CharField(max_length=120, verbose_name='what')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='detail')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='projects.project')),
            ],
            options={
                'verbose_name': 'offer',
                'verbose_name_plural': 'offers',
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('space', 'space'), ('materials', 'materials'), ('hands', 'hands'), ('knowledge', 'knowledge'), ('outreach', 'outreach'), ('alliances', 'alliances')], max_length=10, verbose_name='kind')),
                ('text', models.CharField(max_length=120, verbose_name='what')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='detail')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='projects.project')),
            ],
            options={
                'verbose_name': 'need',
                'verbose_name_plural': 'needs',
                'ordering': ['-created_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='text')),
                ('url', models.URLField(verbose_name='link')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='projects.project')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='date')),
                ('who', models.CharField(blank=True, max_length=120, verbose_name='who said so')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='projects.project')),
            ],
            options={
                'verbose_name': 'confirmation',
                'verbose_name_plural': 'confirmations',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProjectFormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lang', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('summary', models.CharField(blank=True, max_length=160, verbose_name='summary')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('how_to_take_part', models.TextField(blank=True, verbose_name='how to take part')),
                ('schedule', models.CharField(blank=True, max_length=250, verbose_name='when')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='projects.project')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['lang'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(choices=[(1, 'main'), (2, 'second'), (3, 'third')], default=1, verbose_name='order')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='project_themes', to='projects.project')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_themes', to='vocabulary.theme', verbose_name='theme')),
            ],
            options={
                'verbose_name': 'theme of the project',
                'verbose_name_plural': 'themes of the project',
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='project',
            name='themes',
            field=models.ManyToManyField(related_name='projects', through='projects.ProjectTheme', to='vocabulary.theme', verbose_name='themes'),
        ),
        migrations.CreateModel(
            name='TaggedProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='projects.project')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='vocabulary.tag')),
            ],
        ),
        migrations.AddField(
            model_name='project',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='projects.TaggedProject', to='vocabulary.Tag', verbose_name='Tags'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='entity_once_per_source', violation_error_message='This row of the source is already in the directory.'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (41.31, 41.47)), ('longitude__range', (2.05, 2.24))), _connector='OR'), name='entity_point_in_city', violation_error_message='Give both coordinates of a point in Barcelona, or neither.'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='entity_email_has_key'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(('image', ''), models.Q(models.Q(('image_alt', ''), _negated=True), models.Q(('image_licence', ''), _negated=True)), _connector='OR'), name='entity_image_said', violation_error_message='Say what the picture shows and choose its licence, or take the picture away.'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('since__range', (1800, 2100)), _connector='OR'), name='entity_since', violation_error_message='Write the year with four figures, such as 2015.'),
        ),
        migrations.AddConstraint(
            model_name='entitytext',
            constraint=models.UniqueConstraint(fields=('entry', 'lang'), name='entitytext_once_per_language', violation_error_message='There is already a translation into this language: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='offer_text', violation_error_message='Say in a few words what it is.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='need_text', violation_error_message='Say in a few words what it is.'),
        ),
        migrations.AddConstraint(
            model_name='projecttext',
            constraint=models.UniqueConstraint(fields=('entry', 'lang'), name='projecttext_once_per_language', violation_error_message='There is already a translation into this language: change that one.'),
        ),
        migrations.AddConstraint(
            model_name='projecttheme',
            constraint=models.UniqueConstraint(fields=('project', 'theme'), name='project_theme_once', violation_error_message='This theme is already chosen: choose another.'),
        ),
        migrations.AddConstraint(
            model_name='projecttheme',
            constraint=models.UniqueConstraint(fields=('project', 'position'), name='project_theme_position', violation_error_message='Give each theme an order of its own.'),
        ),
        migrations.AddConstraint(
            model_name='projecttheme',
            constraint=models.CheckConstraint(condition=models.Q(('position__range', (1, 3))), name='project_three_themes', violation_error_message='Choose up to three themes.'),
        ),
        migrations.AddConstraint(
            model_name='taggedproject',
            constraint=models.UniqueConstraint(fields=('tag', 'content_object'), name='project_tag_once'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['state', 'sort_name'], name='project_by_name'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['state', '-created_at'], name='project_by_age'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['state', '-confirmed_on'], name='project_by_confirmation'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='project_once_per_source', violation_error_message='This row of the source is already in the directory.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (41.31, 41.47)), ('longitude__range', (2.05, 2.24))), _connector='OR'), name='project_point_in_city', violation_error_message='Give both coordinates of a point in Barcelona, or neither.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_email', ''), ('contact_email_key', '')), models.Q(models.Q(('contact_email', ''), _negated=True), models.Q(('contact_email_key', ''), _negated=True)), _connector='OR'), name='project_email_has_key'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('image', ''), models.Q(models.Q(('image_alt', ''), _negated=True), models.Q(('image_licence', ''), _negated=True)), _connector='OR'), name='project_image_said', violation_error_message='Say what the picture shows and choose its licence, or take the picture away.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('barri', None), ('citywide', True)), models.Q(('barri__isnull', False), ('citywide', False)), _connector='OR'), name='project_somewhere', violation_error_message='Choose the main barri, or say that it is for the whole city: one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('summary', ''), _negated=True), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 160)), name='project_summary', violation_error_message='Say what the project does in one sentence of up to 160 characters.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('since', None), ('since__range', (1800, 2100)), _connector='OR'), models.Q(('until', None), ('until__range', (1800, 2100)), _connector='OR')), name='project_years', violation_error_message='Write the years with four figures, such as 2015.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gte', models.F('since')), _connector='OR'), name='project_until_after_since', violation_error_message='A project cannot end before it began: check the two years.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'ended'), ('until__isnull', False)), models.Q(models.Q(('stage', 'ended'), _negated=True), ('until', None)), _connector='OR'), name='project_ended_until', violation_error_message='Write the year it ended if the project has ended, and only then.'),
        ),
    ]
