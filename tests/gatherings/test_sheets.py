"""On paper: the sheet to tick, the sheet to sign up on, and both keyed in afterwards."""

import csv
from io import StringIO

import pytest
from django.core import mail
from django.utils import timezone

from gatherings import places
from gatherings.models import Activity, Registration

pytestmark = pytest.mark.django_db


def list_of(activity):
    return f"/el-meu-espai/activitats/{activity.pk}/inscripcions"


@pytest.fixture
def key_in(host, supper, django_capture_on_commit_callbacks):
    """Returns a function that keys in rows, each a dict; what is not said is as the empty form has it."""

    def post(*rows, **data):
        data |= {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
        for number in range(10):
            row = {"name": "", "people": "1"} | (rows[number] if number < len(rows) else {})
            data |= {f"form-{number}-{name}": value for name, value in row.items()}
        with django_capture_on_commit_callbacks(execute=True):
            return host.post(f"{list_of(supper)}/entra/", data)

    return post


def row(name, **fields):
    return {"name": name, "agreed": "on", **fields}


def states():
    return {one.name: one.state for one in Registration.objects.all()}


def test_the_sheet_for_the_door_says_what_is_needed_only_in_sum(host, supper, comes):
    comes("Aina", people=2, needs=["childcare"], needs_note="Un bressol", needs_agreed_at=timezone.now())
    comes("Biel", needs=["childcare"], needs_agreed_at=timezone.now())
    page = host.get(f"{list_of(supper)}/full/").text
    assert "Aina" in page and "espai de criança, 2" in page and "Un bressol" not in page
    assert page.count("<tr><td></td><td></td><td></td><td></td></tr>") == 8


def test_the_empty_sheet_says_what_one_signs(host, supper):
    page = host.get(f"{list_of(supper)}/full-buit/").text
    assert "fins a un mes després" in page and "s’esborrarà l’endemà" in page and "Signatura" in page
    assert "persona adulta" not in page
    Activity.everything.update(for_children=True)
    assert "criatures" in host.get(f"{list_of(supper)}/full-buit/").text


def test_a_sheet_is_keyed_in_before_it_begins_like_any_sign_up(key_in, supper):
    answer = key_in(
        row("Aina", people="6", email="Aina@exemple.cat"), row("Biel", people="4", needs=["food"]), row("Cesc")
    )
    assert answer.url == f"{list_of(supper)}/"
    assert states() == {"Aina": "confirmed", "Biel": "confirmed", "Cesc": "waiting"}
    assert [one.to for one in mail.outbox] == [["Aina@exemple.cat"]]
    assert Activity.everything.get().taken == 10 and Registration.objects.get(name="Biel").needs == ["food"]


def test_what_is_wrong_is_told_beside_its_row_and_nothing_is_lost(key_in):
    answer = key_in(row("Aina", email="aina@exemple.cat"), {}, row("Biel", people="9"), {"name": "Cesc"})
    assert answer.status_code == 422 and not Registration.objects.exists()
    assert 'id="id_form-2-people_error"' in answer.text and 'id="id_form-3-agreed_error"' in answer.text
    assert "Fila 3:" in answer.text and 'value="Aina"' in answer.text and 'value="9"' in answer.text


def test_one_address_is_keyed_in_once(key_in, supper):
    places.sign_up(supper, name="Duna", email="duna@exemple.cat")
    answer = key_in(
        row("Aina", email="a@exemple.cat"), row("Biel", email="A@exemple.cat"), row("D", email="duna@exemple.cat")
    )
    assert 'id="id_form-1-email_error"' in answer.text and 'id="id_form-2-email_error"' in answer.text
    assert states() == {"Duna": "unconfirmed"}


def test_keyed_in_afterwards_they_came_and_take_no_place(key_in, host, supper, comes, over):
    comes("Tots", people=6), comes("Més", people=4)
    over(supper)
    page = host.get(f"{list_of(supper)}/entra/").text
    assert "Ja ha començat" in page and "form-0-email" not in page and "form-0-needs" not in page
    key_in(row("Aina", people="3"), row("Biel"))
    there = Registration.objects.get(name="Aina")
    assert (there.state, there.attended, there.email) == ("walk_in", 3, "") and there.attended_at
    assert Activity.everything.get().taken == 10 and not mail.outbox
    assert "Aina" in host.get(f"{list_of(supper)}/").text
    host.post(f"{list_of(supper)}/{there.pk}/", {"act": "undo"})
    assert "Aina" not in host.get(f"{list_of(supper)}/").text


def test_the_file_says_how_many_came_also_without_signing_up(key_in, host, supper, comes, over):
    places.came(comes("Tots", people=6), 5)
    over(supper)
    key_in(row("Aina", people="3"))
    data = host.get(f"{list_of(supper)}.csv").content.decode("utf-8-sig")
    rows = {one["Nom"]: one["Van venir"] for one in csv.DictReader(StringIO(data), delimiter=";")}
    assert rows == {"Tots": "5", "Aina": "3"}


def test_for_what_is_cancelled_nobody_is_keyed_in(key_in, over, supper):
    over(supper)
    Activity.everything.update(status="cancelled", status_reason="Plou")
    answer = key_in(row("Aina"))
    assert answer.status_code == 422 and "no es fa" in answer.text and 'value="Aina"' in answer.text


def test_an_empty_sheet_and_a_form_made_up_do_no_harm(key_in, host, supper):
    assert key_in().status_code == 302 and not Registration.objects.exists()
    assert host.post(f"{list_of(supper)}/entra/", {"form-TOTAL_FORMS": "molts"}).status_code == 422
