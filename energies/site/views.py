"""The shell of the site: home, barris, texts, messages to staff, files and errors."""

import mimetypes
from datetime import UTC, timedelta
from email.utils import parseaddr
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from energies.accounts.team import may_work_on_entries, team_required
from energies.kernel import mail, personal
from energies.kernel.limits import HOUR, declare, limited
from energies.kernel.paging import paginate
from energies.search.listing import sizes
from energies.site import samples
from energies.site.forms import ContactForm
from energies.site.models import Page
from energies.territory import hexmap
from energies.territory.models import Barri, District
from energies.territory.outlinemap import outline_map
from energies.vocabulary.models import Collective, Language, Theme
from gatherings.models import Activity, Gathering
from projects.models import Entity, Need, Offer, Project
from projects.search import count_by_barri

# The standard asks for less than a year; whoever reads it reads it anew.
SECURITY_TXT_LASTS = timedelta(days=180)
# How long browsers and proxies may show a picture that has been withdrawn.
MEDIA_SECONDS = 300
# Open when nothing can count: whoever writes that something is wrong must be heard, and it only reaches the team.
MESSAGES = declare("message", "client", 20, HOUR, away="open")


def barri_url(barri):
    return reverse("barri", args=[barri.slug])


def city(counts):
    """Return what the city map and its list need: the SVG, the steps of its scale, districts with their barris."""
    districts = [
        (district, [(barri, counts[barri.code], barri_url(barri)) for barri in district.barris.all()])
        for district in District.objects.with_barris()
    ]
    return {"map": hexmap.city_map(counts, url_for=barri_url), "levels": hexmap.LEVELS, "districts": districts}


@require_safe
def home(request):
    counts, counted = count_by_barri(), sizes()
    context = {
        "project_count": counted.get("project", 0),
        "entity_count": counted.get("entity", 0),
        "barri_count": len(counts),
        "lately": Project.objects.under_way().lately_confirmed().for_cards()[:4],
        "needs": Need.objects.one_a_project().select_related("project__barri")[:3],
        "offers": Offer.objects.one_a_project().select_related("project__barri")[:3],
        "gathering": Gathering.objects.coming().for_cards().first(),
        "activities": Activity.objects.upcoming().taking_place().for_cards()[:4],
    }
    return render(request, "site/home.html", context | city(counts))


@require_safe
def barris(request):
    return render(request, "site/barris.html", city(count_by_barri()) | {"section": "barris"})


@require_safe
def district(request, slug):
    district = get_object_or_404(District.objects.with_barris(), slug=slug)
    counts = count_by_barri()
    rows = [(barri, counts[barri.code], barri_url(barri)) for barri in district.barris.all()]
    page = paginate(request, Project.objects.in_barris(district.barris.all()).for_cards())
    return render(
        request, "site/district.html", {"district": district, "rows": rows, "page": page, "section": "barris"}
    )


@require_safe
def barri(request, slug):
    barri = get_object_or_404(Barri.objects.select_related("district"), slug=slug)
    counts = count_by_barri()
    entities = Entity.objects.in_barri(barri)
    context = {
        "barri": barri,
        "section": "barris",
        "map": hexmap.barri_map(barri, counts, url_for=barri_url),
        "outline": _outline_of(barri),
        "neighbours": barri.neighbours.all(),
        "project_count": counts[barri.code],
        "projects": Project.objects.in_barri(barri).for_cards()[:8],
        "entity_count": entities.count(),
        "entities": entities.for_cards()[:8],
    }
    return render(request, "site/barri.html", context)


def _outline_of(barri):
    """Return the barri's outline with the projects that tell their exact place, or "" if it is not loaded."""
    projects = Project.objects.filter(barri=barri).with_public_point()
    points = (
        (*project.public_point, project.translated("name")[0], project.get_absolute_url()) for project in projects
    )
    return outline_map(barri, points, list_url=f"{reverse('projects')}?barri={barri.slug}")


@require_safe
def page(request, key):
    register = personal.table() if key == "privacy" else ()
    return render(request, "site/page.html", {"page": get_object_or_404(Page, key=key), "register": register})


@require_safe
def styleguide(request):
    context = {
        "themes": Theme.objects.all(),
        "collectives": Collective.objects.all(),
        "languages_spoken": Language.objects.all(),
        "projects": Project.objects.for_cards()[:3],
        "activities": samples.activities(),
        "levels": hexmap.LEVELS,
        "map": hexmap.city_map({}, url_for=barri_url),
    }
    return render(request, "styleguide.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(MESSAGES)
def contact(request):
    """A letter to staff: kept in the database, and mailed, or neither."""
    about = request.GET.get("about", "")
    initial = {"page": request.GET.get("page", "")[:300], "about": about if about.isalpha() else ""}
    form = ContactForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        form.instance.language = get_language()
        _tell_staff(request, form)
        return redirect("contact_thanks")
    if request.method == "POST":
        status = 422
    return render(request, "site/contact.html", {"form": form}, status=status)


@transaction.atomic
def _tell_staff(request, form):
    message = form.save()
    link = settings.ORIGIN + reverse("admin:site_contactmessage_change", args=[message.pk])
    mail.send(
        "mail/message.txt",
        {"message": message, "link": link},
        to=[settings.STAFF_EMAIL],
        language="ca",
        reply_to=[message.email] if message.email else [],
    )


@require_safe
def contact_thanks(request):
    return render(request, "site/contact_thanks.html")


@require_safe
def public_media(request, name):
    """A rendition from the public storage, for places without an object store.

    A name never changes its content, and is gone when the picture is withdrawn: caches ask again after MEDIA_SECONDS.
    """
    storage = storages["public"]
    file = _open(storage, name)
    etag, changed = quote_etag(name), int(storage.get_modified_time(name).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _answer(file, name)
    else:
        file.close()
    response["Cache-Control"] = f"public, max-age={MEDIA_SECONDS}, must-revalidate"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    return response


@never_cache
@team_required(may_work_on_entries)
@require_safe
def private_media(request, name):
    """A file that is not public, for staff."""
    return _answer(_open(storages["default"], name), name)


def _open(storage, name):
    try:
        return storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404(name) from error


def _answer(file, name):
    return FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


@require_safe
def security_txt(request):
    """Where to tell of a weakness of the site (RFC 9116): to the team, for as long as this is read."""
    origin = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    until = (timezone.now() + SECURITY_TXT_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{quote(parseaddr(settings.STAFF_EMAIL)[1], safe='@')}",
        f"Contact: {origin}{reverse('contact')}",
        f"Expires: {until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {origin}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /equip/", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
