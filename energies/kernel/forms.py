"""Fields and forms that several apps use: rows of a few inputs, and forms whose values can be kept as JSON."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from energies.kernel.email_address import LONGEST, PLAIN_LETTERS, WHOLE, ascii_form


class EmailField(forms.EmailField):
    """An e-mail address, given as it is kept (``ascii_form``); every form that asks for one has this field."""

    default_validators = []
    default_error_messages = {"invalid": WHOLE, "local_part": PLAIN_LETTERS}

    def __init__(self, **options) -> None:
        super().__init__(**{"max_length": LONGEST} | options)

    def to_python(self, value) -> str:
        value = super().to_python(value)
        return ascii_form(value) if value else value


class RowsInput(forms.Widget):
    """Rows of the same few inputs, named ``name-0-part``, ``name-1-part``…; the empty ones do not count."""

    template_name = "forms/rows.html"

    def __init__(self, row, spare=1, most=5) -> None:
        super().__init__()
        self.row, self.spare, self.most = row, spare, most

    def value_from_datadict(self, data, files, name) -> list:
        rows = [
            {part: str(data.get(f"{name}-{number}-{part}") or "").strip() for part in self.row.base_fields}
            for number in range(self.most)
        ]
        return [row for row in rows if any(row[part] for part in row if part not in self.row.given)]

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name, value, attrs) -> dict[str, Any]:
        rows = list(value or [])
        shown = min(self.most, len(rows) + self.spare)
        context = super().get_context(name, value, attrs)
        # Without complaints in the rows: the field says what is wrong, and in which.
        context["widget"]["rows"] = [
            self.row(initial=dict(rows[number]) if number < len(rows) else None, prefix=f"{name}-{number}")
            for number in range(shown)
        ]
        return context

    def id_for_label(self, id_) -> str:
        return f"{id_}-0-{next(iter(self.row.base_fields))}"


class RowsField(forms.Field):
    """A list of rows, each checked by the small form ``row``; gives [{part: JSON-able value}…].

    ``row.given`` names the parts that are never empty (a menu with a first choice): alone they make no row.
    """

    def __init__(self, row, *, spare=1, most=5, **options) -> None:
        options.setdefault("required", False)
        super().__init__(widget=RowsInput(row, spare, most), **options)
        self.row, self.most = row, most

    def clean(self, value) -> list[dict]:
        rows, errors = [], []
        for number, typed in enumerate(value or [], 1):
            form = self.row({part: text for part, text in typed.items() if text is not None})
            if form.is_valid():
                rows.append({part: plain(form.cleaned_data[part]) for part in form.fields})
                continue
            errors += [
                forms.ValidationError(_("Row %(number)s: %(error)s"), params={"number": number, "error": words})
                for part, those in form.errors.as_data().items()
                for one in those
                for words in error_in_words(form, part, one)
            ]
        if errors:
            raise forms.ValidationError(errors)
        return in_order(rows)


def error_in_words(form, name, error) -> list:
    """Return the words of an error of a form away from its field, which what is too long does not name by itself."""
    label = form.fields[name].label if error.code == "max_length" and name in form.fields else ""
    return [f"{label}: {words}" if label else words for words in error.messages]


def shape(field) -> str:
    """Return how a field is drawn: "hidden", "rows", "boxes" (several), "tick" (one) or "input"."""
    widget = field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, RowsInput):
        return "rows"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "boxes"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "input"


def _says_something(field) -> bool:
    """Whether an untouched field says something, or is nothing to write in."""
    if isinstance(field, forms.BooleanField) or field.widget.is_hidden or field.initial is not None:
        return True
    return isinstance(field, forms.ChoiceField) and bool(next(iter(field.choices), [""])[0])


def in_order(rows) -> list:
    """Return rows in an order of their own, so that the same rows are the same list."""
    return sorted(rows, key=lambda row: [str(part) for part in row.values()])


def plain(value) -> Any:
    """Return a cleaned value as JSON has it: dates and hours in ISO 8601, lists of keys sorted, nothing as ""."""
    if isinstance(value, list) and not any(isinstance(one, dict) for one in value):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return "" if value is None else value


class ValuesForm(forms.Form):
    """A form whose cleaned values can be kept as JSON and typed in again: ``ValuesForm(data=flat(values))``.

    ``sections`` are (key, title, names of fields). A field called ``name`` of a file is not a value. ``only``, when set,
    names the fields that are drawn, with those that have to be mended; the others keep what the caller gives them.
    ``confirmations`` are ticks by which whoever writes says «yes, I mean it»; those of ``asked`` appear only with the
    error that asks for them. ``needed_when`` is {name: words}: when a field that is not ``required`` has to be filled in.
    """

    sections: Sequence[tuple] = ()
    only: tuple | None = None
    # The keys of the sections with fields that were marked.
    marked: set[str] | frozenset[str] = frozenset()
    confirmations: tuple = ()
    asked: tuple = ()
    needed_when: dict = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.needed_when.items():
            self.fields[name].needed_when = words

    @classmethod
    def confirmed(cls, values) -> dict:
        """Return {name: ["on"]} of what was confirmed when ``values`` ({name: value}) were sent: to type them in again."""
        return {name: ["on"] for name in cls.confirmations}

    @property
    def parts(self) -> list[tuple]:
        """[(key, title, [(shape, bound field)])] for the template; the shape says how the field is drawn."""
        parts = [
            (key, title, [(shape(self.fields[name]), self[name]) for name in names if self._is_drawn(name)])
            for key, title, names in self.sections
        ]
        return [part for part in parts if part[2]] if self.only is not None else parts

    def _is_drawn(self, name) -> bool:
        if name not in self.fields:
            return False
        if name in self.asked and not self[name].value():
            return name in self.errors
        return self.only is None or name in self.only or name in self.errors

    @classmethod
    def required_of(cls, said, *, is_new) -> set:
        """Return the names of the fields without which it will not be valid, as far as the class knows.

        ``said`` is {name: what was typed}, ``is_new`` whether it makes something. Boxes to tick, and menus that begin
        with a choice, are not among them. Subclasses add what they ask for beyond ``required``.
        """
        return {name for name, field in cls.base_fields.items() if field.required and not _says_something(field)}

    @classmethod
    def notes(cls, values) -> list:
        """Return [((name, …), words)] of what ``values`` say together and no field alone: told beside the last shown."""
        return []

    def values(self) -> dict:
        """Return {field: JSON-able value} of a valid form."""
        return {name: plain(self.cleaned_data.get(name)) for name in self.fields if not self.is_file(name)}

    def is_file(self, name) -> bool:
        return isinstance(self.fields[name], forms.FileField)

    def mark(self, names, words) -> None:
        """Mark the fields called ``names``, beside each and in the list of sections: whoever fills it in is to look at them."""
        # Of a photo people see the input by which another is sent.
        names = {"picture" if name == "image" else name for name in names}
        for name in names & self.fields.keys():
            hint = self.fields[name].help_text
            self.fields[name].help_text = format_html('<b class="badge is-warm">{}</b> {}', words, hint)
        self.marked = {key for key, _title, inside in self.sections if names & {*inside}}

    @property
    def problems(self) -> list:
        """[(id of the input to go to, words)] for the summary of errors."""
        errors = self.errors.as_data() if self.errors else {}
        shown = [name for _key, _title, names in self.sections for name in names]
        order = sorted(errors, key=lambda name: shown.index(name) if name in shown else len(shown))
        return [
            (self._place_of(name), words)
            for name in order
            for one in errors[name]
            for words in error_in_words(self, name, one)
        ]

    def _place_of(self, name) -> str:
        """Return the id of what the reader is taken to: the input, or the set of inputs."""
        if not self._is_drawn(name):
            return "form"
        kind, bound = shape(self.fields[name]), self[name]
        return {"rows": bound.auto_id, "boxes": f"{bound.auto_id}_set"}.get(kind, bound.id_for_label)


def flat(values) -> dict[str, list[str]]:
    """Return values as inputs have them, {name: [str…]}: what ``ValuesForm.values`` gave, typed in again."""
    data = {}
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                data |= {f"{name}-{number}-{part}": [typed(one)] for part, one in row.items()}
        elif isinstance(value, list):
            data[name] = [typed(one) for one in value]
        elif value is not False:
            data[name] = [typed(value)]
    return data


def typed(value) -> str:
    return "on" if value is True else "" if value is None or value is False else str(value)


def as_query(data) -> QueryDict:
    """Return {name: [str…]} as a QueryDict, which forms read."""
    query = QueryDict(mutable=True)
    for name, texts in data.items():
        query.setlist(name, texts)
    return query


def as_data(query) -> dict:
    """Return a QueryDict as {name: [str…]}, without the names of the machinery around the form.

    Browsers end the lines of a text with CR LF (RFC 1866, 8.2.1): as kept they end with LF, or every text would differ.
    """
    return {
        name: [text.replace("\r\n", "\n") for text in query.getlist(name)]
        for name in query
        if name not in ("csrfmiddlewaretoken", "save", "send")
    }
