"""Mail goes out after the transaction that wrote it, through the task queue, in the language of whoever reads it."""

from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation

# Minutes until each next try while the mail server does not answer: some two days in all.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)


@task
def deliver(letter, tried=0):
    """Send one ``letter`` (dict of subject, body, to, reply_to, language, id), plain and alike in HTML.

    When the mail server cannot be reached, or says that it is for a while, the letter goes back to the queue; when it
    says no for good, or after the last of WAITS, raises what it said.
    """
    message = EmailMultiAlternatives(
        letter["subject"],
        letter["body"],
        settings.DEFAULT_FROM_EMAIL,
        letter["to"],
        reply_to=letter["reply_to"],
        # The same at every try, so that whoever gets it twice can tell.
        headers={"Message-ID": letter["id"]},
    )
    message.attach_alternative(render_to_string("mail/frame.html", letter), "text/html")
    try:
        message.send()
    except (OSError, SMTPException) as error:
        if is_final(error) or tried == len(WAITS) or not deliver.get_backend().supports_defer:
            raise
        later = timezone.now() + timedelta(minutes=WAITS[tried])
        deliver.using(run_after=later).enqueue(letter, tried + 1)


def is_final(error):
    """Whether a mail server's answer is a no for good (RFC 5321, 4.2.1: codes 5yz)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


def send(template, context, *, to, language, reply_to=()):
    """Render ``template`` (first line: the subject) in ``language`` and queue it when the transaction commits."""
    with translation.override(language):
        text = render_to_string(template, context)
    subject, _newline, body = text.strip().partition("\n")
    queue(subject, body, to=to, reply_to=reply_to, language=language)


def queue(subject, body, *, to, reply_to=(), language="ca"):
    """Queue a letter that is written already.

    A queue that is a table takes it at once, so that it is committed with what it tells of, or not at all; another one
    when the transaction commits.
    """
    letter = {
        "subject": subject.strip(),
        "body": body.strip() + "\n",
        "to": list(to),
        "reply_to": list(reply_to),
        "language": language,
        "id": make_msgid(domain=urlsplit(settings.ORIGIN).hostname),
    }
    if deliver.get_backend().supports_defer:
        deliver.enqueue(letter)
    else:
        transaction.on_commit(lambda: deliver.enqueue(letter))
