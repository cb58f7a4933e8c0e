from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("Directory")

    def ready(self):
        from energies.accounts import roles
        from energies.curation import history, proposable
        from energies.search import watch
        from projects import search
        from projects.models import Entity, EntityText, Link, Need, Offer, Project, ProjectText
        from projects.proposals import kinds

        history.register(Entity, parts=["texts"])
        history.register(Project, parts=["texts", "project_themes", "needs", "offers", "links"])
        for searchable in (search.Projects(), search.Entities(), search.Themes()):
            watch.register(searchable)
        roles.grant("reviewer", Entity, Project, may=["view", "add", "change"])
        roles.grant("reviewer", EntityText, ProjectText, Need, Offer, Link)
        roles.grant("gatherings_editor", Entity, Project, may=["view"])
        proposable.register(kinds.ProjectProposable())
        proposable.register(kinds.EntityProposable())
