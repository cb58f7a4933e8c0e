"""How long people wait is measured against what is promised, in the working days of Barcelona."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from energies.curation import review, waiting_times
from energies.curation.models import Answer, Submission
from energies.kernel import working_days
from energies.site.models import ContactMessage
from tests.curation.proposing import fresh


def day(text, hour=12):
    return timezone.make_aware(datetime.fromisoformat(f"{text}T{hour:02}:00"))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (day("2026-11-27", 9), day("2026-11-27", 23), 0),  # the same Friday
        (day("2026-11-27"), day("2026-11-30"), 1),  # Friday to Monday
        (day("2026-11-28"), day("2026-11-29"), 0),  # a weekend
        (day("2026-11-27", 23), day("2026-12-04", 1), 5),
        (day("2026-12-04"), day("2026-12-09"), 2),  # the 8th is a holiday
        (day("2027-03-25"), day("2027-03-30"), 1),  # Good Friday and Easter Monday
        (day("2027-05-14"), day("2027-05-18"), 1),  # Whit Monday
        (day("2026-09-10"), day("2026-09-14"), 1),  # the 11th of September
        (day("2026-12-31"), day("2027-01-04"), 1),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start, end, days):
    assert working_days.days_between(start, end) == days


@pytest.mark.parametrize("promised", [1, 5, 11])
@pytest.mark.parametrize("now", [day("2026-11-29"), day("2026-12-09", 1), day("2027-03-30", 23), day("2026-11-30")])
def test_what_is_late_is_what_has_waited_for_more_days_than_are_promised(settings, promised, now):
    settings.ANSWER_DAYS = promised
    limit = working_days.late_before(now)
    assert working_days.days_between(limit - timedelta(seconds=1), now) > promised
    assert working_days.days_between(limit, now) == promised


@pytest.fixture
def waited(propose, staff_user):
    """Returns a function by which a proposal waited for so many days (of the calendar) for an answer, some days ago."""

    def wait(days, *, ago=0, act=review.decline):
        one = propose(name=[f"Projecte {Submission.objects.count()}"])
        act(one, by=staff_user, revision=1, text="Un mot.")
        end = day("2026-11-27") - timedelta(days=ago)
        one.answers.update(sent_at=end - timedelta(days=days), answered_at=end)
        return one

    return wait


def test_median_and_longest_of_the_last_thirty_and_ninety_days(waited):
    for days in (0, 1, 7, 14):
        waited(days)
    waited(28, ago=60)  # with the holidays of September
    waited(70, ago=100)
    month, quarter = waiting_times.context(day("2026-11-27", 13))["spans"]
    assert (month.days, month.count, month.median, month.longest) == (30, 4, "5 dies laborables", "10 dies laborables")
    assert (quarter.count, quarter.median, quarter.longest) == (5, "5 dies laborables", "18 dies laborables")


def test_each_answer_counts_from_when_it_was_sent_and_messages_are_none(propose, staff_user, author):
    one = propose()
    first = fresh(one).waiting_since
    review.answer(one, by=staff_user, text="Ho mirem.")
    assert not Answer.objects.exists()
    review.ask(one, by=staff_user, revision=1, text="Quin dia?")
    one.submit(one.values | {"schedule": "Dijous"})
    review.approve(one, by=staff_user, revision=2)
    sent = list(Answer.objects.values_list("sent_at", flat=True))
    assert sent == [first, fresh(one).waiting_since] and sent[0] < sent[1]


def test_what_does_not_wait_for_the_team_is_not_measured(propose, change, staff_user, author):
    project = review.approve(propose(), by=staff_user, revision=1)
    Answer.objects.all().delete()
    one = change(project, schedule=["Dijous"])
    Submission.objects.filter(pk=one.pk).update(awaits="entity")
    review.approve(fresh(one), by=author, revision=1)
    assert not Answer.objects.exists()


def test_the_queue_says_what_is_promised_how_long_it_takes_and_what_is_late(waited, propose, reviewer, settings):
    settings.ANSWER_DAYS = 7
    page = reviewer.get("/gestio/").text
    assert "Cap resposta en els últims 90 dies" in page and "com a molt en 7 dies laborables" in page
    one = propose(name=["Rec Lent"])
    Answer.objects.all().delete()
    Submission.objects.filter(pk=one.pk).update(waiting_since=timezone.now() - timedelta(days=40))
    waited(0)
    Answer.objects.update(sent_at=timezone.now() - timedelta(minutes=1), answered_at=timezone.now())
    page = reviewer.get("/gestio/").text
    assert "Últims 30 dies: 1 resposta" in page and "La que espera més" in page and "1 fa tard" in page
    assert page.index("Rec Lent") and "Fa tard</span>" in page


def test_on_the_last_day_of_those_promised_it_is_not_late_yet(propose, reviewer, author_client):
    one = propose(name=["Rec Lent"])

    def is_late_since(moment):
        Submission.objects.filter(pk=one.pk).update(waiting_since=moment)
        said = [
            "Fa tard</span>" in reviewer.get("/gestio/").text,
            "Fem tard" in author_client.get(f"/el-meu-espai/propostes/{one.pk}/").text,
        ]
        assert said[0] == said[1]
        return said[0]

    limit = working_days.late_before(timezone.now())
    assert not is_late_since(limit)
    assert is_late_since(limit - timedelta(seconds=1))


def test_measuring_costs_the_same_however_many_answers_there_are(waited, reviewer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get("/gestio/").status_code == 200
        return len(queries)

    waited(1)
    few = cost()
    for number in range(5):
        waited(number)
    assert cost() == few


def test_messages_to_the_team_are_measured_too(reviewer, propose):
    for days, done in ((20, None), (3, 1), (10, 0)):
        ContactMessage.objects.create(
            about="other", text="Hola.", email="veina@exemple.cat", language="ca",
            answered_at=None if done is None else timezone.now() - timedelta(days=done),
        )  # fmt: skip
        ContactMessage.objects.filter(pk=ContactMessage.objects.latest("pk").pk).update(
            received_at=timezone.now() - timedelta(days=days)
        )
    ContactMessage.objects.create(about="mistake", text="El telèfon no va.", language="ca")
    page = reviewer.get("/gestio/")
    assert (
        "2 missatges per atendre" in page.text
        and "1 fa tard" in page.text
        and "Últims 30 dies: 2 respostes" in page.text
    )
