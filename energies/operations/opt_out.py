"""The way out of letters that come again: one link, one click, no account (RFC 8058), in three languages.

Each app says what kinds it has (``register``), puts ``link`` into its letters and asks ``refused`` before it writes one.
"""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from energies.kernel import periods
from energies.kernel.email_address import key_or_none, normal_form
from energies.operations.models import OptOut

SALT = "energies.operations.opt_out"


class Topic(NamedTuple):
    name: str
    what: str  # what will not come any more, in words (lazy)
    lasts: timedelta | None  # how long the refusal is kept, and its link works; None: until they say otherwise


_topics = {}


def register(name, what, lasts=None):
    """Say what kind of letters can be refused; see ``Topic``."""
    _topics[name] = Topic(name, what, lasts)


def topics():
    return list(_topics.values())


def link(topic, email, language, about=""):
    """Return the address at which whoever reads ``email`` refuses letters of a topic, all or those ``about`` one thing."""
    token = signing.dumps([topic, str(about), email], salt=SALT, compress=True)
    with translation.override(language):
        return settings.ORIGIN + reverse("opt_out", args=[token])


def read(token):
    """Return (Topic, about, e-mail) of a link; signing.SignatureExpired for an old one, BadSignature for another text."""
    name, about, email = signing.loads(token, salt=SALT, max_age=periods.LINK_AT_MOST)
    topic = _topics.get(name)
    if topic is None or key_or_none(email) is None:
        raise signing.BadSignature(name)
    signing.loads(token, salt=SALT, max_age=topic.lasts or periods.LINK_AT_MOST)
    return topic, about, email


def refuse(topic, email, about=""):
    """Send no more of these letters to that address; saying it twice is saying it once."""
    row = OptOut(topic=topic, about=str(about), email_key=normal_form(email))
    OptOut.objects.bulk_create([row], ignore_conflicts=True)


def refused(topic, about=""):
    """Return a queryset of the normal forms of the addresses that want no letters of a topic, about this or at all."""
    return OptOut.objects.filter(topic=topic, about__in={"", str(about)}).values_list("email_key", flat=True)


def has_refused(topic, email, about=""):
    return refused(topic, about).filter(email_key=normal_form(email)).exists()


def over(now):
    """Return the refusals of what is long over."""
    due = (Q(topic=topic.name, at__lt=now - topic.lasts) for topic in topics() if topic.lasts is not None)
    return OptOut.objects.filter(reduce(or_, due, Q(pk=None)))
