"""A Trobada, its rooms and activities, and the clock."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from gatherings.models import Activity, Gathering


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
