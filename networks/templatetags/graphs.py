"""Drawings of who works with whom."""

from django import template

from networks.graph import city
from networks.graph.around import LETTERS
from networks.graph.layout import HEIGHT, WIDTH

register = template.Library()


def hexagon(side):
    """Return the points of a hexagon round 0, 0, for a polygon."""
    high, wide = side / 2, round(side * 0.866, 1)
    points = [(wide, high), (0, side), (-wide, high), (-wide, -high), (0, -side), (wide, -high)]
    return " ".join(f"{x},{y}" for x, y in points)


@register.inclusion_tag("networks/_graph.html")
def graph(graph, title):
    """Draw a Graph, if its drawing is ready, and say the same as a list."""
    lines = [
        (edge, LETTERS[edge.kind], (edge.start.x + edge.end.x) / 2, (edge.start.y + edge.end.y) / 2)
        for edge in graph.edges
    ]
    return {
        "graph": graph,
        "title": title,
        "lines": lines,
        "box": f"0 -20 {WIDTH} {HEIGHT + 60}",
        "points": hexagon(22),
    }


@register.inclusion_tag("networks/_city.html")
def flowers(city_map):
    """Draw the map of networks."""
    return {
        "city": city_map,
        "box": f"0 0 {city_map.width} {city_map.height}",
        "points": hexagon(city.SIDE - 1.5),
    }
