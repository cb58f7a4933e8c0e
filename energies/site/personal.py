"""What people write to the team; and the tables of libraries and of the ground below, which tell of nobody."""

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.kernel import erasing, periods
from energies.kernel.erasing import Part, deleting, rows_of
from energies.kernel.personal import Basis, Personal, Rule, in_words, not_personal, register
from energies.site.models import ContactMessage


def old_messages(now):
    return ContactMessage.objects.filter(
        Q(answered_at__lte=now - periods.CONTACT_ANSWERED) | Q(received_at__lte=now - periods.CONTACT)
    )


def _messages(person):
    return rows_of(ContactMessage.objects.all(), person.key)


def declare():
    register(
        Personal(
            key="contact",
            order=40,
            what=_("What somebody writes to us: name, e-mail and message"),
            where={"site.ContactMessage": ("name", "email", "text", "page")},
            purpose=_("To answer, and to put an entry right"),
            basis=Basis.TASK,
            seen_by=_("The team"),
            retention=lambda: (
                gettext("%(done)s after it is dealt with; never more than %(most)s")
                % {"done": in_words(periods.CONTACT_ANSWERED), "most": in_words(periods.CONTACT)}
            ),
            rules=(Rule("messages to the team", old_messages),),
        )
    )
    not_personal("site.ContactMessage", "language", because="one of three")
    not_personal("site.Page", "key", "title", "summary", "body", because="pages that the team writes for everybody")
    erasing.register(
        Part(
            key="contact",
            words=_("Messages to the team: they are deleted"),
            find=_messages,
            erase=deleting(_messages),
            addresses=lambda: ContactMessage.objects.exclude(email="").values_list("email", flat=True),
            order=50,
        )
    )
