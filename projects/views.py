"""Lists and pages of projects and entities."""

from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from energies.curation import addresses
from energies.kernel.paging import paginate
from energies.territory import hexmap
from projects.filters import EntityFilters, ProjectFilters
from projects.models import Entity, Project


@require_safe
def project_list(request):
    projects = Project.objects.order_by(F("confirmed_on").desc(nulls_last=True), "sort_name", "pk")
    filters = ProjectFilters(request.GET, queryset=projects)
    page = paginate(request, filters.qs.for_cards())
    return render(request, "projects/project_list.html", {"filters": filters, "page": page, "section": "projects"})


@require_safe
def project_detail(request, slug):
    project, moved = addresses.find(Project, slug, Project.objects.for_page())
    if moved:
        return moved
    nearby = Project.objects.near(project).for_cards()[:4]
    context = {
        "project": project,
        "nearby": nearby,
        "translated": project.has_translation(get_language()),
        "map": _map_around(project),
        "section": "projects",
    }
    return render(request, "projects/project_detail.html", context)


@require_safe
def entity_list(request):
    filters = EntityFilters(request.GET, queryset=Entity.objects.all())
    page = paginate(request, filters.qs.for_cards())
    return render(request, "projects/entity_list.html", {"filters": filters, "page": page, "section": "entities"})


@require_safe
def entity_detail(request, slug):
    entity, moved = addresses.find(Entity, slug, Entity.objects.for_cards())
    if moved:
        return moved
    page = paginate(request, entity.projects.order_by("stage", "sort_name", "pk").for_cards())
    context = {
        "entity": entity,
        "page": page,
        "translated": entity.has_translation(get_language()),
        "section": "entities",
    }
    return render(request, "projects/entity_detail.html", context)


def _map_around(project):
    if not project.barri_id:
        return ""
    counts = Project.objects.count_by_barri()
    return hexmap.barri_map(project.barri, counts, url_for=lambda barri: reverse("barri", args=[barri.slug]))
