"""What the search knows of networks, and what their list can be narrowed by."""

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.search.document import Document
from energies.search.facets import Facet, in_every_language
from energies.search.registry import Searchable
from energies.search.values import choices, ids, in_languages, names, places, terms
from energies.territory.models import Barri, District
from energies.vocabulary.models import Theme
from networks.models import Network, NetworkText

NETWORK_FACETS = (
    Facet("scope", _("How far it reaches"), ((Network.everything.all, "pk", "scope"),), choices(Network.Scope)),
    Facet(
        "district",
        _("District"),
        ((Network.everything.all, "pk", "district__slug"), (Network.everything.all, "pk", "barri__district__slug")),
        places(District),
    ),
    Facet("barri", _("Barri"), ((Network.everything.all, "pk", "barri__slug"),), places(Barri)),
    Facet("theme", _("Theme"), ((Network.themes.through.objects.all, "network", "theme__key"),), terms(Theme)),
    Facet("joining", _("Joining"), ((Network.everything.under_way, "pk", "joining"),), choices(Network.Joining)),
    # Not offered: whose turn comes first in the rotation.
    Facet("", "", ((lambda: Network.everything.under_way().annotate(fresh=Value("fresh")), "pk", "fresh"),)),
)


class Networks(Searchable):
    position = 2
    icon = "enllac"
    kind, label, model = "network", _("Networks"), Network
    facets = NETWORK_FACETS
    vocabularies = {District: "district", Barri: "barri", Theme: "theme"}
    depends = {
        NetworkText: lambda row: [row.entry_id],
        Barri: lambda barri: ids(Network.everything.filter(barri=barri)),
        District: lambda district: ids(Network.everything.in_district(district)),
        Theme: lambda theme: ids(Network.everything.filter(themes=theme)),
    }

    def with_all(self, networks):
        return networks.select_related("barri__district", "district").prefetch_related("texts", "themes")

    def document(self, network):
        texts = network.texts.all()
        place = network.barri or network.district
        where = [one.name for one in (network.barri, network.barri and network.barri.district, network.district) if one]
        themes = [text for theme in network.themes.all() for text in in_languages(theme, "name").values()]
        return Document(
            slug=network.slug,
            lang=network.lang,
            names=names(network),
            note={"ca": place.name} if place else in_every_language(_("The whole city")),
            labels=[*where, *themes],
            summaries=[network.summary, *(text.summary for text in texts)],
            bodies=[text for said in (network, *texts) for text in (said.description, said.how_to_join, said.meets)],
        )

    def url(self, slug):
        return reverse("network", args=[slug])
