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


def offered(submission, keepers, *, text):
    """The team proposes a change: those who keep it up are asked, each in their language."""
    _tell("offered", submission, keepers, text=text)


def corrected(submission, target, keepers, *, text, told):
    """The team has corrected facts, or brought back an earlier version: those who keep it up are told."""
    _tell("corrected", submission, keepers, text=text, told=told, target=target)


def _tell(template, submission, people, *, target=None, **context):
    for person in people:
        with translation.override(person.language):
            page = settings.ORIGIN + target.get_absolute_url() if target else ""
        context |= {
            "submission": submission,
            "page": page,
            "link": address("submission", submission.pk, language=person.language),
            "space": address("space", language=person.language),
        }
        mail.send(f"mail/{template}.txt", context, to=[person.email], language=person.language)


def accepted(submission):
    _write("accepted", submission)


def refused(submission, *, text):
    _write("refused", submission, text=text)


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
