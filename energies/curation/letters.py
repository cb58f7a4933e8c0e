"""The letters about a proposal, in the language of whoever wrote it."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from energies.curation import changed_fields
from energies.curation.proposable import for_target, get, target_of
from energies.kernel import mail, periods

ANSWER = "answer"


def address(name, *args, language):
    """Return the whole address of a page in a language."""
    with translation.override(language):
        return settings.ORIGIN + reverse(name, args=args)


def where(target, *, proposable, language):
    """Return how something stands: its address, or "" and why nobody sees it now, as a letter's context."""
    with translation.override(language):
        if proposable.is_public(target):
            return {"page": settings.ORIGIN + target.get_absolute_url(), "not_yet": ""}
        return {"page": "", "not_yet": proposable.not_yet(target)}


def _write(template, submission, **context):
    language = submission.author.language
    context |= {
        "submission": submission,
        "link": address("submission", submission.pk, language=language),
        "space": address("dashboard", language=language),
    }
    mail.send(f"mail/{template}.txt", context, to=[submission.author.email], language=language)


def received(submission):
    """It has come: what happens now, to the author; the team is told too."""
    _write("received", submission)


def offered(submission, keepers, *, text):
    """The team proposes a change: those who keep it up are asked, each in their language."""
    _tell("offered", submission, keepers, text=text)


def corrected(submission, target, keepers, *, text):
    """The team has corrected facts, or brought back an earlier version: those who keep it up are told."""
    _tell("corrected", submission, keepers, text=text, target=target)


def _tell(template, submission, people, *, target=None, **context):
    for person in people:
        context |= where(target, proposable=get(submission.kind), language=person.language) if target else {}
        context |= {
            "submission": submission,
            "link": address("submission", submission.pk, language=person.language),
            "space": address("dashboard", language=person.language),
            "told": in_short(submission, person.language) if target else [],
        }
        mail.send(f"mail/{template}.txt", context, to=[person.email], language=person.language)


def accepted(submission):
    proposable, language = get(submission.kind), submission.author.language
    _write("accepted", submission, **where(target_of(submission), proposable=proposable, language=language))


def refused(submission, *, text):
    _write("refused", submission, text=text)


def to_answer(submission, proposable):
    """Somebody asks for a yes: those whose yes it is are told, and one link is enough to answer."""
    for email, language in proposable.answerers(submission):
        with translation.override(language):
            sentence = proposable.sentence(submission)
        context = {
            "sentence": sentence,
            "who": proposable.asker(submission),
            "link": address("answer", answer_token(submission, email), language=language),
        }
        mail.send("mail/to_answer.txt", context, to=[email], language=language)


def answer_token(submission, email):
    """Return a signed token with which whoever reads ``email`` answers this sending of a submission."""
    return signing.dumps([submission.pk, submission.revision, email], salt=ANSWER)


def read_token(token):
    """Return (primary key, revision, e-mail) of an answer's token; raises signing.SignatureExpired for an
    old one, BadSignature for another text."""
    return signing.loads(token, salt=ANSWER, max_age=periods.LINK_TO_ANSWER)


def question(submission, *, text):
    _write("question", submission, text=text)


def reply(submission, people, *, text):
    """The author writes to those whose yes it awaits: ``people`` are [(e-mail, language)]."""
    for email, language in people:
        link = address("submission", submission.pk, language=language)
        mail.send(
            "mail/question.txt", {"submission": submission, "text": text, "link": link}, to=[email], language=language
        )


def asked(submission, *, text, labels):
    """Something is missing; ``labels`` are what the fields it is about are called."""
    _write("asked", submission, text=text, labels=labels)


def approved(submission, target, *, text):
    """It was accepted, whole or in part: then what was left out is named."""
    language = submission.author.language
    stands = where(target, proposable=get(submission.kind), language=language)
    left_out = labels(submission, language, left_out=True)
    _write("approved", submission, text=text, is_new=submission.base is None, left_out=left_out, **stands)


def labels(submission, language, *, left_out):
    """Return what the fields of a decided proposal are called, those that were left out or the others."""
    return [one["label"] for one in submission.shown[language] if one["left_out"] == left_out]


def in_short(submission, language):
    """Return what a decided proposal changed, a line a field: from what to what if it is short."""
    with translation.override(language):
        return [one.in_short for one in changed_fields.from_json(submission.shown[language]) if not one.left_out]


def declined(submission, *, text):
    _write("declined", submission, text=text)


def reopened(submission, person, *, target, text):
    """What was decided is taken back: to ``person`` (e-mail, language), naming what the earlier letter said and when."""
    email, language = person
    with translation.override(language):
        when = date_format(timezone.localtime(submission.decided_at), "DATE_FORMAT")
        said = submission.decision.taken_back(submission.state, when)
    context = submission.decision.where_taken_back(target, language) | {
        "submission": submission,
        "was": submission.state,
        "said": said,
        "text": text,
        "link": address("submission", submission.pk, language=language),
        "space": address("dashboard", language=language),
    }
    mail.send("mail/reopened.txt", context, to=[email], language=language)


def state_changed(entry, people, *, act, why, since):
    """An entry was hidden, taken down (act "hide", "remove") or shown again ("show"): to those who keep it up.

    ``since`` is when it was taken away, which the letter that it is shown again refers to.
    """
    for person in people:
        context = where(entry, proposable=for_target(entry), language=person.language) | {
            "entry": entry,
            "act": act,
            "why": why,
            "since": since,
            "contact": address("contact", language=person.language),
        }
        mail.send("mail/turned.txt", context, to=[person.email], language=person.language)
