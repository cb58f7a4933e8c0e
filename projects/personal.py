"""What the directory keeps of people."""

from django.utils.translation import gettext_lazy as _

from energies.entries.erasure_parts import COPIES, PICTURE, SAID, contacts, keepers, left_alone
from energies.kernel import erasing
from energies.kernel.erasing import Part, is_same
from energies.kernel.personal import also, not_personal
from projects.models import Confirmation, Entity, Project


def _said_by(person):
    """Return the confirmations that name somebody as who said it still holds."""
    rows = Confirmation.objects.exclude(who="")
    return [one for one in rows if is_same(one.who, person.key) or (person.name and one.who.strip() == person.name)]


def _take_out_names(person, by):
    return Confirmation.objects.filter(pk__in=[one.pk for one in _said_by(person)]).update(who="")


def declare():
    also(
        "entries",
        {
            "projects.Project": (*SAID, "address", "latitude", "longitude", "learnt",
                                 "how_to_take_part", "schedule"),
            "projects.ProjectText": (*SAID, "how_to_take_part", "schedule"),
            "projects.Entity": (*SAID, "address", "latitude", "longitude", "other_names",
                                "website"),
            "projects.EntityText": SAID,
            "projects.Need": ("text", "detail"),
            "projects.Offer": ("text", "detail"),
            "projects.Link": ("label", "url"),
        },
    )  # fmt: skip
    also("optional", {label: (*PICTURE, "public_phone") for label in ("projects.Project", "projects.Entity")})
    also(
        "contacts",
        {
            "projects.Project": ("contact_email", "contact_email_key"),
            "projects.Entity": ("contact_email", "contact_email_key"),
        },
    )
    also("keepers", {"projects.Entity": ("editors",)})
    also("history", {"projects.Confirmation": ("by", "who")})
    for label in ("projects.Project", "projects.Entity"):
        not_personal(label, *COPIES, because="made of what is public, or the team's words about an entry")
        not_personal(f"{label}FormerSlug", "slug", because="made of a name that was public")
    erasing.register(
        contacts(
            "entry_contacts", _("Private e-mail of projects and entities: it is taken out"), Project, Entity, order=20
        ),
        left_alone("entities_alone", _("Entities that are left with nobody who keeps them up"), Entity, order=21),
        keepers("entities", _("Entities this person keeps up: no longer"), Entity, order=22),
        Part(
            key="confirmations",
            words=_("Confirmations in this person’s name: they stay, of nobody"),
            find=_said_by,
            erase=_take_out_names,
            order=23,
        ),
    )
