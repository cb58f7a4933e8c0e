"""Months later, those who carry what a Trobada left are asked by one letter, and answer by its link."""

from datetime import timedelta

import pytest
from django.core import mail, signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from energies.accounts.models import User
from energies.curation.models import Submission
from gatherings import letters
from gatherings.follow_up import asking, deciding
from gatherings.models import FollowUp, Gain, Outcome

pytestmark = pytest.mark.django_db


def answer(client, link, data):
    return client.post(link, data, follow=True)


# Whom, when


def test_who_carries_something_is_asked_once_with_a_link_and_a_way_out(make_outcome, tick, returned):
    make_outcome()
    (letter,) = tick()
    assert letter.to == ["ateneu@exemple.cat"] and letter.subject == "Com va el que va deixar «Espais que cuiden»?"
    for said in ("Fa 3 mesos", "Ateneu de mostra", "- Un acord per compartir sales (per començar)", "/seguiment/"):
        assert said in letter.body
    assert returned.get_absolute_url() in letter.body and "/contacte/" in letter.body
    assert not tick() and not tick(30)


@pytest.mark.parametrize(
    ("days", "months"), [(-80, None), (-5, 3), (90, 6), (270, 12), (600, None)], ids=["soon", "3", "6", "12", "late"]
)
def test_the_latest_question_that_is_due_is_the_only_one(make_outcome, tick, days, months):
    make_outcome()
    tick(days)
    assert [one.months for one in FollowUp.objects.all()] == ([months] if months else [])


def test_each_moment_is_asked_in_its_turn(make_outcome, tick):
    make_outcome()
    assert [len(tick(days)) for days in (0, 90, 270)] == [1, 1, 1]
    assert "Fa un any" in mail.outbox[0].body and not tick(300)
    assert list(FollowUp.objects.values_list("months", flat=True)) == [3, 6, 12]


def test_hosts_are_asked_even_if_they_carry_nothing(returned, make_entity, tick):
    returned.parties.add(make_entity("Casal", contact_email="casal@exemple.cat").party)
    (letter,) = tick()
    assert letter.to == ["casal@exemple.cat"] and "tireu endavant" not in letter.body


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_who_has_finished_is_not_asked(make_outcome, tick, state):
    make_outcome(state=state, reason="Ja està.")
    assert not tick()


@pytest.mark.parametrize("stage", ["closed", "under_way"])
def test_nobody_is_asked_before_the_return_is_public(make_outcome, returned, tick, stage):
    make_outcome()
    returned.stage = stage
    returned.save()
    assert not tick()


def test_hidden_trobades_and_parties_are_not_asked_about(make_outcome, make_entity, returned, tick, staff_user):
    hidden = make_entity("Amagada", contact_email="amagada@exemple.cat")
    make_outcome(by=[hidden])
    hidden.hide(by=staff_user, why="prova")
    assert not tick() and not FollowUp.objects.exists()
    make_outcome()
    returned.hide(by=staff_user, why="prova")
    assert not tick()


def test_each_keeper_is_written_to_in_their_language(make_outcome, tick, make_entity):
    entity = make_entity("Ateneu de mostra", contact_email="ateneu@exemple.cat")
    for language in ("es", "en"):
        entity.editors.add(User.objects.create_user(f"{language}@exemple.cat", language=language))
    make_outcome(by=[entity])
    told = {letter.to[0]: (letter.subject, letter.body) for letter in tick()}
    assert set(told) == {"es@exemple.cat", "en@exemple.cat"}
    assert "¿Cómo va" in told["es@exemple.cat"][0] and "/es/seguimiento/" in told["es@exemple.cat"][1]
    assert "How does it stand?" in told["en@exemple.cat"][0] and "/en/follow-up/" in told["en@exemple.cat"][1]
    assert FollowUp.objects.count() == 1


def test_who_has_no_address_waits_for_the_teams_call(make_outcome, make_entity, tick):
    make_outcome(by=[make_entity("Sense correu")])
    assert not tick()
    assert FollowUp.objects.get().sent_at is None


def test_killed_half_way_it_goes_on_where_it_was(make_outcome, make_entity, tick, monkeypatch):
    make_outcome(by=[make_entity(f"Entitat {n}", contact_email=f"e{n}@exemple.cat") for n in range(3)])
    write, dying = letters.follow_up, ["Entitat 1"]

    def dies(one, party, people, token):
        if party.name in dying:
            raise KeyboardInterrupt
        write(one, party, people, token)

    monkeypatch.setattr(asking.letters, "follow_up", dies)
    with pytest.raises(KeyboardInterrupt):
        tick()
    assert FollowUp.objects.count() == 1
    dying.clear()
    assert sorted(letter.to[0] for letter in tick()) == ["e1@exemple.cat", "e2@exemple.cat"]


def test_two_at_once_ask_once(make_outcome, returned, tick, monkeypatch):
    make_outcome()
    # The other one has looked before the first wrote anything.
    monkeypatch.setattr(asking, "_settled", lambda *_: FollowUp.objects.none())
    assert len(tick()) == 1 and not tick()


@pytest.mark.parametrize("fields", [{}, {"months": 4}], ids=["nobody", "another month"])
def test_a_question_is_to_one_party_at_one_moment(returned, make_entity, fields):
    base = {"gathering": returned, "months": 3}
    if fields:
        base["party"] = make_entity().party
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(**base | fields)


# The link


def test_following_the_link_changes_nothing_and_asks_of_each_thing(client, link, asked):
    page = client.get(link)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and "noindex" in page.text
    assert "Un acord per compartir sales" in page.text and "Què s’ha guanyat al Raval?" in page.text
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_what_is_sent_waits_for_the_team_and_nobody_else_reads_it(client, link, asked, reply, returned):
    page = client.post(link, reply("done", "Signat per catorze.", "Ombra i bancs."))
    assert "Gràcies" in page.text
    asked.refresh_from_db()
    assert asked.state == "answered" and Outcome.objects.get().state == "to_start" and not Gain.everything.exists()
    for path in (returned.get_absolute_url(), "/barris/el-raval/", "/trobades/que-han-deixat/"):
        shown = client.get(path).text
        assert "Signat per catorze." not in shown and "Ombra i bancs." not in shown


def test_it_may_be_changed_until_the_team_decides(client, link, asked, reply, staff_user):
    client.post(link, reply("under_way", "A mig fer."))
    assert "A mig fer." in client.get(link).text
    client.post(link, reply("done", "Fet del tot."))
    asked.refresh_from_db()
    assert "Fet del tot." in asked.answer.values()
    deciding.decline(asked, by=staff_user, seen=asked.seen)
    assert "ja ha decidit" in client.get(link).text
    assert "ja ha decidit" in client.post(link, reply("stopped", "Tard.")).text
    asked.refresh_from_db()
    assert "Fet del tot." in asked.answer.values()


def test_who_answers_second_reads_what_the_other_said_and_nothing_typed_is_lost(client, link, asked, reply):
    first, second = (reply(gain=words) | {"seen": ""} for words in ("El que diu una.", "El que diu l’altra."))
    assert client.post(link, first).status_code == 200
    answer = client.post(link, second)
    assert answer.status_code == 409
    for words in ("Algú altre hi ha contestat mentrestant: «El que diu una.»", "El que diu l’altra."):
        assert words in answer.text
    assert FollowUp.objects.get().answer["gain_01"] == "El que diu una."
    again = second | {"seen": answer.context["form"].seen}
    assert client.post(link, again).status_code == 200
    assert FollowUp.objects.get().answer["gain_01"] == "El que diu l’altra."


def test_giving_up_wants_a_reason_and_nothing_typed_is_lost(client, link, asked, reply):
    page = client.post(link, reply("dropped", "", "Ens hem conegut."))
    assert page.status_code == 422 and "Ens hem conegut." in page.text
    note = next(name for name in reply() if name.startswith("note"))
    assert f'href="#id_{note}"' in page.text and f'id="id_{note}_error"' in page.text
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.parametrize("wrong", [{"lang": "xx"}, {"gain_01": "a" * 601}, {"state": "volant"}, {"note": "a" * 251}])
def test_nonsense_is_told_and_kept_out(client, link, asked, reply, wrong):
    data = reply()
    for name, value in wrong.items():
        data[next(key for key in data if key.startswith(name))] = value
    assert client.post(link, data).status_code == 422
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_who_carries_nothing_says_something_at_least(client, returned, make_entity, tick):
    returned.parties.add(make_entity("Casal", contact_email="casal@exemple.cat").party)
    tick()
    link = reverse("follow_up", args=[asking.token_of(FollowUp.objects.get())])
    assert client.post(link, {"lang": "ca"}).status_code == 422
    assert client.post(link, {"lang": "ca", "gain_01": "Res de nou."}).status_code == 200


def test_each_host_barri_is_asked_of(client, link, returned):
    returned.barris.add("11")
    page = client.get(link).text
    assert "Què s’ha guanyat al Raval?" in page and "Què s’ha guanyat al Poble-sec?" in page
    returned.barris.clear()
    assert "Què hi ha guanyat el barri?" in client.get(link).text


def test_who_wants_no_more_questions_gets_none(client, link, asked, tick):
    assert "No ho tornarem a preguntar" in client.post(link, {"act": "stop"}).text
    assert not tick(90)


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_is_asked_in_the_readers_language(client, asked, language):
    with translation.override(language):
        link = reverse("follow_up", args=[asking.token_of(asked)])
        page = client.get(link)
    assert f'<option value="{language}" selected>' in page.text
    assert {"es": "¿Qué se ha ganado en el Raval?", "en": "What has been gained in el Raval?"}[language] in page.text


def test_a_broken_link_is_404_and_an_old_one_410(client, link, monkeypatch):
    assert client.get(f"{link[:-3]}x/").status_code == 404
    assert client.get(reverse("follow_up", args=[signing.dumps(1, salt="another")])).status_code == 404
    monkeypatch.setattr(asking.periods, "LINK_TO_FOLLOW_UP", timedelta(seconds=-1))
    page = client.get(link)
    assert page.status_code == 410 and "mig any" in page.text


def test_of_what_is_hidden_nothing_is_asked_by_an_old_letter(client, link, returned, staff_user, reply):
    returned.hide(by=staff_user, why="prova")
    assert client.get(link).status_code == 410 and client.post(link, reply()).status_code == 410


def test_no_address_is_kept_with_the_question(client, link, reply, asked):
    client.post(link, reply("done", "Fet."))
    assert "@" not in f"{FollowUp.objects.values().get()} {Submission.objects.values().get()}"
    assert Submission.objects.get().author is None
