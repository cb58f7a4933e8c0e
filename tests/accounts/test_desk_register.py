"""What stands on the team's desk is what we put there: nothing that a library brings, and no secret."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import flatten_fieldsets
from django.test import RequestFactory

from energies.accounts.models import User
from energies.kernel.desk import DeskAdmin
from tests.packages import OURS

SECRET = re.compile(r"secret|seed|password|token|session_data|credential|user_permissions|^data$")


def is_ours(model):
    return apps.get_app_config(model._meta.app_label).name.startswith(OURS)


def test_no_table_of_a_library_is_on_the_desk():
    theirs = [model for model in apps.get_models() if not is_ours(model)]
    assert {Authenticator} < set(theirs)
    assert [model for model in theirs if admin.site.is_registered(model)] == []


def test_all_on_the_desk_derives_from_the_one_base():
    strange = [one for one in admin.site._registry.values() if not isinstance(one, DeskAdmin)]
    assert strange == [] and len(admin.site._registry) > 15


def test_an_admin_of_ours_without_the_base_would_be_missed():
    """The desk leaves it out without a word, so here is the word."""
    classes, found = [admin.ModelAdmin], []
    while classes:
        classes += (below := classes.pop().__subclasses__())
        found += [one for one in below if one.__module__.startswith(OURS)]
    assert len(found) > 15 and [one for one in found if not issubclass(one, DeskAdmin)] == []


def test_a_library_that_registers_is_left_out():
    class Theirs(admin.ModelAdmin):
        pass

    admin.site.register(Authenticator, Theirs)
    admin.site.register(Authenticator)
    assert not admin.site.is_registered(Authenticator)


@pytest.mark.django_db
def test_no_form_list_or_filter_of_the_desk_shows_a_secret(staff_user):
    request = RequestFactory().get("/")
    request.user = staff_user
    shown = set()
    for model, desk in admin.site._registry.items():
        names = [*flatten_fieldsets(desk.get_fieldsets(request)), *desk.get_list_display(request)]
        names += [*desk.get_search_fields(request), *(one for one in desk.list_filter if isinstance(one, str))]
        shown |= {(model, name) for name in names if isinstance(name, str) and SECRET.search(name)}
    assert shown == set()


@pytest.mark.parametrize(
    "asked", ["password__startswith=pbkdf2", "authenticator__data__contains=secret", "groups__permissions__id__exact=1"]
)
def test_no_column_that_the_list_does_not_offer_can_be_asked_for(team, staff_user, asked):
    User.objects.create_user("una@exemple.cat", password="una paraula")
    answer = team.get(f"/equip/accounts/user/?{asked}", follow=True)
    assert "L’adreça demanava una cosa que no pot ser" in answer.text
    assert len(answer.context["cl"].result_list) == 2
