"""What search engines read of an activity, taken out of its page by an extractor of other hands."""

import extruct
import pytest

from energies.vocabulary.models import Language, Theme
from tests.gatherings.conftest import in_days

pytestmark = pytest.mark.django_db


def event_in(page):
    (event,) = extruct.extract(page.text, syntaxes=["json-ld"])["json-ld"]
    assert event["@type"] == "Event" and event["@context"] == "https://schema.org"
    return event


def test_an_activity_says_what_when_where_and_who(client, make_activity, make_entity):
    activity = make_activity(
        "Sopar </script> d’olla & pa", address="Carrer Nou, 1", latitude=41.38, longitude=2.17, capacity=30
    )
    activity.parties.add(make_entity("Ateneu del Raval").party)
    activity.themes.add(Theme.objects.get(key="food"))
    activity.languages.add(Language.objects.get(key="ca"))
    event = event_in(client.get(activity.get_absolute_url()))
    assert event["name"] == "Sopar </script> d’olla & pa"
    assert event["startDate"] == in_days(7).isoformat() and event["endDate"] == in_days(7, "20:00").isoformat()
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    place = event["location"]
    assert (place["name"], place["address"]["streetAddress"]) == ("Ateneu de mostra", "Carrer Nou, 1")
    assert place["geo"]["latitude"] == 41.38 and place["containedInPlace"]["name"] == "el Raval"
    (organiser,) = event["organizer"]
    assert organiser["name"] == "Ateneu del Raval" and organiser["url"].endswith("/entitats/ateneu-del-raval/")
    assert (event["inLanguage"], event["keywords"]) == (["ca"], ["Alimentació i horts"])
    assert event["isAccessibleForFree"] is True and event["maximumAttendeeCapacity"] == 30


def test_its_care_is_told_as_it_is_known(client, make_activity):
    activity = make_activity(step_free="yes", hearing_loop="no", sign_language="on_request")
    features = event_in(client.get(activity.get_absolute_url()))["location"]["amenityFeature"]
    told = {one["name"]: (one["value"], one.get("description")) for one in features}
    assert told == {
        "entrada sense graons": (True, None),
        "bucle magnètic": (False, None),
        "llengua de signes": (True, "si ho demanes"),
    }


def test_an_address_that_is_not_for_everybody_is_not_there_either(client, make_activity):
    activity = make_activity(address="Carrer Amagat, 3", latitude=41.39, longitude=2.18, exposure="on_request")
    event = event_in(client.get(activity.get_absolute_url()))
    assert "Amagat" not in str(event) and "geo" not in event["location"]


def test_moved_and_cancelled_are_told(client, make_activity, staff_user):
    activity = make_activity()
    first = activity.starts_at
    activity.move(by=staff_user, why="Plou.", starts_at=in_days(8), ends_at=in_days(8, "20:00"))
    event = event_in(client.get(activity.get_absolute_url()))
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == first.isoformat()
    activity.cancel(by=staff_user, why="Plou.")
    event = event_in(client.get(activity.get_absolute_url()))
    assert event["eventStatus"] == "https://schema.org/EventCancelled"


def test_one_of_a_trobada_leads_to_it(client, make_gathering, make_activity):
    gathering = make_gathering(stage="published")
    activity = make_activity(gathering=gathering, starts_at=in_days(30))
    event = event_in(client.get(activity.get_absolute_url()))
    assert event["superEvent"]["name"] == "Espais que cuiden" and event["superEvent"]["@type"] == "Event"
