"""Whom a change of an activity reaches by letter, and who has to be called, in words that are so for whoever makes it."""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energies.operations import opt_out
from gatherings import organisers


def tell_who_is_told(request, activity):
    """Say on the screen who will be told of what was just done with an activity that is public, and who has to be called."""
    if activity.published and not activity.is_over and (words := words_of(activity, by=request.user)):
        messages.info(request, words)


def words_of(activity, *, by):
    """Return who is written to of a change that the user ``by`` has made, and who has to be called; "" for nobody."""
    told = activity.registrations.open().exclude(email="")
    refused = set(opt_out.refused(organisers.TOPIC))
    people = [person for key, person in organisers.people_of(activity).items() if key not in refused]
    parts = [
        _written(told.count(), told.people()),
        _organisers(sum(person.pk != by.pk for person in people)),
        to_call(activity, activity.registrations.to_call().people()),
    ]
    # Each part is escaped, or has nothing to escape.
    return mark_safe(" ".join(part for part in parts if part))  # nosec


def _written(letters, people):
    if not letters:
        return ""
    words = ngettext(
        "We write to %(n)s address of those who signed up (%(people)s in all).",
        "We write to %(n)s addresses of those who signed up (%(people)s in all).",
        letters,
    )
    return words % {"n": letters, "people": how_many(people)}


def _organisers(letters):
    words = ngettext(
        "We write to %(n)s address of those who organise it.",
        "We write to %(n)s addresses of those who organise it.",
        letters,
    )
    return words % {"n": letters} if letters else ""


def how_many(people):
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": people}


def to_call(activity, people):
    """Return that so many people gave no e-mail, with a link to the list of whom to call; "" for none."""
    if not people:
        return ""
    words = ngettext(
        "%(n)s person gave no e-mail: no letter reaches them.",
        "%(n)s people gave no e-mail: no letter reaches them.",
        people,
    )
    link = reverse("sign_up_calls", args=[activity.pk])
    return format_html('{} <a href="{}">{}</a>', words % {"n": people}, link, _("List of whom to call"))
