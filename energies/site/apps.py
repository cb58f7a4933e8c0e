from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "energies.site"
    label = "site"
    verbose_name = _("Pages and messages")

    def ready(self):
        from energies.accounts import roles
        from energies.kernel import mail, sections, tick
        from energies.operations import opt_out
        from energies.search import watch
        from energies.site import digest, search, waiting
        from energies.site.models import Message, Page

        mail.register({"message": _("a message to the team")}, written_by_people=True)
        mail.register({"digest": _("to the team: what came and what waits")})
        opt_out.register(digest.TOPIC, _("we will not tell you any more, once a day, what came and what waits."))
        tick.register("what came and what waits", digest.send)
        sections.register("queue", 10, waiting.of_queue)
        for searchable in (search.Barris(), search.Districts(), search.Pages()):
            watch.register(searchable)
        roles.grant("reviewer", Message, may=["view", "change"])
        roles.grant("administrator", Page, may=["view", "change"])
