"""The forms by which people propose a project or an entity, and changes to them: the object as a whole in one form."""

from itertools import zip_longest

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.entries.forms import PICTURE, EntryForm, barris, boxes, keys, menu, text, year
from energies.entries.place_forms import AddressForm
from energies.entries.rows import EntryTextRow
from energies.kernel import rules
from energies.kernel.forms import EmailField, RowsField
from energies.kernel.text import fold, sentence_start
from energies.territory.models import Barri
from energies.vocabulary.models import Collective, Language, Theme
from projects.models import Entity, Project
from projects.models.project import POSITIONS, ProjectTheme
from projects.proposals.rows import ExchangeRow, LinkRow, ProjectTextRow

NEW = "new"


class EntityForm(AddressForm, EntryForm):
    """Who does it: an entity, a collective, a facility…"""

    kind = menu(_("How are you organised?"), required=True)
    other_names = text(_("Other names"), 250, hint=_("Acronyms and former names, separated by commas."))
    summary = text(_("In one sentence"), 160, rows=2)
    description = text(_("Tell us more"), 8000, rows=5)
    texts = RowsField(EntryTextRow, most=2, label=_("Translations"))
    barri = menu(_("Barri"))
    address = text(_("Address"), 160, hint=_("If it is somebody’s home, write only the nearest square or street."))
    since = year(_("Since what year?"))
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Write the whole address, such as https://exemple.cat.")},
    )
    public_phone = text(_("Public telephone"), 20, autocomplete="tel")
    contact_email = EmailField(label=_("E-mail for messages"), required=False, help_text=_("Never shown."))

    confirmations = ("understood", "exact_agreed")
    asked = ("exact_agreed",)
    sections = (
        ("who", _("Who you are"), ["name", "other_names", "kind", "lang", "summary", "description", "texts"]),
        ("where", _("Where and since when"), ["barri", "address", "exposure", "exact_agreed", "since"]),
        ("picture", _("Photo"), ["image", *PICTURE]),
        ("contact", _("Contact"), ["website", "public_phone", "contact_email", "understood"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Entity.Kind.choices
        self.fields["barri"].choices = [("", _("Choose a barri")), *barris()]


# From first to third, as ``ProjectTheme`` counts them.
THEMES = tuple(f"theme_{position}" for position in POSITIONS)


class ProjectForm(AddressForm, EntryForm):
    """What is done, by whom, where, for whom, what it looks for and offers."""

    entity = forms.ChoiceField(label=_("Who does it?"), widget=forms.RadioSelect, initial=NEW)
    entity_kind = menu(_("How are you organised?"), hint=_("You need no papers: an informal group is as welcome."))
    entity_name = text(
        _("Name of the group or entity"), 120, hint=_("Leave it empty if it is called like the project.")
    )
    summary = text(
        _("What you do, in one sentence"),
        160,
        rows=2,
        required=True,
        hint=_("Up to 160 characters. It is what cards show."),
        missing=_("Say in one sentence what you do."),
    )
    description = text(
        _("Tell us more"), 8000, rows=5, hint=_("How it began, what happens there on any day, who can come.")
    )
    theme_1 = menu(_("What is it about?"), required=True, missing=_("Choose what it is about."))
    theme_2 = menu(_("And about what else?"))
    theme_3 = menu(_("And something more?"))
    collectives = boxes(_("With whom?"))
    tags = text(_("Words to be found by"), 200, hint=_("Separated by commas."))
    texts = RowsField(ProjectTextRow, most=2, label=_("Translations"))
    barri = menu(_("Main barri"))
    citywide = forms.BooleanField(label=_("It is for the whole city"), required=False)
    other_barris = boxes(_("Other barris"))
    address = text(
        _("Address or meeting place"), 160, hint=_("If it is somebody’s home, write only the nearest square or street.")
    )
    schedule = text(_("When can one find you?"), 250, hint=_("For example: on Tuesdays from 18 to 20 h."))
    languages = boxes(_("What languages do you speak?"))
    since = year(_("Since what year?"))
    stage = forms.ChoiceField(label=_("How is it going?"), choices=Project.Stage, initial="active")
    until = year(_("Until what year?"), hint=_("Only if it has ended."))
    learnt = text(_("What did it teach you?"), 4000, rows=3, hint=_("For projects that have ended."))
    needs = RowsField(ExchangeRow, label=_("What do you look for?"))
    offers = RowsField(ExchangeRow, label=_("What do you offer?"))
    how_to_take_part = text(_("How can one take part?"), 4000, rows=3)
    links = RowsField(LinkRow, label=_("Links"))
    public_phone = text(_("Public telephone"), 20, autocomplete="tel")
    contact_email = EmailField(label=_("E-mail for messages"), required=False, help_text=_("Never shown."))

    accessibility = tuple(Project.ACCESSIBILITY)
    confirmations = ("understood", "exact_agreed")
    asked = ("exact_agreed",)
    needed_when = EntryForm.needed_when | {
        "entity_kind": _("needed if it is not here yet"),
        "barri": _("needed unless it is for the whole city"),
        "until": _("needed if it has ended"),
    }
    course = ("stage", "until", "learnt", *accessibility)
    sections = (
        ("who", _("Who you are"), ["name", "entity", "entity_kind", "entity_name", "lang"]),
        (
            "what",
            _("What you do"),
            ["summary", "description", "theme_1", "theme_2", "theme_3", "collectives", "tags", "texts"],
        ),
        (
            "where",
            _("Where and when"),
            [
                "barri",
                "citywide",
                "other_barris",
                "address",
                "exposure",
                "exact_agreed",
                "schedule",
                "languages",
                "since",
                *course,
            ],
        ),
        ("exchange", _("What you look for and offer"), ["needs", "offers", "how_to_take_part"]),
        ("picture", _("Photo"), ["image", *PICTURE]),
        ("contact", _("Contact"), ["links", "public_phone", "contact_email", "understood"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.accessibility:
            field = Project._meta.get_field(name)
            self.fields[name] = forms.ChoiceField(
                label=sentence_start(str(field.verbose_name)), choices=field.choices, required=False, initial="unknown"
            )
        themes = [("", "—"), *keys(Theme)]
        for name in THEMES:
            self.fields[name].choices = themes
        self.fields["collectives"].choices, self.fields["languages"].choices = keys(Collective), keys(Language)
        places = barris()
        self.fields["barri"].choices = [("", _("Choose a barri")), *places]
        self.fields["other_barris"].choices = [one for _district, some in places for one in some]
        self._who_does_it()

    @classmethod
    def required_of(cls, said, *, is_new):
        wanted = super().required_of(said, is_new=is_new)
        wanted |= set() if said.get("citywide") else {"barri"}
        return wanted | ({"entity_kind"} if is_new and said.get("entity", NEW) in ("", NEW) else set())

    def _who_does_it(self):
        """Offer the entities of whoever writes; an existing project keeps those it has."""
        if self.target:
            for name in ("entity", "entity_kind", "entity_name"):
                del self.fields[name]
            return
        mine = Entity.everything.filter(editors=self.user) if self.user else Entity.everything.none()
        offered = [(str(entity.pk), entity.name) for entity in mine]
        self.fields["entity"].choices = [*offered, (NEW, _("a group or entity that is not here yet"))]
        self.fields["entity_kind"].choices = [("", _("Choose one")), *Entity.Kind.choices]
        if not offered:
            self.fields["entity"].widget = forms.HiddenInput()
            self.fields["entity_kind"].required = True
            self.fields["entity_kind"].error_messages["required"] = _("Say how you are organised.")

    def clean_tags(self):
        tags = {fold(tag): " ".join(tag.split()) for tag in self.cleaned_data["tags"].split(",") if fold(tag)}
        return ", ".join(tags[key] for key in sorted(tags))

    def clean(self):
        cleaned = super().clean()
        themes = [cleaned.get(name) for name in THEMES]
        for position, words in ProjectTheme.repeated(themes).items():
            self.add_error(f"theme_{position}", words)
        if cleaned.get("entity") == NEW and not cleaned.get("entity_kind") and "entity_kind" not in self.errors:
            self.add_error("entity_kind", _("Say how you are organised."))
        self._check_place_and_years(cleaned)
        for name in self.accessibility:
            cleaned[name] = cleaned.get(name) or "unknown"
        chosen = [key for key in themes if key]
        cleaned |= dict(zip_longest(THEMES, chosen, fillvalue=""))
        return cleaned

    def _check_place_and_years(self, cleaned):
        told = {name: cleaned.get(name) or None for name in ("since", "until")}
        where = {"barri_id": cleaned.get("barri") or None, "citywide": bool(cleaned.get("citywide"))}
        at = {
            "project_somewhere": "barri",
            "project_ended_until": "until",
            "project_until_after_since": "until",
        }
        rules.add_errors(self, Project(stage=cleaned.get("stage") or "", **told, **where), at)

    @property
    def themes(self):
        """The Theme rows chosen, in order."""
        there = {theme.key: theme for theme in Theme.objects.all()}
        return [there[key] for name in THEMES if (key := self.cleaned_data[name])]

    @property
    def places(self):
        """(the main Barri or None, the others)."""
        main, others = self.cleaned_data["barri"], self.cleaned_data["other_barris"]
        there = Barri.objects.in_bulk([code for code in (main, *others) if code])
        return there.get(main), [there[code] for code in others if code != main]
