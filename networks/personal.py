"""What networks keep of people."""

from django.utils.translation import gettext_lazy as _

from energies.entries.erasure_parts import COPIES, PICTURE, SAID, contacts, keepers, left_alone
from energies.kernel import erasing
from energies.kernel.personal import also, not_personal
from networks.models import Network


def declare():
    also(
        "entries",
        {
            "networks.Network": (*SAID, "how_to_join", "meets", "website"),
            "networks.NetworkText": (*SAID, "how_to_join", "meets"),
            "networks.Relation": ("words",),
        },
    )
    also("optional", {"networks.Network": PICTURE})
    also("contacts", {"networks.Network": ("contact_email", "contact_email_key")})
    also("keepers", {"networks.Network": ("editors",)})
    not_personal("networks.Network", *COPIES, because="made of what is public, or the team's words about an entry")
    not_personal("networks.NetworkFormerSlug", "slug", because="made of a name that was public")
    not_personal("networks.Drawing", "key", "digest", "places", because="where the names of entries are drawn")
    erasing.register(
        contacts("network_contacts", _("Private e-mail of networks: it is taken out"), Network, order=30),
        left_alone("networks_alone", _("Networks that are left with nobody who keeps them up"), Network, order=31),
        keepers("networks", _("Networks this person keeps up: no longer"), Network, order=32),
    )
