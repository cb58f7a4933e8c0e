"""What search engines may find of the directory."""

from energies.entries.sitemaps import EntrySitemap
from projects.models import Entity, Project


class ProjectSitemap(EntrySitemap):
    model = Project


class EntitySitemap(EntrySitemap):
    model = Entity
