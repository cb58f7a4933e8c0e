from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from energies.kernel.brings import Address, Brings, MenuEntry, Refusable, Right, Section


class SiteConfig(AppConfig):
    name = "energies.site"
    label = "site"
    verbose_name = _("Pages and messages")
    brings = Brings(
        urls="urls",
        menus={
            "main": [MenuEntry(20, "barris", _("Barris"))],
            "team": [MenuEntry(70, "guide", pgettext_lazy("of the team", "Guide"))],
            "role": [MenuEntry(50, "guide", pgettext_lazy("of the team", "Guide"))],
        },
        pages=["home", "barris", "contact"],
        addresses=[
            Address("contact_thanks"),
            Address("search"),
            Address("suggestions"),
            Address("styleguide"),
            Address("page_about"),
            Address("barri", ["el-raval"]),
            Address("district", ["ciutat-vella"]),
        ],
        sitemaps={
            "barris": "sitemaps.BarriSitemap",
            "districts": "sitemaps.DistrictSitemap",
            "pages": "sitemaps.PageSitemap",
        },
        doors={
            "guide": ["team"],
            "private_media": ["reviewer", "gatherings_editor"],
        },
        searchables=["search.Barris", "search.Districts", "search.Pages"],
        private=["ContactMessage"],
        rights=[
            Right("reviewer", ["ContactMessage"], may=["view", "change"]),
            Right("administrator", ["Page"], may=["view", "change"]),
        ],
        sections=[Section("queue", 10, "waiting_times.messages_waiting")],
        jobs={"what came and what waits": "digest.send"},
        letters={"digest": _("to the team: what came and what waits")},
        letters_by_people={"message": _("a message to the team")},
        refusable=[
            Refusable("digest", _("we will not tell you any more, once a day, what came and what waits.")),
        ],
    )
