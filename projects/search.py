"""What the search knows of projects, entities and themes, and what a list of projects can be narrowed by."""

from collections import Counter

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.search.document import Document
from energies.search.facets import Facet, in_every_language
from energies.search.listing import totals
from energies.search.registry import Searchable
from energies.search.values import choices, ids, in_languages, names, places, terms
from energies.territory import facts
from energies.territory.models import Barri, District
from energies.vocabulary.models import Collective, Language, Tag, Theme
from projects.models import (
    Entity,
    EntityText,
    Need,
    Offer,
    Project,
    ProjectText,
    ProjectTheme,
    TaggedProject,
)
from projects.models.exchange import Exchange
from projects.querysets import stale_before


def accessibility():
    """Return the values of the facet of what whoever comes will find."""
    return [(name, in_every_language(Project._meta.get_field(name).verbose_name)) for name in Project.ACCESSIBILITY]


def tags():
    """Return the values of the facet of free words."""
    return [(tag.slug, {"ca": tag.name}) for tag in Tag.objects.order_by("folded")]


def answered_yes(name):
    return lambda: Project.everything.filter(**{name: "yes"}).annotate(answer=Value(name))


PROJECT_FACETS = (
    Facet(
        "district",
        _("District"),
        (
            (Project.everything.all, "pk", "barri__district__slug"),
            (Project.other_barris.through.objects.all, "project", "barri__district__slug"),
        ),
        places(District),
    ),
    Facet(
        "barri",
        _("Barri"),
        (
            (Project.everything.all, "pk", "barri__slug"),
            (Project.other_barris.through.objects.all, "project", "barri__slug"),
        ),
        places(Barri),
    ),
    Facet("theme", _("Theme"), ((ProjectTheme.objects.all, "project", "theme__key"),), terms(Theme)),
    Facet(
        "collective",
        _("With whom"),
        ((Project.collectives.through.objects.all, "project", "collective__key"),),
        terms(Collective),
    ),
    Facet(
        "kind",
        _("Who does it"),
        (
            (
                lambda: Project.entities.through.objects.filter(entity__state=Entity.State.VISIBLE),
                "project",
                "entity__kind",
            ),
        ),
        choices(Entity.Kind),
    ),
    Facet("seeks", _("Looks for"), ((Need.objects.all, "project", "kind"),), choices(Exchange.Kind)),
    Facet("offers", _("Offers"), ((Offer.objects.all, "project", "kind"),), choices(Exchange.Kind)),
    Facet(
        "language",
        _("Languages spoken"),
        ((Project.languages.through.objects.all, "project", "language__key"),),
        terms(Language),
    ),
    Facet(
        "access",
        _("Accessibility"),
        tuple((answered_yes(name), "pk", "answer") for name in Project.ACCESSIBILITY),
        accessibility,
        every=True,
    ),
    Facet("stage", _("Stage"), ((Project.everything.all, "pk", "stage"),), choices(Project.Stage)),
    Facet("tag", _("Tags"), ((TaggedProject.objects.all, "content_object", "tag__slug"),), tags, most=20),
    # Not offered: whose turn comes first in the rotation.
    Facet("", "", ((lambda: Project.everything.fresh().annotate(fresh=Value("fresh")), "pk", "fresh"),)),
)


class Projects(Searchable):
    position = 1
    icon = "rajola"
    kind, label, model = "project", _("Projects"), Project
    facets = PROJECT_FACETS
    vocabularies = {
        District: "district",
        Barri: "barri",
        Theme: "theme",
        Collective: "collective",
        Language: "language",
        Tag: "tag",
    }
    depends = {
        ProjectTheme: lambda row: [row.project_id],
        ProjectText: lambda row: [row.entry_id],
        Need: lambda row: [row.project_id],
        Offer: lambda row: [row.project_id],
        TaggedProject: lambda row: [row.content_object_id],
        Entity: lambda entity: ids(Project.everything.filter(entities=entity.pk)),
        EntityText: lambda row: ids(Project.everything.filter(entities=row.entry_id)),
        Barri: lambda barri: ids(Project.everything.in_barri(barri)),
        District: lambda district: ids(Project.everything.in_barris(district.barris.all())),
        Theme: lambda theme: ids(Project.everything.about([theme])),
        Collective: lambda collective: ids(Project.everything.filter(collectives=collective)),
        Tag: lambda tag: ids(Project.everything.filter(tagged_items__tag=tag)),
    }

    def with_all(self, projects):
        return projects.select_related("barri__district").prefetch_related(
            "texts",
            "project_themes__theme",
            "collectives",
            "other_barris__district",
            "tags",
            "needs",
            "offers",
            "entities__texts",
        )

    def document(self, project):
        texts = project.texts.all()
        barris = [*filter(None, [project.barri]), *project.other_barris.all()]
        themes = [row.theme for row in project.project_themes.all()]
        words = [text for term in [*themes, *project.collectives.all()] for text in in_languages(term, "name").values()]
        entities = [
            text
            for entity in project.entities.all()
            for text in (entity.name, entity.other_names, *(said.name for said in entity.texts.all()))
        ]
        wanted = [
            text for thing in (*project.needs.all(), *project.offers.all()) for text in (thing.text, thing.detail)
        ]
        return Document(
            slug=project.slug,
            lang=project.lang,
            names=names(project),
            note={"ca": project.barri.name} if project.barri else in_every_language(_("The whole city")),
            labels=[
                *words,
                *entities,
                *(tag.name for tag in project.tags.all()),
                *(place.name for barri in barris for place in (barri, barri.district)),
            ],
            summaries=[project.summary, *(text.summary for text in texts), *wanted],
            bodies=[
                text for said in (project, *texts) for text in (said.description, said.how_to_take_part, said.schedule)
            ]
            + [project.learnt],
        )

    def url(self, slug):
        return reverse("project", args=[slug])

    def expiring(self, since, until):
        """Needs and offers whose last day has passed; confirmations that are a year old."""
        for model in (Need, Offer):
            passed = model.everything.filter(expires_on__gte=since, expires_on__lt=until)
            yield from passed.values_list("project", flat=True)
        year = until - since
        turned = Project.everything.filter(confirmed_on__gte=stale_before() - year, confirmed_on__lt=stale_before())
        yield from ids(turned)


class Entities(Searchable):
    position = 2
    icon = "gent"
    kind, label, model = "entity", _("Entities"), Entity
    depends = {
        EntityText: lambda row: [row.entry_id],
        Barri: lambda barri: ids(Entity.everything.in_barri(barri)),
        District: lambda district: ids(Entity.everything.filter(barri__district=district)),
    }

    def with_all(self, entities):
        return entities.select_related("barri__district").prefetch_related("texts")

    def document(self, entity):
        texts = entity.texts.all()
        barri = entity.barri
        return Document(
            slug=entity.slug,
            lang=entity.lang,
            names=names(entity),
            note={"ca": barri.name} if barri else in_every_language(Entity.Kind(entity.kind).label),
            other_names=[name for name in entity.other_names.split(",") if name.strip()],
            labels=[
                *([barri.name, barri.district.name] if barri else []),
                *in_every_language(Entity.Kind(entity.kind).label).values(),
            ],
            summaries=[entity.summary, *(text.summary for text in texts)],
            bodies=[entity.description, *(text.description for text in texts)],
        )

    def url(self, slug):
        return reverse("entity", args=[slug])


class Themes(Searchable):
    """A theme leads to its projects."""

    position = 5
    kind, label, model = "theme", _("Themes"), Theme

    def document(self, theme):
        return Document(slug=theme.key, lang="ca", names=in_languages(theme, "name"))

    def url(self, slug):
        return reverse("projects", query={"theme": slug})


def count_by_barri():
    """Return Counter {barri code: how many visible projects are in it}, main and other barris together."""
    codes = {barri.slug: barri.code for barri in facts.barris()}
    counts = totals(Projects.kind, "barri")
    return Counter({codes[slug]: count for slug, count in counts.items() if count and slug in codes})
