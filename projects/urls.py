from django.urls import path
from django.utils.translation import gettext_lazy as _

from energies.curation import writing
from projects import views

urlpatterns = [
    path(_("participate/register/"), writing.register, {"kind": "project"}, name="register"),
    path(_("participate/register/entity/"), writing.register, {"kind": "entity"}, name="register_entity"),
    path(_("projects/"), views.project_list, name="projects"),
    path(_("projects/<slug:slug>/"), views.project_detail, name="project"),
    path(_("entities/"), views.entity_list, name="entities"),
    path(_("entities/<slug:slug>/"), views.entity_detail, name="entity"),
]
