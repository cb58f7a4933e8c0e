"""What search engines may find: visible entries, barris and pages, in each language."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from energies.site.models import Page
from energies.territory.models import Barri, District
from gatherings.models import Activity, Gathering
from networks.models import Network
from projects.models import Entity, Project


class Everywhere(Sitemap):
    i18n = True
    alternates = True
    x_default = True


class Entries(Everywhere):
    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.order_by("pk").only("pk", "slug", "updated_at", "state")

    def lastmod(self, item):
        return item.updated_at


class Places(Everywhere):
    def __init__(self, model, name):
        self.model, self.name = model, name

    def items(self):
        return self.model.objects.order_by("code")

    def location(self, item):
        return reverse(self.name, args=[item.slug])


class Pages(Everywhere):
    def items(self):
        fixed = [
            "home",
            "projects",
            "entities",
            "networks",
            "gatherings",
            "gatherings_left",
            "agenda",
            "barris",
            "contact",
        ]
        return fixed + [f"page_{key}" for key in Page.objects.values_list("key", flat=True)]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "projects": Entries(Project),
    "entities": Entries(Entity),
    "networks": Entries(Network),
    "gatherings": Entries(Gathering),
    "activities": Entries(Activity),
    "barris": Places(Barri, "barri"),
    "districts": Places(District, "district"),
    "pages": Pages(),
}
