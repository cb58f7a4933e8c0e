"""What is public moves for a reason that everybody reads, on each way by which somebody can move it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from energies.accounts.models import User
from energies.curation import history, review, team_changes
from energies.curation.models import Submission
from energies.curation.proposable import get
from energies.kernel.forms import flat
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import jobs, places
from gatherings.models import Activity, Notice
from tests.gatherings.conftest import in_days, moment
from tests.projects.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(make_activity, make_entity):
    """A supper on its own, of «Hort Nostre»."""
    activity = make_activity(sign_up="required", capacity=20)
    activity.parties.add(make_entity("Hort Nostre").party)
    return activity


@pytest.fixture
def organiser(client, alone):
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    alone.parties.get().entry.editors.add(person)
    client.force_login(person)
    return client


@pytest.fixture
def change(organiser):
    """Returns a function that sends a change by the organiser's form, and returns the answer."""

    def send(activity, **data):
        address = organiser.post(f"/el-meu-espai/canvia/activity/{activity.pk}/").url
        held = flat(get("activity").values_of(activity)) | {"understood": "on", "send": "1"}
        return organiser.post(address, held | data)

    return send


@pytest.fixture
def in_programme(make_gathering, make_activity):
    """An activity in a room of a programme that is public."""
    gathering = make_gathering(stage="published")
    room = gathering.rooms.create(venue="Ateneu", name="sala gran", barri_id="01", position=1)
    gathering.rooms.create(venue="Ateneu", name="pati", barri_id="01", position=2)
    one = make_activity("Debat", gathering=gathering, starts_at=moment(gathering.starts_on, "17:00"))
    one.put_in(room)
    one.status_reason = "Ja té sala."
    one.save()
    Activity.everything.update(status="planned", status_reason="", was_starts_at=None, was_ends_at=None, was_place="")
    Notice.everything.all().delete()
    return Activity.everything.get(pk=one.pk)


def why_is_asked(answer):
    return answer.status_code in (200, 422) and "Digues per què canvia de dia, d’hora o de lloc" in answer.text


def test_by_the_model(alone, staff_user):
    with pytest.raises(TransitionNotAllowed, match="per què"):
        alone.move(by=staff_user, why=" ", venue="Casal")
    alone.venue = "Casal"
    with pytest.raises(ValidationError, match="per què"):
        alone.save()
    assert Activity.objects.get().venue == "Ateneu de mostra" and not Notice.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"starts": "19:00", "ends": "21:00"}, {"venue": "Casal"}, {"barri": "02"}], ids=str
)
def test_by_the_form_of_who_organises_it(change, alone, changed, staff_user):
    assert why_is_asked(change(alone, **changed))
    assert change(alone, status_reason="Plou.", **changed).status_code == 302
    submission = Submission.objects.get()
    review.approve(submission, by=staff_user, revision=submission.revision)
    assert Notice.objects.get().reason == "Plou." and Activity.objects.get().is_moved
    # The reason of the last time is not that of this one.
    again = Activity.objects.get()
    assert why_is_asked(change(again, starts="11:00", ends="12:00"))
    assert change(again, starts="11:00", ends="12:00", status_reason="Fa massa sol.").status_code == 302


def test_what_is_only_put_better_asks_for_nothing_and_is_told_to_nobody(
    change, alone, staff_user, django_capture_on_commit_callbacks
):
    places.confirm(places.sign_up(alone, name="Aina", email="aina@exemple.cat"))
    assert change(alone, summary="Una frase més clara.").status_code == 302
    submission = Submission.objects.get()
    review.approve(submission, by=staff_user, revision=submission.revision)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.tell_changes(in_days(0)) == 0
    assert Activity.objects.get().summary == "Una frase més clara." and not mail.outbox


@pytest.mark.parametrize("how", ["menus", "cell"])
def test_on_the_board(team, in_programme, how):
    gathering = in_programme.gathering
    other, at = gathering.rooms.last(), moment(gathering.starts_on, "18:00")
    data = {"room": other.pk, "day": gathering.starts_on.isoformat(), "starts": "18:00", "minutes": "120"}
    data = data if how == "menus" else {"cell": f"{other.pk}|{at.isoformat()}"}
    address = reverse("board_place", args=[gathering.number, in_programme.pk])
    answer = team.post(address, data)
    assert why_is_asked(answer) and answer.context["form"]["starts"].value() == "18:00", "what was chosen is kept"
    assert not Notice.objects.exists()
    assert team.post(address, data | {"why": "La sala s’ha inundat."}).status_code == 302
    assert Notice.objects.get().reason == "La sala s’ha inundat."


def test_on_the_board_what_is_not_public_needs_no_reason(team, make_gathering, make_waiting):
    gathering = make_gathering(stage="in_progress")
    room, one = gathering.rooms.create(venue="Ateneu"), make_waiting(gathering)
    cell = {"cell": f"{room.pk}|{moment(gathering.starts_on, '18:00').isoformat()}"}
    assert team.post(reverse("board_place", args=[gathering.number, one.pk]), cell).status_code == 302
    assert Activity.everything.get(pk=one.pk).starts_at


@pytest.fixture
def desk(team):
    """Returns a function that sends the form of a row at the desk as it stands, with changes."""

    def send(model, target, **data):
        address = reverse(f"admin:gatherings_{model}_change", args=[target.pk])
        held = form_of(team, address)
        for name in ("starts_at", "ends_at"):
            if name in held:
                local = timezone.localtime(held.pop(name))
                held |= {f"{name}_0": f"{local:%d/%m/%Y}", f"{name}_1": f"{local:%H:%M}"}
        return team.post(address, held | data)

    return send


def test_at_the_desk(desk, alone):
    assert why_is_asked(desk("activity", alone, venue="Casal"))
    assert not Notice.objects.exists()
    answer = desk("activity", alone, venue="Casal", status_reason="Plou.")
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Notice.objects.get().reason == "Plou." and Notice.objects.get().by.email == "equip@exemple.cat"
    assert why_is_asked(desk("activity", Activity.objects.get(), venue="Plaça")), "that reason was of the last time"


def test_at_the_desk_a_room_that_moves_takes_what_is_public_in_it_along(desk, in_programme):
    gathering = in_programme.gathering
    answer = desk("gathering", gathering, **{"rooms-0-venue": "Casal"})
    assert answer.status_code == 200 and "digues a sota per què es mouen" in answer.text
    answer = desk("gathering", gathering, **{"rooms-0-venue": "Casal", "rooms_why": "L’Ateneu té obres."})
    assert answer.status_code == 302
    assert Notice.objects.get().reason == "L’Ateneu té obres." and Activity.objects.get().venue == "Casal"


def test_an_earlier_version_that_comes_back_says_so(alone, staff_user):
    alone.description = "Amb postres."
    with history.record(alone, by=staff_user):
        alone.save()
    before = history.changes_of(alone).latest("pk")
    alone.move(by=staff_user, why="Plou.", venue="Casal")
    proposal = team_changes.restore(before, by=staff_user, language="ca")
    review.approve(proposal, by=staff_user, revision=proposal.revision)
    there = Activity.objects.get()
    assert there.venue == "Ateneu de mostra" and there.status == "planned"
    assert "Torna a ser quan i on" in Notice.objects.first().reason
