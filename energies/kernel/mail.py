"""Mail goes out on commit, through the task queue, in the language of whoever reads it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation


@task
def deliver(subject, body, to, reply_to, language="ca"):
    """Send one message, plain and alike in HTML, to the addresses ``to``; raises what the mail server raises."""
    message = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, to, reply_to=reply_to)
    framed = render_to_string("mail/frame.html", {"subject": subject, "body": body, "language": language})
    message.attach_alternative(framed, "text/html")
    message.send()


def send(template, context, *, to, language, reply_to=()):
    """Render ``template`` (first line: the subject) in ``language`` and queue it when the transaction commits."""
    with translation.override(language):
        text = render_to_string(template, context)
    subject, _newline, body = text.strip().partition("\n")
    queue(subject, body, to=to, reply_to=reply_to, language=language)


def queue(subject, body, *, to, reply_to=(), language="ca"):
    """Queue a letter that is written already, when the transaction commits."""
    transaction.on_commit(
        lambda: deliver.enqueue(subject.strip(), body.strip() + "\n", list(to), list(reply_to), language)
    )
