"""What Trobades and the agenda keep of people: above all of those who sign up, who need have no account."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.entries.erasure_parts import COPIES, PICTURE, SAID, contacts
from energies.kernel import erasing, periods
from energies.kernel.erasing import Part, deleting, rows_of
from energies.kernel.personal import Basis, Personal, Rule, also, in_words, not_personal, register
from energies.kernel.transitions import TransitionNotAllowed
from gatherings import attendance, places
from gatherings.models import Activity, Registration, SignUpMessage, Visit

WHO = {"name": "", "email": "", "phone": "", "entity_name": "", "client": ""}
NO_NEEDS = {"needs": [], "needs_note": "", "children": None, "children_ages": "", "care_answers": {}, "care_word": ""}
NEEDS = NO_NEEDS | {"needs_agreed_at": None}


def needs(now):
    over, closed = Q(activity__ends_at__lte=now - periods.NEEDS), ~Q(state__in=Registration.LISTED)
    return Registration.objects.filter(over | closed).exclude(**NO_NEEDS)


def forget_needs(rows):
    return rows.update(**NEEDS)


def settle(now):
    """Write down how many came before the names that tell it go."""
    attendance.settle(Activity.everything.filter(ends_at__lte=now - periods.WHO_CAME))


def who_came(now):
    """Those whose activity was over long enough ago; of one that has lost its hour, those who signed up a year ago."""
    over = Q(activity__ends_at__lte=now - periods.WHO_CAME)
    adrift = Q(activity__ends_at=None, created_at__lte=now - periods.YEAR)
    return Registration.objects.filter(over | adrift).exclude(**WHO)


def gave_back(now):
    closed = Registration.objects.exclude(state__in=Registration.LISTED)
    return closed.filter(state_at__lte=now - periods.PLACE_GIVEN_BACK).exclude(**WHO)


def forget_who(rows):
    return rows.update(**WHO)


def visits(now):
    return Visit.objects.filter(gathering__ends_on__lt=timezone.localdate(now - periods.WHO_CAME))


def clients(now):
    return Registration.objects.filter(created_at__lte=now - periods.CLIENT).exclude(client="")


def forget_clients(rows):
    return rows.update(client="")


def messages(now):
    return SignUpMessage.objects.filter(activity__ends_at__lte=now - periods.SIGN_UP_MESSAGE)


def _places(person):
    return rows_of(Registration.objects.all(), person.key)


def _erase_places(person, by):
    """Give back the places of what is to come, so that others may have them, and forget who had them all."""
    rows = list(_places(person).select_related("activity"))
    for one in rows:
        if one.is_open and (one.activity.starts_at is None or one.activity.starts_at > timezone.now()):
            try:
                places.cancel(one)
            except TransitionNotAllowed:
                # Counted at the door already: the figure stays, and so does the place.
                continue
    Registration.objects.filter(pk__in=[one.pk for one in rows]).update(**WHO, **NEEDS)
    return len(rows)


def _visits(person):
    return rows_of(Visit.objects.all(), person.key)


def declare():
    organisers = _("Those who organise the activity and the team")
    register(
        Personal(
            key="places",
            order=10,
            what=_("Who signs up for an activity: name, e-mail, telephone, how many, on whose behalf"),
            where={
                "gatherings.Registration": ("name", "email", "email_key", "phone", "entity_name", "by"),
                "gatherings.Visit": ("email", "email_key"),
            },
            purpose=_("To keep a place and to tell what changes"),
            basis=Basis.TASK,
            seen_by=organisers,
            retention=lambda: (
                gettext("%(after)s after the activity, or after the place is given back; how many came stays")
                % {"after": in_words(periods.WHO_CAME)}
            ),
            rules=(
                Rule("who came", who_came, forget_who, before=settle),
                Rule("who gave a place back", gave_back, forget_who),
                Rule("visits to a trobada", visits),
            ),
        ),
        Personal(
            key="clients",
            order=10,
            what=_("From which connection somebody signs up: a mark from which its address cannot be read"),
            where={"gatherings.Registration": ("client",)},
            purpose=_("To see whether somebody takes places that they do not mean to use"),
            basis=Basis.TASK,
            seen_by=_("Nobody; those who organise see that there are many from one"),
            retention=lambda: (
                gettext("Until the place is confirmed, and %(time)s at most") % {"time": in_words(periods.CLIENT)}
            ),
            rules=(Rule("marks of connections", clients, forget_clients),),
        ),
        Personal(
            key="needs",
            order=11,
            what=_("What somebody who signs up needs so as to come, and that they agreed to tell"),
            where={
                "gatherings.Registration": (
                    *NO_NEEDS,
                    "needs_agreed_at",
                    "adult_agreed_at",
                )
            },
            purpose=_("So that they can come and be at ease"),
            basis=Basis.EXPLICIT,
            seen_by=organisers,
            retention=lambda: (
                gettext("%(after)s after the activity, or until the place is given back")
                % {"after": in_words(periods.NEEDS)}
            ),
            rules=(Rule("what people need", needs, forget_needs),),
        ),
        Personal(
            key="sign_up_messages",
            order=12,
            what=_("What those who organise an activity write to those who sign up"),
            where={"gatherings.SignUpMessage": ("by", "text")},
            purpose=_("To know what was told, and when"),
            basis=Basis.TASK,
            seen_by=organisers,
            retention=lambda: gettext("%(after)s after the activity") % {"after": in_words(periods.SIGN_UP_MESSAGE)},
            rules=(Rule("messages to those who sign up", messages),),
        ),
        Personal(
            key="follow_ups",
            order=13,
            what=_("What is answered months after a Trobada, before the team publishes it"),
            where={"gatherings.FollowUp": ("typed_by",)},
            purpose=_("To tell the barri how what was agreed goes on"),
            basis=Basis.TASK,
            seen_by=_("The team"),
            retention=lambda: (
                gettext("%(after)s after the team decides; what is published stays")
                % {"after": in_words(periods.DECIDED)}
            ),
        ),
    )
    also(
        "entries",
        {
            "gatherings.Gathering": (*SAID, "theme", "call_criteria", "call_notes", "minutes", "present_also"),
            "gatherings.GatheringText": (*SAID, "theme", "call_criteria", "call_notes", "minutes"),
            "gatherings.Activity": (*SAID, "address", "latitude", "longitude", "venue", "room_name",
                                    "directions", "price", "was_place", "status_reason", "room_needs", "availability"),
            "gatherings.ActivityText": (*SAID, "directions"),
            "gatherings.WorkingGroup": ("name", "summary", "meets"),
            "gatherings.GroupPaper": ("title", "url"),
            "gatherings.Outcome": ("text", "detail", "reason"),
            "gatherings.OutcomeStep": ("note", "by"),
            "gatherings.Gain": ("text",),
            "gatherings.Notice": ("reason", "was_place", "place", "by"),
        },
    )  # fmt: skip
    also("optional", {"gatherings.Gathering": PICTURE, "gatherings.Activity": PICTURE})
    also("contacts", {"gatherings.Activity": ("contact_email",)})
    for label in ("gatherings.Gathering", "gatherings.Activity"):
        not_personal(label, *COPIES, because="made of what is public, or the team's words about an entry")
        not_personal(f"{label}FormerSlug", "slug", because="made of a name that was public")
    not_personal("gatherings.Activity", "sign_up_url", "care_wanted", "uid", because="facts of an activity")
    not_personal("gatherings.Outcome", "key", because="drawn at random")
    not_personal(
        "gatherings.Room",
        "address", "latitude", "longitude", "venue", "name", "directions",
        because="a place open to everybody",
    )  # fmt: skip
    not_personal("gatherings.Series", "uid", "rrule", "exdates", because="when an activity comes again")
    erasing.register(
        Part(
            key="places",
            words=_("Places at activities: those to come are given back, and nobody is named in any"),
            find=_places,
            erase=_erase_places,
            addresses=lambda: Registration.objects.exclude(email="").values_list("email", flat=True),
            order=40,
        ),
        Part(
            key="visits",
            words=_("Links to the page with the places at several activities of a Trobada: they no longer open"),
            find=_visits,
            erase=deleting(_visits),
            addresses=lambda: Visit.objects.values_list("email", flat=True),
            order=40,
        ),
        contacts("activity_contacts", _("Private e-mail of activities: it is taken out"), Activity, order=41),
    )
