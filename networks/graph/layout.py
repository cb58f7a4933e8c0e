"""Where each node of a small graph goes: the same graph gives the same drawing on any machine.

Springs and repulsion (Fruchterman and Reingold, «Graph drawing by force-directed placement», 1991) from a circle in the
order of the nodes, so that nothing is drawn at random; the core stays in the middle.
"""

from math import cos, hypot, pi, sin

WIDTH, HEIGHT = 800, 520
MARGIN = 60
STEPS = 80


def places(refs, pairs, core=None):
    """Return {ref: (x, y)}, whole units within WIDTH × HEIGHT; ``pairs`` are the refs that are tied."""
    others = [one for one in refs if one != core]
    spot = {core: [0.0, 0.0]} if core else {}
    for at, one in enumerate(others):
        turn = 2 * pi * at / max(1, len(others))
        spot[one] = [cos(turn), sin(turn)]
    ideal = 1.6 / max(1, len(refs)) ** 0.5
    for step in range(STEPS):
        _move(spot, pairs, core, ideal, heat=0.12 * (1 - step / STEPS))
    return _fitted(spot)


def _move(spot, pairs, core, ideal, heat):
    push = {one: [0.0, 0.0] for one in spot}
    names = list(spot)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            dx, dy = spot[one][0] - spot[other][0], spot[one][1] - spot[other][1]
            away = max(hypot(dx, dy), 0.01)
            force = ideal * ideal / (away * away)
            _add(push, one, other, dx * force, dy * force)
    for one, other in pairs:
        dx, dy = spot[one][0] - spot[other][0], spot[one][1] - spot[other][1]
        force = -hypot(dx, dy) / ideal * 0.5
        _add(push, one, other, dx * force, dy * force)
    for one, (dx, dy) in push.items():
        length = hypot(dx, dy)
        if one != core and length:
            step = min(length, heat) / length
            spot[one][0] += dx * step
            spot[one][1] += dy * step


def _add(push, one, other, dx, dy):
    push[one][0] += dx
    push[one][1] += dy
    push[other][0] -= dx
    push[other][1] -= dy


def _fitted(spot):
    """Return the places stretched over the drawing."""
    xs, ys = [x for x, _y in spot.values()], [y for _x, y in spot.values()]
    wide, high = max(max(xs) - min(xs), 0.01), max(max(ys) - min(ys), 0.01)
    return {
        one: (
            round(MARGIN + (x - min(xs)) / wide * (WIDTH - 2 * MARGIN)),
            round(MARGIN + (y - min(ys)) / high * (HEIGHT - 2 * MARGIN)),
        )
        for one, (x, y) in spot.items()
    }
