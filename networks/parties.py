"""The sides of a link: projects and entities (and networks, who invite), named «project.5» in forms and addresses."""

from django.db.models import Q

from energies.accounts.models import User
from energies.kernel.typed import whole_number
from networks.models import Membership, Network
from projects.models import Entity, Project

MODELS = {"project": Project, "entity": Entity, "network": Network}


def ref(party):
    """Return «project.5»."""
    return f"{party._meta.model_name}.{party.pk}"


def party(text, among=("project", "entity")):
    """Return the visible party that «project.5» names, or None when there is none of those kinds."""
    kind, _dot, pk = str(text).partition(".")
    return MODELS[kind].objects.filter(pk=whole_number(pk)).first() if kind in among else None


def editors(one):
    """Return the queryset of the users who keep a party up; of a network, those of its coordinating members too."""
    if isinstance(one, Entity):
        people = User.objects.filter(entities=one)
    elif isinstance(one, Project):
        people = User.objects.filter(entities__projects=one)
    else:
        leading = Membership.objects.current().filter(network=one, role=Membership.Role.COORDINATOR)
        people = (
            User.objects.filter(networks=one)
            | User.objects.filter(entities__memberships__in=leading)
            | User.objects.filter(entities__projects__memberships__in=leading)
        )
    return people.filter(is_active=True).distinct()


def contacts(one):
    """Return {key: private address} by which a party that nobody keeps up yet is reached, each of them once."""
    addresses = {one.contact_email_key: one.contact_email}
    if isinstance(one, Project):
        addresses |= dict(one.entities.values_list("contact_email_key", "contact_email"))
    return {key: addresses[key] for key in sorted(addresses) if key}


def answerers(one):
    """Return [(e-mail, language)] of those who may say yes for a party: who keeps it up, or else its own address."""
    people = [(person.email, person.language) for person in editors(one)]
    return people or [(address, one.lang) for address in contacts(one).values()]


def may_answer(user, one):
    """Whether a user may say yes for a party: an account's e-mail is proven by signing in, or by a letter's link."""
    keys = set(editors(one).values_list("email_key", flat=True)) or contacts(one).keys()
    return user.is_active and user.email_key in keys


def edited_by(user):
    """Return the visible projects and entities for which a user answers, by name: those they keep up, and those that
    nobody does yet and are reached at the user's own address."""
    mine = {*Entity.objects.filter(editors=user), *Project.objects.filter(entities__editors=user)}
    here = Q(contact_email_key=user.email_key)
    reached = [
        *Entity.objects.filter(here),
        *Project.objects.filter(here | Q(entities__contact_email_key=user.email_key)),
    ]
    mine |= {one for one in reached if one not in mine and may_answer(user, one)}
    return sorted(mine, key=lambda one: (one.sort_name, one.pk))


def networks_of(user, mine=None):
    """Return the visible networks, not ended, for which a user answers; ``mine`` is what ``edited_by`` gave, if known."""
    mine = edited_by(user) if mine is None else mine
    leading = Membership.objects.current().filter(role=Membership.Role.COORDINATOR)
    leading = leading.filter(project__in=[one for one in mine if isinstance(one, Project)]) | leading.filter(
        entity__in=[one for one in mine if isinstance(one, Entity)]
    )
    there = Network.objects.under_way()
    # By keys: the rows of a join would repeat a network, and keep those of its members that are hidden.
    mine = Q(editors=user) | Q(pk__in=leading.values("network"))
    return there.filter(mine).distinct().order_by("sort_name", "pk")
