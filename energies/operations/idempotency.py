"""The same form sent twice is answered twice and done once: a double click, or «send» again when no answer came.

What was sent is known by a keyed digest of who sent it, where to, each field and each file. Whoever comes second waits
for the first and is shown the same page. What ended in complaints, or in an error, is forgotten at once, and so is
what was answered when the same person does something else or ``SECONDS`` have passed: sent again then, it is meant.

All processes see it, since it stands in the database; it opens no transaction around the view, so limits go on counting.
"""

import hashlib
import json
import time
from datetime import timedelta

from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeData, SafeString

from energies.kernel.client import address_of

SECONDS = 10  # for which an answer is given again
ABANDONED = 30  # seconds after which whoever began it is taken for dead (the process was killed)
PAUSE = 0.05  # seconds between two looks at whether the first was answered
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# What differs between two pages with the same form: who opened each, and when.
STAMPS = {"csrfmiddlewaretoken", "opened", "page", "seen", "turn"}


class Received(models.Model):
    """A form that is being answered (``answer`` is null), or how it was: {"to" or "page", "status", "messages"}."""

    key = models.CharField(max_length=64, primary_key=True)  # HMAC-SHA-256, in hexadecimal
    sender = models.CharField(max_length=64, db_index=True)  # likewise
    at = models.DateTimeField(db_index=True)
    answer = models.JSONField(null=True)

    class Meta:
        default_permissions = ()


def over(now):
    """Return the answers that nobody is given any more, and what was never answered."""
    return Received.objects.filter(at__lte=now - timedelta(seconds=ABANDONED))


class IdempotencyMiddleware:
    """Stands next to the views: what others refuse (another site’s form, a body that cannot be read) comes to none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if mine := getattr(request, "received", None):
            _close(mine, request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or request.content_type not in FORMS or getattr(view, "each_time", False):
            return None
        request.received, answer = _turn(*_digests(request))
        return _again(request, answer) if answer else None


def _digests(request):
    """Return (key, sender) of what was sent."""
    who = request.user.pk or request.COOKIES.get("csrftoken") or address_of(request)
    sent = sorted((name, texts) for name, texts in request.POST.lists() if name not in STAMPS)
    files = [(name, one.name, _digest(one)) for name, those in request.FILES.lists() for one in those]
    what = [str(who), request.get_full_path(), sent, sorted(files)]
    return tuple(
        salted_hmac("energies.operations.idempotency", json.dumps(part), algorithm="sha256").hexdigest()
        for part in (what, what[0])
    )


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _turn(key, sender):
    """Return (the Received that is the caller’s to answer, None) or (None, the answer), waiting for it if need be."""
    while True:
        if mine := _begin(key, sender):
            return mine, None
        there = Received.objects.filter(key=key).first()
        if there is None:
            continue
        now = timezone.now()
        good_for = ABANDONED if there.answer is None else SECONDS
        if now - there.at >= timedelta(seconds=good_for):
            if Received.objects.filter(key=key, at=there.at).update(at=now, answer=None):
                return Received(key=key, sender=sender, at=now), None
        elif there.answer is not None:
            return None, there.answer
        time.sleep(PAUSE)


def _begin(key, sender):
    """Return a new Received, or None when there is one."""
    if Received.objects.filter(key=key).exists():
        return None
    try:
        with transaction.atomic():
            return Received.objects.create(key=key, sender=sender, at=timezone.now())
    except IntegrityError:
        return None


def _close(mine, request, response):
    """Keep where whoever sent it was shown to; of what ended otherwise, nothing."""
    there = Received.objects.filter(key=mine.key, at=mine.at)
    answer = {"status": response.status_code, "messages": _told(request)}
    if response.has_header("Location") and 300 <= response.status_code < 400:
        answer["to"] = str(response["Location"])
    elif getattr(response, "is_done", False):
        answer["page"] = response.content.decode()
    else:
        there.delete()
        return
    there.update(at=timezone.now(), answer=answer)
    # Whoever does something else, and then this once more, means it.
    Received.objects.filter(sender=mine.sender, answer__isnull=False).exclude(key=mine.key).delete()


def _told(request):
    """Return [(level, words, whether they are HTML)] of what the next page says; it goes on waiting for that page."""
    if not messages.get_messages(request).added_new:
        return []
    told = list(messages.get_messages(request))
    for one in told:
        # Looked at, they count as shown.
        messages.add_message(request, one.level, one.message, one.extra_tags or "")
    return [(one.level, str(one.message), isinstance(one.message, SafeData)) for one in told]


def _again(request, answer):
    for level, words, is_html in answer["messages"]:
        # They were safe when they were kept.
        messages.add_message(request, level, SafeString(words) if is_html else words)  # nosec B703 B308
    response = HttpResponseRedirect(answer["to"]) if "to" in answer else HttpResponse(answer["page"])
    response.status_code = answer["status"]
    add_never_cache_headers(response)
    return response
