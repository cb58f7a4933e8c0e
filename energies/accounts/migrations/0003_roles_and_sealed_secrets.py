"""What somebody of the team may do by their role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('accounts', '0002_email_keys'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={
                'ordering': ['email'],
                'permissions': [
                    ('review_proposals', 'Can decide on what is proposed'),
                    ('organise_gatherings', 'Can organise Trobades and see who signs up'),
                    ('read_needs', 'Can read what those who sign up need'),
                    ('manage_team', 'Can manage the team and its second factors'),
                ],
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
        ),
        migrations.AlterField(
            model_name='user',
            name='is_staff',
            field=models.BooleanField(default=False, help_text='Their roles say what they may do there.', verbose_name='is on the team'),
        ),
    ]
