from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from energies.kernel import brings
from energies.kernel.brings import Brings, Home, MenuEntry, Right

REVIEW = ["reviewer"]
BOTH = ("reviewer", "gatherings_editor")
OF_ALL = ["vocabulary.Collective", "vocabulary.Language", "vocabulary.Theme"]
PLACES = ["territory.Barri", "territory.District"]


class CurationConfig(AppConfig):
    name = "energies.curation"
    label = "curation"
    verbose_name = _("History")
    brings = Brings(
        urls="urls",
        menus={
            "team": [
                MenuEntry(10, "queue", _("Review"), may="review"),
                MenuEntry(20, "entries", _("Directory"), may="review"),
            ],
            "role": [MenuEntry(10, "queue", _("Proposals to review"), may="review")],
        },
        homes=[Home(10, "review_proposals", "queue")],
        doors={
            # Whoever does not review goes on to where they begin.
            "queue": ["team"],
            "review_together": REVIEW,
            "entries": REVIEW,
            "entry": REVIEW,
            "entry_act": REVIEW,
            "review": REVIEW,
            "review_decide": REVIEW,
            "review_reopen": REVIEW,
            "review_take_on": REVIEW,
            "review_marks": REVIEW,
            "review_write": REVIEW,
            "review_preview": REVIEW,
            "review_picture": REVIEW,
        },
        private=["Submission", "Answer", "SubmissionMessage", "Change", "DeclineReason"],
        rights=[
            Right("reviewer", ["vocabulary.Tag"]),
            Right("reviewer", ["DeclineReason"], may=["view", "add", "change"]),
            *(Right(role, ["Change", *OF_ALL, *PLACES], may=["view"]) for role in BOTH),
            Right("administrator", OF_ALL),
            Right("administrator", ["Change", *PLACES], may=["view"]),
        ],
        jobs={"files of pictures put right": "media.tidy"},
        letters={
            "received": _("we have a proposal"),
            "offered": _("the team proposes a change"),
            "corrected": _("the team has corrected something"),
            "accepted": _("they agree"),
            "refused": _("they do not agree"),
            "to_answer": _("somebody asks for a yes"),
            "approved": _("a proposal is public"),
            "declined": _("a proposal was declined"),
            "reopened": _("what was decided about a proposal is taken back"),
            "turned": _("an entry is hidden, taken down or shown again"),
        },
        letters_by_people={
            "question": _("a message about a proposal"),
            "asked": _("something is missing in a proposal"),
        },
    )

    def ready(self):
        from energies.curation import decisions, history, proposable

        for app, brought in brings.bringing():
            for name, parts in brought.history.items():
                history.register(brings.model(app, name), parts)
        for decision in brings.loaded("decisions"):
            decisions.register(decision)
        for kind in brings.loaded("proposables"):
            proposable.register(kind())
