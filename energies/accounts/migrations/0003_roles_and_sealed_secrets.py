"""The roles of the team, and the secrets of second factors sealed at rest.

Whoever was on the staff without a group had every right: they go on reviewing and organising. To read what people need,
to manage the team and to edit its pages is given by name from now on. Superusers stay as they are.
"""

from django.db import migrations, models

from energies.accounts import sealing

SECRETS = ('secret', 'seed', 'migrated_codes')


def give_roles(apps, schema_editor):
    Group, User = apps.get_model('auth', 'Group'), apps.get_model('accounts', 'User')
    using = schema_editor.connection.alias
    groups = {
        name: Group.objects.using(using).get_or_create(name=name)[0]
        for name in ('reviewer', 'gatherings_editor', 'needs_reader', 'administrator')
    }
    for user in User.objects.using(using).filter(is_staff=True, is_superuser=False, groups=None):
        user.groups.add(groups['reviewer'], groups['gatherings_editor'])


def rewrite(apps, schema_editor, how):
    rows = apps.get_model('mfa', 'Authenticator').objects.using(schema_editor.connection.alias)
    for row in rows.order_by('pk').iterator():
        for name in SECRETS:
            kept = row.data.get(name)
            if isinstance(kept, list):
                row.data[name] = [how(one) for one in kept]
            elif kept is not None:
                row.data[name] = how(kept)
        row.save(update_fields=['data'])


def seal(apps, schema_editor):
    rewrite(apps, schema_editor, lambda kept: kept if sealing.is_sealed(kept) else sealing.seal(kept))


def unseal(apps, schema_editor):
    rewrite(apps, schema_editor, lambda kept: sealing.unseal(kept) if sealing.is_sealed(kept) else kept)


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
        # Roles stay when this is undone: what they let somebody do was free before.
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.RunPython(seal, unseal),
    ]
