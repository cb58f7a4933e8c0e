"""Letters: queued in the transaction that writes what they tell of, in the language of whoever reads them."""

import re
from datetime import timedelta
from email import policy as policies
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.utils import make_msgid
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from energies.kernel import tasks

# Minutes until each next try while the mail server does not answer: some two days in all.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)

# The domain of the addresses of those who were taken out: no mail server has it (RFC 6761, 6.4), and nobody is written to.
NOBODY = "erased.invalid"

# What each letter is, in words for the team, by the name of its template; and those that somebody writes through us.
kinds, by_people = {}, set()


def register(labels, *, written_by_people=False) -> None:
    """Say what letters there are: {name of the template: what it is, in words (lazy)}.

    Those that carry what a person writes to another are not automatic (RFC 3834, section 2): whoever is away may say so.
    """
    kinds.update(labels)
    if written_by_people:
        by_people.update(labels)


class WholeLine:
    """A header that is never folded: folding would write a long address in encoded words, which RFC 2047 forbids there."""

    max_count = 1
    parse = staticmethod(UnstructuredHeader.parse)

    def fold(self, *, policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class Letter(EmailMultiAlternatives):
    headers_read_by = HeaderRegistry()
    headers_read_by.map_to_type("list-unsubscribe", WholeLine)  # type: ignore[arg-type]

    def message(self, *, policy=policies.default) -> Any:
        return super().message(policy=policy.clone(header_factory=self.headers_read_by))


@task
def deliver(letter, tried=0) -> None:
    """Send one ``letter``, as ``written`` made it, plain and alike in HTML.

    When the mail server cannot be reached, does not let us in or says that it is for a while, raises ``tasks.RetryLater``;
    when it says no to this letter for good, or after the last of WAITS, what it said.
    """
    mailer = mailers.default
    try:
        mailer.open()
        _hand_over(mailer, letter)
    except (OSError, SMTPException) as error:
        if is_final(error) or tried == len(WAITS) or not deliver.get_backend().supports_defer:
            raise
        raise tasks.RetryLater(timedelta(minutes=WAITS[tried]), letter, tried + 1) from error
    finally:
        _take_leave(mailer)


def _hand_over(mailer, letter) -> None:
    message = Letter(
        letter["subject"],
        letter["body"],
        settings.DEFAULT_FROM_EMAIL,
        letter["to"],
        reply_to=letter["reply_to"],
        # The same at every try, so that whoever gets it twice can tell.
        headers={"Message-ID": letter["id"], **letter.get("headers", {})},
    )
    message.attach_alternative(render_to_string("mail/frame.html", letter), "text/html")
    mailer.send_messages([message])
    tasks.mark_done()


def _take_leave(mailer) -> None:
    try:
        mailer.close()
    except (OSError, SMTPException):
        # It has the letter, or has said why not: how it takes leave changes nothing.
        return


def is_final(error) -> bool:
    """Whether a mail server has said no for good to a letter (RFC 5321, 4.2.1: codes 5yz), and not just to us."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def send(template, context, *, to, language, reply_to=(), way_out="") -> None:
    """Render ``template`` (subject, an empty line, text) in ``language`` and queue it: see ``queue``."""
    _queue(_rendered(template, context, to=to, language=language, reply_to=reply_to, way_out=way_out))


def send_now(template, context, *, to, language) -> None:
    """Send a letter past the queue, to tell that the queue does not work. Raises OSError or SMTPException."""
    deliver.call(_rendered(template, context, to=to, language=language), len(WAITS))


def queue(subject, body, *, to, reply_to=(), language="ca", kind="", way_out="") -> None:
    """Queue a letter that is written already, from inside the transaction that writes what it tells of.

    A queue that is a table takes it at once, so that both are committed or neither; another one when the transaction
    commits. Outside a transaction raises TransactionManagementError: then one could be kept without the other.
    ``way_out`` is the address at which whoever gets it asks for no more of the kind.
    """
    _queue(written(subject, body, to=to, reply_to=reply_to, language=language, kind=kind, way_out=way_out))


def _queue(letter) -> None:
    # Nobody writes to who was taken out.
    letter["to"] = [address for address in letter["to"] if not address.endswith(f"@{NOBODY}")]
    if not letter["to"]:
        return
    if not _in_transaction():
        raise transaction.TransactionManagementError("Letters are queued in the transaction of what they tell of.")
    if deliver.get_backend().supports_defer:
        deliver.enqueue(letter)
    else:
        transaction.on_commit(lambda: deliver.enqueue(letter), robust=True)


def _in_transaction() -> bool:
    """Whether somebody has begun a transaction, which the one that a test is wrapped in does not count as."""
    try:
        with transaction.atomic(durable=True):
            return False
    except RuntimeError:
        return True


def _rendered(template, context, *, to, language, reply_to=(), way_out="") -> dict[str, Any]:
    with translation.override(language):
        text = render_to_string(template, context).strip()
    # A name may hold a line feed; the subject ends where the template leaves a line empty.
    subject, *body = re.split(r"\n[ \t]*\n", text, maxsplit=1)
    kind = template.rpartition("/")[2].removesuffix(".txt")
    return written(
        subject, "".join(body), to=to, reply_to=reply_to, language=language, kind=kind, way_out=way_out
    )  # fmt: skip


def written(subject, body, *, to, reply_to=(), language="ca", kind="", way_out="") -> dict:
    """Return a letter as ``deliver`` takes it and JSON keeps it."""
    headers = {} if kind in by_people else {"Auto-Submitted": "auto-generated"}
    if way_out:
        # RFC 2369 and, for the button of mail programs, RFC 8058.
        headers |= {"List-Unsubscribe": f"<{way_out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        with translation.override(language):
            body = f"{body.strip()}\n\n{gettext('If you would rather get no more letters like this one:')}\n{way_out}"
    return {
        "kind": kind,
        "subject": " ".join(subject.split()),
        "body": body.strip() + "\n",
        "to": list(to),
        "reply_to": list(reply_to),
        "language": language,
        "headers": headers,
        "id": make_msgid(domain=urlsplit(settings.ORIGIN).hostname),
    }
