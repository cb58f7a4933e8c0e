"""The letters about a proposal, in the language of whoever wrote it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from energies.kernel import mail


def address(name, *args, language):
    """Return the whole address of a page in a language."""
    with translation.override(language):
        return settings.ORIGIN + reverse(name, args=args)


def _write(template, submission, **context):
    language = submission.author.language
    context |= {
        "submission": submission,
        "link": address("submission", submission.pk, language=language),
        "space": address("space", language=language),
    }
    mail.send(f"mail/{template}.txt", context, to=[submission.author.email], language=language)


def received(submission):
    """It has come: what happens now, to the author; the team is told too."""
    _write("received", submission)


def question(submission, *, text):
    _write("question", submission, text=text)


def asked(submission, *, text):
    _write("asked", submission, text=text)


def approved(submission, target, *, text):
    with translation.override(submission.author.language):
        page = settings.ORIGIN + target.get_absolute_url()
    _write("approved", submission, text=text, page=page, is_new=submission.base is None)


def declined(submission, *, text):
    _write("declined", submission, text=text)
