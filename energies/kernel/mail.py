"""Mail goes out on commit, through the task queue, in the language of whoever reads it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation


@task
def deliver(subject, body, to, reply_to):
    """Send one plain message to the addresses ``to``; raises what the mail server raises, so that it is retried."""
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, to, reply_to=reply_to).send()


def send(template, context, *, to, language, reply_to=()):
    """Render ``template`` (first line: the subject) in ``language`` and queue it when the transaction commits."""
    with translation.override(language):
        text = render_to_string(template, context)
    subject, _newline, body = text.strip().partition("\n")
    queue(subject, body, to=to, reply_to=reply_to)


def queue(subject, body, *, to, reply_to=()):
    """Queue a letter that is written already, when the transaction commits."""
    transaction.on_commit(lambda: deliver.enqueue(subject.strip(), body.strip() + "\n", list(to), list(reply_to)))
