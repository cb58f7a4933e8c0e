"""The forms by which people propose a project or an entity, and changes to them: the object as a whole in one form."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import EmailField, RowsField, ValuesForm
from energies.kernel.images import Licence, People
from energies.kernel.text import fold, sentence_start
from energies.territory.models import Barri, District
from energies.vocabulary.models import Collective, Language, Theme
from projects.models import Entity, Project
from projects.proposals.places import PlaceForm
from projects.proposals.rows import EntityTextRow, ExchangeRow, LinkRow, ProjectTextRow, once_each

NEW = "new"
PICTURE = ["picture", "image_gone", "image_alt", "image_author", "image_licence", "image_people"]


def text(label, most, *, rows=0, required=False, hint="", missing="", **attrs):
    """Return a field for text: one line, or ``rows`` of them."""
    widget = forms.Textarea({"rows": rows, **attrs}) if rows else forms.TextInput(attrs)
    errors = {"required": missing} if missing else {}
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget, error_messages=errors
    )


def year(label, hint=""):
    wrong = _("Write the year with four figures, such as 2015.")
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1800,
        max_value=date.today().year + 1,
        help_text=hint,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def menu(label, required=False, hint="", missing=""):
    errors = {"required": missing or _("Choose one.")}
    return forms.ChoiceField(label=label, required=required, help_text=hint, error_messages=errors)


def boxes(label, hint=""):
    return forms.MultipleChoiceField(label=label, required=False, help_text=hint, widget=forms.CheckboxSelectMultiple)


def keys(model):
    return [(term.key, term.name) for term in model.objects.all()]


def barris():
    """Return the barris as grouped choices: by district, in the order of the city."""
    return [
        (district.name, [(barri.code, sentence_start(barri.name)) for barri in district.barris.all()])
        for district in District.objects.with_barris()
    ]


class EntryForm(ValuesForm):
    """What the form of a project and that of an entity have in common."""

    name = text(
        _("Name"), 120, required=True, hint=_("As people say it."), missing=_("Write the name as people say it.")
    )
    lang = forms.ChoiceField(label=_("In what language do you write?"), choices=settings.LANGUAGES, initial="ca")
    image = forms.CharField(required=False, widget=forms.HiddenInput)
    picture = forms.FileField(
        label=_("Add a photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We take away where and with what it was taken."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    image_gone = forms.BooleanField(label=_("Take the photo away"), required=False)
    image_alt = text(_("What does the photo show?"), 250, hint=_("For whoever cannot see it."))
    image_author = text(_("Who took it?"), 120)
    image_licence = forms.ChoiceField(
        label=_("How may it be used?"), required=False, choices=[("", _("Choose one")), *Licence.choices]
    )
    image_people = forms.ChoiceField(
        label=_("Can anybody be recognised in it?"),
        required=False,
        choices=[("", _("Choose one")), *People.choices],
        help_text=_("If there are children, their families must have agreed."),
    )
    understood = forms.BooleanField(
        label=_("I understand that all this, but the e-mail for messages, will be public."),
        error_messages={"required": _("Tick that you understand that it will be public.")},
    )

    confirmations = ("understood",)
    asides = ("picture", "image_gone")
    needed_when = dict.fromkeys(("image_alt", "image_licence", "image_people"), _("needed if there is a photo"))

    def __init__(self, *args, user=None, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.target = user, target
        self.stored_picture = ""

    def values(self):
        out = (*self.asides, *self.confirmations)
        return {name: value for name, value in super().values().items() if name not in out}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not fold(name):
            raise ValidationError(_("Write the name as people say it."))
        return name

    def clean_texts(self):
        rows = self.cleaned_data["texts"]
        once_each(rows, "lang")
        return rows

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("image_gone"):
            cleaned |= {name: "" for name in ("image", "image_alt", "image_author", "image_licence", "image_people")}
        if cleaned.get("image"):
            self._ask_about_the_picture(cleaned)
        if "exact_agreed" in self.fields:
            self.check_home(cleaned)
        if any(row["lang"] == cleaned.get("lang") for row in cleaned.get("texts") or []):
            self.add_error("texts", _("One translation is into the language you write in: choose another language."))
        return cleaned

    def _ask_about_the_picture(self, cleaned):
        wanted = {
            "image_alt": _("Say what the photo shows."),
            "image_licence": _("Choose how the photo may be used."),
        }
        there = self.target.image.name if self.target and self.target.image else ""
        if cleaned.get("image") != there:
            # Who was asked when it was put there is not asked again.
            wanted["image_people"] = _("Say whether anybody can be recognised in the photo.")
        for name, words in wanted.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)


class EntityForm(PlaceForm, EntryForm):
    """Who does it: an entity, a collective, a facility…"""

    kind = menu(_("How are you organised?"), required=True)
    other_names = text(_("Other names"), 250, hint=_("Acronyms and former names, separated by commas."))
    summary = text(_("In one sentence"), 160, rows=2)
    description = text(_("Tell us more"), 8000, rows=5)
    texts = RowsField(EntityTextRow, most=2, label=_("Translations"))
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


class ProjectForm(PlaceForm, EntryForm):
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
        for name in ("theme_1", "theme_2", "theme_3"):
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
        chosen = [cleaned.get(f"theme_{number}") for number in (1, 2, 3) if cleaned.get(f"theme_{number}")]
        for number in (2, 3):
            if cleaned.get(f"theme_{number}") in chosen[: number - 1]:
                self.add_error(f"theme_{number}", _("This theme is already chosen: choose another."))
        if bool(cleaned.get("barri")) == bool(cleaned.get("citywide")) and "barri" not in self.errors:
            self.add_error("barri", _("Choose the main barri, or say that it is for the whole city: one of the two."))
        if cleaned.get("entity") == NEW and not cleaned.get("entity_kind") and "entity_kind" not in self.errors:
            self.add_error("entity_kind", _("Say how you are organised."))
        self._check_years(cleaned)
        for name in self.accessibility:
            cleaned[name] = cleaned.get(name) or "unknown"
        for number, key in enumerate((*chosen, "", "", "")[:3], 1):
            cleaned[f"theme_{number}"] = key
        return cleaned

    def _check_years(self, cleaned):
        ended = cleaned.get("stage") == Project.Stage.ENDED
        if ended != bool(cleaned.get("until")) and "until" not in self.errors:
            self.add_error("until", _("Write the year it ended if the project has ended, and only then."))
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("A project cannot end before it began: check the two years."))

    @property
    def themes(self):
        """The Theme rows chosen, in order."""
        there = {theme.key: theme for theme in Theme.objects.all()}
        return [there[key] for key in (self.cleaned_data[f"theme_{number}"] for number in (1, 2, 3)) if key]

    @property
    def places(self):
        """(the main Barri or None, the others)."""
        main, others = self.cleaned_data["barri"], self.cleaned_data["other_barris"]
        there = Barri.objects.in_bulk([code for code in (main, *others) if code])
        return there.get(main), [there[code] for code in others if code != main]
