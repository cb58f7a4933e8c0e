"""The roles of the team, and what each may do: rights named here, and rows of the desk that apps bring.

A role is a group. Nobody edits groups: after each migration they hold what stands in the code, no more and no less.
"""

from dataclasses import dataclass

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The rights that are of no one table, as permissions of User: (codename, what it says in English).
RIGHTS = [
    ("review_proposals", "Can decide on what is proposed"),
    ("organise_gatherings", "Can organise Trobades and see who signs up"),
    ("read_needs", "Can read what those who sign up need"),
    ("manage_team", "Can manage the team and its second factors"),
]
ALL = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Role:
    """``key`` is the name of its group; ``does`` says it to whoever gives it; ``rights`` are codenames of RIGHTS."""

    key: str
    name: str
    does: str
    rights: tuple = ()


ROLES = {
    role.key: role
    for role in (
        Role(
            "reviewer",
            pgettext_lazy("role of the team", "Review"),
            _("reviews proposals and keeps the directory"),
            ("review_proposals",),
        ),
        Role(
            "gatherings_editor",
            pgettext_lazy("role of the team", "Trobades"),
            _("organises Trobades and the agenda, and sees who signs up"),
            ("organise_gatherings",),
        ),
        Role(
            "needs_reader",
            pgettext_lazy("role of the team", "Needs"),
            _("reads what those who sign up need, to have it ready"),
            ("read_needs",),
        ),
        Role(
            "administrator",
            pgettext_lazy("role of the team", "Administration"),
            _("manages the team, the pages of the site and the closed lists"),
            ("manage_team",),
        ),
    )
}

_brought = {key: {} for key in ROLES}


def grant(role, *models, may=ALL) -> None:
    """Let a role (its key) do ``may`` (among ALL) with rows of these models at the desk."""
    for model in models:
        _brought[role].setdefault(model._meta.app_label, set()).update(f"{act}_{model._meta.model_name}" for act in may)


def codenames(role, app_label) -> set[str]:
    """Return the set of the permissions on an app's models that a role has."""
    own = set(ROLES[role].rights) if app_label == "accounts" else set()
    return own | _brought[role].get(app_label, set())


def give_out(app_config, using, apps=installed, **options) -> None:
    """Make the groups, and give each the permissions on this app's models that it is to have (on post_migrate)."""
    wanted = {key: names for key in ROLES if (names := codenames(key, app_config.label))}
    try:
        Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        # Migrated back to before there were any.
        return
    if not wanted:
        return
    # Django makes the permissions on the same signal, perhaps after this.
    create_permissions(app_config, using=using, apps=apps, verbosity=0)
    rows = Permission.objects.using(using).filter(content_type__app_label=app_config.label)
    there = dict(rows.values_list("codename", "pk"))
    for key, names in wanted.items():
        group, _made = Group.objects.using(using).get_or_create(name=key)
        had = set(group.permissions.filter(content_type__app_label=app_config.label).values_list("pk", flat=True))
        has = {there[name] for name in names if name in there}
        if had != has:
            group.permissions.remove(*had - has)
            group.permissions.add(*has - had)
