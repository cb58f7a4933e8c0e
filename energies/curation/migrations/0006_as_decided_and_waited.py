"""What was decided in words as they were then, what the team asked about and saw last, and how long people waited."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curation', '0005_decisions_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='asked_fields',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='submission',
            name='previous',
            field=models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='shown',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='submission',
            name='waiting_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(model_name='submission', name='submission_queue'),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', 'waiting_since'], name='submission_queue'),
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
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at__gte', models.F('sent_at'))), name='answer_follows_what_was_sent')],
            },
        ),
    ]
