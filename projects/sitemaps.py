"""What search engines may find of the directory."""

from energies.entries.sitemaps import EntrySitemap
from projects.models import Entity, Project


class Projects(EntrySitemap):
    model = Project


class Entities(EntrySitemap):
    model = Entity
