"""Lists and pages of projects and entities."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from energies.entries import addresses
from energies.kernel.fragments import FRAGMENT
from energies.kernel.paging import paginate
from energies.territory import hexmap
from energies.territory.outlinemap import outline_map
from projects.filters import EntityFilters
from projects.lists import ProjectList
from projects.models import Entity, Project
from projects.search import count_by_barri


@require_safe
@vary_on_headers(FRAGMENT)
def project_list(request):
    """The list, or only what changes in it when the page asks for that."""
    projects = ProjectList(request.GET)
    if projects.rounder:
        return redirect(projects.rounder)
    context = {"list": projects, "page": paginate(request, projects), "section": "projects"}
    template = "projects/project_list.html" + ("#results" if request.headers.get(FRAGMENT) else "")
    return render(request, template, context)


@require_safe
def project_detail(request, slug):
    project, moved = addresses.find(Project, slug, Project.objects.for_page())
    return moved or project_page(request, project)


def project_page(request, project):
    """Return the page of a project, also of one that only its preview shows."""
    nearby = Project.objects.near(project).for_cards()[:4]
    context = {
        "project": project,
        "nearby": nearby,
        "translated": project.has_translation(get_language()),
        "map": _map_around(project),
        "outline": _outline_around(project),
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
    return moved or entity_page(request, entity)


def entity_page(request, entity):
    """Return the page of an entity, also of one that only its preview shows."""
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
    counts = count_by_barri()
    return hexmap.barri_map(project.barri, counts, url_for=lambda barri: reverse("barri", args=[barri.slug]))


def _outline_around(project):
    """Return the outline of its main barri, with its own point if that is public; "" if none is loaded."""
    if not project.barri_id:
        return ""
    # The page's own point leads nowhere: no address.
    points = [(*project.public_point, project.translated("name")[0], "")] if project.public_point else []
    return outline_map(project.barri, points)
