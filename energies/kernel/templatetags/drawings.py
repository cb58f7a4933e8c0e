"""Everything drawn: icons, the logo and the panot. Icons and motifs need ``components/sprite.html`` once in the page."""

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from energies.kernel import panot as patterns

register = template.Library()

HEXAGON = "M7.4 4.3 0 8.6l-7.4-4.3v-8.6L0-8.6l7.4 4.3z"
# The six hexagons around the one in the middle, clockwise from the right: x, y, colour class.
PETALS = (
    (16.3, 0, "l1"),
    (8.1, 14.1, "l2"),
    (-8.1, 14.1, "l3"),
    (-16.3, 0, "l1"),
    (-8.1, -14.1, "l2"),
    (8.1, -14.1, "l3"),
)

register.simple_tag(patterns.panot, name="panot")


@register.simple_tag
@cache
def icon(name) -> str:
    """Return the icon of that name in the sprite; it is decoration, the words beside it say the same."""
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


@register.simple_tag
@cache
def tile(motif) -> str:
    """Return one tile of the panot: debat, territori, coproduccio, xarxes or activitats."""
    return format_html(
        '<svg class="tile" viewBox="-36 -41 72 82" aria-hidden="true" focusable="false"><use href="#m-{}"/></svg>',
        motif,
    )


@register.simple_tag
def logo() -> str:
    """Return the mark of the site, seven tiles, in the colours of the page's scheme."""
    petals = "".join(f'<path class="{kind}" d="{HEXAGON}" transform="translate({x} {y})"/>' for x, y, kind in PETALS)
    return SafeString(  # nosec B308 B703 # made of constants of this file
        '<svg class="logo" viewBox="-27 -27 54 54" aria-hidden="true" focusable="false">'
        f'<path class="l0" d="{HEXAGON}"/>{petals}</svg>'
    )
