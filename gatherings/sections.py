"""What activities add to the pages of barris, projects, entities and networks."""

from energies.entries import parties
from energies.entries.party_entry import PartyEntry
from gatherings import timeline
from gatherings.calendar.links import feed
from gatherings.models import Activity, Gathering, Outcome

MOST = 6


def of_party(one):
    """What a project, an entity or a network organises next; or what it last did."""
    its = Activity.objects.of(one)
    coming = list(its.upcoming().for_cards()[:MOST])
    calendars = feed("party_ics", one._meta.model_name, one.slug)
    context = {
        "party": one,
        "calendars": calendars,
        "coming": coming,
        "past": [] if coming else list(its.past().for_cards()[:MOST]),
    }
    return ("gatherings/_of_party.html", context) if coming or context["past"] else None


def of_entry(one):
    """On the team's page about whoever may organise something: bringing their calendar."""
    if isinstance(one, PartyEntry) and one.is_visible:
        return "gatherings/_of_entry.html", {"organiser": parties.ref(one)}
    return None


def of_own_entry(one):
    """Beside what somebody keeps up: who comes to it; of a Trobada that is over, that it is time to tell what it left."""
    if isinstance(one, Gathering):
        return ("gatherings/return_flow/_return_wanted.html", {}) if one.stage == Gathering.Stage.CLOSED else None
    counts = isinstance(one, Activity) and one.sign_up in (Activity.SignUp.OPEN, Activity.SignUp.REQUIRED)
    return ("gatherings/_of_own_entry.html", {"entry": one}) if counts else None


def of_barri(barri):
    """What is on in a barri, and the Trobadas that it hosts or hosted."""
    context = {
        "barri": barri,
        "calendars": feed("barri_ics", barri.slug),
        "coming": Activity.objects.in_barri(barri).upcoming().for_cards()[:MOST],
        "outcomes": Outcome.objects.in_barri(barri).for_lists()[:MOST],
        "told": timeline.of_barri(barri),
        "gatherings": Gathering.objects.hosted_in(barri).for_cards()[:12],
    }
    return "gatherings/_of_barri.html", context
