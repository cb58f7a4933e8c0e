"""What somebody had better look at before an event of a calendar is proposed: each is told, and none is ticked."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from energies.kernel import geo
from energies.kernel.text import fold

POSTAL_CODE, OF_BARCELONA = re.compile(r"\b(?:0[1-9]|[1-4]\d|5[0-2])\d{3}\b"), "080"
# The other municipalities of the metropolitan area (https://www.amb.cat/en/web/territori/municipis): the nearest ones.
AROUND = {
    fold(name)
    for name in (
        "Badalona", "Badia del Vallès", "Barberà del Vallès", "Begues", "Castellbisbal", "Castelldefels", "Cerdanyola del Vallès",
        "Cervelló", "Corbera de Llobregat", "Cornellà de Llobregat", "Esplugues de Llobregat", "Gavà", "L’Hospitalet de Llobregat",
        "L’Hospitalet", "Molins de Rei", "Montcada i Reixac", "Montgat", "Pallejà", "La Palma de Cervelló", "El Papiol",
        "El Prat de Llobregat", "Ripollet", "Sant Adrià de Besòs", "Sant Andreu de la Barca", "Sant Boi de Llobregat",
        "Sant Climent de Llobregat", "Sant Cugat del Vallès", "Sant Feliu de Llobregat", "Sant Joan Despí", "Sant Just Desvern",
        "Sant Vicenç dels Horts", "Santa Coloma de Cervelló", "Santa Coloma de Gramenet", "Tiana", "Torrelles de Llobregat",
        "Viladecans",
    )
}  # fmt: skip
PRIVATE, TENTATIVE = {"PRIVATE", "CONFIDENTIAL"}, "TENTATIVE"


def doubts_of(event, *, start, venue, is_whole_day, has_end, is_backwards):
    """Return [words…] of what is doubtful in an event; ``start`` is its day or its moment, ``venue`` the text of its place."""
    found = [
        (is_whole_day, _("It takes all day: say at what hour.")),
        (is_backwards, _("In the calendar it ends before it begins: say when it ends.")),
        (not (is_whole_day or has_end or is_backwards), _("It does not say when it ends.")),
        (_has_begun(start, is_whole_day), _("It has begun already.")),
        (_said(event, "CLASS") in PRIVATE, _("In the calendar it is private.")),
        (_said(event, "STATUS") == TENTATIVE, _("In the calendar it is still tentative.")),
        (is_elsewhere(event, venue), _("It seems to be outside Barcelona.")),
    ]
    return [words for is_so, words in found if is_so]


def is_elsewhere(event, venue):
    """Whether its point, its postal code or the town of its address say that it is not in Barcelona."""
    point = getattr(event.get("GEO"), "to_ical", None)
    if point is not None:
        latitude, _sign, longitude = point().partition(";")
        if not geo.in_barcelona(float(latitude), float(longitude)):
            return True
    codes = POSTAL_CODE.findall(venue)
    if codes:
        return not any(code.startswith(OF_BARCELONA) for code in codes)
    parts = [fold(re.sub(r"\(.*?\)", "", part)).strip() for part in re.split(r"[,\n;·–]| - ", venue)]
    return any(part in AROUND for part in parts)


def _has_begun(start, is_whole_day):
    if is_whole_day:
        return start < timezone.localdate()
    return start < timezone.now()


def _said(event, name):
    return str(event.get(name, "")).strip().upper()
