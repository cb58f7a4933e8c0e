"""An invented city to show the directory with: entities.json and projects.json, carried into the database.

Dates in the files count from the day of loading, so that the demo is never stale.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from energies.curation.history import record
from energies.curation.models import Change
from energies.demo import pictures
from energies.kernel import images
from energies.search import index
from energies.vocabulary.models import Collective, Language, Theme
from projects.models import Entity, Project

FOLDER = Path(__file__).resolve().parent
SOURCE = "demo"
WHY = "Mostra inventada."
SAME_IN_PROJECT = [
    "name",
    "lang",
    "summary",
    "description",
    "citywide",
    "since",
    "until",
    "stage",
    "learnt",
    "how_to_take_part",
    "schedule",
    "address",
    "exposure",
    "public_phone",
    "contact_email",
]
SAME_IN_ENTITY = ["name", "kind", "summary", "description", "since", "website", "contact_email", "lang"]


@index.postponed()
def load(progress=None, picture_width=pictures.WIDTH):
    """Add the demo’s entities and projects that are not there yet; returns how many were added.

    Needs the territory and the vocabulary. ``progress(done, total)``, if given, is called after each row of the
    files; ``picture_width`` is in pixels.
    """
    entities, projects = _rows("entities.json"), _rows("projects.json")
    total, added = len(entities) + len(projects), 0
    for done, row in enumerate(entities + projects, 1):
        is_entity = done <= len(entities)
        model = Entity if is_entity else Project
        if not model.everything.filter(source=SOURCE, source_id=row["key"]).exists():
            _add_entity(row) if is_entity else _add_project(row, picture_width)
            added += 1
        if progress:
            progress(done, total)
    return added


def _rows(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def _add_entity(row):
    entity = Entity(
        **{name: row[name] for name in SAME_IN_ENTITY},
        **_mark(row),
        other_names=", ".join(row["other_names"]),
    )
    with record(entity, route=Change.Route.SYSTEM, why=WHY):
        entity.save()


def _add_project(row, picture_width):
    project = Project(
        **{name: row[name] for name in SAME_IN_PROJECT},
        **_mark(row),
        **row["accessibility"],
        latitude=row["lat"],
        longitude=row["lon"],
    )
    with record(project, route=Change.Route.SYSTEM, why=WHY):
        if row["picture"]:
            _illustrate(project, row, picture_width)
        project.save()
        _tie(project, row)
        _exchange(project, row)
        project.publish_image()
    if row["confirmed_days_ago"] is not None:
        on = timezone.localdate() - timedelta(days=row["confirmed_days_ago"])
        project.confirm(on=on, route=Change.Route.SYSTEM, who="El mateix projecte")


def _mark(row):
    return {"source": SOURCE, "source_id": row["key"], "invented": True, "barri_id": row["barri"]}


def _illustrate(project, row, width):
    drawing = ContentFile(pictures.draw(row["picture"], row["key"], width))
    project.image = images.store_privately(drawing, project._meta.model_name)
    project.image_alt = row["picture_alt"]
    project.image_author = "Il·lustració de mostra"
    project.image_licence = images.Licence.CC0


def _tie(project, row):
    """Tie the project to the entities, places and words that its row names."""
    project.entities.set(Entity.everything.filter(source=SOURCE, source_id__in=row["entities"]))
    project.other_barris.set(row["other_barris"])
    project.collectives.set(Collective.objects.filter(key__in=row["collectives"]))
    project.languages.set(Language.objects.filter(key__in=row["languages"]))
    project.tags.set(row["tags"])
    for position, key in enumerate(row["themes"], 1):
        project.project_themes.create(theme=Theme.objects.get(key=key), position=position)


def _exchange(project, row):
    """Add what only this project has: links, translations, needs and offers."""
    for link in row["links"]:
        project.links.create(**link)
    for lang, texts in row["translations"].items():
        project.texts.create(lang=lang, **texts)
    for part in ("needs", "offers"):
        for thing in row[part]:
            days = thing["expires_in_days"]
            expires_on = None if days is None else timezone.localdate() + timedelta(days=days)
            values = {"kind": thing["kind"], "text": thing["text"], "detail": thing["detail"]}
            getattr(project, part).create(**values, expires_on=expires_on)
