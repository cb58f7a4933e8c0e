"""The list of who comes: for those who organise it and the team alone; on the screen, as a file, by hand."""

import csv
from io import StringIO

import pytest
from django.utils import timezone

from energies.accounts.models import User
from energies.kernel.csv_files import plain_cell
from gatherings import places
from gatherings.models import Registration
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(make_activity, make_entity):
    activity = make_activity(sign_up="required", capacity=10)
    activity.parties.add(make_entity("Hort Nostre").party)
    return activity


@pytest.fixture
def organiser(client, activity):
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    activity.parties.get().entry.editors.add(person)
    client.force_login(person)
    return client


@pytest.fixture
def aina(activity):
    fields = {"needs": ["childcare"], "needs_note": "=HYPERLINK(1)", "needs_agreed_at": timezone.now()}
    one = places.sign_up(activity, name="=Aina", email="aina@exemple.cat", people=3, **fields)
    places.confirm(one)
    return one


def address(activity):
    return f"/el-meu-espai/activitats/{activity.pk}/inscripcions"


def test_those_who_organise_it_see_who_comes_and_what_they_need(organiser, activity, aina):
    assert f"{address(activity)}/" in organiser.get("/el-meu-espai/").text
    page = organiser.get(f"{address(activity)}/").text
    assert "=Aina" in page and "Espai de criança: 1" in page and "<dd>7</dd>" in page


def test_nobody_else_sees_it(client, activity, aina, make_entity):
    paths = (f"{address(activity)}/", f"{address(activity)}.csv")
    assert [client.get(path).status_code for path in paths] == [302, 302]
    other = User.objects.create_user("altra@exemple.cat")
    make_entity("Uns altres").editors.add(other)
    client.force_login(other)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(f"{address(activity)}/{aina.pk}/", {"act": "cancel"}).status_code == 404
    assert "Aina" not in client.get(activity.get_absolute_url()).text


def test_the_team_sees_it(team, activity, aina):
    assert "=Aina" in team.get(f"{address(activity)}/").text


def test_the_file_opens_right_and_runs_no_formula(organiser, activity, aina):
    data = organiser.get(f"{address(activity)}.csv").content
    assert data.startswith("\ufeff".encode())
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Nom", "Correu electrònic"]
    assert rows[1][:4] == ["'=Aina", "aina@exemple.cat", "", "3"] and "espai de criança, =HYPERLINK(1)" in rows[1]


@pytest.mark.parametrize("cell", ["=1", "+A1", "-A1", "@x", "\tx", "\rx"])
def test_no_cell_begins_as_a_formula(cell):
    assert plain_cell(cell) == f"'{cell}" and plain_cell("Aina") == "Aina" and plain_cell(None) == ""


def test_who_tells_by_telephone_is_written_down_without_confirming(organiser, activity):
    answer = organiser.post(
        f"{address(activity)}/", {"name": "Biel", "people": "2", "phone": "600 000 000", "agreed": "on"}, follow=True
    )
    assert "Biel" in answer.text and "600 000 000" in answer.text
    there = Registration.objects.get()
    assert (there.state, there.by.email) == ("confirmed", "nosaltres@exemple.cat")
    answer = organiser.post(f"{address(activity)}/", {"name": "", "people": "9"})
    assert answer.status_code == 422 and 'id="id_name_error"' in answer.text and 'id="id_agreed_error"' in answer.text


def test_an_address_that_has_signed_up_is_not_written_down_again(organiser, activity, aina):
    data = {"name": "Aina", "people": "1", "email": "AINA@exemple.cat", "agreed": "on"}
    answer = organiser.post(f"{address(activity)}/", data)
    assert answer.status_code == 422 and 'id="id_email_error"' in answer.text and Registration.objects.count() == 1


def test_what_they_need_is_written_down_with_their_consent(organiser, activity):
    organiser.post(f"{address(activity)}/", {"name": "Biel", "people": "1", "needs": ["childcare"], "agreed": "on"})
    there = Registration.objects.get()
    assert there.needs == ["childcare"] and there.needs_agreed_at


def test_written_down_when_it_is_full_they_wait(organiser, activity):
    places.sign_up(activity, name="Tots", people=6), places.sign_up(activity, name="Més", people=4)
    organiser.post(f"{address(activity)}/", {"name": "Biel", "people": "2", "agreed": "on"})
    assert Registration.objects.get(name="Biel").state == "waiting"


HEAD = '<th scope="col">%s</th>'


def test_before_it_begins_no_column_is_called_how_many_came(organiser, activity, aina):
    page = organiser.get(f"{address(activity)}/").text
    assert HEAD % "Què s’hi pot fer" in page and "No pot venir" in page and HEAD % "Quants en van venir" not in page


def test_how_many_came_is_kept_from_the_list(organiser, activity, aina):
    activity.refresh_from_db()
    activity.starts_at, activity.ends_at = in_days(-1), in_days(-1, "20:00")
    activity.status_reason = "Es va avançar."
    activity.save()
    assert HEAD % "Quants en van venir" in organiser.get(f"{address(activity)}/").text
    organiser.post(f"{address(activity)}/{aina.pk}/", {"act": "came", "attended": "2"})
    assert Registration.objects.get().attended == 2 and "<dd>2</dd>" in organiser.get(f"{address(activity)}/").text
    answer = organiser.post(f"{address(activity)}/{aina.pk}/", {"act": "came", "attended": "molts"}, follow=True)
    assert "Escriu quants en van venir" in answer.text and Registration.objects.get().attended == 2


def test_who_says_by_telephone_that_they_cannot_come_gives_the_places_back(organiser, activity, aina):
    organiser.post(f"{address(activity)}/{aina.pk}/", {"act": "cancel", "sure": "1"})
    assert Registration.objects.get().state == "cancelled"
