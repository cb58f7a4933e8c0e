"""In the demo no mail leaves the machine: this is where it is read."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from energies.kernel.paging import paginate

# What the file-based backend writes after each letter.
RULE = b"-" * 79


@never_cache
@require_safe
def demo_mail(request):
    if not settings.DEMO:
        raise Http404
    page = paginate(request, letters())
    return render(request, "demo/mail.html", {"page": page})


def letters():
    """Return [(to, subject, text)] of the letters sent so far, newest first."""
    folder = Path(settings.MAILERS["default"]["OPTIONS"]["file_path"])
    found = []
    for file in sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True):
        written = [part.strip() for part in file.read_bytes().split(RULE) if part.strip()]
        found += [_read(part) for part in reversed(written)]
    return found


def _read(part):
    letter = message_from_bytes(part, policy=policy.default)
    body = letter.get_body(("plain",))
    return letter["to"], letter["subject"], body.get_content() if body else ""
