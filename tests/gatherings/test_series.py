"""What comes again: made from one form, told in words, and changed one by one, from here on, or all together."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from energies.accounts.models import User
from energies.curation import review
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.entries import parties
from energies.kernel.forms import flat
from energies.vocabulary.models import Theme
from gatherings import repeating, series_changes
from gatherings.models import Activity, Series
from gatherings.proposals.fields import written_days
from tests.gatherings.conftest import moment

SEPTEMBER = datetime(2026, 9, 1, 10, tzinfo=UTC)
GARDEN = {
    "name": "Hort obert",
    "lang": "ca",
    "summary": "Obrim la porta i plantem.",
    "axis": "activities",
    "kind": "workshop",
    "day": "2026-10-06",  # a Tuesday
    "starts": "18:00",
    "ends": "20:00",
    "venue": "Hort de mostra",
    "barri": "01",
    "exposure": "exact",
    "audience": "everybody",
    "free": "on",
    "sign_up": "none",
    "themes": ["food"],
    "understood": "on",
}


@pytest.fixture(autouse=True)
def september(monkeypatch):
    """It is the first of September of 2026."""
    monkeypatch.setattr(timezone, "now", lambda: SEPTEMBER)


@pytest.fixture
def author(client, make_entity, vocabulary):
    """Somebody signed in who keeps up an entity."""
    person = User.objects.create_user("autora@exemple.cat", name="Mercè")
    make_entity("Amics de l’hort").editors.add(person)
    client.force_login(person)
    return person


@pytest.fixture
def reviewer(staff_user, let_in):
    return let_in(Client(), staff_user)


@pytest.fixture
def send(client, author):
    """Returns a function that sends the form of something new, and returns the answer."""
    entity = author.entities.get()

    def post(**data):
        data = GARDEN | {"organisers": parties.ref(entity), "send": "1"} | data
        return client.post("/participa/registra/activitat/", data)

    return post


@pytest.fixture
def approve(reviewer):
    """Returns a function by which the team says yes to the proposal sent last."""

    def say_yes():
        submission = Submission.objects.latest("pk")
        data = {"act": "approve", "revision": submission.revision}
        answer = reviewer.post(f"/gestio/{submission.pk}/decideix/", data, follow=True)
        assert Submission.objects.get(pk=submission.pk).state == "approved", answer.text

    return say_yes


@pytest.fixture
def make_series(send, approve):
    """Returns a function that proposes something that comes again, sees it approved and returns its times in order."""

    def make(**data):
        answer = send(**{"repeats": "weekly", "repeat_times": "5"} | data)
        assert answer.status_code == 302, answer.context["form"].errors
        approve()
        return list(Activity.objects.order_by("starts_at"))

    return make


@pytest.fixture
def change(client, author, approve):
    """Returns a function that sends a change to an activity as its form holds it, and sees it approved."""

    def post(activity, **data):
        address = client.post(f"/el-meu-espai/canvia/activity/{activity.pk}/").url
        held = flat(get("activity").values_of(activity)) | {"understood": "on", "send": "1"}
        if {"day", "starts", "ends"} & data.keys():
            # Said anew each time, as the form wants it.
            data = {"status_reason": f"Perquè {sorted(data.items())}"} | data
        answer = client.post(address, held | data)
        assert answer.status_code == 302, answer.context["form"].errors
        approve()

    return post


def days(activities=None):
    """Return the day and hour of the activities (all of them), as the clocks of Barcelona say them."""
    rows = Activity.objects.order_by("recurrence_id") if activities is None else activities
    return [f"{timezone.localtime(one.starts_at):%m-%d %H:%M}" for one in rows]


def told(series):
    """Return the days that a series says by itself: those of its rule, but those left out."""
    first = timezone.localdate(series.starts_at)
    out = {timezone.localdate(datetime.strptime(text, "%Y%m%dT%H%M%S%z")) for text in series.exdates}
    return [day for day in repeating.days(series.rrule, first) if day not in out]


def every_series_tells_its_times():
    for series in Series.objects.all():
        assert told(series) == [
            timezone.localdate(one.recurrence_id) for one in series.activities.order_by("recurrence_id")
        ]


def complaint(answer, name):
    """Return what the form says beside a field, in Catalan."""
    assert answer.status_code == 422
    return " ".join(answer.context["form"].errors[name])


def picture():
    out = BytesIO()
    Image.new("RGB", (600, 400), "green").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")


ILLUSTRATED = {"image_alt": "Mans plantant", "image_licence": "cc-by", "image_people": "none"}


def test_each_week_it_begins_at_the_same_hour_when_the_clocks_change(make_series):
    made = make_series(day="2026-10-13", repeat_times="3")
    assert days(made) == ["10-13 18:00", "10-20 18:00", "10-27 18:00"]
    assert [one.starts_at.astimezone(UTC).hour for one in made] == [16, 16, 17]
    assert {one.duration for one in made} == {timedelta(hours=2)}


def test_each_time_has_an_address_an_identifier_and_all_that_was_said(make_series):
    made = make_series(**{"texts-0-lang": "en", "texts-0-name": "Open garden"})
    assert [one.slug for one in made][:2] == ["hort-obert-2026-10-06", "hort-obert-2026-10-13"]
    assert len({one.uid for one in made}) == 5
    for one in made:
        assert [theme.key for theme in one.themes.all()] == ["food"]
        assert [str(party) for party in one.organisers] == ["Amics de l’hort"]
        assert one.translated("name", "en") == ("Open garden", "en")


@pytest.mark.parametrize(
    ("data", "listed", "words"),
    [
        (
            {"repeats": "monthly", "day": "2026-10-13", "repeat_times": "4"},
            ["10-13 18:00", "11-10 18:00", "12-08 18:00", "01-12 18:00"],
            "el segon dimarts de cada mes, fins al 12 de gener de 2027",
        ),
        (
            {"repeats": "monthly_last", "day": "2026-10-30", "repeat_times": "3"},
            ["10-30 18:00", "11-27 18:00", "12-25 18:00"],
            "l’últim divendres de cada mes, fins al 25 de desembre de 2026",
        ),
        (
            {"repeats": "fortnightly", "repeat_until": "2026-11-03", "repeat_times": ""},
            ["10-06 18:00", "10-20 18:00", "11-03 18:00"],
            "un dimarts de cada dos, fins al 3 de novembre de 2026",
        ),
        (
            {"repeats": "weekly", "except_days": "13/10/2026\r\n27-10-2026", "repeat_times": "5"},
            ["10-06 18:00", "10-20 18:00", "11-03 18:00"],
            "cada dimarts, fins al 3 de novembre de 2026",
        ),
    ],
)
def test_it_comes_when_it_says_and_its_page_says_so_in_words(client, make_series, data, listed, words):
    made = make_series(**data)
    assert days(made) == listed
    every_series_tells_its_times()
    page = client.get(made[0].get_absolute_url())
    assert "Es repeteix" in page.text and f"{words[0].upper()}{words[1:]}" in page.text
    assert [one.pk for one in page.context["others"]] == [one.pk for one in made[1:]]


def test_a_night_out_that_comes_again_ends_the_next_day(make_series):
    made = make_series(starts="22:00", ends="02:00", next_day="on", repeat_times="2")
    assert [f"{timezone.localtime(one.ends_at):%m-%d %H:%M}" for one in made] == ["10-07 02:00", "10-14 02:00"]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"repeat_times": "", "repeat_until": ""}, "repeat_until", "una de les dues coses"),
        ({"repeat_times": "3", "repeat_until": "2026-12-01"}, "repeat_until", "una de les dues coses"),
        ({"repeat_times": "61"}, "repeat_times", "de 2 a 60"),
        ({"repeat_times": "", "repeat_until": "2027-12-07"}, "repeat_until", "60 vegades"),
        ({"repeats": "monthly", "repeat_times": "30"}, "repeat_until", "un any i mig"),
        ({"repeat_times": "", "repeat_until": "2026-10-01"}, "repeat_until", "després del primer"),
        ({"repeats": "monthly", "day": "2026-09-29", "repeat_times": "3"}, "repeats", "cinquena"),
        ({"repeats": "monthly_last", "repeat_times": "3"}, "repeats", "no és l’últim"),
        ({"repeat_times": "3", "except_days": "el dia de Nadal"}, "except_days", "24/12/2026"),
        ({"repeat_times": "3", "except_days": "24/12/2026"}, "except_days", "El 24/12/2026 no tocaria"),
        ({"repeat_times": "3", "except_days": "06/10/2026"}, "except_days", "comença per un altre"),
        ({"repeat_times": "2", "except_days": "13/10/2026"}, "repeats", "una vegada"),
        ({"repeat_times": "3", "day": "2026-08-25"}, "day", "ja ha passat"),
        (
            {"day": "2027-03-21", "starts": "02:30", "ends": "04:00", "repeat_times": "3"},
            "except_days",
            "aquella hora no existeix",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(send, data, field, words):
    answer = send(**{"repeats": "weekly"} | data)
    assert words in complaint(answer, field)
    assert not Activity.everything.exists()


def test_the_night_on_which_an_hour_does_not_exist_can_be_left_out(make_series):
    made = make_series(day="2027-03-21", starts="02:30", ends="04:00", repeat_times="3", except_days="28/03/2027")
    assert days(made) == ["03-21 02:30", "04-04 02:30"]


def test_days_are_read_as_people_write_them():
    some = [date(2026, 12, 24), date(2026, 12, 31)]
    for text in ("31/12/2026, 24/12/2026", "24-12-2026\n31.12.2026", "2026-12-24; 31/12/26", "24/12/2026 31/12/2026,"):
        assert written_days(text) == some


def test_what_was_written_before_saying_only_once_says_nothing(send, approve):
    send(repeats="", repeat_times="5", except_days="13/10/2026")
    approve()
    assert days() == ["10-06 18:00"] and not Series.objects.exists()


def test_a_change_to_one_time_leaves_the_others(make_series, change):
    made = make_series()
    change(made[1], which="one", day="2026-10-14", status_reason="Dimarts plou.")
    assert days() == ["10-06 18:00", "10-14 18:00", "10-20 18:00", "10-27 18:00", "11-03 18:00"]
    assert [one.status for one in Activity.objects.order_by("recurrence_id")].count("moved") == 1
    assert Series.objects.count() == 1


def test_from_here_on_moves_those_that_follow_and_ends_the_series_before(client, make_series, change):
    made = make_series()
    change(made[2], which="following", day="2026-10-21", starts="17:00", ends="19:30")
    assert days() == ["10-06 18:00", "10-13 18:00", "10-21 17:00", "10-28 17:00", "11-04 17:00"]
    every_series_tells_its_times()
    assert "Cada dimarts, fins al 13 d’octubre de 2026" in client.get(made[0].get_absolute_url()).text
    new = Activity.objects.get(pk=made[3].pk)
    assert "Cada dimecres, fins al 4 de novembre de 2026" in client.get(new.get_absolute_url()).text
    assert (new.uid, new.status, new.duration) == (made[3].uid, "moved", timedelta(hours=2, minutes=30))
    assert client.get(made[3].get_absolute_url()).url == new.get_absolute_url()


def test_all_those_to_come_change_and_what_is_over_does_not(make_series, change, monkeypatch):
    made = make_series(day="2026-09-02")
    monkeypatch.setattr(timezone, "now", lambda: SEPTEMBER + timedelta(days=9))
    change(made[3], which="all", starts="19:00", ends="21:00", summary="Ara, més tard.")
    assert days() == ["09-02 18:00", "09-09 18:00", "09-16 19:00", "09-23 19:00", "09-30 19:00"]
    summaries = [one.summary for one in Activity.objects.order_by("recurrence_id")]
    assert summaries == ["Obrim la porta i plantem."] * 2 + ["Ara, més tard."] * 3
    every_series_tells_its_times()


def test_a_week_later_all_together(make_series, change):
    made = make_series()
    change(made[0], which="all", day="2026-10-13")
    assert days() == ["10-13 18:00", "10-20 18:00", "10-27 18:00", "11-03 18:00", "11-10 18:00"]
    assert Series.objects.count() == 1
    every_series_tells_its_times()


def test_monthly_days_moved_together_keep_as_far_from_each_other(client, make_series, change):
    made = make_series(repeats="monthly", day="2026-10-13", repeat_times="4")
    change(made[0], which="all", day="2026-10-14")
    assert days() == ["10-14 18:00", "11-11 18:00", "12-09 18:00", "01-13 18:00"]
    assert "El segon dimecres de cada mes" in client.get(Activity.objects.first().get_absolute_url()).text
    change(Activity.objects.get(pk=made[0].pk), which="all", day="2026-10-18")
    assert days() == ["10-18 18:00", "11-15 18:00", "12-13 18:00", "01-17 18:00"]
    assert "Un diumenge al mes" in client.get(Activity.objects.order_by("starts_at").first().get_absolute_url()).text
    every_series_tells_its_times()


def test_what_is_not_changed_stays_as_each_time_has_it(make_series, change):
    made = make_series(picture=picture(), **ILLUSTRATED)
    alone = made[3]
    alone.themes.set(Theme.objects.filter(key="culture"))
    Activity.objects.filter(pk=alone.pk).update(capacity=12, description="Amb en Pau.")
    before = {one.pk: (one.uid, one.image.name) for one in Activity.objects.all()}
    change(made[0], which="all", summary="Una altra frase.", starts="17:00")
    after = {one.pk: (one.uid, one.image.name) for one in Activity.objects.all()}
    alone = Activity.objects.get(pk=alone.pk)
    assert after == before
    assert [theme.key for theme in alone.themes.all()] == ["culture"]
    assert (alone.capacity, alone.description, alone.summary) == (12, "Amb en Pau.", "Una altra frase.")


def test_what_was_moved_or_cancelled_on_its_own_keeps_its_day_and_hour(make_series, change, staff_user):
    made = make_series()
    made[1].move(
        by=staff_user, why="Plou.", starts_at=moment(date(2026, 10, 15)), ends_at=moment(date(2026, 10, 15), "20:00")
    )
    made[2].move(by=staff_user, why="Plou.", ends_at=moment(date(2026, 10, 20), "22:00"))
    made[3].cancel(by=staff_user, why="Fem festa.")
    change(Activity.objects.get(pk=made[0].pk), which="all", starts="17:00", ends="19:00", status_reason="Fa fosc.")
    assert days() == ["10-06 17:00", "10-15 18:00", "10-20 18:00", "10-27 18:00", "11-03 17:00"]
    assert Activity.objects.get(pk=made[2].pk).duration == timedelta(hours=4)
    cancelled = Activity.objects.get(pk=made[3].pk)
    assert (cancelled.status, cancelled.status_reason) == ("cancelled", "Fem festa.")


def test_it_can_be_moved_together_twice(make_series, change):
    made = make_series(repeat_times="3")
    change(made[0], which="all", starts="17:00", ends="19:00")
    change(Activity.objects.get(pk=made[0].pk), which="all", starts="16:00", ends="18:30")
    assert days() == ["10-06 16:00", "10-13 16:00", "10-20 16:00"]
    assert {one.duration for one in Activity.objects.all()} == {timedelta(hours=2, minutes=30)}


@pytest.mark.parametrize(("which", "left"), [("one", 4), ("following", 2), ("all", 0)])
def test_whoever_organises_it_cancels_one_from_here_on_or_all(client, make_series, change, which, left):
    made = make_series()
    change(made[2], which=which, cancelled="on", status_reason="L’hort tanca per obres.")
    cancelled = Activity.objects.filter(status="cancelled")
    assert Activity.objects.taking_place().count() == left
    assert {one.status_reason for one in cancelled} == {"L’hort tanca per obres."}
    assert {one.notices.get().act for one in cancelled} == {"cancelled"}
    assert "L’hort tanca per obres." in client.get(made[2].get_absolute_url()).text


def test_cancelling_needs_a_reason(client, make_series):
    made = make_series()
    address = client.post(f"/el-meu-espai/canvia/activity/{made[0].pk}/").url
    held = flat(get("activity").values_of(made[0])) | {"understood": "on", "send": "1", "cancelled": "on"}
    assert "per què" in complaint(client.post(address, held), "status_reason")


def test_what_was_cancelled_together_takes_place_again_together(make_series, change, staff_user):
    made = make_series()
    made[4].cancel(by=staff_user, why="Fem festa.")
    change(made[2], which="following", cancelled="on", status_reason="Obres.")
    change(Activity.objects.get(pk=made[2].pk), which="all", cancelled=[], status_reason="S’han acabat les obres.")
    assert [one.pk for one in Activity.objects.filter(status="cancelled")] == [made[4].pk]


@pytest.mark.parametrize(("action", "left"), [("cancel_following", 2), ("cancel_series", 0)])
def test_the_team_cancels_from_here_on_or_all_on_its_desk(reviewer, make_series, action, left):
    made = make_series()
    data = {"action": action, "_selected_action": [made[2].pk, made[3].pk], "asked": "yes", "reason": "Obres."}
    assert reviewer.post(reverse("admin:gatherings_activity_changelist"), data).status_code == 302
    assert Activity.objects.taking_place().count() == left


@pytest.mark.django_db(transaction=True)  # a picture goes with the commit
def test_the_times_share_one_picture_which_stays_while_any_shows_it(make_series, change, staff_user):
    made = make_series(picture=picture(), **ILLUSTRATED)
    public = storages["public"]
    (name,) = {one.image.name for one in made}
    (files,) = {tuple(row["jpeg"] for row in one.renditions) for one in made}
    made[0].hide(by=staff_user, why="prova")
    assert made[0].renditions == [] and all(public.exists(file) for file in files)
    made[0].show(by=staff_user)
    assert tuple(row["jpeg"] for row in made[0].renditions) == files
    change(Activity.objects.get(pk=made[0].pk), which="all", image_gone="on")
    assert not any(public.exists(file) for file in files)
    assert not any(one.image or one.renditions for one in Activity.objects.all())
    assert default_storage.exists(name)


def test_a_new_picture_for_one_time_is_only_its_own(make_series, change):
    made = make_series(picture=picture(), **ILLUSTRATED)
    change(made[0], which="one", picture=picture())
    images = [one.image.name for one in Activity.objects.order_by("starts_at")]
    assert images[0] != images[1] and len(set(images[1:])) == 1
    assert all(storages["public"].exists(row["webp"]) for one in Activity.objects.all() for row in one.renditions)


def test_an_activity_on_its_own_is_not_asked_which_times(client, author, make_activity):
    activity = make_activity()
    activity.parties.set([one.party for one in author.entities.all()])
    page = client.get(client.post(f"/el-meu-espai/canvia/activity/{activity.pk}/").url)
    assert 'name="which"' not in page.text and 'name="repeats"' not in page.text


def test_the_form_of_a_time_holds_it_as_it_is(make_series, author):
    one = make_series(**{"texts-0-lang": "en", "texts-0-name": "Open garden"})[1]
    values = get("activity").values_of(one)
    form = review.form_for(Submission(kind="activity", author=author), values, one)
    assert form.is_valid(), form.errors
    assert form.values() == values


def test_what_the_team_does_not_take_of_a_change_to_all_is_for_that_time_alone(client, make_series, reviewer):
    made = make_series()
    address = client.post(f"/el-meu-espai/canvia/activity/{made[1].pk}/").url
    held = flat(get("activity").values_of(made[1])) | {"understood": "on", "send": "1"}
    client.post(address, held | {"which": "all", "summary": "Una altra frase."})
    one = Submission.objects.latest("pk")
    page = reviewer.get(f"/gestio/{one.pk}/").text
    assert "Quines vegades canvies?" in page
    data = {
        "act": "approve",
        "revision": one.revision,
        "choosing": "1",
        "take": ["summary"],
        "text": "Només aquell dia.",
    }
    assert reviewer.post(f"/gestio/{one.pk}/decideix/", data).status_code == 302
    assert list(Activity.objects.filter(summary="Una altra frase.")) == [made[1]]


def test_a_preview_shows_what_comes_again_and_leaves_nothing(client, send):
    send(repeats="weekly", repeat_times="5")
    answer = client.get(f"/el-meu-espai/propostes/{Submission.objects.latest('pk').pk}/vista-previa/")
    assert "Cada dimarts, fins al 3 de novembre de 2026" in answer.text
    assert not Activity.everything.exists() and not Series.objects.exists()


@pytest.mark.parametrize(
    ("language", "rule", "words"),
    [
        ("ca", "FREQ=WEEKLY;BYDAY=SA", "cada dissabte, fins a l’11 d’abril de 2027"),
        ("es", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "un lunes de cada dos, hasta el 11 de abril de 2027"),
        ("en", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every two weeks, on Monday, until 11 April 2027"),
        ("en", "FREQ=MONTHLY;BYDAY=2TU", "the second Tuesday of each month, until 11 April 2027"),
        ("es", "FREQ=MONTHLY;BYDAY=-1FR", "el último viernes de cada mes, hasta el 11 de abril de 2027"),
        ("ca", "FREQ=WEEKLY;BYDAY=MO,WE", "cada dilluns i dimecres, fins a l’11 d’abril de 2027"),
        ("ca", "FREQ=DAILY", ""),
    ],
)
def test_a_rule_is_told_as_people_say_it(language, rule, words):
    with translation.override(language):
        assert repeating.in_words(rule, date(2027, 4, 11)) == words


def test_who_cancels_twice_does_no_harm(make_series, staff_user):
    made = make_series()
    for _again in range(2):
        series_changes.cancel(made[0], series_changes.Which.ALL, by=staff_user, why="Obres.")
    assert not Activity.objects.taking_place().exists()


def test_my_space_lists_what_comes_again_once_and_nothing_that_is_over(make_series, client, make_activity, author):
    make_series(repeat_times="5")
    make_activity("Fet", starts_at=SEPTEMBER - timedelta(days=9)).parties.add(author.entities.get().party)
    page = client.get("/el-meu-espai/").text
    assert page.count(">Hort obert</a>") == 1 + 1, "as kept up, and as proposed"
    assert "/activitats/hort-obert-2026-10-06/" in page and "Fet" not in page
