"""The list of projects: its whole state is in the address (docs/developers.md, «Addresses of lists»)."""

from energies.search.lists import FacetedList
from projects.models import Project


class ProjectList(FacetedList):
    kind, model, address = "project", Project, "projects"
    offered_orders = ("fair", "name", "new", "confirmed")
    has_places = True
