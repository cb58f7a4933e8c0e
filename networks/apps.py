from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from energies.kernel.brings import Brings, MenuEntry, Right, Section


class NetworksConfig(AppConfig):
    name = "networks"
    label = "networks"
    verbose_name = _("Networks")
    brings = Brings(
        urls="urls",
        menus={
            "main": [MenuEntry(30, "networks", _("Networks"))],
            "dashboard": [MenuEntry(40, "my_networks", _("Who you work with"))],
        },
        pages=["networks"],
        sitemaps={"networks": "sitemaps.NetworkSitemap"},
        searchables=["search.Networks"],
        proposables=[
            "proposals.kinds.NetworkProposable",
            "proposals.kinds.MembershipProposable",
            "proposals.kinds.RelationProposable",
        ],
        history={"Network": ["texts"]},
        private=["Network_editors"],
        rights=[
            Right("reviewer", ["Network"], may=["view", "add", "change"]),
            Right("reviewer", ["NetworkText"]),
            Right("reviewer", ["Membership", "Relation"], may=["view", "change"]),
            Right("gatherings_editor", ["Network", "Relation"], may=["view"]),
        ],
        sections=[
            Section("party", 10, "sections.of_party"),
            Section("barri", 10, "sections.of_barri"),
        ],
        letters={"ended": _("a relation or a stay in a network has ended")},
    )

    def ready(self):
        from networks.graph import drawings

        drawings.watch()
