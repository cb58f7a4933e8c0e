"""What search engines may find, in each language."""

from django.contrib.sitemaps import Sitemap


class Everywhere(Sitemap):
    """Of what has an address in each language."""

    i18n = True
    alternates = True
    x_default = True
