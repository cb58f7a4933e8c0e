import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclineReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='As the author will read it.', max_length=160, verbose_name='reason')),
                ('text_ca', models.CharField(help_text='As the author will read it.', max_length=160, null=True, verbose_name='reason')),
                ('text_es', models.CharField(help_text='As the author will read it.', max_length=160, null=True, verbose_name='reason')),
                ('text_en', models.CharField(help_text='As the author will read it.', max_length=160, null=True, verbose_name='reason')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('in_use', models.BooleanField(db_default=True, default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'reason to decline',
                'verbose_name_plural': 'reasons to decline',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('label', models.CharField(max_length=200, verbose_name='what')),
                ('act', models.CharField(choices=[('created', 'created'), ('updated', 'updated'), ('confirmed', 'confirmed'), ('hidden', 'hidden'), ('shown', 'shown again'), ('removed', 'removed')], max_length=10, verbose_name='act')),
                ('route', models.CharField(choices=[('admin', 'the team’s desk'), ('import', 'import of a table'), ('submission', 'a reviewed proposal'), ('system', 'automatic')], max_length=10, verbose_name='route')),
                ('why', models.TextField(blank=True, verbose_name='why')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='before')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='after')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='when')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='kind of thing')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='what')),
                ('version', models.PositiveSmallIntegerField()),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('pending', 'waiting for an answer'), ('asked', 'something is missing'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], db_default='draft', default='draft', max_length=9, verbose_name='state')),
                ('awaits', models.CharField(db_default='staff', default='staff', max_length=6)),
                ('language', models.CharField(choices=[('ca', 'Català'), ('es', 'Castellano'), ('en', 'English')], default='ca', max_length=2)),
                ('object_id', models.PositiveBigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('values', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('base', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('key', models.CharField(max_length=22, null=True)),
                ('pages', models.JSONField(default=list)),
                ('clashes', models.JSONField(default=dict)),
                ('marks', models.JSONField(default=list)),
                ('marks_read', models.JSONField(default=list)),
                ('others', models.JSONField(default=list)),
                ('problem', models.TextField(blank=True)),
                ('taken', models.JSONField(null=True)),
                ('shown', models.JSONField(null=True)),
                ('asked_fields', models.JSONField(default=list)),
                ('previous', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('submitted_at', models.DateTimeField(null=True)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken on by')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='curation.change')),
                ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='curation.declinereason', verbose_name='reason')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-saved_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(db_index=True)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='curation.submission')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('fields', models.JSONField(default=list)),
                ('internal', models.BooleanField(db_default=False, default=False)),
                ('from_team', models.BooleanField(db_default=False, default=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='curation.submission')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['content_type', 'object_id', '-at'], name='change_of_target'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', 'waiting_since'], name='submission_queue'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'pending', 'asked', 'approved', 'declined', 'withdrawn'])), name='submission_state'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), models.Q(('revision__gt', 0), ('submitted_at__isnull', False)), _connector='OR'), name='submission_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['approved', 'declined'])), models.Q(models.Q(('state__in', ['approved', 'declined']), _negated=True), ('decided_at', None), ('decided_by', None)), _connector='OR'), name='submission_decided'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('object_id__isnull', False), _connector='OR'), name='submission_in_place'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_type', None), ('object_id', None)), models.Q(('content_type__isnull', False), ('object_id__isnull', False)), _connector='OR'), name='submission_whole_target'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('author', 'key'), name='submission_of_one_page'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__gte', models.F('sent_at'))), name='answer_follows_what_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='submissionmessage',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='thread_text', violation_error_message='Write your message.'),
        ),
        migrations.AddConstraint(
            model_name='submissionmessage',
            constraint=models.CheckConstraint(condition=models.Q(('internal', False), ('from_team', True), _connector='OR'), name='thread_internal_is_the_teams'),
        ),
    ]
