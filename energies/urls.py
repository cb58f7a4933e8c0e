"""Every address of the site: what people read in three languages, as apps bring it; what machines and staff use once."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe

from energies.kernel import brings
from energies.site import views
from energies.site.sitemaps import sections

handler400 = "energies.site.errors.bad_request"
handler403 = "energies.site.errors.forbidden"
handler404 = "energies.site.errors.not_found"
handler500 = "energies.site.errors.server_error"

SITEMAPS = sections()

urlpatterns = [
    path("equip/", admin.site.urls),
    path("media/<path:name>", views.public_media, name="public_media"),
    path("privat/<path:name>", views.private_media, name="private_media"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", require_safe(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap_section"),
    *i18n_patterns(
        *(path("", include(f"{app.name}.{brought.urls}")) for app, brought in brings.bringing() if brought.urls),
        prefix_default_language=False,
    ),
]
