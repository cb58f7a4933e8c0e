"""A Trobada, its rooms and activities, and the clock."""

import re
from datetime import datetime, time, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from energies.accounts.models import User
from gatherings import places
from gatherings.models import Activity, FollowUp, Gathering, Outcome

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def moment(day, hour="18:00"):
    """Return the moment at which Barcelona's clocks say ``hour`` on a date."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))


def in_days(number, hour="18:00"):
    return moment(timezone.localdate() + timedelta(days=number), hour)


@pytest.fixture
def make_gathering(territory, vocabulary):
    """Returns a function that makes a visible Trobada in a month's time, its programme still to make."""

    def make(name="Espais que cuiden", **fields):
        first = fields.pop("starts_on", timezone.localdate() + timedelta(days=30))
        fields = {
            "number": Gathering.everything.count() + 1,
            "summary": "Dos dies per obrir portes.",
            "starts_on": first,
            "ends_on": fields.pop("ends_on", first + timedelta(days=1)),
            **fields,
        }
        if fields.get("stage") in Gathering.WITH_PROGRAMME:
            fields.setdefault("published_at", timezone.now() - timedelta(days=1))
        return Gathering.everything.create(name=name, **fields)

    return make


@pytest.fixture
def make_activity(territory, vocabulary):
    """Returns a function that makes an activity of two hours, a week from now, in el Raval; any field may be given."""

    def make(name="Sopar d’olla", **fields):
        starts_at = fields.pop("starts_at", in_days(7))
        fields = {
            "summary": "Cadascú porta el seu plat.",
            "axis": "activities",
            "kind": "meal",
            "venue": "Ateneu de mostra",
            "barri_id": "01",
            "starts_at": starts_at,
            "ends_at": fields.pop("ends_at", starts_at and starts_at + timedelta(hours=2)),
            **fields,
        }
        return Activity.everything.create(name=name, **fields)

    return make


@pytest.fixture
def make_waiting(make_activity):
    """Returns a function that makes an activity accepted for a Trobada, not public yet, without an hour."""

    def make(gathering, name="Taller per col·locar", **fields):
        fields = {"starts_at": None, "minutes": 90, "venue": "", "barri_id": None, **fields}
        return make_activity(name, gathering=gathering, published=False, **fields)

    return make


@pytest.fixture
def supper(make_activity, make_entity):
    """A supper for ten of «Hort Nostre» that begins in an hour: its door is open."""
    activity = make_activity(sign_up="required", capacity=10, starts_at=timezone.now() + timedelta(hours=1))
    activity.parties.add(make_entity("Hort Nostre").party)
    return activity


@pytest.fixture
def host(client, supper):
    """A client of who organises the supper."""
    person = User.objects.create_user("nosaltres@exemple.cat", language="ca")
    supper.parties.get().entry.editors.add(person)
    client.force_login(person)
    return client


@pytest.fixture
def comes(supper):
    """Returns a function that gives somebody a confirmed place at the supper."""

    def sign_up(name, **fields):
        one = places.sign_up(supper, name=name, **fields)
        places.confirm(one)
        return one

    return sign_up


@pytest.fixture
def over():
    """Returns a function that puts an activity so many days ago, as if they had gone by."""

    def pass_by(activity, days=1):
        moments = {"starts_at": in_days(-days), "ends_at": in_days(-days, "20:00")}
        Activity.everything.filter(pk=activity.pk).update(**moments)

    return pass_by


@pytest.fixture
def site(live_server, territory, vocabulary, settings):
    settings.ORIGIN = live_server.url
    return live_server.url


@pytest.fixture
def opened(site, open_page):
    """Returns a function that opens a page for whoever a test client is signed in as."""

    def open_for(client, **options):
        page = open_page(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        page.context.add_cookies([cookie])
        return page

    return open_for


@pytest.fixture
def returned(make_gathering):
    """A Trobada in el Raval that ended a hundred days ago and whose return is public."""
    one = make_gathering(stage="returned", starts_on=in_days(-100).date(), ends_on=in_days(-100).date())
    one.barris.add("01")
    return one


@pytest.fixture
def make_outcome(returned, make_entity):
    """Returns a function that makes an agreement of ``returned``, carried by a new entity or by those given."""

    def make(text="Un acord per compartir sales", *, by=None, **fields):
        fields = {"gathering": returned, "kind": "agreement", "axis": "territory", "barri_id": "01", **fields}
        one = Outcome.everything.create(text=text, **fields)
        carriers = [make_entity("Ateneu de mostra", contact_email="ateneu@exemple.cat")] if by is None else by
        one.parties.set([carrier.party for carrier in carriers])
        return one

    return make


@pytest.fixture
def tick(monkeypatch, django_capture_on_commit_callbacks):
    """Returns a function that runs the periodic work so many days from now; the letters are in ``mail.outbox``."""
    now = timezone.now()

    def run(days=0):
        mail.outbox.clear()
        with monkeypatch.context() as clock, django_capture_on_commit_callbacks(execute=True):
            clock.setattr(timezone, "now", lambda: now + timedelta(days=days))
            call_command("tick", stdout=StringIO())
        return mail.outbox

    return run


@pytest.fixture
def asked(make_outcome, tick):
    """A follow-up of three months, asked by letter, of who carries one agreement."""
    make_outcome()
    tick()
    return FollowUp.objects.get()


@pytest.fixture
def link(asked):
    """The path that its letter gives."""
    return re.search(r"https?://[^/]+(/seguiment/\S+)", mail.outbox[0].body)[1]


@pytest.fixture
def reply(asked):
    """Returns a function that makes what the form sends: how the agreement stands, a note, what el Raval gained."""

    def make(state="under_way", note="", gain="", lang="ca"):
        pk = Outcome.everything.get(gathering=asked.gathering).pk
        return {f"state_{pk}": state, f"note_{pk}": note, "gain_01": gain, "lang": lang}

    return make
