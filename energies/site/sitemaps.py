"""What search engines may find: barris, districts and pages; and what each app brings."""

from django.urls import reverse

from energies.kernel import brings
from energies.kernel.sitemaps import Everywhere
from energies.site.models import Page
from energies.territory.models import Barri, District


class BarriSitemap(Everywhere):
    model, name = Barri, "barri"

    def items(self):
        return self.model.objects.order_by("code")

    def location(self, item):
        return reverse(self.name, args=[item.slug])


class DistrictSitemap(BarriSitemap):
    model, name = District, "district"


class PageSitemap(Everywhere):
    """The pages that take no argument, and those that staff write."""

    def items(self):
        return [*brings.each("pages"), *(f"page_{key}" for key in Page.objects.values_list("key", flat=True))]

    def location(self, item):
        return reverse(item)


def sections():
    """Return {section of the sitemap: Sitemap}."""
    return {name: sitemap() for name, sitemap in brings.loaded_by_name("sitemaps")}
