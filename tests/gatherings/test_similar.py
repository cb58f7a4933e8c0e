"""Something that may be here already is told to its author and to the team, whatever kind it is of."""

import pytest
from django.test import Client
from django.urls import reverse

from energies.accounts.models import User
from energies.curation import drafts, similar
from energies.curation.models import Submission
from energies.curation.proposable import WithPage, get, kinds
from energies.kernel.forms import flat
from gatherings.models import Activity
from tests.gatherings.test_once_at_once import REGISTER, City, typed

pytestmark = pytest.mark.django_db
OWN_FORM = sorted(one.kind for one in kinds() if isinstance(one, WithPage) and one.kind not in ("return", "follow_up"))


@pytest.fixture
def city(make_entity, make_project, make_gathering):
    return City(make_entity, make_project, make_gathering)


@pytest.fixture
def propose(city):
    """Returns a function that sends something new of a kind by somebody who may, and gives the Submission."""

    def send(kind, by=None, **data):
        client = Client()
        client.force_login(by or city.person)
        path, said = typed(city, kind)
        answer = client.post(f"{REGISTER}{path}", said | data | {"send": "1"})
        assert answer.status_code == 302, answer.context["form"].errors
        return Submission.objects.filter(kind=kind).latest("pk")

    return send


@pytest.fixture
def colleague_of(city):
    other = User.objects.create_user("altra@exemple.cat", language="ca")
    city.ours.editors.add(other)
    return other


@pytest.mark.parametrize("kind", OWN_FORM)
def test_the_team_is_told_of_another_that_waits_whoever_sent_it(city, propose, kind, colleague_of, team):
    first, second = propose(kind), propose(kind, by=colleague_of)
    assert first in [one.entry for one in similar.for_team(second)]
    assert second in [one.entry for one in similar.for_team(first)]
    assert reverse("review", args=[first.pk]) in team.get(f"/gestio/{second.pk}/").text


@pytest.mark.parametrize("kind", OWN_FORM)
def test_the_author_is_told_of_their_own_and_of_nobody_elses(city, propose, kind, colleague_of):
    first = propose(kind)
    draft = drafts.start(get(kind), city.person, "ca")
    draft.data = {
        name: list(texts) if isinstance(texts, list) else [str(texts)] for name, texts in typed(city, kind)[1].items()
    }
    draft.save()
    assert [one.entry for one in similar.for_author(draft)] == [first]
    Submission.objects.filter(pk=draft.pk).update(author=colleague_of)
    draft.refresh_from_db()
    assert similar.for_author(draft) == []
    assert similar.for_team(first) == [], "a draft is its author's alone"


@pytest.mark.parametrize("kind", OWN_FORM)
def test_what_is_public_is_told_to_both(city, propose, kind, staff_user, team, colleague_of):
    first = propose(kind)
    team.post(f"/gestio/{first.pk}/decideix/", {"act": "approve", "revision": 1})
    first.refresh_from_db()
    assert first.state == "approved", first.problem
    if kind == "group_network":
        second = drafts.start(get("network"), colleague_of, "ca")
        second.data = {"name": ["Xarxa de claus"]}
    else:
        second = drafts.start(get(kind), colleague_of, "ca")
        second.data = flat(first.values)
    second.save()
    assert first.object_id in [one.entry.pk for one in similar.for_author(second)]
    second.values = first.values
    assert first.object_id in [one.entry.pk for one in similar.for_team(second)]


def test_the_same_supper_on_another_day_is_another(city, propose):
    propose("activity")
    other = drafts.start(get("activity"), city.person, "ca")
    _path, said = typed(city, "activity")
    other.data = {name: [text] for name, text in said.items()} | {"day": ["2031-01-01"]}
    other.save()
    assert similar.for_author(other) == []


def test_what_its_author_says_is_another_is_not_told_again(city, propose):
    first = propose("activity")
    draft = drafts.start(get("activity"), city.person, "ca")
    draft.data = {name: [text] for name, text in typed(city, "activity")[1].items()}
    draft.save()
    client = Client()
    client.force_login(city.person)
    page = client.get(f"/el-meu-espai/propostes/{draft.pk}/edita/").text
    assert f"submission.{first.pk}" in page and first.get_absolute_url() in page
    client.post(f"/el-meu-espai/propostes/{draft.pk}/fes/", {"act": "other", "entry": f"submission.{first.pk}"})
    draft.refresh_from_db()
    assert similar.for_author(draft) == []


def test_hidden_ones_are_told_to_nobody(city, propose, make_activity):
    one = make_activity("Sopar d’olla")
    values = {"name": "Sopar d’olla", "day": f"{one.starts_at.date():%Y-%m-%d}"}
    assert [alike.entry for alike in get("activity").similar(values)] == [one]
    Activity.everything.update(state="hidden")
    assert get("activity").similar(values) == []


def test_a_row_of_a_calendar_like_one_in_the_agenda_is_told_and_not_ticked(city, make_activity):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.gatherings.conftest import in_days
    from tests.gatherings.test_import import calendar, day

    make_activity("Sopar d’olla", starts_at=in_days(3))
    client = Client()
    client.force_login(city.person)
    events = [{"name": "Sopar d'olla", "day": day(3)}, {"name": "Sopar d'olla", "day": day(4)}]
    file = SimpleUploadedFile("a.ics", calendar(*events), "text/calendar")
    page = client.post("/el-meu-espai/calendari/", {"organiser": f"entity.{city.ours.pk}", "axis": "activities", "kind": "meal",
                                                    "barri": "01", "file": file}).text  # fmt: skip
    assert page.count("S’assembla a una que ja hi és: Sopar d’olla.") == 1
    assert page.count('type="checkbox"') == 2 and page.count("checked") == 1


@pytest.mark.parametrize("state", ["draft", "pending", "not public yet", "hidden", "removed"])
@pytest.mark.parametrize("whose", ["others", "own"])
def test_what_others_have_not_made_public_or_anybody_took_away_is_not_told_to_whoever_brings_a_calendar(
    city, make_activity, make_entity, state, whose
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.gatherings.conftest import in_days
    from tests.gatherings.test_import import calendar, day

    organiser = city.ours if whose == "own" else make_entity("Una altra")
    author = city.person if whose == "own" else User.objects.create_user("altra@exemple.cat", language="ca")
    if state in ("draft", "pending"):
        one = drafts.start(get("activity"), author, "ca")
        one.label = "Sopar d’olla"
        one.data = {"name": [one.label], "day": [in_days(3).date().isoformat()], "starts": ["18:00"],
                    "organisers": [f"entity.{organiser.pk}"]}  # fmt: skip
        one.save()
        if state == "pending":
            Submission.objects.filter(pk=one.pk).update(state="pending", revision=1, submitted_at=in_days(0))
    else:
        one = make_activity("Sopar d’olla", starts_at=in_days(3))
        one.parties.add(organiser.party)
        if state in ("hidden", "removed"):
            Activity.everything.update(state=state)
        else:
            Activity.everything.update(gathering=city.past, published=False)
    client = Client()
    client.force_login(city.person)
    file = SimpleUploadedFile("a.ics", calendar({"name": "Sopar d'olla", "day": day(3)}), "text/calendar")
    page = client.post("/el-meu-espai/calendari/", {"organiser": f"entity.{city.ours.pk}", "axis": "activities",
                                                    "kind": "meal", "barri": "01", "file": file}).text  # fmt: skip
    assert ("assembla" in page) == ("Sopar d’olla" in page) == (whose == "own" and state != "removed")
    assert page.count("checked") == (whose == "others" or state == "removed")
