import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def tell(apps, editor):
    """What changed before was told as it was then: each change ended where the next one began, the last where it stands."""
    notices = apps.get_model('gatherings', 'Notice')._base_manager
    notices.update(organisers_told_at=F('at'))
    later = {}
    for notice in notices.select_related('activity').order_by('-pk').iterator():
        one = notice.activity
        place = ', '.join(part for part in (one.venue, one.room_name) if part)
        after = later.get(notice.activity_id, (one.starts_at, one.ends_at, place))
        notice.starts_at, notice.ends_at, notice.place = after
        later[notice.activity_id] = notice.was_starts_at, notice.was_ends_at, notice.was_place
        notice.save(update_fields=['starts_at', 'ends_at', 'place'])


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
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('organisers_told_at', None)), fields=['at'], name='notice_to_tell'),
        ),
    ]
