"""Being there: the code people show, the list for the door, heads counted; figures that stay, names that do not show."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from energies.accounts.models import User
from energies.kernel import personal
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import attendance, letters, places
from gatherings.models import Activity, Registration
from gatherings.registration import passes
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


def list_of(activity):
    return f"/el-meu-espai/activitats/{activity.pk}/inscripcions"


def press(client, one, act="came", **data):
    return client.post(f"{list_of(one.activity)}/{one.pk}/", {"act": act, **data})


def code_of(one):
    return f"/hi-es/{passes.token_of(one)}/"


def figures(activity):
    told = attendance.current_attendance(activity)
    return (told.expected, told.here, told.came, told.absent)


def test_who_has_a_place_gets_a_code_that_holds_the_page_of_who_scans_it(client, comes, settings):
    one = comes("Aina", people=2)
    page = client.get(f"/en/sign-up/{letters.token_of(one)}/").text
    assert f"<desc>{settings.ORIGIN}{code_of(one)}</desc>" in page and f"the number {one.pk}" in page
    (svg,) = re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL)
    assert "style" not in svg


@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "cancelled"])
def test_who_has_no_place_gets_no_code(client, supper, state):
    if state == "waiting":
        places.sign_up(supper, name="Tots", people=6), places.sign_up(supper, name="Més", people=4)
    one = places.sign_up(supper, name="Aina")
    if state == "cancelled":
        places.cancel(one)
    page = client.get(f"/inscripcio/{letters.token_of(one)}/")
    assert one.state == state and "hi-es" not in page.text


def test_the_code_opens_nothing_of_the_visitors_own_page_nor_their_link_the_door(host, comes):
    one = comes("Aina")
    assert host.get(f"/inscripcio/{passes.token_of(one)}/").status_code == 404
    assert host.get(f"/hi-es/{letters.token_of(one)}/").status_code == 404
    assert host.get(f"/hi-es/{one.pk}/").status_code == 404
    with pytest.raises(signing.BadSignature):
        letters.pk_of(passes.token_of(one))


def test_who_organises_it_scans_counts_and_is_told_the_second_time(host, comes):
    one = comes("Aina", people=3)
    page = host.get(code_of(one))
    assert "Aina" in page.text and "3 persones" in page.text and "noindex" in page.text
    assert Registration.objects.get().attended is None, "scanning alone counts nobody"
    answer = press(host, one, attended="2", back="code")
    assert answer.url == code_of(one) and Registration.objects.get().attended == 2
    hour = timezone.localtime(Registration.objects.get().attended_at)
    assert f"Ja s’havia comptat, a les {hour.hour}" in host.get(code_of(one)).text
    press(host, one, "undo", back="code")
    there = Registration.objects.get()
    assert (there.attended, there.attended_at) == (None, None)


def test_nobody_else_sees_or_counts_by_the_code(comes, make_entity):
    one, other = comes("Aina"), Client()
    answer = other.get(code_of(one))
    assert answer.status_code == 302 and answer.url.startswith("/el-meu-espai/entra/") and "hi-es" in answer.url
    person = User.objects.create_user("altra@exemple.cat")
    make_entity("Uns altres").editors.add(person)
    other.force_login(person)
    answer = other.get(code_of(one))
    assert answer.status_code == 403 and "Només qui organitza" in answer.text and "Aina" not in answer.text
    assert press(other, one, attended="1").status_code == 404 and Registration.objects.get().attended is None


def test_the_team_counts_too(team, comes):
    one = comes("Aina")
    assert team.get(code_of(one)).status_code == 200
    press(team, one, attended="1")
    assert Registration.objects.get().attended == 1


def test_who_gave_the_place_back_is_not_counted_by_the_code(host, comes):
    one = comes("Aina")
    places.cancel(one)
    assert "Va deixar el lloc" in host.get(code_of(one)).text
    press(host, one, attended="1")
    assert Registration.objects.get().attended is None


def test_who_was_counted_does_not_give_the_place_back_afterwards(client, comes):
    one = comes("Aina")
    places.came(one, 1)
    page = client.post(f"/inscripcio/{letters.token_of(one)}/acte/", {"act": "cancel", "sure": "1"}, follow=True)
    assert "Ja t’hem comptat" in page.text and Registration.objects.get().state == "confirmed"


def test_being_there_confirms_whoever_had_not_pressed_the_link(supper):
    places.came(places.sign_up(supper, name="Aina", email="a@exemple.cat"), 1)
    there = Registration.objects.get()
    assert (there.state, there.held_until) == ("confirmed", None)


def test_nobody_is_counted_days_before(make_activity):
    one = places.sign_up(make_activity(sign_up="required"), name="Aina")
    with pytest.raises(TransitionNotAllowed):
        places.came(one, 1)


def test_the_door_finds_people_without_accents_or_by_number(host, supper, comes):
    nuria, pol = comes("Núria Sàbat"), comes("Pol")
    page = host.get(f"{list_of(supper)}/porta/?q=nuria sabat").text
    assert "Núria Sàbat" in page and "Pol" not in page
    assert "Pol" in host.get(f"{list_of(supper)}/porta/?q={pol.pk}").text
    assert "No hi ha ningú amb aquest nom" in host.get(f"{list_of(supper)}/porta/?q=Xènia").text
    answer = press(host, nuria, attended="1", back="check_in_list", q="nuria", page="1")
    assert answer.url == f"{list_of(supper)}/porta/?q=nuria&page=1#r{nuria.pk}"
    assert "Hi és 1 de 2" in host.get(answer.url).text


def test_what_is_not_a_number_is_said_in_words(host, supper, comes):
    answer = press(host, comes("Aina"), attended="7", back="check_in_list")
    assert "Escriu quants" in host.get(answer.url).text and Registration.objects.get().attended is None
    assert press(host, Registration.objects.get(), "balla").status_code == 404


@pytest.mark.parametrize("path", ["porta", "full", "entra"])
def test_a_page_costs_the_same_with_three_people_and_with_thirty(
    host, supper, comes, django_assert_num_queries, django_assert_max_num_queries, path
):
    Activity.everything.update(capacity=100)
    for name in ("Aina", "Biel", "Cesc"):
        comes(name)
    with django_assert_max_num_queries(20) as three:
        host.get(f"{list_of(supper)}/{path}/")
    for number in range(27):
        comes(f"Persona {number}")
    with django_assert_num_queries(len(three)):
        host.get(f"{list_of(supper)}/{path}/")


def test_a_long_list_for_the_door_has_pages(host, supper, comes):
    Activity.everything.update(capacity=100)
    for number in range(52):
        comes(f"Persona {number:02}")
    assert "Persona 51" in host.get(f"{list_of(supper)}/porta/?page=2").text
    assert host.get(f"{list_of(supper)}/porta/?page=3").status_code == 404


def test_heads_are_counted_one_by_one_or_in_all(host, supper, comes):
    press(host, comes("Aina", people=2), attended="2")
    for _ in range(2):
        answer = host.post(f"{list_of(supper)}/porta/una-mes/")
    assert answer.url.endswith("/porta/#others") and figures(supper) == (2, 2, 4, None)
    answer = host.post(f"{list_of(supper)}/recompte/", {"walk_ins": "2", "attended": "3"})
    assert answer.status_code == 422 and 'id="id_attended_error"' in answer.text and "ja n’hi ha 4" in answer.text
    host.post(f"{list_of(supper)}/recompte/", {"walk_ins": "2", "attended": "9"})
    assert figures(supper) == (2, 2, 9, None)
    host.post(f"{list_of(supper)}/porta/una-mes/")
    assert figures(supper) == (2, 2, 10, None), "whoever comes then is one more of all"


@pytest.mark.parametrize("wrong", ["-1", "molts", "999999999999"])
def test_a_head_count_that_is_none_is_refused(host, supper, wrong):
    assert host.post(f"{list_of(supper)}/recompte/", {"walk_ins": wrong}).status_code == 422
    assert Activity.everything.get().walk_ins is None


def test_how_many_did_not_come_is_known_once_it_is_over_and_somebody_counted(host, supper, comes, over):
    aina, _biel = comes("Aina", people=3), comes("Biel", people=2)
    over(supper)
    assert figures(supper) == (5, 0, None, None) and "No comptat encara" in host.get(f"{list_of(supper)}/").text
    press(host, aina, attended="2")
    assert figures(supper) == (5, 2, 2, 3) and "no van venir (60\xa0%)" in host.get(f"{list_of(supper)}/").text


def test_who_brings_others_hides_nobody_who_did_not_come(comes, supper, over):
    one, _other = comes("Aina"), comes("Biel")
    over(supper)
    places.came(one, 3)
    assert figures(supper) == (2, 1, 3, 1)


def test_from_a_head_count_alone_who_had_not_signed_up_is_taken_away(host, supper, comes, over):
    comes("Aina", people=5)
    over(supper)
    host.post(f"{list_of(supper)}/recompte/", {"walk_ins": "2", "attended": "5"})
    assert figures(supper) == (5, 3, 5, 2)


def test_an_activity_nobody_signs_up_for_is_counted_too(host, supper, over):
    Activity.everything.update(sign_up="none", capacity=None)
    over(supper)
    host.post(f"{list_of(supper)}/recompte/", {"attended": "80"})
    told = attendance.current_attendance(supper)
    assert (told.came, told.absent, told.share) == (80, 0, None)


def test_the_team_reads_on_the_board_how_many_came(team, make_gathering, make_activity):
    gathering = make_gathering(stage="closed", starts_on=timezone.localdate() - timedelta(days=2))
    fields = {"gathering": gathering, "sign_up": "required", "starts_at": in_days(-2)}
    counted, _not = make_activity("Comptada", **fields), make_activity("Oblidada", **fields)
    for people, attended in ((3, 3), (1, 0)):
        rows = counted.registrations
        rows.create(name="X", people=people, state="confirmed", attended=attended, attended_at=timezone.now())
    page = " ".join(team.get(f"/gestio/trobades/{gathering.number}/").text.split())
    assert "De 2 activitats acabades, 1 comptada: 3 persones hi van venir, 1 que tenia lloc no va venir (25" in page
    assert "no comptat encara" in page and "1 de 4 que tenien lloc no va venir (25" in page


def test_writing_the_activity_forgets_no_head(supper):
    stale = Activity.objects.get()
    attendance.count_one_more(supper)
    stale.summary = "Una altra frase."
    stale.save()
    assert Activity.objects.get().walk_ins == 1


def test_the_database_itself_holds_the_figures(supper, comes):
    comes("Aina")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.everything.update(walk_ins=3, attended=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.update(attended=7)


def test_when_the_names_go_the_figures_stay(supper, comes, over):
    places.came(comes("Aina", email="aina@exemple.cat", people=3), 2), comes("Biel", people=2)
    attendance.count_one_more(supper)
    over(supper)
    before = figures(supper)
    over(supper, days=40)
    personal.purge(timezone.now())
    assert not Registration.objects.exclude(name="", email="").exists()
    assert Activity.everything.get().attended == 3 and figures(supper) == before == (5, 2, 3, 3)
    assert personal.purge(timezone.now()) == 0
    Registration.objects.all().delete()
    assert attendance.current_attendance(supper).came == 3


def test_what_was_told_in_figures_alone_is_the_same_after_the_names_go(host, supper, comes, over):
    comes("Aina")
    attendance.count_one_more(supper)
    over(supper, days=40)
    before = figures(supper)
    personal.purge(timezone.now())
    assert figures(supper) == before == (1, 0, 1, None)


def test_nothing_of_it_is_public(host, supper, comes, over):
    one = comes("Aina Xilòfon", email="xilofon@exemple.cat", people=4)
    places.came(one, 1)
    over(supper)
    public = Client()
    for path in (
        "/",
        "/agenda/",
        "/agenda/agenda.ics",
        supper.get_absolute_url(),
        f"{supper.get_absolute_url()[:-1]}.ics",
    ):
        page = public.get(path).text.lower()
        assert not {"xilòfon", "xilofon@", "hi-es/", "no van venir", "comptat encara"} & {
            word for word in ("xilòfon", "xilofon@", "hi-es/", "no van venir", "comptat encara") if word in page
        }, path


@pytest.mark.parametrize("path", ["porta/", "full/", "full-buit/", "entra/", "recompte/"])
def test_pages_of_organisers_are_theirs_alone(supper, comes, make_entity, host, path):
    comes("Aina")
    other, path = Client(), f"{list_of(supper)}/{path}"
    assert other.get(path).status_code == 302
    person = User.objects.create_user("altra@exemple.cat")
    make_entity("Uns altres").editors.add(person)
    other.force_login(person)
    assert other.get(path).status_code == 404 and other.post(path, {}).status_code in (404, 405)
    answer = host.get(path)
    assert answer.status_code == 200 and "noindex" in answer.text and "no-store" in answer["Cache-Control"]
