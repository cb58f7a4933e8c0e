"""The invented city, loaded once for a file of tests and gone after it, and those who knock at its doors."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import drafts
from energies.curation import letters as curation_letters
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.demo import gatherings, loader, networks, proposals
from energies.entries.models import Party
from energies.site.reference import load as load_pages
from energies.territory import reference as territory
from energies.vocabulary import reference as vocabulary
from gatherings import letters, places
from gatherings.follow_up import asking
from gatherings.models import Activity, FollowUp, Gathering, Registration, Visit
from gatherings.registration import passes
from tests.fuzz.walking import Walker, of_a_test
from tests.whole import WHOLE

OF_EACH = 2 if WHOLE else 1  # pages of a view


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, own_folders):
    """All that the demo holds, in a transaction that is rolled back when the file is through."""
    with django_db_blocker.unblock(), of_a_test():
        territory.load()
        vocabulary.load()
        load_pages()
        loader.load(picture_width=160)
        proposals.load(User.objects.create_superuser("equip@exemple.cat", name="Equip"))
        networks.load()
        gatherings.load()
        yield
        # What is deferred till the commit is looked at, and nothing is committed.
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(city, django_db_blocker, let_in):
    """{who: Walker} of a stranger with the links of letters, of whoever keeps most up, and of somebody of the team."""
    with django_db_blocker.unblock():
        editor, team = Client(), let_in(Client(), User.objects.get(email="equip@exemple.cat"))
        editor.force_login(User.objects.get(email="merce@exemple.cat"))
        own, letters_of_own = things_of_an_editor(), links_of_letters()
        plain = [reverse(name) for name in without_arguments()]
        return {
            "stranger": Walker("stranger").walk(["/", *letters_of_own, *plain], OF_EACH),
            "editor": Walker("editor", editor).walk(["/el-meu-espai/", *own, *letters_of_own, *plain], OF_EACH),
            "team": Walker("team", team).walk([what_a_trobada_left(), "/gestio/", "/equip/", *own, *plain], OF_EACH),
        }


def without_arguments():
    """Names of the pages that open without more, those left out that end the visit or read files of a real demo."""
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)} - {"demo_mail"}:
        with suppress(NoReverseMatch):
            reverse(name)
            yield name


def things_of_an_editor():
    """Return the pages of an activity, to come, that somebody has signed up for."""
    activity = Activity.objects.filter(starts_at__gt=timezone.now(), gathering=None).first()
    activity.parties.set(Party.objects.filter(entity__editors__email="merce@exemple.cat")[:1])
    activity.sign_up, activity.capacity = "required", 30
    activity.save()
    needs = {"needs": ["childcare"], "children": 2, "children_ages": "3 i 6", "needs_agreed_at": timezone.now()}
    places.sign_up(activity, name="Aina", email="aina@exemple.cat", **needs)
    names = (
        "answer_care",
        "sign_ups",
        "check_in_list",
        "head_count",
        "sign_ups_key_in",
        "sign_up_sheet",
        "sign_up_message",
        "sign_up_empty_sheet",
        "sign_ups_csv",
    )
    return [reverse("sign_up", args=[activity.slug]), several(), *(reverse(name, args=[activity.pk]) for name in names)]


def several():
    """Return the form for two activities of a Trobada."""
    two = Activity.objects.filter(starts_at__gt=timezone.now()).exclude(gathering=None)[:2]
    Activity.objects.filter(pk__in=[one.pk for one in two]).update(sign_up="open", sign_up_url="", status="planned")
    asked = "&".join(f"activity={one.pk}" for one in two)
    return reverse("sign_up_several", args=[two[0].gathering.slug]) + f"?{asked}"


def what_a_trobada_left():
    """Return the page where the team tells what the last one left."""
    author, past = (
        User.objects.get(email="equip@exemple.cat"),
        Gathering.everything.filter(stage__in=Gathering.TELLING).first(),
    )
    return reverse("submission_edit", args=[drafts.open_change(get("return"), author, past, "ca").pk])


def links_of_letters():
    signed_up = Registration.objects.filter(email="aina@exemple.cat").first()
    asked = Submission.objects.filter(state="pending", awaits="entity").first()
    gathering = Gathering.objects.filter(activities__starts_at__gt=timezone.now()).first()
    activity = gathering.activities.filter(sign_up="open").first()
    places.ask_for_all(gathering, {activity.pk: {}}, name="Aina", email="aina@exemple.cat")
    return [
        reverse("registration", args=[letters.token_of(signed_up)]),
        reverse("visit", args=[letters.visit_token_of(Visit.objects.first())]),
        reverse("check_in", args=[passes.token_of(signed_up)]),
        reverse("follow_up", args=[asking.token_of(FollowUp.objects.first())]),
        reverse("answer", args=[curation_letters.answer_token(asked, "merce@exemple.cat")]),
    ]
