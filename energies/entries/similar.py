"""Is it here already? What in the directory may be the same as what somebody is proposing.

A shared website, e-mail domain or telephone weighs most, then the name; a place in common only helps, since one casal
hosts thirty entities.
"""

from collections import Counter
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from energies.curation.proposable import Similar
from energies.kernel.email_address import domain_of
from energies.kernel.text import NEAR, fold, nearness
from energies.search.models import SearchEntry
from energies.search.query import MOST_WORDS, search

MOST = 5
ENOUGH = 60
CANDIDATES = 200  # of the best answers to the name
NAME, SITE, MAIL, PHONE, PLACE = 70, 60, 40, 60, 10
# Domains that say nothing of who has an address there.
EVERYBODYS = {
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "yahoo.es", "icloud.com", "telefonica.net", "live.com",
    "protonmail.com", "proton.me", "riseup.net", "facebook.com", "instagram.com", "linktr.ee", "wordpress.com",
    "blogspot.com", "ajuntament.barcelona.cat", "bcn.cat", "xtec.cat", "exemple.cat",
}  # fmt: skip


def best_among(models, values, but=()):
    """Return the Alikes of what somebody writes among the visible entries of ``models``, the likest first.

    ``values`` are those of its form; ``but`` holds (model name, primary key) of what is left out.
    """
    alikes = [one for model in models for one in _among(model, values, but)]
    return sorted(alikes, key=lambda one: (-one.score, one.entry.sort_name))[:MOST]


def _among(model, values, but):
    """Yield the Alikes of a model that score enough."""
    left_out = {pk for label, pk in but if label == model._meta.model_name}
    name, site = fold(values.get("name") or ""), _site(values)
    mail, phone = _domain(values.get("contact_email")), _digits(values.get("public_phone"))
    if len(name) < 3 and not (site or mail or phone):
        return
    candidates = _named_like(model, name) | _reached_like(model, site, mail, phone)
    for entry in model.objects.select_related("barri").filter(pk__in=candidates).exclude(pk__in=left_out):
        score, why = _score(entry, name, site, mail, phone, values.get("barri"))
        if score >= ENOUGH:
            yield Similar(entry, score, why)


def _named_like(model, name):
    """Return the primary keys of those that answer best when one searches for the words of the name, one by one."""
    scores = Counter()
    for word in name.split()[:MOST_WORDS]:
        if found := search(word, literal=True):
            scores.update(found.scores)
    best = sorted(scores, key=lambda rank: -scores[rank])[:CANDIDATES]
    entries = SearchEntry.objects.filter(kind=model._meta.model_name, rank__in=best)
    return set(entries.values_list("object_id", flat=True))


def _reached_like(model, site, mail, phone):
    """Return the primary keys of those with the same website, e-mail domain or telephone."""
    ways = [name for name in ("website", "contact_email", "public_phone") if hasattr(model, name)]
    rows = model.objects.values("pk", *ways) if site or mail or phone else ()
    return {
        row["pk"]
        for row in rows
        if (site and site == _host(row.get("website")))
        or (mail and mail == _domain(row.get("contact_email") or ""))
        or (phone and phone == _digits(row.get("public_phone")))
    }


def _score(entry, name, site, mail, phone, barri):
    score, why = 0, []
    if site and site == _host(getattr(entry, "website", "")):
        score, why = score + SITE, [*why, _("the same website")]
    if phone and phone == _digits(getattr(entry, "public_phone", "")):
        score, why = score + PHONE, [*why, _("the same telephone")]
    if mail and mail == _domain(entry.contact_email):
        score, why = score + MAIL, [*why, _("an e-mail of the same domain")]
    near = max((nearness(name, fold(other)) for other in _names(entry)), default=0)
    if near >= NEAR:
        score, why = (
            score + round(NAME * near / 100),
            [*why, _("the same name") if near == 100 else _("a similar name")],
        )
    if why and barri and barri == entry.barri_id:
        score, why = score + PLACE, [*why, _("the same barri")]
    return score, why


def _names(entry):
    return [entry.name, *(other for other in getattr(entry, "other_names", "").split(",") if other.strip())]


def _site(values):
    sites = [values.get("website") or "", *(row.get("url", "") for row in values.get("links") or [])]
    return next((host for site in sites if (host := _host(site))), "")


def _host(address):
    """Return the host of an address without www, or "" when many share it."""
    if not address:
        return ""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host in EVERYBODYS else host


def _domain(email):
    domain = domain_of(email)
    return "" if domain in EVERYBODYS else domain


def _digits(phone):
    return "".join(char for char in phone or "" if char.isdigit())[-9:]
