"""Two hours that leave in doubt when something ends are asked about, never guessed."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from energies.curation.models import Submission
from gatherings import when
from gatherings.models import Activity
from tests.gatherings.conftest import in_days
from tests.gatherings.test_proposals import PATH, author, decide, entity, supper  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, author, supper):  # noqa: F811
    """Returns a function that sends the supper with other hours."""

    def post(starts, ends, **data):
        return client.post(PATH, supper | {"starts": starts, "ends": ends} | data)

    return post


def errors(answer):
    assert answer.status_code == 422
    return answer.context["form"].errors


def test_two_equal_hours_are_neither_none_nor_all_of_a_day(send):
    answer = send("18:00", "18:00")
    assert list(errors(answer)) == ["ends"] and "fins a quina hora dura" in answer.text
    assert 'name="next_day"' not in answer.text


def test_equal_hours_are_right_with_the_day_on_which_it_ends(send, supper, decide):  # noqa: F811
    until = (timezone.localdate() + timedelta(days=11)).isoformat()
    assert send("18:00", "18:00", last_day=until).status_code == 302
    decide()
    assert Activity.objects.get().duration == timedelta(days=1)


def test_an_end_before_the_start_is_asked_about_by_a_tick(send, decide, client):  # noqa: F811
    assert 'name="next_day"' not in client.get(PATH).text
    answer = send("22:00", "02:00")
    assert list(errors(answer)) == ["next_day"] and "Acaba l’endemà?" in answer.text
    assert 'type="checkbox" name="next_day"' in answer.text
    assert send("22:00", "02:00", next_day="on").status_code == 302
    decide()
    assert Activity.objects.get().duration == timedelta(hours=4)


def test_a_tick_that_says_something_else_than_the_hours_is_asked_about_too(send):
    assert list(errors(send("18:00", "20:00", next_day="on"))) == ["next_day"]


def test_a_night_that_is_public_is_not_asked_about_again(send, decide, client, supper):  # noqa: F811
    send("22:00", "02:00", next_day="on")
    decide()
    client.post(f"/el-meu-espai/canvia/activity/{Activity.objects.get().pk}/")
    edit = f"/el-meu-espai/propostes/{Submission.objects.get(state='draft').pk}/edita/"
    night = supper | {"starts": "22:00", "ends": "02:00"}
    assert client.post(edit, night | {"ends": "03:00"}).status_code == 422
    assert client.post(edit, night | {"capacity": "50"}).status_code == 302


def test_of_what_comes_again_each_night_is_a_night(send, decide):  # noqa: F811
    again = {"repeats": "weekly", "repeat_times": "3"}
    assert "ends" in errors(send("18:00", "18:00", **again))
    assert "next_day" in errors(send("22:00", "02:00", **again))
    assert send("22:00", "02:00", next_day="on", **again).status_code == 302
    decide()
    assert {one.duration for one in Activity.objects.all()} == {timedelta(hours=4)}


def test_a_calendar_says_itself_on_what_day_it_ends(client, author, entity, vocabulary):  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.gatherings.test_import import day, tokens

    rows = {"nit": (f"{day(3)}T220000", f"{day(4)}T020000"), "res": (f"{day(5)}T180000", f"{day(5)}T180000"),
            "dia": (f"{day(6)}T180000", f"{day(7)}T180000")}  # fmt: skip
    text = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start}\r\nDTEND:{end}\r\nLOCATION:Ateneu\r\nSUMMARY:{uid}\r\nEND:VEVENT\r\n"
        for uid, (start, end) in rows.items()
    )
    file = SimpleUploadedFile("a.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n".encode())
    page = client.post("/el-meu-espai/calendari/", {"organiser": f"entity.{entity.pk}", "axis": "activities", "kind": "meal",
                                                    "barri": "01", "file": file})  # fmt: skip
    client.post("/el-meu-espai/calendari/envia/", {"row": tokens(page)})
    assert {one.label: one.state for one in Submission.objects.all()} == {
        "nit": "pending",
        "res": "draft",
        "dia": "pending",
    }


def test_no_program_makes_a_day_of_two_equal_hours():
    with pytest.raises(ValidationError):
        when.span(timezone.localdate(), time(18), time(18))


def test_nor_does_the_database(make_activity):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_activity(starts_at=in_days(3), ends_at=in_days(3))
