"""How a proposal becomes a project or an entity, and how either becomes the values of its form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.accounts.models import User
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, give_to
from energies.entries.proposable import ENTRY_TEXT, EntryProposable
from energies.entries.rows import keep_in_step, rows_at, rows_of
from energies.entries.similar import best_among
from energies.vocabulary.models import Collective, Language, Tag, Theme
from projects import views
from projects.models import Entity, Project
from projects.proposals.forms import NEW, EntityForm, ProjectForm

EXCHANGE = ("kind", "text", "detail", "expires_on")
LINK = ("label", "url")
PROJECT_TEXT = (*ENTRY_TEXT, "how_to_take_part", "schedule")
ENTITY = ("name", "lang", "kind", "other_names", "summary", "description", "address", "exposure", "since", "website",
          "public_phone", "contact_email")  # fmt: skip
PROJECT = ("name", "lang", "summary", "description", "citywide", "address", "exposure", "schedule", "since", "stage",
           "until", "learnt", "how_to_take_part", "public_phone", "contact_email", *Project.ACCESSIBILITY)  # fmt: skip


class EntityProposable(EntryProposable):
    kind, label = "entity", gettext_lazy("an entity")
    model, form = Entity, EntityForm
    names, text_names = ENTITY, ENTRY_TEXT
    facts = frozenset({"barri", "address", "website", "public_phone", "contact_email", "since", "other_names", "lang"})

    def apply(self, form, target, *, author, by, why=""):
        entity = self.fresh(target) or Entity()
        with record(entity, by=by, route=Change.Route.SUBMISSION, why=why):
            entity.barri_id = form.cleaned_data["barri"] or None
            self.write(form, entity, by=by, why=why)
            if target is None:
                give_to(author, entity)
        return entity

    def keepers(self, target):
        return User.objects.filter(entities=target, is_active=True)

    def editable_by(self, user):
        return Entity.everything.filter(editors=user).exclude(state=Entity.State.REMOVED)

    def similar(self, values, *, but=()):
        return best_among([Entity], values, but)

    def page(self, request, target):
        return views.entity_page(request, target)


class ProjectProposable(EntryProposable):
    kind, label = "project", gettext_lazy("a project")
    model, form = Project, ProjectForm
    names, text_names = PROJECT, PROJECT_TEXT
    facts = frozenset({"barri", "other_barris", "citywide", "address", "links", "public_phone", "contact_email", "since",
                       "until", "stage", "lang"})  # fmt: skip

    def values_of(self, target):
        themes = [row.theme.key for row in target.project_themes.select_related("theme")]
        others = sorted(target.other_barris.values_list("pk", flat=True))
        return super().values_of(target) | {
            **{f"theme_{number}": key for number, key in enumerate((*themes, "", "", "")[:3], 1)},
            "collectives": sorted(target.collectives.values_list("key", flat=True)),
            "languages": sorted(target.languages.values_list("key", flat=True)),
            "tags": ", ".join(target.tags.order_by("folded").values_list("name", flat=True)),
            "other_barris": others,
            "needs": rows_of(target.needs, EXCHANGE),
            "offers": rows_of(target.offers, EXCHANGE),
            "links": rows_of(target.links, LINK),
        }

    def values_at(self, snapshot):
        rows = sorted(snapshot.get("project_themes", []), key=lambda row: row["position"])
        theme = {row.pk: row.key for row in Theme.objects.all()}
        themes = [theme[row["theme_id"]] for row in rows if row["theme_id"] in theme]

        def keys(model, name):
            return sorted(model.objects.filter(pk__in=snapshot.get(name, [])).values_list("key", flat=True))

        tags = Tag.objects.filter(pk__in=snapshot.get("tags", [])).order_by("folded").values_list("name", flat=True)
        return super().values_at(snapshot) | {
            **{f"theme_{number}": key for number, key in enumerate((*themes, "", "", "")[:3], 1)},
            "collectives": keys(Collective, "collectives"),
            "languages": keys(Language, "languages"),
            "tags": ", ".join(tags),
            "other_barris": sorted(snapshot.get("other_barris", [])),
            "needs": rows_at(snapshot, "needs", EXCHANGE),
            "offers": rows_at(snapshot, "offers", EXCHANGE),
            "links": rows_at(snapshot, "links", LINK),
        }

    def keepers(self, target):
        return User.objects.filter(entities__projects=target, is_active=True).distinct()

    def apply(self, form, target, *, author, by, why=""):
        project = self.fresh(target) or Project()
        entity = None if target else self._who_does_it(form, author=author, by=by, why=why)
        with record(project, by=by, route=Change.Route.SUBMISSION, why=why):
            project.barri, others = form.places
            self.write(form, project, by=by, why=why)
            self._write_rows(form, project, others)
            if entity:
                project.entities.add(entity)
        return project

    def _who_does_it(self, form, *, author, by, why):
        """Return the entity chosen, or a new one of the author's."""
        cleaned = form.cleaned_data
        if cleaned["entity"] != NEW:
            return self.editors_entity(author, cleaned["entity"])
        name = cleaned["entity_name"] or cleaned["name"]
        entity = Entity(name=name, kind=cleaned["entity_kind"], lang=cleaned["lang"], barri=form.places[0])
        with record(entity, by=by, route=Change.Route.SUBMISSION, why=why):
            entity.full_clean(exclude=["slug", "sort_name", "panot_seed"])
            entity.save()
            give_to(author, entity)
        return entity

    def editors_entity(self, author, pk):
        entity = Entity.everything.filter(editors=author, pk=pk).exclude(state=Entity.State.REMOVED).first()
        if entity is None:
            raise CannotApply(_("The entity that was chosen is no longer there."))
        return entity

    def _write_rows(self, form, project, others):
        cleaned = form.cleaned_data
        project.other_barris.set(others)
        project.collectives.set(Collective.objects.filter(key__in=cleaned["collectives"]))
        project.languages.set(Language.objects.filter(key__in=cleaned["languages"]))
        project.tags.set([tag.strip() for tag in cleaned["tags"].split(",") if tag.strip()])
        if [row.theme for row in project.project_themes.select_related("theme")] != form.themes:
            project.project_themes.all().delete()
            for position, theme in enumerate(form.themes, 1):
                project.project_themes.create(theme=theme, position=position)
        keep_in_step(project.needs, cleaned["needs"], EXCHANGE)
        keep_in_step(project.offers, cleaned["offers"], EXCHANGE)
        keep_in_step(project.links, cleaned["links"], LINK)

    def editable_by(self, user):
        return Project.everything.filter(entities__editors=user).exclude(state=Project.State.REMOVED).distinct()

    def similar(self, values, *, but=()):
        # One often carries the name of the other.
        return best_among([Project, Entity], values, but)

    def page(self, request, target):
        return views.project_page(request, target)
