"""The team reads what was answered, publishes or declines it; what is published makes a timeline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from energies.curation import reopening
from energies.curation.models import Submission
from energies.curation.proposable import CannotApply, get
from gatherings.models import FollowUp, Gain, Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(returned):
    return f"/gestio/trobades/{returned.number}/seguiment/"


@pytest.fixture
def answered(client, link, asked, reply):
    client.post(link, reply("under_way", "Ens hem trobat dos cops.", "Bancs a l’ombra."))
    asked.refresh_from_db()
    return asked


@pytest.fixture
def decide(team, desk):
    """Returns a function that presses a button beside an answer, as it stands or as it was seen before."""

    def press(one, act, seen=None):
        return team.post(f"{desk}{one.pk}/decideix/", {"act": act, "sure": "1", "seen": seen or one.seen}, follow=True)

    return press


def test_the_board_says_how_many_answers_wait(team, answered, returned):
    assert "1 resposta per llegir" in team.get(f"/gestio/trobades/{returned.number}/").text


def test_the_list_says_who_was_asked_and_shows_what_waits(team, answered, desk):
    page = team.get(desk).text
    for said in ("Ateneu de mostra", "Als 3 mesos", "Ens hem trobat dos cops.", "Bancs a l’ombra.", "Publica-la"):
        assert said in page


def test_an_empty_list_says_when_it_fills(team, returned, desk):
    assert "Encara a ningú" in team.get(desk).text


def test_what_is_published_shows_on_both_pages(client, answered, decide, returned):
    assert "Publicada." in decide(answered, "approve").text
    assert Outcome.objects.get().state == "under_way" and Gain.objects.get().barri_id == "01"
    for path in (returned.get_absolute_url(), "/barris/el-raval/"):
        page = client.get(path).text
        for said in ("Als 3 mesos", "Ens hem trobat dos cops.", "Bancs a l’ombra.", "Ateneu de mostra"):
            assert said in page


def test_what_is_declined_shows_nowhere(client, answered, decide, returned):
    assert "Desestimada" in decide(answered, "decline").text
    assert Outcome.objects.get().state == "to_start" and not Gain.everything.exists()
    for path in (returned.get_absolute_url(), "/barris/el-raval/", "/trobades/que-han-deixat/"):
        page = client.get(path).text
        assert "dos cops" not in page and "Bancs a l’ombra." not in page


@pytest.mark.parametrize("second", ["approve", "decline"])
def test_two_who_decide_at_once_decide_once(answered, decide, second):
    decide(answered, "approve")
    assert "no hi ha res a decidir" in decide(answered, second).text
    assert Gain.everything.count() == 1 and Outcome.objects.get().steps.count() == 1


def test_nobody_publishes_another_answer_than_the_one_they_read(client, answered, decide, link, reply):
    seen = answered.seen
    client.post(link, reply("done", "Una altra cosa."))
    assert "torna-la a llegir" in decide(answered, "approve", seen).text
    assert Outcome.objects.get().state == "to_start"


def test_what_others_finished_meanwhile_is_told_and_not_undone(answered, decide):
    Submission.objects.update(submitted_at=timezone.now() - timedelta(hours=1))
    answered.refresh_from_db()
    Outcome.objects.get().change_state("done", note="Signat.")
    page = decide(answered, "approve")
    assert page.status_code == 200 and "ha passat a «fet»" in page.text
    assert Outcome.objects.get().state == "done" and FollowUp.objects.get().state == "answered"
    assert not Gain.everything.exists()


def test_an_answer_that_does_not_hold_any_more_says_why(team, answered, decide, desk):
    Submission.objects.update(values={**answered.answer, f"state_{Outcome.objects.get().pk}": "volant"})
    assert "Tal com està no es pot publicar" in team.get(desk).text
    assert "Tria com va." in decide(answered, "approve").text
    assert FollowUp.objects.get().state == "answered"


def test_what_is_said_by_telephone_is_written_down_and_waits_too(team, asked, desk, reply):
    path = f"{desk}{asked.pk}/"
    assert "Ateneu de mostra" in team.get(path).text
    assert team.post(path, reply("dropped")).status_code == 422
    assert "Anotada" in team.post(path, reply("done", "Ho han dit per telèfon."), follow=True).text
    asked.refresh_from_db()
    assert asked.state == "answered" and asked.typed_by.email == "equip@exemple.cat"
    assert "anotada per" in team.get(desk).text


def test_what_was_declined_can_be_written_down_anew(team, answered, decide, desk, reply):
    decide(answered, "decline")
    team.post(f"{desk}{answered.pk}/", reply("done", "Ara sí."))
    assert FollowUp.objects.get().state == "answered"
    page = team.get(desk)
    assert page.context["waiting"] == len(page.context["answers"]) == 1 and "Ara sí." in page.text
    assert [one.state for one in Submission.objects.order_by("pk")] == ["declined", "pending"]


def test_who_has_changed_their_mind_is_asked_again(client, link, asked, decide, tick):
    client.post(link, {"act": "stop"})
    asked.refresh_from_db()
    assert "Es tornarà a preguntar" in decide(asked, "ask_again").text
    assert len(tick(90)) == 1


@pytest.mark.parametrize("act", ["", "vola"])
def test_an_act_that_is_none_is_404(decide, answered, act):
    assert decide(answered, act).status_code == 404


def test_only_the_team_comes_in(client, answered, desk):
    for path in (desk, f"{desk}{answered.pk}/"):
        assert client.get(path).status_code == 302
    said = {"act": "approve", "sure": "1", "seen": answered.seen}
    assert client.post(f"{desk}{answered.pk}/decideix/", said).status_code == 401
    assert FollowUp.objects.get().state == "answered"


def test_another_trobadas_answer_is_not_here(team, answered, make_gathering):
    other = make_gathering("Una altra", number=77)
    assert team.get(f"/gestio/trobades/{other.number}/seguiment/{answered.pk}/").status_code == 404


@pytest.mark.parametrize("number", [3, 30])
def test_many_cost_no_more_queries(team, desk, returned, make_entity, number, django_assert_max_num_queries):
    for each in range(number):
        FollowUp.objects.create(gathering=returned, months=3, party=make_entity(f"Entitat {each}").party)
    with django_assert_max_num_queries(14):
        team.get(desk)


def test_what_is_published_is_what_was_answered(answered, decide):
    said = answered.answer
    decide(answered, "approve")
    assert get("follow_up").values_of(FollowUp.objects.get()) == said


def test_it_is_a_proposal_that_whoever_reviews_the_directory_does_not_meet(answered, decide, team):
    one = Submission.objects.get()
    assert (one.kind, one.state, one.author) == ("follow_up", "pending", None)
    decide(answered, "decline")
    one.refresh_from_db()
    assert one.decided_by.email == "equip@exemple.cat" and one.shown["ca"]
    for path in ("/gestio/", "/gestio/?queue=decided", "/el-meu-espai/"):
        assert str(one) not in team.get(path).text
    assert team.get(f"/gestio/{one.pk}/").status_code == 404


def test_what_was_declined_by_mistake_waits_again_and_what_is_published_stays(answered, decide, staff_user, mailoutbox):
    decide(answered, "decline")
    mailoutbox.clear()
    reopening.reopen(Submission.objects.get(), by=staff_user, text="Era un error.")
    assert FollowUp.objects.get().state == "answered" and not mailoutbox
    decide(FollowUp.objects.get(), "approve")
    with pytest.raises(CannotApply, match="equip"):
        reopening.reopen(Submission.objects.get(), by=staff_user, text="Un altre cop.")


def test_each_who_carries_the_same_says_it_of_their_own_question(answered, decide, tick, make_entity, client, reply):
    outcome = Outcome.objects.get()
    outcome.parties.add(make_entity("Casal", contact_email="casal@exemple.cat").party)
    tick()
    theirs = FollowUp.objects.exclude(pk=answered.pk).get()
    decide(answered, "approve")
    assert get("follow_up").values_of(theirs)[f"note_{outcome.pk}"] == ""
