"""Pictures of the demo: eight scenes drawn by code, each a little different for every project."""

from energies.demo import indoors, outdoors
from energies.demo.canvas import SAND, SEA, SKY, Canvas

WIDTH = 1600
# What each picture shows: how it is drawn and the colour behind it.
SCENES = {
    "table": (outdoors.table, SKY),
    "garden": (outdoors.garden, SKY),
    "rooftop": (outdoors.rooftop, "#f3dcb8"),
    "square": (outdoors.square, SKY),
    "music": (outdoors.music, "#f0c8a0"),
    "workshop": (indoors.workshop, SAND),
    "bikes": (indoors.bikes, SAND),
    "radio": (indoors.radio, SEA),
}


def draw(motif, seed, width=WIDTH):
    """Return a JPEG of the scene ``motif`` (a key of SCENES, else KeyError), ``width`` pixels wide, 16:9.

    The same ``motif`` and ``seed`` give the same picture.
    """
    scene, background = SCENES[motif]
    sheet = Canvas(f"{motif} {seed}", width, background)
    scene(sheet, sheet.dice)
    return sheet.jpeg()
