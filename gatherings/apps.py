from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from energies.kernel.brings import Address, Brings, Home, MenuEntry, Refusable, Right, Section

ORGANISE = ["gatherings_editor"]
# «organiser»: whoever keeps up what organises the activity.
SIGN_UPS = ["organiser", "gatherings_editor", "needs_reader"]
NEEDS = ["organiser", "needs_reader"]


class GatheringsConfig(AppConfig):
    name = "gatherings"
    label = "gatherings"
    verbose_name = _("Trobades and agenda")
    brings = Brings(
        urls="urls",
        menus={
            "main": [MenuEntry(40, "gatherings", _("Trobades")), MenuEntry(50, "agenda", _("Agenda"))],
            "dashboard": [
                MenuEntry(20, "register_activity", _("Propose an activity")),
                MenuEntry(30, "import_calendar", _("Bring your calendar")),
            ],
            "team": [MenuEntry(30, "boards", _("Trobades"), may="organise")],
            "role": [
                MenuEntry(20, "boards", _("Programme boards"), may="organise"),
                MenuEntry(30, "agenda", _("Agenda"), may="read_needs"),
            ],
        },
        pages=["gatherings", "outcomes", "agenda"],
        addresses=[Address("outcomes_csv"), Address("agenda_ics"), Address("barri_ics", ["el-raval"])],
        homes=[Home(20, "organise_gatherings", "boards")],
        doors={
            "boards": ORGANISE,
            "board": ORGANISE,
            "board_step": ORGANISE,
            "board_place": ORGANISE,
            "board_act": ORGANISE,
            "follow_ups": ORGANISE,
            "follow_up_write_down": ORGANISE,
            "follow_up_decide": ORGANISE,
            "sign_ups": SIGN_UPS,
            "sign_up_message": SIGN_UPS,
            "sign_ups_csv": SIGN_UPS,
            "sign_up_act": SIGN_UPS,
            "answer_care": NEEDS,
            "check_in_list": SIGN_UPS,
            "check_in_one_more": SIGN_UPS,
            "head_count": SIGN_UPS,
            "sign_up_sheet": SIGN_UPS,
            "sign_up_empty_sheet": SIGN_UPS,
            "sign_up_calls": SIGN_UPS,
            "sign_ups_key_in": SIGN_UPS,
        },
        sitemaps={"gatherings": "sitemaps.GatheringSitemap", "activities": "sitemaps.ActivitySitemap"},
        searchables=["search.Gatherings", "search.Activities"],
        proposables=[
            "proposals.kinds.ActivityProposable",
            "return_flow.kinds.ReturnProposable",
            "proposals.groups.GroupNetworkProposable",
            "proposals.origins.OriginProposable",
            "follow_up.proposable.AnswerProposable",
        ],
        decisions=["follow_up.proposable.OrganisersDecision"],
        history={
            "Gathering": ["texts", "rooms", "working_groups", "outcomes"],
            "Activity": ["texts"],
            "WorkingGroup": ["papers"],
        },
        private=[
            "Registration",  # how many places are taken stands in the activity
            "SignUpMessage",
            "Visit",
            "FollowUp",  # what is published of an answer is an OutcomeStep and a Gain
        ],
        rights=[
            Right(
                "gatherings_editor",
                ["Gathering", "Activity", "WorkingGroup", "Outcome"],
                may=["view", "add", "change"],
            ),
            Right(
                "gatherings_editor",
                ["Origin", "Gain", "GatheringText", "ActivityText", "Room", "GroupPaper"],
            ),
            Right("gatherings_editor", ["Series", "OutcomeStep"], may=["view"]),
            Right("gatherings_editor", ["entries.Party"], may=["view"]),
            Right("reviewer", ["Gathering", "Activity"], may=["view"]),
        ],
        sections=[
            Section("party", 20, "sections.of_party"),
            Section("barri", 5, "sections.of_barri"),
            Section("entry", 5, "sections.of_entry"),
            Section("own_entry", 5, "sections.of_own_entry"),
            Section("party", 5, "lineage.of_party"),
            Section("own_entry", 10, "lineage.of_own_entry"),
            Section("my_relation", 10, "lineage.of_own_entry"),
            Section("dashboard", 5, "lineage.of_dashboard"),
        ],
        rows={"relation": "lineage.beside_relations"},
        jobs={
            "places given back": "places.free_late",
            "changes told": "jobs.tell_changes",
            "organisers told": "organisers.tell",
            "reminders": "jobs.remind",
            "returns asked for": "return_flow.asking.ask",
            "follow-ups asked": "follow_up.asking.ask",
        },
        letters={
            "to_confirm": _("confirm your place"),
            "confirmed_sign_up": _("you have your place"),
            "waiting": _("you are on the waiting list"),
            "several_to_confirm": _("several activities at once: confirm your places"),
            "several_confirmed": _("several activities at once: you have your places"),
            "care_answered": _("whether there is what they need"),
            "place_offered": _("there is a place for you"),
            "place_expired": _("the place was given back"),
            "reminder": _("reminder of an activity"),
            "already_signed_up": _("they have signed up already"),
            "activity_changed": _("an activity changes"),
            "organised_changed": _("what others did with an activity that they organise"),
            "follow_up": _("how what a Trobada left stands"),
            "return_wanted": _("what a Trobada left"),
            "return_not_wanted_yet": _("a Trobada is not over yet"),
            "programme_taken_back": _("a programme is no longer public"),
        },
        letters_by_people={"from_organisers": _("message from the organisers")},
        refusable=[
            Refusable(
                "reminder",
                _("we will not remind you of this activity any more. Your place stays as it is."),
                timedelta(days=90),
            ),
            Refusable(
                "follow_up",
                _("we will not ask you any more how what you carry on from the Trobades stands."),
                timedelta(days=730),
            ),
            Refusable("return_wanted", _("we will not ask you any more what the Trobades that you organise leave.")),
            Refusable(
                "organised_changed",
                _("we will not tell you any more what others change in the activities that you organise."),
            ),
        ],
    )
