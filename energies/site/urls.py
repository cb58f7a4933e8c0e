from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.site import guide, search_views, views

PAGES = {
    "about": _("about/"),
    "order": _("how-the-order-works/"),
    "participate": _("participate/"),
    "legal": _("legal-notice/"),
    "privacy": _("privacy/"),
    "cookies": _("cookies/"),
    "accessibility": _("accessibility/"),
}

urlpatterns = [
    path("", views.home, name="home"),
    path(_("barris/"), views.barris, name="barris"),
    path(_("barris/<slug:slug>/"), views.barri, name="barri"),
    path(_("districts/<slug:slug>/"), views.district, name="district"),
    path(_("search/"), search_views.search_page, name="search"),
    path(_("search/suggestions/"), search_views.suggestions, name="suggestions"),
    path(_("contact/"), views.contact, name="contact"),
    path(_("contact/thanks/"), views.contact_thanks, name="contact_thanks"),
    path(_("manage/guide/"), guide.guide, name="guide"),
    path(_("style/"), views.styleguide, name="styleguide"),
    *(path(route, views.page, {"key": key}, name=f"page_{key}") for key, route in PAGES.items()),
]
