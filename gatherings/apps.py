from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "gatherings"
    label = "gatherings"
    verbose_name = _("Trobades and agenda")

    def ready(self):
        from energies.accounts import roles
        from energies.curation import decisions, history, proposable
        from energies.entries.models import Party
        from energies.kernel import mail, tick
        from energies.kernel import sections as pages
        from energies.operations import opt_out
        from energies.search import watch
        from gatherings import jobs, letters, lineage, models, organisers, places, search, sections
        from gatherings.closing import asking as closing
        from gatherings.closing.kinds import ReturnProposable
        from gatherings.follow_up import asking as follow_up
        from gatherings.follow_up.proposable import AnswerProposable, OrganisersDecision
        from gatherings.models import Activity, Gathering, WorkingGroup
        from gatherings.proposals import groups, kinds, origins

        history.register(Gathering, parts=["texts", "rooms", "working_groups", "outcomes"])
        history.register(Activity, parts=["texts"])
        history.register(WorkingGroup, parts=["papers"])
        watch.register(search.Gatherings())
        watch.register(search.Activities())
        pages.register("party", 20, sections.of_party)
        pages.register("barri", 5, sections.of_barri)
        pages.register("entry", 5, sections.of_entry)
        pages.register("kept", 5, sections.of_kept)
        pages.register("party", 5, lineage.of_party)
        pages.register_rows("relation", lineage.beside_relations)
        for place in ("kept", "my_relation"):
            pages.register(place, 10, lineage.of_kept)
        pages.register("space", 5, lineage.of_space)
        roles.grant(
            "gatherings_editor", Gathering, Activity, WorkingGroup, models.Outcome, may=["view", "add", "change"]
        )
        roles.grant("gatherings_editor", models.Origin, models.Gain)
        roles.grant("gatherings_editor", models.GatheringText, models.ActivityText, models.Room, models.GroupPaper)
        roles.grant("gatherings_editor", models.Series, models.OutcomeStep, may=["view"])
        roles.grant("reviewer", Gathering, Activity, may=["view"])
        roles.grant("gatherings_editor", Party, may=["view"])
        for kind in (
            kinds.ActivityProposable,
            ReturnProposable,
            groups.GroupNetworkProposable,
            origins.OriginProposable,
            AnswerProposable,
        ):
            proposable.register(kind())
        decisions.register(OrganisersDecision)
        mail.register(letters.KINDS)
        mail.register(letters.BY_PEOPLE, written_by_people=True)
        for refusable in letters.REFUSABLE:
            opt_out.register(*refusable)
        tick.register("places given back", places.free_late)
        tick.register("changes told", jobs.tell_changes)
        tick.register("organisers told", organisers.tell)
        tick.register("reminders", jobs.remind)
        tick.register("returns asked for", closing.ask)
        tick.register("follow-ups asked", follow_up.ask)
