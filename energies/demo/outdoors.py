"""Scenes in the street, on a roof and in a garden; each takes a canvas and its dice."""

from energies.demo.canvas import (
    BARK,
    CLAY,
    CLOTHES,
    FOREST,
    INK,
    LEAF,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    ROSE,
    SAGE,
    SAND,
    SEA,
    SLATE,
    STRAW,
    TERRACOTTA,
    WALLS,
    WIDE,
    WOOD,
    shade,
)


def table(c, dice):
    """A long table in the street, with people on both sides."""
    c.facades(50, 44, 56)
    c.box(0, 48, WIDE, 42, dice.choice((SAND, "#e6d3b8")))
    for n in range(12):
        c.line([(n * 16 - 14, 90), (40 + n * 7.5, 48)], shade(SAND), 0.25)
    c.bunting(dice.uniform(3, 7), 9)
    start = dice.uniform(14, 18)
    for n in range(8):
        x = start + n * 18 + dice.uniform(-1.5, 1.5)
        c.torso(x, 57, dice.uniform(20, 23), [(x - 4, 57), (x + 4, 57)] if n % 2 else [(x + 5, 56.5)])
    cloth = dice.choice((PAPER, "#f4e3c4"))
    c.shape([(4, 55), (156, 55), (166, 68), (-6, 68)], cloth)
    c.shape([(-6, 68), (166, 68), (164, 76), (-4, 76)], shade(cloth))
    stripe = dice.choice((TERRACOTTA, SEA, FOREST))
    c.shape([(-2.5, 60.8), (162.5, 60.8), (163.6, 62.4), (-3.6, 62.4)], stripe)
    for n in range(9):
        _dish(c, dice, 9 + n * 17.5 + dice.uniform(-2, 2), dice.uniform(57.6, 59.4))
        c.disc(17 + n * 17.5, 65.2, 3.4, PAPER, 1.3)
        c.disc(17 + n * 17.5, 65, 2.3, dice.choice((OCHRE, LEAF, CLAY, STRAW)), 0.8)
    for n in range(6):
        x = 8 + n * 28 + dice.uniform(-3, 3)
        c.box(x - 6, 86, 12, 2, WOOD)
        c.torso(x, 87, dice.uniform(24, 27), back=True)


def _dish(c, dice, x, y):
    """A pot, a bottle or a loaf on the table."""
    kind = dice.randrange(3)
    if kind == 0:
        c.box(x - 3.4, y - 4, 6.8, 4.4, dice.choice((TERRACOTTA, SEA, SLATE)), 1)
        c.disc(x, y - 4, 3.6, INK, 0.9)
        c.disc(x, y - 4.1, 2.9, dice.choice((OCHRE, CLAY)), 0.6)
    elif kind == 1:
        c.box(x - 1, y - 5, 2, 5.4, FOREST, 0.6)
        c.box(x - 0.45, y - 7.4, 0.9, 3, FOREST)
        c.box(x + 2.4, y - 2, 1.8, 2.4, MIST, 0.3)
    else:
        c.disc(x, y - 1, 4, WOOD, 1.7)
        for step in (-1.6, 0, 1.6):
            c.line([(x + step - 0.4, y - 1.9), (x + step + 0.5, y - 0.6)], STRAW, 0.4)


def garden(c, dice):
    """Raised beds full of vegetables, a tree, the houses behind."""
    c.disc(dice.uniform(20, 140), 16, 7, STRAW)
    c.shape([(0, 46), (30, 30), (62, 40), (104, 24), (160, 42), (160, 60), (0, 60)], SAGE)
    for n in range(11):
        x, h = n * 15 + dice.uniform(-4, 2), dice.uniform(9, 22)
        c.box(x, 50 - h, 11, h + 3, dice.choice(WALLS))
        for row in range(int(h // 5)):
            for column in range(3):
                c.box(x + 1.6 + column * 3.1, 52 - h + row * 5, 1.6, 2.4, SLATE)
    c.box(0, 50, WIDE, 40, "#c9b183")
    for n in range(41):
        c.box(n * 4, 44 + (n % 2) * 0.6, 2.6, 10, WOOD)
    c.box(0, 46.5, WIDE, 1, BARK)
    left = dice.random() < 0.5
    c.tree(22 if left else 138, 58, 40, dice.choice((FOREST, LEAF)))
    spots = (66, 92, 118) if left else (42, 68, 94)
    for x in dice.sample(spots, 2):
        tall = dice.uniform(26, 29)
        c.person(x, 65, tall, [(x + 6, 50), (x - 5, 51)])
        c.line([(x + 6, 38), (x + 6.6, 64)], BARK, 0.6)
    for x, y, w in ((-6, 66, 54), (54, 66, 50), (110, 66, 56), (-14, 82, 62), (56, 82, 58), (122, 82, 50)):
        _bed(c, dice, x, y, w)
    c.box(49, 76, 4.5, 5, SEA, 0.8)
    c.line([(53, 80), (57, 75.5)], SEA, 0.9)
    c.ring(48.6, 78, 2.2, SEA, 0.7)


def _bed(c, dice, x, y, w):
    """A wooden bed with one crop."""
    crop = dice.choice(("lettuce", "chard", "tomato", "carrot"))
    c.box(x, y - 1.4, w, 3, BARK)
    for n in range(int(w // 5)):
        cx = x + 3 + n * 5
        if crop == "lettuce":
            for dx, dy, hue in ((-1.2, 0, FOREST), (1.2, 0, LEAF), (0, -1, "#7fae62"), (0, 0.3, LEAF)):
                c.disc(cx + dx, y - 2 + dy, 1.7, hue)
        elif crop == "chard":
            for dx in (-1.3, 0, 1.3):
                c.line([(cx, y), (cx + dx, y - 5)], TERRACOTTA, 0.5)
                c.disc(cx + dx * 1.3, y - 6, 1.2, FOREST, 2.2)
        elif crop == "tomato":
            c.line([(cx, y), (cx + 0.4, y - 13)], WOOD, 0.4)
            for step in range(6):
                c.disc(cx + (-1) ** step * 1.1, y - 2 - step * 1.9, 1.5, LEAF if step % 2 else FOREST, 1)
            for step in range(3):
                c.disc(cx + (-1) ** step * 1.3, y - 3.4 - step * 3, 0.9, TERRACOTTA)
        else:
            for dx in (-1.6, -0.8, 0, 0.8, 1.6):
                c.line([(cx, y - 0.5), (cx + dx, y - 4.6)], LEAF, 0.4)
            c.disc(cx, y - 0.9, 0.9, OCHRE)
    c.box(x - 1, y, w + 2, 6, WOOD, 0.4)
    c.box(x - 1, y + 2.8, w + 2, 0.4, BARK)


def rooftop(c, dice):
    """A flat roof with solar panels, pots and a washing line, the city behind."""
    c.disc(dice.uniform(25, 135), dice.uniform(12, 22), 8, "#f7dfa0")
    c.shape([(0, 40), (40, 24), (70, 34), (112, 20), (160, 36), (160, 60), (0, 60)], MIST)
    for row, hue_set in ((0, ("#dcc8ae", "#cfb79c")), (1, WALLS)):
        for n in range(15):
            x, h = n * 11.5 - 6 + dice.uniform(-3, 3), dice.uniform(8, 22) - row * 5
            c.box(x, 56 - h, dice.uniform(8, 13), h, dice.choice(hue_set))
            if dice.random() < 0.4:
                c.line([(x + 4, 56 - h), (x + 4, 50 - h)], INK, 0.3)
                c.line([(x + 2, 51 - h), (x + 6, 51 - h)], INK, 0.3)
            for column in range(3):
                c.box(x + 1.4 + column * 2.8, 58 - h, 1.4, 2, SLATE)
    c.box(0, 53, WIDE, 8, "#e5cdb0")
    c.box(0, 52, WIDE, 1.8, TERRACOTTA)
    floor = dice.choice(("#dcab88", "#d6b394", "#e0b890"))
    c.box(0, 61, WIDE, 29, floor)
    for n in range(6):
        c.line([(0, 63 + n * n * 0.95), (WIDE, 63 + n * n * 0.95)], shade(floor), 0.25)
    for n in range(-6, 18):
        c.line([(n * 18 - 40, 90), (30 + n * 9, 61)], shade(floor), 0.25)
    rope = c.hang(4, 34, 78, 33, 3, 12)
    c.line([(4, 33), (4, 66)], SLATE, 0.8)
    c.line([(78, 32), (78, 66)], SLATE, 0.8)
    c.line(rope, INK, 0.3)
    for x, y in rope[1:-1:2]:
        w, h = dice.uniform(3, 4.2), dice.uniform(9, 14)
        c.shape([(x - w, y), (x + w, y), (x + w + 0.8, y + h), (x - w + 0.8, y + h)], dice.choice(CLOTHES))
    for n in range(3):
        _panel(c, 88 + n * 24, 66)
    for x in dice.sample((26, 46, 62), 2):
        c.person(x, 78, dice.uniform(32, 35), [(x + 7, 60), (x - 6, 62)])
    for n in range(7):
        c.pot(8 + n * 24 + dice.uniform(-3, 3), 87, fruit=dice.choice((TERRACOTTA, OCHRE, None)))


def _panel(c, x, y):
    """A tilted solar panel on its legs."""
    c.line([(x + 4, y), (x + 4, y + 9)], SLATE, 0.8)
    c.line([(x + 18, y - 12), (x + 18, y + 9)], SLATE, 0.8)
    c.shape([(x - 2, y + 4), (x + 17, y + 4), (x + 23, y - 17), (x + 4, y - 17)], PAPER)
    for row in range(4):
        for column in range(4):
            px, py = x - 0.6 + column * 4.6 + row * 1.45, y + 3 - row * 5.1
            hue = SEA if (row + column) % 3 else NIGHT
            c.shape([(px, py), (px + 4, py), (px + 5.3, py - 4.5), (px + 1.3, py - 4.5)], hue)


def square(c, dice):
    """A square with trees, an awning and a ring of people."""
    c.facades(48, 40, 52)
    c.box(0, 46, WIDE, 44, "#e9dac2")
    for n in range(7):
        c.line([(0, 50 + n * n * 0.9), (WIDE, 50 + n * n * 0.9)], SAND, 0.4)
    for x in (dice.uniform(10, 22), dice.uniform(138, 150)):
        c.disc(x, 58, 17, "#d8c4a4", 3)
        c.tree(x, 58, dice.uniform(42, 47), dice.choice((FOREST, LEAF)))
    hue = dice.choice((TERRACOTTA, SEA, OCHRE, FOREST))
    for n in range(8):
        x = 44 + n * 9
        c.shape([(x, 25), (x + 9, 25), (x + 9, 33), (x, 33)], hue if n % 2 else PAPER)
        c.slice(x + 4.5, 33, 4.5, 0, 180, hue if n % 2 else PAPER, 2)
    for x in (44, 116):
        c.line([(x, 24), (x, 60)], SLATE, 0.8)
    for n, (x, y) in enumerate(((50, 58), (64, 55), (96, 55), (110, 58))):
        c.person(x, y + 4, dice.uniform(23, 26), [(x + (4 if n < 2 else -4), y - 9)])
    c.line([(82, 44), (82, 64)], INK, 0.5)
    c.line([(82, 44), (80, 42.6)], INK, 1.2)
    c.person(77, 64, 27, [(80.5, 46), (71, 44)], cloth=hue)
    if dice.random() < 0.5:
        for n in range(7):
            c.ring(58 + n * 7, 69 + n % 2 * 2.4, 1.8, dice.choice((PAPER, ROSE, MIST)), 0.5)
    for n in range(9):
        x = 6 + n * 18.6 + dice.uniform(-2, 2)
        y = 88 - (1 - abs(n - 4) / 4) * 4 + 3  # type: ignore[assignment]
        c.torso(x, y, dice.uniform(22, 25), back=True)
        for slat in (9.5, 6, 2.5):
            c.box(x - 6.4, y - slat, 12.8, 1.7, WOOD, 0.4)
        for post in (-7, 5.8):
            c.box(x + post, y - 11, 1.2, 16, BARK, 0.5)


def music(c, dice):
    """Singers and players under strings of lights."""
    c.facades(56, 42, 54)
    evening = dice.random() < 0.5
    for n in range(3):
        rope = c.hang(-2, 4 + n * 5, WIDE + 2, dice.uniform(3, 14), 9, 22)
        c.line(rope, INK, 0.25)
        for x, y in rope:
            c.disc(x, y + 1, 1, STRAW if evening else dice.choice((STRAW, TERRACOTTA, PAPER)))
    c.box(0, 54, WIDE, 36, "#dcb98f")
    c.shape([(10, 74), (150, 74), (144, 60), (16, 60)], WOOD)
    c.box(10, 74, 140, 5, BARK)
    for x in range(22, 140, 12):
        c.line([(x - (80 - x) * -0.02, 60.4), (x - (80 - x) * 0.07, 73.6)], shade(WOOD), 0.3)
    for n in range(5):
        x = 30 + n * 12.5 + dice.uniform(-1, 1)
        c.person(x, 68 + n % 2, dice.uniform(30, 33), [(x - 3, 52), (x + 3, 52)])
        c.shape([(x - 3.6, 52.6), (x, 53.4), (x, 48.6), (x - 3.6, 47.8)], PAPER)
        c.shape([(x + 3.6, 52.6), (x, 53.4), (x, 48.6), (x + 3.6, 47.8)], SAND)
    _guitarist(c, dice, 104)
    _drummer(c, dice, 130)
    for n in range(8):
        x = 8 + n * 21 + dice.uniform(-3, 3)
        c.torso(x, 92, dice.uniform(16, 19), back=True)


def _guitarist(c, dice, x):
    cloth = dice.choice(CLOTHES)
    skin = c.person(x, 70, 33, cloth=cloth)
    c.line([(x + 2, 54), (x + 14, 46)], BARK, 1.2)
    c.disc(x - 2, 57, 4.4, OCHRE)
    c.disc(x + 2, 54.4, 3.4, OCHRE)
    c.disc(x, 55.8, 1.3, BARK)
    c.arm((x - 4.6, 47), (x - 0.4, 56.4), cloth, 2.4, skin)
    c.arm((x + 4.6, 47), (x + 11, 48), cloth, 2.4, skin)


def _drummer(c, dice, x):
    cloth = dice.choice(CLOTHES)
    skin = c.person(x, 70, 33, cloth=cloth)
    hue = dice.choice((TERRACOTTA, SEA, FOREST))
    c.box(x - 7, 55, 14, 10, hue)
    c.disc(x, 65, 7, shade(hue), 1.8)
    for n in range(4):
        c.line([(x - 7 + n * 3.6, 55.6), (x - 5.2 + n * 3.6, 64.6), (x - 3.4 + n * 3.6, 55.6)], PAPER, 0.35)
    c.disc(x, 55, 7, PAPER, 1.8)
    for side in (-1, 1):
        c.arm((x + side * 4.6, 47), (x + side * 7, 50), cloth, 2.4, skin)
        c.line([(x + side * 7, 50), (x + side * 2, 54.6)], BARK, 0.6)
