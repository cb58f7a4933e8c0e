"""A large, dull city to measure speed with: any number of projects, always the same ones."""

import hashlib
import json
from datetime import timedelta
from itertools import batched
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from energies.entries.models import address_for
from energies.kernel.text import at_place, fold, of_place, sort_key
from energies.territory.models import Barri
from energies.vocabulary.models import Collective, Language, Tag, Theme
from projects.models import Need, Offer, Project, ProjectTheme, TaggedProject

SOURCE = "bench"
BATCH = 1000
# Far above what two entries of one name would get, so that addresses never meet those of other entries.
FIRST_SUFFIX = 1_000_000
WORDS = json.loads((Path(__file__).resolve().parent / "words.json").read_text("utf-8"))


def load(count, progress=None):
    """Add what is missing of the projects 1 to ``count``; returns how many were added.

    Each depends on its number, the reference data and today's date alone. Needs the territory and the vocabulary.
    Writes no history: nobody did it. ``progress(done, total)``, if given, is called after each batch.
    """
    there = set(Project.everything.filter(source=SOURCE).values_list("source_id", flat=True))
    missing = [number for number in range(1, count + 1) if str(number) not in there]
    composer, done = Composer(), count - len(missing)
    for numbers in batched(missing, BATCH):
        composer.write(numbers)
        done += len(numbers)
        if progress:
            progress(done, count)
    return len(missing)


class Composer:
    """Composes projects from lists of words; reads the reference data once."""

    def __init__(self):
        self.today = timezone.localdate()
        self.barris = list(Barri.objects.order_by("pk"))
        self.themes, self.collectives, self.languages = (
            list(model.objects.order_by("key").values_list("pk", flat=True)) for model in (Theme, Collective, Language)
        )
        known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=[fold(name) for name in WORDS["tags"]])}
        self.tags = [(known.get(fold(name)) or Tag.objects.create(name=name)).pk for name in WORDS["tags"]]

    @transaction.atomic
    def write(self, numbers):
        """Write the projects of these numbers with all that hangs on them."""
        dice = {number: Random(f"{SOURCE} {number}") for number in numbers}
        projects = Project.everything.bulk_create([self.project(number, dice[number]) for number in numbers])
        rows = {}
        for number, project in zip(numbers, projects, strict=True):
            for row in self.parts(project, dice[number]):
                rows.setdefault(type(row), []).append(row)
        for model, parts in rows.items():
            model._base_manager.bulk_create(parts)

    def project(self, number, dice):
        """Return the unsaved project ``number``, with what ``save`` would have set."""
        barri = dice.choice(self.barris)
        called = of_place(dice.choice(WORDS["called"]))
        which = dice.choice((called, of_place(barri.name), f"{called} {at_place(barri.name)}"))
        name = f"{dice.choice(WORDS['what'])} {which}"
        citywide, since = dice.random() < 0.04, dice.randint(1975, 2025)
        stage = dice.choices(("active", "paused", "ended"), (85, 7, 8))[0]
        told = [
            " ".join(dice.choice(WORDS[part]) for part in ("doing", "thing", "with")) for _ in range(dice.randint(3, 9))
        ]
        return Project(
            name=name[:120],
            slug=f"{address_for(name)}-{FIRST_SUFFIX + number}",
            sort_name=sort_key(name)[:140],
            panot_seed=int.from_bytes(hashlib.sha256(name.encode()).digest()[:3]),
            summary=f"{told[0]} {at_place(barri.name)}."[:160],
            description="\n\n".join(f"{sentence}." for sentence in told),
            barri=None if citywide else barri,
            citywide=citywide,
            stage=stage,
            since=since,
            until=dice.randint(since, 2025) if stage == "ended" else None,
            schedule=f"{dice.choice(WORDS['days'])}, de {dice.randint(9, 18)} a {dice.randint(19, 21)} h",
            how_to_take_part="Vine qualsevol dia i pregunta.",
            confirmed_on=self.today - timedelta(days=dice.randint(0, 700)) if dice.random() < 0.85 else None,
            source=SOURCE,
            source_id=str(number),
            invented=True,
        )

    def parts(self, project, dice):
        """Yield the unsaved rows that hang on the saved ``project``."""
        for position, theme in enumerate(dice.sample(self.themes, dice.randint(1, 3)), 1):
            yield ProjectTheme(project=project, theme_id=theme, position=position)
        if project.barri_id and dice.random() < 0.15:
            others = [barri.pk for barri in dice.sample(self.barris, 3) if barri.pk != project.barri_id]
            yield from (Project.other_barris.through(project=project, barri_id=code) for code in others)
        for collective in dice.sample(self.collectives, dice.randint(0, 2)):
            yield Project.collectives.through(project=project, collective_id=collective)
        for language in dice.sample(self.languages, dice.randint(1, 3)):
            yield Project.languages.through(project=project, language_id=language)
        if dice.random() < 0.4:
            tags = dice.sample(self.tags, dice.randint(1, 4))
            yield from (TaggedProject(content_object=project, tag_id=tag) for tag in tags)
        for model, things, share in ((Need, WORDS["needs"], 0.25), (Offer, WORDS["offers"], 0.15)):
            if dice.random() < share:
                kind, text = dice.choice(list(things.items()))
                expires_on = self.today + timedelta(days=dice.randint(-60, 300)) if dice.random() < 0.7 else None
                yield model(project=project, kind=kind, text=text, expires_on=expires_on)
