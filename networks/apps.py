from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    label = "networks"
    verbose_name = _("Networks")

    def ready(self):
        from energies.accounts import roles
        from energies.curation import history, proposable
        from energies.kernel import mail
        from energies.kernel import sections as pages
        from energies.search import watch
        from networks import letters, search, sections
        from networks.graph import drawings
        from networks.models import Membership, Network, NetworkText, Relation
        from networks.proposals import kinds

        history.register(Network, parts=["texts"])
        watch.register(search.Networks())
        drawings.watch()
        mail.register(letters.KINDS)
        roles.grant("reviewer", Network, may=["view", "add", "change"])
        roles.grant("reviewer", NetworkText)
        roles.grant("reviewer", Membership, Relation, may=["view", "change"])
        roles.grant("gatherings_editor", Network, Relation, may=["view"])
        for kind in (kinds.NetworkProposable, kinds.MembershipProposable, kinds.RelationProposable):
            proposable.register(kind())
        pages.register("party", 10, sections.of_party)
        pages.register("barri", 10, sections.of_barri)
