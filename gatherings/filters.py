"""How people narrow the agenda and a programme; pages, calendars and feeds share these."""

from datetime import date, timedelta

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from energies.search.models import SearchEntry
from energies.search.query import search
from energies.territory.filters import PlaceFilters
from energies.territory.models import Barri
from energies.vocabulary.models import Language, Theme
from gatherings.models import Activity
from gatherings.models.axis import Axis
from gatherings.models.care import care_labels
from gatherings.querysets import midnight

KIND = "activity"
# Days beyond these are slips of the finger.
SENSIBLE = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
WHEN = {
    "today": _("Today"),
    "weekend": _("This weekend"),
    "week": _("The next seven days"),
    "month": _("This month"),
    "past": _("Past"),
}


class MenuFilters(PlaceFilters):
    """How menus are drawn, what was asked that makes sense, and the chips that take it off."""

    @property
    def asked(self):
        """{parameter: value} of what was asked and makes sense."""
        return self.form.cleaned_data if self.is_valid() or self.is_bound else {}

    @cached_property
    def selects(self):
        """[(field, [(value, words, whether selected)])] of the menus, drawn in one go each."""
        shown = []
        for bound in self.form.visible_fields():
            if isinstance(bound.field.widget, forms.Select):
                value = bound.value() or ""
                choices = [(str(key), words, str(key) == value) for key, words in bound.field.choices]
                shown.append((bound, choices))
        return shown

    @property
    def chosen(self):
        """[(parameter, value, words)] of the filters in force, for the chips that remove them."""
        chosen = []
        for name, value in self.asked.items():
            field = self.form.fields[name]
            if value is True:
                chosen.append((name, self.data.get(name), str(field.label)))
            elif isinstance(value, date):
                chosen.append((name, self.data.get(name), f"{field.label}: {date_format(value, 'SHORT_DATE_FORMAT')}"))
            elif name == "q" and value:
                chosen.append((name, self.data.get(name), f"«{value}»"))
            elif value:
                chosen += [self._chip(name, field, one) for one in (value if isinstance(value, list) else [value])]
        return chosen

    @staticmethod
    def _chip(name, field, value):
        if isinstance(value, str):
            return name, value, str(dict(field.choices)[value])
        return name, getattr(value, field.to_field_name), str(value)

    @property
    def wrong(self):
        """Whether some value was left out because it does not exist."""
        return bool(self.form.errors)


class ActivityFilters(MenuFilters):
    """What a programme and the agenda can both be narrowed by."""

    day = filters.DateFilter(
        method="by_day",
        label=_("Day"),
        validators=SENSIBLE,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    axis = filters.ChoiceFilter(choices=Axis, label=_("Axis"), empty_label=_("Any axis"))
    kind = filters.ChoiceFilter(choices=Activity.Kind, label=_("Kind"), empty_label=_("Any kind"))
    theme = filters.ModelChoiceFilter(
        queryset=Theme.objects.all(),
        to_field_name="key",
        method="by_theme",
        label=_("Theme"),
        empty_label=_("Any theme"),
    )
    audience = filters.ChoiceFilter(
        choices=[one for one in Activity.Audience.choices if one[0] != "everybody"],
        method="by_audience",
        label=_("For whom"),
        empty_label=_("Everybody"),
    )
    language = filters.ModelChoiceFilter(
        queryset=Language.objects.all(),
        to_field_name="key",
        method="by_language",
        label=_("Language"),
        empty_label=_("Any language"),
    )
    free = filters.BooleanFilter(label=_("Free of charge"), widget=forms.CheckboxInput, method="by_price")
    places = filters.BooleanFilter(label=_("With places left"), widget=forms.CheckboxInput, method="by_places")
    care = filters.MultipleChoiceFilter(
        choices=list(care_labels().items()), method="by_care", label=_("With"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Activity
        fields = []

    def by_barri(self, activities, _name, barri):
        return activities.in_barri(barri)

    def by_district(self, activities, _name, district):
        return activities.in_district(district)

    def by_day(self, activities, _name, day):
        return activities.on_days(day, day)

    def by_theme(self, activities, _name, theme):
        return activities.about([theme])

    def by_audience(self, activities, _name, audience):
        return activities.for_whom(audience)

    def by_language(self, activities, _name, language):
        return activities.spoken_in([language])

    def by_price(self, activities, _name, free):
        return activities.filter(free=True) if free else activities

    def by_places(self, activities, _name, places):
        return activities.with_places() if places else activities

    def by_care(self, activities, _name, names):
        return activities.caring(names)


class AgendaFilters(ActivityFilters):
    """The agenda's own: words, days from and to, «this weekend» and the like. Says nothing of past or coming by itself."""

    q = filters.CharFilter(method="by_words", label=_("Words"), max_length=200)
    when = filters.ChoiceFilter(choices=list(WHEN.items()), method="by_when", label=_("When"), empty_label=_("Any day"))
    since = filters.DateFilter(method="by_since", label=_("From"), validators=SENSIBLE)
    until = filters.DateFilter(method="by_until", label=_("Until"), validators=SENSIBLE)

    def by_words(self, activities, _name, words):
        found = search(" ".join(words.split()))
        ranks = [] if found is None else list(found.scores)
        there = SearchEntry.objects.filter(kind=KIND, rank__in=ranks).values_list("object_id", flat=True)
        return activities.filter(pk__in=[int(pk) for pk in there])

    def by_when(self, activities, _name, when):
        return activities.past() if when == "past" else activities.on_days(*days_of(when)).upcoming()

    def by_since(self, activities, _name, day):
        return activities.since(day)

    def by_until(self, activities, _name, day):
        return activities.filter(starts_at__lt=midnight(day + timedelta(days=1)))

    @cached_property
    def says_when(self):
        """Whether the days are chosen, so that it is not «what is to come» by default."""
        return any(self.asked.get(name) for name in ("day", "when", "since", "until"))

    @property
    def is_past(self):
        return self.asked.get("when") == "past"


def days_of(when, today=None):
    """Return (first, last) day of «today», «weekend», «week» or «month»; the weekend under way is this one."""
    today = today or timezone.localdate()
    if when == "weekend":
        saturday = today + timedelta(days=5 - today.weekday()) if today.weekday() < 5 else today
        return saturday, today + timedelta(days=6 - today.weekday())
    if when == "week":
        return today, today + timedelta(days=6)
    if when == "month":
        return today, (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return today, today


def month_of(text):
    """Return the first day of «2026-11», or of this month for anything else."""
    try:
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1) if 2000 <= year <= 2100 else timezone.localdate().replace(day=1)
    except ValueError:
        return timezone.localdate().replace(day=1)


def barris_of(activities):
    """Return the queryset of the barris where these activities are."""
    return Barri.objects.filter(pk__in=activities.order_by().values("barri"))
