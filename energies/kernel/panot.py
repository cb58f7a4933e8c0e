"""The panot: a pattern of hexagonal tiles for entries without a photo, named after Barcelona's paving stone.

A seed decides motifs, arrangement and turns, so an entry always wears the same pattern. The motifs are drawn
once a page (``components/sprite.html``, radius 40, centred on 0,0) and repeated by ``<use>``; their colours come from
the stylesheet's ``.t-0`` … ``.t-15``. The plain tile is not drawn: it is the pattern's background.
"""

from collections.abc import Iterator
from functools import cache
from math import sqrt
from random import Random

from django.utils.safestring import SafeString

VARIANTS = 600  # more than anybody tells apart, few enough to keep every drawing in memory
RADIUS = 40
STEP, ROW = RADIUS * sqrt(3), RADIUS * 1.5
PLAIN = "a"
# Motifs that look well side by side.
PAIRS = (
    ("debat", PLAIN),
    ("debat", "xarxes"),
    ("debat", "activitats"),
    ("territori", PLAIN),
    ("territori", "activitats"),
    ("activitats", "b"),
    ("activitats", PLAIN),
    ("coproduccio", "b"),
    ("coproduccio", PLAIN),
    ("xarxes", "territori"),
    ("xarxes", "activitats"),
    ("xarxes", "b"),
)
# What the sprite calls each motif, straight and turned by 60 degrees. The lines of debat and xarxes meet at the
# middle of each edge, so any turn joins up; they are drawn without a ground.
SYMBOLS = {"debat": ("debat-o", "debat-r"), "xarxes": ("xarxes-o",), "coproduccio": ("coproduccio", "coproduccio-r")}


def panot(seed, width=300, height=136) -> str:
    """Return the pattern of an integer seed as safe SVG, ``width`` by ``height`` units (a tile is 69 by 80).

    It fills whatever box the stylesheet gives it. Seeds that are equal modulo VARIANTS share a drawing.
    """
    return _draw(seed % VARIANTS, width, height)


@cache
def _draw(variant, width, height) -> str:
    random = Random(variant)
    first, second = random.choice(PAIRS)
    plan, by_rows = _plan(random, first, second)
    turn = random.choice((0, 1))
    uses = []
    for x, y, colour, row in _places(random.random() * STEP, width, height):
        motif = plan[row % 3] if by_rows else plan[colour]
        if motif == "debat":
            turn = random.choice((0, 1))
        if motif != PLAIN:
            symbols = SYMBOLS.get(motif, (motif,))
            uses.append(f'<use href="#m-{symbols[turn % len(symbols)]}" x="{x}" y="{y}"/>')
    return SafeString(  # nosec B308 B703 # made of numbers and of names written in this file
        f'<svg class="panot" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice"'
        f' aria-hidden="true" focusable="false">{"".join(uses)}</svg>'
    )


def _plan(random, first, second) -> tuple:
    """Return the motif of each of the three colours of the tiling, and whether rows take the colours' place."""
    if first == "debat":  # its curves are worth following from tile to tile
        return random.choice([(first,) * 3, (first, first, second)]), False
    if second == PLAIN:
        plan = random.choice([(first,) * 3, (first, first, PLAIN), (first, PLAIN, PLAIN)])
    else:
        plan = random.choice([(first, first, second), (first, second, PLAIN), (first, second, second)])
    # Few rows fit a card: whole rows of plain colour would leave it half bare.
    return plan, random.random() < 0.25 and not {PLAIN, "b"} & set(plan)


def _places(offset, width, height) -> Iterator[tuple[int, int, int, int]]:
    """Yield x, y, colour (0 to 2, never that of a neighbour) and row of every tile that touches the box."""
    for row in range(int((height + RADIUS * 1.25) // ROW) + 1):
        y = row * ROW - RADIUS * 0.25
        left = (STEP / 2 if row % 2 else 0) - offset - STEP
        for column in range(int((width + STEP * 3) // STEP)):
            x = left + column * STEP
            if -STEP / 2 < x < width + STEP / 2:
                yield round(x), round(y), (column - row // 2 - row) % 3, row
