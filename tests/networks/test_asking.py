"""A link shows once both sides have said yes; either may end it, and a no is a no for a year."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import writing
from energies.curation.history import changes_of
from energies.curation.models import Submission
from networks.models import Membership, Relation


def link_in(letter):
    return re.search(r"http://127.0.0.1:8000(/\S+)", letter.body)[1]


def answer(client, one, what, post):
    return post(client, f"/el-meu-espai/propostes/{one.pk}/fes/", act=what)


def test_a_relation_shows_on_both_pages_when_the_other_side_agrees(relate, ours, theirs, post, client):
    one = relate(words="La sala petita, els dimarts.")
    (mine, _), (other, their_client) = ours, theirs
    assert "La sala petita" not in client.get(mine.get_absolute_url()).text
    assert "La sala petita" not in client.get(other.get_absolute_url()).text
    assert "Us demanen un sí" in their_client.get("/el-meu-espai/").text
    answer(their_client, one, "accept", post)
    here, there = client.get(mine.get_absolute_url()).text, client.get(other.get_absolute_url()).text
    assert "Cedeix espai a" in here and "Rep espai de" in there
    assert "La sala petita" in here and "La sala petita" in there


def test_the_other_side_answers_by_one_link_without_signing_in(
    relate, theirs, client, django_capture_on_commit_callbacks
):
    relate()
    (letter,) = [one for one in mail.outbox if "us demana un sí" in one.subject]
    assert letter.to == ["elles@exemple.cat"] and letter.subject.startswith("Hort Nostre")
    path = link_in(letter)
    page = client.get(path)
    assert "Hort Nostre us demana un sí" in page.text and not Relation.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert "Ja és públic." in client.post(path, {"act": "accept"}).text
    assert Relation.objects.count() == 1
    assert mail.outbox[-1].to == ["nosaltres@exemple.cat"]
    assert "S’hi va dir que sí" in client.post(path, {"act": "accept"}).text
    assert Relation.objects.count() == 1


def test_who_nobody_keeps_up_is_asked_at_its_own_address(ours, make_entity, post, client):
    mine, my_client = ours
    other = make_entity("Sense Gent", contact_email="hola@exemple.cat")
    said = {"mine": f"entity.{mine.pk}", "verb": "shares", "other": f"entity.{other.pk}", "lang": "ca", "send": "1"}
    post(my_client, "/participa/registra/vincle/", **said)
    (letter,) = [one for one in mail.outbox if one.to == ["hola@exemple.cat"]]
    client.post(link_in(letter), {"act": "accept"})
    assert Relation.objects.count() == 1
    assert not other.editors.exists()


def test_who_cannot_be_reached_is_not_asked(ours, make_entity, post):
    mine, client = ours
    other = make_entity("Sense Correu")
    said = {"mine": f"entity.{mine.pk}", "verb": "shares", "other": f"entity.{other.pk}", "lang": "ca", "send": "1"}
    page = post(client, "/participa/registra/vincle/", **said)
    assert page.status_code == 422 and "no en tenim cap correu" in page.text


@pytest.mark.parametrize("token", ["xyz", "WzEsMSwieCJd:1xx:abc"])
def test_a_forged_link_is_404_in_words(client, db, token):
    page = client.get(f"/respon/{token}/")
    assert page.status_code == 404 and "Aquest enllaç ja no val" in page.text


def test_a_link_does_nothing_after_it_was_taken_back(relate, client, ours, post):
    one = relate()
    path = link_in(mail.outbox[-1])
    post(ours[1], f"/el-meu-espai/propostes/{one.pk}/fes/", act="withdraw")
    assert "no hi ha res per respondre" in client.post(path, {"act": "accept"}).text
    assert not Relation.objects.exists()


def test_a_no_is_never_shown_nor_asked_again_for_a_year(relate, theirs, ours, post, client):
    one = relate(words="Mai vist")
    answer(theirs[1], one, "refuse", post)
    assert "Mai vist" not in client.get(ours[0].get_absolute_url()).text
    said = {"mine": f"entity.{ours[0].pk}", "verb": "lends_space", "other": f"entity.{theirs[0].pk}", "lang": "ca"}
    for days in (0, 364):
        Submission.objects.filter(pk=one.pk).update(decided_at=timezone.now() - timedelta(days=days))
        page = post(ours[1], "/participa/registra/vincle/", **said, send="1")
        assert page.status_code == 422 and "Van dir que no" in page.text
    Submission.objects.filter(pk=one.pk).update(decided_at=timezone.now() - timedelta(days=366))
    assert post(ours[1], "/participa/registra/vincle/", **said, send="1").status_code == 302


def test_the_same_said_from_the_other_side_is_the_same(relate, theirs, ours, post):
    answer(theirs[1], relate("lends_space"), "accept", post)
    said = {"mine": f"entity.{theirs[0].pk}", "verb": "lends_space.back", "other": f"entity.{ours[0].pk}"}
    page = post(theirs[1], "/participa/registra/vincle/", **said, lang="ca", send="1")
    assert page.status_code == 422 and "ja hi és" in page.text


def test_either_side_ends_it_and_the_other_is_told(relate, theirs, ours, post, client):
    answer(theirs[1], relate("shares"), "accept", post)
    link = Relation.objects.get()
    path = f"/el-meu-espai/xarxes/relation/{link.pk}/acaba/"
    assert "Si tenim cap correu de l’altra part" in post(theirs[1], path).text and link.until is None
    mail.outbox.clear()
    post(theirs[1], path, sure="1", why="Ja no tenim local.")
    link.refresh_from_db()
    assert link.until == timezone.localdate() and changes_of(link).filter(act="removed").exists()
    assert mail.outbox[0].to == ["nosaltres@exemple.cat"] and "Ja no tenim local." in mail.outbox[0].body
    assert "Comparteix recursos" not in client.get(ours[0].get_absolute_url()).text
    assert "Ja s’havia acabat" in theirs[1].post(path, {"sure": "1"}, follow=True).text


def test_a_stranger_neither_answers_nor_ends(relate, theirs, post):
    one = relate()
    stranger = Client()
    stranger.force_login(User.objects.create_user("algu@exemple.cat"))
    assert answer(stranger, one, "accept", post).status_code == 404
    answer(theirs[1], one, "accept", post)
    path = f"/el-meu-espai/xarxes/relation/{Relation.objects.get().pk}/acaba/"
    assert stranger.post(path, {"sure": "1"}).status_code == 404
    assert Client().post(path, {"sure": "1"}).status_code == 401
    assert Relation.objects.get().until is None


def test_nobody_speaks_for_somebody_else(theirs, ours, post, make_entity):
    third = make_entity("Tercers", contact_email="tercers@exemple.cat")
    said = {"mine": f"entity.{theirs[0].pk}", "verb": "shares", "other": f"entity.{third.pk}", "lang": "ca"}
    page = post(ours[1], "/participa/registra/vincle/", **said, send="1")
    assert page.status_code == 422 and not Submission.objects.filter(state="pending").exists()


@pytest.mark.parametrize("query", ["", "?other=entity.999999", "?other=entity.x", "?other=user.1"])
def test_beginning_from_nowhere_says_where_to_begin(ours, query):
    page = ours[1].get(f"/participa/registra/vincle/{query}", follow=True)
    assert "Busca’ls al directori" in page.text


def test_a_network_is_founded_approved_and_joined(ours, theirs, reviewer, post, client):
    (mine, my_client), (other, their_client) = ours, theirs
    said = {"name": "Llavors", "founder": f"entity.{mine.pk}", "lang": "ca", "summary": "Ens passem llavors.",
            "scope": "city", "joining": "open", "understood": "on"}  # fmt: skip
    assert post(my_client, "/participa/registra/xarxa/", **said, send="1").status_code == 302
    one = Submission.objects.get(kind="network")
    assert client.get("/xarxes/llavors/").status_code == 404
    post(reviewer, f"/gestio/{one.pk}/decideix/", act="approve", revision=1)
    page = client.get("/xarxes/llavors/")
    assert "Hort Nostre" in page.text and "Demana d’entrar-hi" in page.text
    network = Membership.objects.get().network

    join = {"asked_by": "member", "network": f"network.{network.pk}", "member": f"entity.{other.pk}", "role": "member"}
    assert post(their_client, "/participa/registra/entra-hi/", **join, send="1").status_code == 302
    asked = Submission.objects.get(kind="membership")
    assert "Ateneu Seu" not in client.get("/xarxes/llavors/").text
    answer(my_client, asked, "accept", post)
    assert "Ateneu Seu" in client.get("/xarxes/llavors/").text
    assert "Llavors" in client.get(other.get_absolute_url()).text

    link = Membership.objects.get(party=other.party)
    post(their_client, f"/el-meu-espai/xarxes/membership/{link.pk}/acaba/", sure="1")
    page = client.get("/xarxes/llavors/")
    assert page.context["page"].paginator.count == 1 and "n’havia format part" in page.text


def test_a_network_invites_also_when_it_takes_no_requests(ours, theirs, make_network, post):
    network = make_network(joining="invitation")
    network.memberships.create(party=ours[0].party, role="coordinator")
    refs = {"network": f"network.{network.pk}", "member": f"entity.{theirs[0].pk}", "role": "member"}
    page = post(theirs[1], "/participa/registra/entra-hi/", **refs, asked_by="member", send="1")
    assert page.status_code == 422 and "no rep peticions" in page.text
    form = ours[1].get(f"/participa/registra/entra-hi/?member={refs['member']}")
    assert "Hi convides Ateneu Seu" in form.text
    assert post(ours[1], "/participa/registra/entra-hi/", **refs, asked_by="network", send="1").status_code == 302
    answer(theirs[1], Submission.objects.filter(kind="membership", state="pending").get(), "accept", post)
    assert Membership.objects.filter(party=theirs[0].party).exists()


def test_nobody_joins_what_has_ended(theirs, make_network, post):
    network = make_network(until=2020, contact_email="xarxa@exemple.cat")
    join = {"asked_by": "member", "network": f"network.{network.pk}", "member": f"entity.{theirs[0].pk}"}
    page = post(theirs[1], "/participa/registra/entra-hi/", **join, role="member", send="1")
    assert page.status_code == 422 and "s’ha acabat" in page.text


def test_my_networks_lists_what_i_am_tied_to_at_a_constant_cost(ours, make_network, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert ours[1].get("/el-meu-espai/xarxes/").status_code == 200
        return len(queries)

    for number in range(2):
        make_network(f"Xarxa {number}").memberships.create(party=ours[0].party)
    few = cost()
    for number in range(2, 12):
        make_network(f"Xarxa {number}").memberships.create(party=ours[0].party)
    assert cost() == few


def test_a_network_of_a_theme_says_which(ours, post):
    said = {"name": "Veus", "founder": f"entity.{ours[0].pk}", "lang": "ca", "summary": "Ràdios.", "scope": "theme",
            "joining": "open", "understood": "on"}  # fmt: skip
    page = post(ours[1], "/participa/registra/xarxa/", **said, send="1")
    assert page.status_code == 422 and "Tria el tema" in page.text


def test_who_asks_for_many_a_yes_in_a_day_waits_and_keeps_what_was_written(ours, theirs, relate, post, monkeypatch):
    monkeypatch.setitem(writing.SENT.__dict__, "most", 1)
    relate()
    said = {"mine": f"entity.{ours[0].pk}", "verb": "shares", "other": f"entity.{theirs[0].pk}", "lang": "ca"}
    answer = post(ours[1], "/participa/registra/vincle/", **said, words="Les eines.", send="1")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 23 * 3600
    assert "continua demà" in answer.text
    assert "Les eines." in answer.text
    draft = Submission.objects.get(state="draft")
    assert f"/el-meu-espai/propostes/{draft.pk}/edita/" in answer.text
