"""Whose yes it is, who may take back, and what may not be asked: the edges of a link that two sides agree on."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation.history import changes_of
from energies.curation.models import Change, Submission
from energies.entries import parties
from networks.models import Membership, Relation

TELL, JOIN = "/participa/registra/vincle/", "/participa/registra/entra-hi/"


def ref(one):
    return parties.ref(one)


def link_in(letter):
    return re.search(r"http://127.0.0.1:8000(/\S+)", letter.body)[1]


def act(client, one, what, post, **data):
    return post(client, f"/el-meu-espai/propostes/{one.pk}/fes/", act=what, **data)


def told(mine, verb, other):
    return {"mine": ref(mine), "verb": verb, "other": ref(other), "lang": "ca", "send": "1"}


@pytest.fixture
def reached(make_entity):
    """An entity that nobody keeps up yet, reached at an address."""
    return make_entity("Sense Gent", contact_email="hola@exemple.cat")


def test_the_link_finds_a_person_in_any_case_of_the_address(ours, reached, post, client):
    person = User.objects.create_user("Hola@exemple.cat")
    post(ours[1], TELL, **told(ours[0], "shares", reached))
    assert client.post(link_in(mail.outbox[-1]), {"act": "accept"}).status_code == 200
    assert Submission.objects.get().decided_by == person and Relation.objects.count() == 1


def test_a_closed_account_answers_nothing(ours, reached, post, client):
    post(ours[1], TELL, **told(ours[0], "shares", reached))
    User.objects.create_user("hola@exemple.cat", is_active=False)
    page = client.post(link_in(mail.outbox[-1]), {"act": "accept"})
    assert "no hi ha res per respondre" in page.text and not Relation.objects.exists()


def test_the_letter_says_what_is_asked_in_the_language_of_who_reads_it(ours, theirs, post):
    User.objects.filter(pk=theirs[1].user.pk).update(language="es")
    post(ours[1], TELL, **told(ours[0], "lends_space", theirs[0]))
    (letter,) = mail.outbox
    assert letter.subject == "Hort Nostre os pide un sí"
    assert "Hort Nostre cede espacio a Ateneu Seu." in letter.body and "/es/" in link_in(letter)
    assert len(re.findall("http://", letter.body)) == 1


def test_whoever_is_asked_reads_it_in_one_sentence_and_what_it_leaves_to_say(relate, theirs, client):
    one = relate(words="La sala petita.")
    for page in (client.get(link_in(mail.outbox[-1])), theirs[1].get(one.get_absolute_url())):
        assert "Hort Nostre cedeix espai a Ateneu Seu." in page.text
        assert [told.name for told in page.context["changes"]] == ["words"]


def test_my_space_shows_what_waits_for_my_yes_whoever_else_is_asked(theirs, make_entity, django_user_model):
    asker = django_user_model.objects.create_user("pesada@exemple.cat")

    def ask(number, other):
        values = {"mine": ref(other), "verb": "shares", "other": ref(other)}
        common = {"revision": 1, "submitted_at": timezone.now(), "awaits": "entity", "state": "pending"}
        Submission.objects.create(kind="relation", version=1, author=asker, label=str(number), values=values, **common)

    for number in range(51):
        ask(number, make_entity(f"Una altra {number}"))
    ask("la nostra", theirs[0])
    theirs[1].get("/el-meu-espai/")
    with CaptureQueriesContext(connection) as few:
        page = theirs[1].get("/el-meu-espai/")
    assert [one.label for one in page.context["to_accept"]] == ["la nostra"]
    for number in range(5):
        ask(number, theirs[0])
    with CaptureQueriesContext(connection) as many:
        assert len(theirs[1].get("/el-meu-espai/").context["to_accept"]) == 6
    assert len(many) == len(few)


def test_who_is_asked_does_not_take_it_back(relate, theirs, ours, post):
    one = relate()
    assert act(theirs[1], one, "withdraw", post).status_code == 404
    assert Submission.objects.get().state == "pending"
    act(ours[1], one, "withdraw", post)
    assert Submission.objects.get().state == "withdrawn"


def test_no_e_mail_of_a_person_shows_to_the_other_side(relate, theirs, ours, post):
    one = relate()
    act(theirs[1], one, "answer", post, text="Quins dies?")
    assert mail.outbox[-1].to == ["nosaltres@exemple.cat"] and "Quins dies?" in mail.outbox[-1].body
    here, there = (client.get(one.get_absolute_url()).text for _entity, client in (ours, theirs))
    assert "Quins dies?" in here and "elles@exemple.cat" not in here
    assert "Hort Nostre us demana un sí" in there and "nosaltres@exemple.cat" not in there


def test_the_two_sides_write_to_each_other(relate, theirs, ours, post):
    one = relate()
    act(theirs[1], one, "answer", post, text="Quins dies?")
    act(ours[1], one, "answer", post, text="Els dimarts.")
    assert [letter.to for letter in mail.outbox[-2:]] == [["nosaltres@exemple.cat"], ["elles@exemple.cat"]]
    assert "Els dimarts." in mail.outbox[-1].body and link_in(mail.outbox[-1]) == one.get_absolute_url()


def test_what_has_no_page_of_its_own_has_no_preview_nor_record(relate, theirs, ours, reviewer, post):
    one = relate()
    assert ours[1].get(f"/el-meu-espai/propostes/{one.pk}/vista-previa/").status_code == 404
    assert reviewer.get(f"/gestio/{one.pk}/vista-previa/").status_code == 404
    assert "vista-previa" not in ours[1].get(one.get_absolute_url()).text
    act(theirs[1], one, "accept", post)
    page = reviewer.get(f"/gestio/{one.pk}/")
    assert page.status_code == 200 and "/gestio/fitxes/relation/" not in page.text


def test_what_one_types_while_the_other_side_answers_is_kept(relate, theirs, ours, post):
    one = relate()
    act(theirs[1], one, "accept", post)
    said = told(ours[0], "lends_space", theirs[0]) | {"words": "Dues sales"}
    page = ours[1].post(f"/el-meu-espai/propostes/{one.pk}/edita/", said, follow=True)
    assert "Dues sales" in page.text and "Mentrestant" in page.text
    draft = Submission.objects.latest("pk")
    assert (draft.state, draft.awaits, draft.base) == ("draft", "entity", None)
    page = ours[1].post(f"/el-meu-espai/propostes/{draft.pk}/edita/", said)
    assert page.status_code == 422 and "ja hi és" in page.text


def test_the_same_is_not_asked_twice_at_once_from_either_side(relate, theirs, ours, post):
    relate("lends_space")
    for client, said in (
        (ours[1], told(ours[0], "lends_space", theirs[0])),
        (theirs[1], told(theirs[0], "lends_space.back", ours[0])),
    ):
        page = post(client, TELL, **said)
        assert page.status_code == 422 and "ja s’ha demanat" in page.text
    assert post(ours[1], TELL, **told(ours[0], "lends_space.back", theirs[0])).status_code == 302


def test_what_waits_can_be_sent_again_with_other_words(relate, ours, theirs, post, client):
    one = relate(words="Una sala")
    old = link_in(mail.outbox[-1])
    said = told(ours[0], "lends_space", theirs[0]) | {"words": "Dues sales"}
    assert post(ours[1], f"/el-meu-espai/propostes/{one.pk}/edita/", **said).status_code == 302
    assert "no hi ha res per respondre" in client.post(old, {"act": "accept"}).text
    client.post(link_in(mail.outbox[-1]), {"act": "accept"})
    assert Relation.objects.get().words == "Dues sales"


def test_who_said_no_may_still_ask(relate, theirs, ours, post):
    act(theirs[1], relate("shares"), "refuse", post)
    assert post(ours[1], TELL, **told(ours[0], "shares", theirs[0])).status_code == 422
    assert post(theirs[1], TELL, **told(theirs[0], "shares", ours[0])).status_code == 302


def test_a_no_to_joining_holds_a_year_and_the_network_may_still_invite(ours, theirs, make_network, post):
    network = make_network()
    network.memberships.create(party=ours[0].party, role="coordinator")
    said = {"network": ref(network), "member": ref(theirs[0]), "role": "member", "send": "1"}
    assert post(theirs[1], JOIN, **said, asked_by="member").status_code == 302
    one = Submission.objects.get()
    assert post(ours[1], JOIN, **said, asked_by="network").status_code == 422
    act(ours[1], one, "refuse", post, text="Ara som massa.")
    assert "Ara som massa." in mail.outbox[-1].body
    page = post(theirs[1], JOIN, **said, asked_by="member")
    assert page.status_code == 422 and "Van dir que no" in page.text
    assert post(ours[1], JOIN, **said, asked_by="network").status_code == 302


def test_a_network_that_closed_meanwhile_may_still_say_yes(ours, theirs, make_network, post):
    network = make_network()
    network.memberships.create(party=ours[0].party, role="coordinator")
    said = {"network": ref(network), "member": ref(theirs[0]), "role": "member", "send": "1"}
    post(theirs[1], JOIN, **said, asked_by="member")
    type(network).everything.filter(pk=network.pk).update(joining="closed")
    act(ours[1], Submission.objects.get(), "accept", post)
    assert Membership.objects.filter(party=theirs[0].party).exists()


def test_the_yes_of_who_no_longer_speaks_for_their_side_does_not_stand(relate, ours, theirs, post):
    one = relate()
    ours[0].editors.clear()
    act(theirs[1], one, "accept", post)
    assert not Relation.objects.exists() and Submission.objects.get().state == "pending"


def test_who_answers_for_both_sides_has_said_both(ours, make_entity, post, client):
    other = make_entity("Els Mateixos")
    other.editors.add(ours[1].user)
    post(ours[1], TELL, **told(ours[0], "born_of", other))
    assert Relation.objects.count() == 1 and mail.outbox == []
    assert "Va fer néixer" in client.get(other.get_absolute_url()).text


def test_nobody_asks_for_yeses_without_end(ours, make_entity, post):
    others = [make_entity(f"Entitat {number}", contact_email=f"e{number}@exemple.cat") for number in range(11)]
    codes = [post(ours[1], TELL, **told(ours[0], "shares", other)).status_code for other in others]
    assert codes == [302] * 10 + [429] and len(mail.outbox) == 10


@pytest.mark.parametrize("kind", ["coorganises", "shares"])
def test_what_reads_alike_both_ways_is_one_row(ours, theirs, make_project, kind):
    one, other, project = ours[0], theirs[0], make_project()
    relation = Relation.objects.create(
        kind=kind, from_party=other.party, to_party=one.party, words="Així", said_by_from=True
    )
    assert (relation.start, relation.end, relation.said_by) == (one, other, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(kind=kind, from_party=one.party, to_party=other.party)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.bulk_create([Relation(kind=kind, from_party=project.party, to_party=one.party)])
    Relation.objects.create(kind="lends_space", from_party=one.party, to_party=other.party)
    Relation.objects.create(kind="lends_space", from_party=other.party, to_party=one.party)


def test_who_said_yes_by_letter_sees_it_in_their_space_and_ends_it(ours, reached, post, client):
    post(ours[1], TELL, **told(ours[0], "shares", reached))
    client.post(link_in(mail.outbox[-1]), {"act": "accept"})
    client.force_login(User.objects.get(email="hola@exemple.cat"))
    assert "Hort Nostre" in client.get("/el-meu-espai/xarxes/").text
    link = Relation.objects.get()
    post(client, f"/el-meu-espai/xarxes/relation/{link.pk}/acaba/", sure="1")
    assert Relation.objects.get().until and mail.outbox[-1].to == ["nosaltres@exemple.cat"]


def test_once_somebody_keeps_it_up_its_address_alone_answers_no_more(ours, reached, post, client):
    post(ours[1], TELL, **told(ours[0], "shares", reached))
    reached.editors.add(User.objects.create_user("nova@exemple.cat"))
    assert "no hi ha res per respondre" in client.post(link_in(mail.outbox[-1]), {"act": "accept"}).text


def test_a_network_sees_its_members_and_ends_a_stay(ours, theirs, make_network, post):
    network = make_network()
    network.memberships.create(party=ours[0].party, role="coordinator")
    stay = network.memberships.create(party=theirs[0].party)
    path = f"/el-meu-espai/xarxes/{network.pk}/membres/"
    assert "Ateneu Seu" in ours[1].get(path).text
    assert theirs[1].get(path).status_code == 404 and Client().get(path).status_code == 302
    post(ours[1], f"/el-meu-espai/xarxes/membership/{stay.pk}/acaba/", sure="1", why="Fa un any que no veniu.")
    stay.refresh_from_db()
    assert stay.until and mail.outbox[-1].to == ["elles@exemple.cat"] and "Fa un any" in mail.outbox[-1].body


def test_the_team_ends_a_link_saying_why_to_both_sides(ours, theirs, reviewer, staff_user, post):
    link = Relation.objects.create(kind="shares", from_party=ours[0].party, to_party=theirs[0].party)
    address = reverse("admin:networks_relation_changelist")
    chosen = {"action": "end_links", "_selected_action": link.pk}
    assert "deixa de veure’s" in post(reviewer, address, **chosen).text.lower()
    post(reviewer, address, **chosen, asked="1", reason="No és cert.")
    link.refresh_from_db()
    assert link.until == timezone.localdate()
    change = changes_of(link).get(act="removed")
    assert (change.by, change.why, change.route) == (staff_user, "No és cert.", Change.Route.ADMIN)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["elles@exemple.cat", "nosaltres@exemple.cat"]
    assert all("No és cert." in letter.body for letter in mail.outbox)


def test_a_link_may_be_said_again_after_it_ended(relate, theirs, ours, post):
    act(theirs[1], relate("shares"), "accept", post)
    post(ours[1], f"/el-meu-espai/xarxes/relation/{Relation.objects.get().pk}/acaba/", sure="1")
    act(theirs[1], relate("shares"), "accept", post)
    assert Relation.objects.count() == 2 and Relation.objects.current().count() == 1


def test_a_link_of_a_letter_is_too_old_after_two_months(relate, client, monkeypatch):
    relate()
    path = link_in(mail.outbox[-1])
    then = timezone.now() + timedelta(days=61)
    monkeypatch.setattr("django.core.signing.time.time", then.timestamp)
    assert client.get(path).status_code == 410 and client.get(f"{path[:-3]}x/").status_code == 404
