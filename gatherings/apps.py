from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "gatherings"
    label = "gatherings"
    verbose_name = _("Trobades and agenda")

    def ready(self):
        from energies.curation import history, proposable
        from energies.kernel import sections as pages
        from energies.kernel import tick
        from energies.search import watch
        from gatherings import jobs, places, search, sections
        from gatherings.closing import asking
        from gatherings.closing.kinds import ReturnProposable
        from gatherings.models import Activity, Gathering
        from gatherings.proposals import kinds

        history.register(Gathering, parts=["texts", "rooms", "working_groups", "outcomes"])
        history.register(Activity, parts=["texts"])
        watch.register(search.Gatherings())
        watch.register(search.Activities())
        for place in ("project", "entity", "network"):
            pages.register(place, 20, sections.of_party)
        pages.register("barri", 5, sections.of_barri)
        pages.register("entry", 5, sections.of_entry)
        pages.register("kept", 5, sections.of_kept)
        proposable.register(kinds.ActivityProposable())
        proposable.register(ReturnProposable())
        tick.register("places given back", places.free_late)
        tick.register("changes told", jobs.tell_changes)
        tick.register("reminders", jobs.remind)
        tick.register("returns asked for", asking.ask)
        tick.register("personal data deleted", jobs.purge)
