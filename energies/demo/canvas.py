"""A flat drawing 160 × 90 units large, and what recurs in its scenes: people, façades, trees, plants."""

import io
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

WIDE, HIGH = 160, 90
PAPER, INK = "#faf6f0", "#211a16"
TERRACOTTA, SEA, FOREST = "#b8381d", "#0d4f73", "#29603b"
OCHRE, SAND, STRAW, CLAY, ROSE = "#d99a2b", "#ead9bd", "#f1c75f", "#cf7a4c", "#e3b5a0"
SKY, MIST, LEAF, SAGE, NIGHT, SLATE, WOOD, BARK = (
    "#cfe0e4", "#9fbfc9", "#4f8a55", "#9db58a", "#173a52", "#5d7480", "#a8713f", "#6d4a2f"
)  # fmt: skip
SKINS = ("#f0c9a4", "#d9a377", "#b67a4d", "#8a5533", "#5f3a25")
HAIRS = (INK, "#4a2f20", "#7a4a26", "#b9b2a8", "#e8e2d8")
CLOTHES = (TERRACOTTA, SEA, FOREST, OCHRE, CLAY, SLATE, PAPER, "#7c3b52", "#3f7f8c")
# Of each disc of a tree's crown: its offset and its radius, in crown radii.
CROWN = ((-0.75, 0.1, 0.8), (0.75, 0.15, 0.75), (0, 0.25, 0.9), (-0.3, -0.35, 0.85), (0.4, -0.3, 0.8))
WALLS = (SAND, ROSE, "#e8c99a", "#d8c3b0", "#efe3d0", "#d9a98a")


class Canvas:
    """Shapes in units, drawn at twice the size and reduced, so that edges are smooth. ``dice`` decides the rest."""

    def __init__(self, seed, width, background):
        self.dice = Random(seed)
        self.hats = True
        self.scale = width * 2 / WIDE
        self.image = Image.new("RGB", (width * 2, width * 2 * HIGH // WIDE), background)
        self.pen = ImageDraw.Draw(self.image)

    def jpeg(self):
        """Return the drawing, as large as was asked, as the bytes of a JPEG."""
        out = io.BytesIO()
        self.image.reduce(2).save(out, "JPEG", quality=88)
        return out.getvalue()

    def _at(self, points):
        return [(x * self.scale, y * self.scale) for x, y in points]

    def box(self, x, y, w, h, fill, round=0):
        corners = self._at([(x, y), (x + w, y + h)])
        self.pen.rounded_rectangle([*corners[0], *corners[1]], min(round, w / 2, h / 2) * self.scale, fill)

    def disc(self, x, y, rx, fill, ry=None):
        self.pen.ellipse(self._at([(x - rx, y - (ry or rx)), (x + rx, y + (ry or rx))]), fill)

    def ring(self, x, y, r, fill, width=0.5):
        self.pen.ellipse(self._at([(x - r, y - r), (x + r, y + r)]), outline=fill, width=round(width * self.scale))

    def bow(self, x, y, rx, ry, fill, width):
        """Draw the upper half of an ellipse’s edge."""
        corners = self._at([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.arc([*corners[0], *corners[1]], 180, 360, fill, round(width * self.scale))

    def slice(self, x, y, r, start, end, fill, ry=None):
        self.pen.pieslice(self._at([(x - r, y - (ry or r)), (x + r, y + (ry or r))]), start, end, fill)

    def shape(self, points, fill):
        self.pen.polygon(self._at(points), fill)

    def line(self, points, fill, width=0.5):
        """Draw a line with round ends and joints."""
        self.pen.line(self._at(points), fill, max(1, round(width * self.scale)), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def hang(self, x1, y1, x2, y2, sag, steps=24):
        """Return the points of a rope that hangs between two."""
        ways = [step / steps for step in range(steps + 1)]
        return [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag * 4 * t * (1 - t)) for t in ways]

    def bunting(self, y, sag):
        """Draw a string of little flags across."""
        rope = self.hang(-2, y, WIDE + 2, y + self.dice.uniform(-4, 4), sag, 30)
        self.line(rope, INK, 0.25)
        hues = self.dice.sample((TERRACOTTA, OCHRE, SEA, FOREST, PAPER), 4)
        for n, ((x1, y1), (x2, y2)) in enumerate(pairwise(rope)):
            self.shape([(x1 + 0.6, y1), (x2 - 0.6, y2), ((x1 + x2) / 2, (y1 + y2) / 2 + 4.2)], hues[n % 4])

    def facades(self, foot, low, high):
        """Draw a row of houses side to side, standing on ``foot``, from ``low`` to ``high`` units tall."""
        x, last = -self.dice.uniform(0, 12), None
        while x < WIDE:
            w, h = self.dice.uniform(19, 29), self.dice.uniform(low, high)
            wall = last = self.dice.choice([hue for hue in WALLS if hue != last])
            self.house(x, foot - h, w, h, wall)
            x += w

    def house(self, x, y, w, h, wall):
        """Draw a façade with shutters and balconies, a door and a shop or an arch below."""
        self.box(x, y, w + 0.2, h, wall)
        self.box(x - 0.4, y, w + 0.8, 1.2, CLAY)
        shutters = self.dice.choice((FOREST, SLATE, TERRACOTTA, SEA, WOOD))
        columns = 2 if w < 23 else 3
        gap = w / columns
        for row in range(int((h - 15) // 12)):
            for column in range(columns):
                self.window(x + gap * (column + 0.5), y + 4 + row * 12, shutters)
        door = self.dice.randrange(columns)
        for column in range(columns):
            cx = x + gap * (column + 0.5)
            if column == door:
                self.box(cx - 2.2, y + h - 10, 4.4, 12, BARK, 2)
            else:
                self.box(cx - 3, y + h - 9, 6, 9, SLATE)
                self.box(cx - 2.4, y + h - 8.4, 4.8, 6, MIST)
                self.box(cx - 3.6, y + h - 10.2, 7.2, 2, shutters)

    def window(self, x, y, shutters):
        self.box(x - 1.7, y, 3.4, 6.6, NIGHT if self.dice.random() < 0.6 else STRAW)
        self.box(x - 3, y, 1.3, 6.6, shutters)
        self.box(x + 1.7, y, 1.3, 6.6, shutters)
        if self.dice.random() < 0.7:
            self.box(x - 3.6, y + 6.4, 7.2, 0.5, INK)
            for step in range(8):
                self.box(x - 3.4 + step * 0.95, y + 3.8, 0.22, 2.7, INK)
            self.box(x - 3.5, y + 3.6, 7, 0.35, INK)
        elif self.dice.random() < 0.6:
            self.box(x - 1.8, y + 6, 3.6, 1.2, TERRACOTTA)
            for n in range(3):
                self.disc(x - 1.2 + n * 1.2, y + 5.7, 0.9, LEAF)

    def tree(self, x, foot, tall, leaf=FOREST):
        """Draw a tree whose crown is a cloud of discs, lighter above."""
        self.shape([(x - 1.1, foot), (x + 1.1, foot), (x + 0.6, foot - tall * 0.7), (x - 0.6, foot - tall * 0.7)], BARK)
        r = tall * 0.3
        for dx, dy, size in CROWN:
            self.disc(x + dx * r, foot - tall + r * (1.1 + dy), size * r, leaf)
        for _ in range(9):
            spot = (x + self.dice.uniform(-0.9, 0.7) * r, foot - tall + r * self.dice.uniform(0.5, 1.3))
            self.disc(*spot, r * self.dice.uniform(0.1, 0.2), LEAF if leaf == FOREST else SAGE)

    def pot(self, x, foot, plant=LEAF, fruit=None):
        """Draw a flower pot with something tall growing in it."""
        self.line([(x, foot - 3), (x, foot - 13)], BARK, 0.4)
        for n in range(9):
            y = foot - 4.5 - n * 1.05
            self.disc(x + (-1) ** n * self.dice.uniform(0.8, 2.2), y, 1.5, plant if n % 3 else FOREST, 1)
            if fruit and n % 2:
                self.disc(x - (-1) ** n * self.dice.uniform(0.6, 2), y, 0.75, fruit)
        self.shape([(x - 2.6, foot - 4.4), (x + 2.6, foot - 4.4), (x + 1.8, foot), (x - 1.8, foot)], CLAY)
        self.box(x - 2.9, foot - 5, 5.8, 1.1, TERRACOTTA)

    def head(self, x, y, r, skin, back=False):
        """Draw a head with hair, a bun, a scarf or a hat, seen from the front or the back."""
        hair, look = self.dice.choice(HAIRS), self.dice.random() * (1 if self.hats else 0.9)
        if look < 0.16:
            scarf = self.dice.choice(CLOTHES[:5])
            self.disc(x, y + r * 0.1, r * 1.25, scarf, r * 1.35)
            self.shape(
                [(x - r, y + r * 0.6), (x + r, y + r * 0.6), (x + r * 1.3, y + r * 1.7), (x - r * 1.3, y + r * 1.7)],
                scarf,
            )
            if not back:
                self.disc(x, y + r * 0.15, r * 0.8, skin, r * 0.92)
            return
        if 0.16 <= look < 0.5:
            self.box(x - r * 1.2, y - r * 0.7, r * 2.4, r * 2.4, hair, r)
        elif look < 0.62:
            self.disc(x, y - r * 1.25, r * 0.5, hair)
        if not back or look >= 0.5:
            self.box(x - r * 0.4, y, r * 0.8, r * 1.6, skin)
            self.disc(x, y, r, skin)
        if back:
            self.disc(x, y - r * 0.1, r * 1.06, hair)
        elif look <= 0.9:
            self.slice(x, y - r * 0.15, r * 1.08, 180, 360, hair)
            self.slice(x - r * 0.2, y - r * 0.17, r * 0.9, 0, 60, hair, r * 0.25)
        if look > 0.9:
            self.disc(x, y - r * 0.55, r * 1.7, STRAW, r * 0.3)
            self.box(x - r * 0.9, y - r * 1.3, r * 1.8, r * 0.85, STRAW, r * 0.4)

    def torso(self, x, foot, tall, hands=(), back=False, cloth=None):
        """Draw somebody from the waist (at ``foot``) up; ``hands`` are the points (x, y) that the arms reach.

        Returns the colour of the skin.
        """
        cloth, skin = cloth or self.dice.choice(CLOTHES), self.dice.choice(SKINS)
        r, w = tall * 0.17, tall * 0.52
        top = foot - tall + 2.35 * r
        if back:
            self.box(x - w / 2, top, w, foot - top + 1, cloth, w * 0.36)
        self.head(x, foot - tall + r, r, skin, back)
        if not back:
            self.box(x - w / 2, top, w, foot - top + 1, cloth, w * 0.36)
        self.box(x - w / 2, foot - tall * 0.22, w, tall * 0.22, cloth)
        for hand in hands:
            side = 1 if hand[0] > x else -1
            self.arm((x + side * w * 0.42, top + tall * 0.1), hand, cloth, tall * 0.13, skin)
        return skin

    def arm(self, shoulder, hand, cloth, thick, skin):
        """Draw an arm bent at the elbow, darker than the body so that it shows."""
        (x, y), (hx, hy) = shoulder, hand
        elbow = ((x + hx) / 2 + (0.5 if hx > x else -0.5), max(y, hy) * 0.6 + min(y, hy) * 0.4 + thick * 0.6)
        self.line([shoulder, elbow, hand], shade(cloth), thick)
        self.disc(hx, hy, thick * 0.55, skin)

    def person(self, x, foot, tall, hands=(), back=False, cloth=None):
        """Draw somebody standing on ``foot``, in trousers or a skirt; see ``torso``. Returns the skin’s colour."""
        hip, legs = foot - tall * 0.46, self.dice.choice((INK, NIGHT, SLATE, BARK, "#4b3b52"))
        self.disc(x, foot, tall * 0.2, shade(SAND), tall * 0.025)
        for side in (-1, 1):
            self.line([(x + side * tall * 0.06, hip), (x + side * tall * 0.07, foot - tall * 0.02)], legs, tall * 0.1)
            self.box(x + side * tall * 0.07 - tall * 0.06, foot - tall * 0.04, tall * 0.13, tall * 0.045, INK, 0.5)
        if self.dice.random() < 0.35:
            wide = tall * 0.2
            self.shape([(x - wide * 0.6, hip - 1), (x + wide * 0.6, hip - 1), (x + wide, foot - tall * 0.16),
                        (x - wide, foot - tall * 0.16)], legs)  # fmt: skip
        return self.torso(x, hip + tall * 0.02, tall * 0.56, hands, back, cloth)

    def lamp(self, x, y, hue, light):
        """Draw a hanging lamp and its cone of light down to the table."""
        self.shape([(x - 3, y), (x + 3, y), (x + 16, y + 46), (x - 16, y + 46)], light)
        self.line([(x, -1), (x, y - 3)], INK, 0.35)
        self.slice(x, y, 5, 180, 360, hue)
        self.disc(x, y, 1.6, PAPER, 0.9)

    def bicycle(self, x, y, r, frame, tilt=0):
        """Draw a bicycle with wheels of radius ``r``, its bottom bracket at (x, y); ``tilt`` lifts the front."""
        back, front = (x - r * 1.35, y), (x + r * 1.55, y - tilt)
        for wx, wy in (back, front):
            self.ring(wx, wy, r, INK, r * 0.11)
            self.ring(wx, wy, r * 0.86, SLATE, r * 0.03)
            for dx, dy in ((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7)):
                ends = [(wx - dx * r * 0.86, wy - dy * r * 0.86), (wx + dx * r * 0.86, wy + dy * r * 0.86)]
                self.line(ends, SLATE, r * 0.025)
        seat, fork = (x - r * 0.5, y - r * 1.5), (x + r * 1.15, y - r * 1.45 - tilt * 0.8)
        for path in ([back, (x, y), fork, seat, back], [seat, (x, y)], [fork, front]):
            self.line(path, frame, r * 0.13)
        self.line([seat, (seat[0] - r * 0.1, seat[1] - r * 0.3)], INK, r * 0.1)
        self.line([(seat[0] - r * 0.45, seat[1] - r * 0.32), (seat[0] + r * 0.25, seat[1] - r * 0.3)], INK, r * 0.16)
        bar = (fork[0] - r * 0.08, fork[1] - r * 0.4)
        self.line([fork, bar, (bar[0] + r * 0.4, bar[1] - r * 0.05)], INK, r * 0.11)
        self.ring(x, y, r * 0.22, INK, r * 0.08)


def shade(hue):
    """Return the colour a little darker."""
    return "#" + "".join(f"{int(int(hue[n : n + 2], 16) * 0.84):02x}" for n in (1, 3, 5))
