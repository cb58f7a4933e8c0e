from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from energies.kernel.brings import Address, Brings, MenuEntry, Right


class ProjectsConfig(AppConfig):
    name = "projects"
    label = "projects"
    verbose_name = _("Directory")
    brings = Brings(
        urls="urls",
        menus={
            "main": [MenuEntry(10, "projects", _("Projects"))],
            "dashboard": [MenuEntry(10, "register_entity", _("Add only an entity"))],
        },
        pages=["projects", "entities"],
        addresses=[Address("projects", query={"barri": "el-raval"})],
        sitemaps={"projects": "sitemaps.ProjectSitemap", "entities": "sitemaps.EntitySitemap"},
        searchables=["search.Projects", "search.Entities", "search.Themes"],
        proposables=["proposals.kinds.ProjectProposable", "proposals.kinds.EntityProposable"],
        history={"Entity": ["texts"], "Project": ["texts", "project_themes", "needs", "offers", "links"]},
        private=["Entity_editors"],
        rights=[
            Right("reviewer", ["Entity", "Project"], may=["view", "add", "change"]),
            Right("reviewer", ["EntityText", "ProjectText", "Need", "Offer", "Link"]),
            Right("gatherings_editor", ["Entity", "Project"], may=["view"]),
        ],
    )
