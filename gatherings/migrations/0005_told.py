import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0004_steps_taken_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='notice',
            name='ends_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='organisers_told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='place',
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AddField(
            model_name='notice',
            name='starts_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='notice',
            name='act',
            field=models.CharField(choices=[('added', 'added to the programme'), ('moved', 'moved'), ('cancelled', 'cancelled'), ('restored', 'takes place after all'), ('placed', 'given its place in the programme'), ('published', 'public with the programme')], max_length=9, verbose_name='what changed'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('organisers_told_at', None)), fields=['at'], name='notice_to_tell'),
        ),
    ]
