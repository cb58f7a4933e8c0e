"""What people who sign up, and those who organise, are told, each with a link back and a way out."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from energies.entries import parties
from energies.kernel import mail, periods
from energies.kernel.email_address import normal_form
from energies.operations import opt_out
from gatherings import when
from gatherings.models import Notice

SALT, VISIT_SALT = "gatherings.registration", "gatherings.visit"

# Of these, all of when and where is said: whoever reads it may not know it.
WHOLE = (Notice.Act.PUBLISHED, Notice.Act.ADDED, Notice.Act.RESTORED)


def token_of(registration):
    """Return what names a registration in a link, and that only we can have written."""
    return signing.dumps(registration.pk, salt=SALT)


def pk_of(token):
    """Return the key of the registration a token names; signing.SignatureExpired for one of years ago, BadSignature for
    another text. Until when it opens anything is for the registration to say (``link_until``)."""
    return signing.loads(token, salt=SALT, max_age=periods.LINK_AT_MOST)


def visit_token_of(visit):
    """Return what names the page with all the places of an address in a Trobada."""
    return signing.dumps(visit.pk, salt=VISIT_SALT)


def visit_pk_of(token):
    """Return the key of the Visit a token names; as ``pk_of`` for other texts."""
    return signing.loads(token, salt=VISIT_SALT, max_age=periods.LINK_AT_MOST)


def signed_up(registration):
    """A place is held until it is confirmed; or they wait; or an organiser wrote them down."""
    names = {"unconfirmed": "to_confirm", "waiting": "waiting", "confirmed": "confirmed_sign_up"}
    _send(names[registration.state], registration)


def already(registration):
    """Somebody, who may be they, has signed them up again: how they stand, and that nothing has changed."""
    _send("already_signed_up", registration)


def confirmed(registration):
    _send("confirmed_sign_up", registration)


def offered(registration):
    _send("place_offered", registration)


def expired(registration, *, was_offered):
    """A place was not confirmed in time, or one that was offered not taken."""
    _send("place_expired", registration, was_offered=was_offered)


def care_answered(registration):
    """Whether there will be what they asked for, all of it in one letter."""
    _send("care_answered", registration, asked=registration.care_asked)


def signed_up_for_all(visit, places):
    """All that one form asked for. ``places`` are [(Registration, whether it is new)]."""
    _send_all("several_to_confirm", visit, places)


def confirmed_all(visit, rows):
    _send_all("several_confirmed", visit, [(one, True) for one in rows])


def reminder(registration):
    """Soon; with the way to give the place back."""
    out = opt_out.link("reminder", registration.email, registration.language, registration.pk)
    _send("reminder", registration, way_out=out)


def changed(registration, news):
    """It was moved or cancelled, or takes place after all: ``news`` is what they do not know yet."""
    with translation.override(registration.language):
        _send("activity_changed", registration, act=news.act, told=news_in_words(news), reasons=news.reasons)


def organised_changed(person, news):
    """What others did with what somebody organises: [(News, whether they may see who signed up)…], in one letter.

    ``person`` has an e-mail and a language.
    """
    with translation.override(person.language):
        items = [_organised(one, may_see) for one, may_see in sorted(news, key=_when)]
        context = {"items": items, "space": settings.ORIGIN + reverse("dashboard")}
    out = opt_out.link("organised_changed", person.email, person.language)
    mail.send("mail/organised_changed.txt", context, to=[person.email], language=person.language, way_out=out)


def _when(pair):
    now, activity = pair[0].now, pair[0].activity
    return now.starts_at is None, now.starts_at or activity.pk, activity.pk


def _organised(news, may_see):
    activity = news.activity
    to_call = activity.registrations.to_call().people() if may_see and news.act in Notice.TO_VISITORS else 0
    return {
        "act": news.act,
        "name": activity.translated("name")[0],
        "is_new": news.was.starts_at is None,
        "is_off": news.now.starts_at is None,
        "told": news_in_words(news),
        "reasons": news.reasons,
        "page": page_of(activity),
        "to_call": to_call,
        "calls": settings.ORIGIN + reverse("sign_up_calls", args=[activity.pk]),
    }


def news_in_words(news):
    """Return the lines, in the language in force, that say of News when and where it is, or was to be, and what differs."""
    if news.act == Notice.Act.CANCELLED:
        was = when.whole(news.was.starts_at, news.was.ends_at) if news.was.starts_at else ""
        return [gettext("It was to be: %(when)s") % {"when": was}] if was else []
    differs = [f"- {one}" for one in news.differences]
    if news.act not in WHOLE:
        return differs
    whole = [when.whole(news.now.starts_at, news.now.ends_at), *filter(None, [news.now.place])]
    return [*whole, *(differs if news.was.starts_at else [])]


def page_of(there):
    """Return the address at which anybody sees an activity, or a Trobada, now, in the language in force; "" when nobody does."""
    seen = type(there).objects.filter(pk=there.pk).exists()
    return settings.ORIGIN + there.get_absolute_url() if seen else ""


def from_organisers(registration, text):
    """What those who organise it write to everybody who comes."""
    _send("from_organisers", registration, text=text)


def follow_up(asked, party, people, token):
    """Months later: how it stands, and what the barri gained. ``people`` are [(e-mail, language)]."""
    gathering = asked.gathering
    outcomes = list(gathering.outcomes.open().carried_by(asked.party))
    for email, language in people:
        with translation.override(language):
            context = {
                "months": asked.months,
                "gathering": gathering.translated("name")[0],
                "days": when.days(gathering.starts_on, gathering.ends_on),
                "party": party.translated("name")[0],
                "outcomes": outcomes,
                "link": settings.ORIGIN + reverse("follow_up", args=[token]),
                "page": settings.ORIGIN + gathering.get_absolute_url(),
                "contact": settings.ORIGIN + reverse("contact"),
            }
        out = opt_out.link("follow_up", email, language, parties.ref(party))
        mail.send("mail/follow_up.txt", context, to=[email], language=language, way_out=out)


def return_wanted(gathering, people):
    """It is over: what did it leave? ``people`` are [(e-mail, language)] of those who organised it."""
    for email, language in people:
        out = opt_out.link("return_wanted", email, language)
        _about(gathering, "return_wanted", email, language, way_out=out)


def return_not_wanted_yet(gathering, people):
    """What ``return_wanted`` said is taken back: it goes on."""
    for email, language in people:
        _about(gathering, "return_not_wanted_yet", email, language, asked_at=gathering.return_asked_at)


def programme_taken_back(gathering, people):
    """What was published is not public any more; ``people`` are those who organise something of it."""
    for email, language in people:
        out = opt_out.link("organised_changed", email, language)
        _about(gathering, "programme_taken_back", email, language, way_out=out)


def _about(gathering, name, email, language, way_out="", **more):
    with translation.override(language):
        context = {
            "name": gathering.translated("name")[0],
            "days": when.days(gathering.starts_on, gathering.ends_on),
            "space": settings.ORIGIN + reverse("dashboard"),
            "page": page_of(gathering),
            "contact": settings.ORIGIN + reverse("contact"),
            **more,
        }
    mail.send(f"mail/{name}.txt", context, to=[email], language=language, way_out=way_out)


def who_is_asked_what_it_left(gathering):
    """Return [(e-mail, language)] of those who organised a Trobada and may be asked what it left, each once."""
    refused = set(opt_out.refused("return_wanted"))
    people = _reached(gathering.organisers)
    return [people[key] for key in sorted(people) if key not in refused]


def _reached(those):
    """Return {normal form: (e-mail, language)} of those who answer for the parties ``those``."""
    return {normal_form(email): (email, language) for one in those for email, language in parties.answerers(one)}


def _send_all(name, visit, places):
    """Send one letter about several places, each told as it stands; to the address of the visit."""
    language = next((one.language for one, is_new in places if is_new), places[0][0].language)
    with translation.override(language):
        context = {
            "gathering": visit.gathering.translated("name")[0],
            "places": [(one, is_new, *_told(one)) for one, is_new in sorted(places, key=_when_it_begins)],
            "to_confirm": any(one.state == "unconfirmed" for one, _is_new in places),
            "link": settings.ORIGIN + reverse("visit", args=[visit_token_of(visit)]),
        }
    mail.send(f"mail/{name}.txt", context, to=[visit.email], language=language)


def _when_it_begins(place):
    return place[0].activity.starts_at, place[0].activity_id


def _told(registration):
    """Return (name of the activity, when it is, until when the place is held)."""
    activity = registration.activity
    until = registration.held_until and when.moment(registration.held_until)
    return activity.translated("name")[0], when.whole(activity.starts_at, activity.ends_at), until


def _send(name, registration, way_out="", **more):
    if not registration.email:
        return
    activity, language = registration.activity, registration.language
    with translation.override(language):
        context = {
            "registration": registration,
            "activity": activity,
            "name": activity.translated("name")[0],
            "when": when.whole(activity.starts_at, activity.ends_at),
            "until": registration.held_until and when.moment(registration.held_until),
            "link": settings.ORIGIN + reverse("registration", args=[token_of(registration)]),
            "page": page_of(activity),
            **more,
        }
    mail.send(f"mail/{name}.txt", context, to=[registration.email], language=language, way_out=way_out)
