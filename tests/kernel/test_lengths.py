"""What is too long is never cut: it is refused, with how much to take away, and all that was typed stays."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from energies.curation.proposable import kinds
from energies.kernel.clean_text import clean
from tests.packages import OURS

WORDS = "Escurça-ho: hi caben 4 caràcters i n’hi ha 6. Treu-ne 2."


def all_forms():
    """Every form class of ours, of pages and of the desk."""
    for name in OURS:
        for module in walk_packages(import_module(name).__path__, f"{name}."):
            if not any(part in module.name for part in ("migrations", ".management", ".demo", "wsgi")):
                import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            found.add(one)
    return [one for one in found if one.__module__.partition(".")[0] in OURS and hasattr(one, "base_fields")]


def limited():
    """[(name, field)] of every text field of every form that has a limit."""
    for form in all_forms():
        for name, field in form.base_fields.items():
            if getattr(field, "max_length", None) and isinstance(field, forms.CharField):
                yield f"{form.__name__}.{name}", field


def of_the_desk(rf, user):
    """[(name, field)] of the forms by which the admin adds and changes our models."""
    request = rf.get("/")
    request.user = user
    for model, page in admin.site._registry.items():
        if model.__module__.partition(".")[0] in OURS:
            for name, field in page.get_form(request).base_fields.items():
                yield f"admin {model.__name__}.{name}", field


def test_there_is_something_to_look_at():
    assert len(list(limited())) > 60


def test_no_input_cuts_what_is_pasted(rf, staff_user):
    fields = [*limited(), *of_the_desk(rf, staff_user)]
    assert [name for name, field in fields if "maxlength" in field.get_bound_field(forms.Form(), "x").as_widget()] == []


def test_no_template_cuts_what_is_pasted():
    there = [file for app in [Path(settings.BASE_DIR / "templates")] for file in app.rglob("*.html")]
    assert there and [str(file) for file in there if re.search(r"\smaxlength=", file.read_text())] == []


def test_one_character_too_many_is_refused_in_words_in_every_field():
    for name, field in limited():
        with pytest.raises(ValidationError) as error:
            field.run_validators("x" * (field.max_length + 1))
        told = error.value.messages
        assert any(f"hi caben {field.max_length} " in words and "Treu-ne 1." in words for words in told), name


def test_what_fits_is_counted_as_the_browser_counts_it():
    """Ends of lines are one, and so is a sign that UTF-16 writes in two halves (static/js/limit.js)."""
    MaxLengthValidator(4)(clean("a\r\n🪴b"))
    with pytest.raises(ValidationError) as error:
        MaxLengthValidator(4)(clean("a\r\n🪴bcd"))
    assert error.value.messages == [WORDS]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(one.kind for one in kinds() if "name" in one.form.base_fields))
def test_all_that_was_typed_is_still_there(kind, vocabulary, territory):
    form_class, long = next(one.form for one in kinds() if one.kind == kind), "ll" * 600
    fields = {name: one for name, one in form_class.base_fields.items() if isinstance(one, forms.CharField)}
    fields = {name: one for name, one in fields.items() if one.max_length and one.max_length < len(long)}
    from energies.kernel.forms import as_query

    form = form_class(data=as_query({name: [long] for name in fields}))
    assert {name for name in fields if name in form.fields} <= set(form.errors)
    page = "".join(str(form[name]) for name in fields if name in form.fields)
    assert page.count(long) == len([name for name in fields if name in form.fields])
    summary = [words for _place, words in form.problems if words.startswith("Nom: Escurça-ho")]
    assert len(summary) == 1


def test_apps_are_ours():
    assert {one.partition(".")[0] for one in OURS} <= {app.name.partition(".")[0] for app in apps.get_app_configs()}
