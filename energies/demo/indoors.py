"""Scenes in a workshop and a studio; each takes a canvas and its dice."""

from energies.demo.canvas import (
    BARK,
    CLAY,
    CLOTHES,
    FOREST,
    HIGH,
    INK,
    LEAF,
    MIST,
    NIGHT,
    OCHRE,
    PAPER,
    ROSE,
    SAND,
    SEA,
    SKY,
    SLATE,
    STRAW,
    TERRACOTTA,
    WALLS,
    WIDE,
    WOOD,
    shade,
)


def workshop(c, dice):
    """People at a bench, tools on the wall, lamps above."""
    c.hats = False
    c.box(0, 0, WIDE, 64, dice.choice(("#e9d3b4", "#e4cdb9", "#d9d6c2")))
    light = dice.choice(("#f6e6c4", "#f3e3c8"))
    for x in (38, 80, 122):
        c.lamp(x + dice.uniform(-3, 3), 18, dice.choice((TERRACOTTA, FOREST, SEA)), light)
    board = dice.choice((6, 104))
    c.box(board, 20, 50, 26, WOOD, 1)
    for n in range(8):
        _tool(c, dice, board + 4.5 + n * 5.8, 24)
    other = 110 - board
    for row in range(3):
        c.box(other - 4, 27 + row * 9.5, 50, 1.2, BARK)
        for n in range(8):
            w, h = dice.uniform(2.6, 5), dice.uniform(3, 6.4)
            c.box(other - 2 + n * 6, 27 + row * 9.5 - h, w, h, dice.choice((*CLOTHES[:6], MIST)), 0.5)
    c.box(0, 64, WIDE, 26, "#b98d63")
    for x in dice.sample((32, 56, 80, 104, 128), 3):
        c.torso(x, 66, dice.uniform(29, 32), [(x - 6, 65), (x + 6, 64)])
    c.box(4, 64, 152, 4, shade(WOOD), 0.5)
    c.box(8, 68, 144, 12, BARK)
    for n in range(4):
        c.box(12 + n * 36, 70, 32, 8, WOOD, 0.6)
        c.box(25 + n * 36, 73.4, 6, 1, INK, 0.5)
    for x in (10, 146):
        c.box(x, 80, 4, 10, BARK)
    for n, x in enumerate(dice.sample((20, 44, 68, 92, 116, 140), 5)):
        _bench_thing(c, dice, n, x, 64)


def _tool(c, dice, x, y):
    """A hammer, a saw, a screwdriver or a spanner, hanging."""
    kind = dice.randrange(4)
    c.line([(x, y), (x, y + 12)], (TERRACOTTA, OCHRE, SEA, SLATE)[kind], 1.2)
    if kind == 0:
        c.box(x - 2.2, y - 0.5, 4.4, 2.2, INK, 0.3)
    elif kind == 1:
        c.shape([(x - 0.6, y + 3), (x - 0.6, y + 17), (x + 2.6, y + 5)], MIST)
    elif kind == 2:
        c.line([(x, y + 11), (x, y + 17)], INK, 0.5)
    else:
        c.ring(x, y, 1.7, SLATE, 0.8)
        c.ring(x, y + 13, 1.7, SLATE, 0.8)


def _bench_thing(c, dice, kind, x, y):
    """An old wireless, a jar, a vice, papers or a sewing machine on the bench."""
    if kind == 0:
        c.box(x - 6, y - 8, 12, 8, TERRACOTTA, 1)
        c.disc(x - 2.4, y - 4, 2.6, SAND)
        c.disc(x + 3.4, y - 5.2, 1.1, STRAW)
        c.line([(x + 4, y - 8), (x + 7, y - 15)], INK, 0.3)
    elif kind == 1:
        c.box(x - 2.4, y - 5, 4.8, 5, MIST, 0.6)
        for dx, hue in ((-1.2, OCHRE), (0, SEA), (1.2, TERRACOTTA)):
            c.line([(x + dx, y - 4), (x + dx * 2, y - 10)], hue, 0.6)
    elif kind == 2:
        c.box(x - 4, y - 3, 8, 3, SLATE, 0.5)
        c.box(x - 4, y - 6, 2.6, 4, SLATE)
        c.box(x + 1.4, y - 6, 2.6, 4, SLATE)
    elif kind == 3:
        for n in range(3):
            px = x - 6 + n * 3
            c.shape([(px, y), (px + 4, y - 0.2), (px + 5, y - 1.4), (px + 1, y - 1.4)], PAPER)
    else:
        c.box(x - 6, y - 2, 12, 2, INK, 0.4)
        c.box(x + 2, y - 8, 3, 7, INK, 0.6)
        c.box(x - 5.5, y - 9, 10.5, 3, INK, 1)
        c.box(x - 5.2, y - 7, 1.4, 4, SLATE)
        c.ring(x + 6, y - 7, 1.6, OCHRE, 0.6)


def bikes(c, dice):
    """A bicycle workshop: some hang from the ceiling, two people true a wheel."""
    c.hats = False
    c.box(0, 0, WIDE, 68, dice.choice(("#e8cfae", "#dfd3bd", "#d9c1a8")))
    c.box(0, 4, WIDE, 2.4, BARK)
    frames = dice.sample((TERRACOTTA, SEA, FOREST, OCHRE, "#3f7f8c"), 5)
    for n, x in enumerate((20, 62, 104, 146)):
        for dx in (-7, 8):
            c.line([(x + dx, 6), (x + dx, 14)], INK, 0.4)
        c.bicycle(x - 0.6, 22, 8, frames[n])
    board = dice.choice((4, 116))
    c.box(board, 36, 40, 22, WOOD, 1)
    for n in range(6):
        _tool(c, dice, board + 5 + n * 6, 39)
    for n in range(3):
        x = (124 if board == 4 else 12) + n * 11
        c.ring(x, 46, 6.6, INK, 1.6)
        c.ring(x, 46, 2, SLATE, 0.6)
    c.box(0, 68, WIDE, 22, "#a9825c")
    for n in range(5):
        c.line([(0, 70 + n * n * 1.2), (WIDE, 70 + n * n * 1.2)], shade("#a9825c"), 0.3)
    c.line([(76, 50), (76, 84)], SLATE, 1.2)
    c.line([(66, 85), (86, 85)], SLATE, 1.6)
    c.person(53, 83, 40, [(60, 62), (61, 66)])
    c.bicycle(79, 67, 11, frames[4], 1)
    c.person(112, 83, 39, [(101, 62), (103, 68)])
    c.box(125, 74, 18, 10, TERRACOTTA, 1)
    c.box(130, 71, 8, 1.2, INK)
    c.box(125, 78, 18, 0.8, INK)
    c.ring(26, 77, 8.4, INK, 1.8)
    c.ring(19, 78.6, 7, SLATE, 1.4)


def radio(c, dice):
    """A small studio: a desk with microphones, people with headphones, the city in the window."""
    c.hats = False
    wall = dice.choice((SEA, "#5b2f2a", FOREST))
    foam = shade(wall)
    c.box(0, 0, WIDE, HIGH, wall)
    for row in range(5):
        for column in range(6):
            x, y = 4 + column * 8 + (row % 2) * 2, 8 + row * 9
            c.box(x, y, 6.4, 7.4, foam, 1)
            c.box(156 - column * 8 - 6 + (row % 2) * 2, y, 6.4, 7.4, foam, 1)
    c.box(50, 7, 60, 36, PAPER, 1)
    c.box(52, 9, 56, 32, "#f2b880" if dice.random() < 0.5 else SKY)
    c.disc(dice.uniform(62, 98), 22, 5, STRAW)
    for n in range(9):
        h = dice.uniform(7, 19)
        c.box(52 + n * 6.2, 41 - h, 6.3, h, dice.choice((CLAY, WALLS[5], SLATE, ROSE)))
        for row in range(int(h // 4)):
            c.box(53.4 + n * 6.2, 42.4 - h + row * 4, 1.3, 1.8, STRAW)
            c.box(56 + n * 6.2, 42.4 - h + row * 4, 1.3, 1.8, NIGHT)
    c.box(79, 9, 1.4, 32, PAPER)
    c.box(72, 1.4, 16, 4.2, TERRACOTTA, 1.4)
    c.disc(80, 3.5, 1.1, STRAW)
    for n, x in enumerate((24, 58, 100, 136)):
        tall = dice.uniform(34, 37)
        x += dice.uniform(-2, 2)
        cloth = dice.choice([hue for hue in CLOTHES if hue != wall])
        c.torso(x, 70, tall, [(x - 8, 70), (x + 8, 70)], cloth=cloth)
        _headphones(c, x, 70 - tall * 0.83, tall * 0.17)
        side = 1 if n < 2 else -1
        c.line([(x + side * 17, 72), (x + side * 15, 60), (x + side * 8.5, 54)], SLATE, 0.8)
        c.box(x + side * 7.5 - 1.9, 49.5, 3.8, 6.6, INK, 1.9)
        c.box(x + side * 7.5 - 1.9, 53.4, 3.8, 0.7, OCHRE)
    c.box(0, 70, WIDE, 5, WOOD)
    c.box(0, 75, WIDE, 15, BARK)
    _mixer(c, dice, 62, 70)


def _headphones(c, x, y, r):
    c.bow(x, y - r * 0.15, r * 1.2, r * 1.15, INK, r * 0.22)
    for side in (-1, 1):
        c.box(x + side * r * 1.1 - r * 0.25, y - r * 0.35, r * 0.5, r * 0.9, INK, r * 0.25)


def _mixer(c, dice, x, y):
    """A mixing desk: rows of knobs and faders."""
    c.shape([(x, y + 3), (x + 36, y + 3), (x + 40, y + 15), (x - 4, y + 15)], INK)
    for n in range(9):
        cx = x + 2 + n * 4
        c.disc(cx, y + 5.4, 0.9, dice.choice((TERRACOTTA, OCHRE, MIST, LEAF)))
        c.line([(cx, y + 7.5), (cx, y + 13.5)], SLATE, 0.4)
        c.box(cx - 1, y + dice.uniform(8, 12), 2, 1.2, PAPER, 0.3)
