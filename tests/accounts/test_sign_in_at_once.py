"""Figures tried, and people made, at the same instant: three tries, one way in, one person."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from energies.accounts.models import SignInCode, User
from tests.curation.test_at_once import a_database_that_threads_share, at_once  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.at_once]
SIGN_IN, CODE, SPACE = "/el-meu-espai/entra/", "/el-meu-espai/entra/codi/", "/el-meu-espai/"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


def figures(letter):
    return re.search(r"\b\d{6}\b", letter.body)[0]


def test_of_eighty_tries_three_are_looked_at(client):
    client.post(SIGN_IN, {"email": "nova@exemple.cat"})
    code = int(figures(mail.outbox[-1]))
    cookie = client.cookies["sessionid"].value

    def guess(number):
        one = Client()
        one.cookies["sessionid"] = cookie
        return [
            one.post(CODE, {"code": f"{(code + number * 10 + each) % 10**6:06}"}).status_code for each in range(1, 11)
        ]

    told = at_once(*(lambda number=number: guess(number) for number in range(8)))
    assert all(isinstance(one, list) for one in told), told
    assert SignInCode.objects.get().tries == 3
    # Whatever came fourth was not looked at, were it the right one.
    assert client.post(CODE, {"code": f"{code:06}"})["Location"].startswith(SIGN_IN)
    assert not User.objects.exists()


def test_the_right_figures_sent_twice_let_in_once_and_make_one_person(client):
    client.post(SIGN_IN, {"email": "nova@exemple.cat"})
    code, cookie = figures(mail.outbox[-1]), client.cookies["sessionid"].value

    def enter():
        one = Client()
        one.cookies["sessionid"] = cookie
        answer = one.post(CODE, {"code": code})
        return answer.status_code == 302 and answer["Location"] == SPACE

    assert sorted(at_once(enter, enter, enter)) == [False, False, True]
    assert User.objects.count() == 1


def test_one_person_who_enters_from_two_places_is_made_once():
    def enter():
        return User.objects.known_or_new("nova@exemple.cat", language="ca").pk

    assert len(set(at_once(*[enter] * 6))) == 1
    assert User.objects.count() == 1
