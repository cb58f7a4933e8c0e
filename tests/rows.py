"""One row of each model that stands on the team's desk."""

from datetime import timedelta

from django.utils import timezone

from energies.curation.models import DeclineReason
from energies.site.models import ContactMessage, Page
from energies.vocabulary.models import Language, Tag, Theme
from gatherings.models import Activity, Gain, Gathering, Origin, Series
from networks.models import Network, Relation
from projects.models import Entity, Project, ProjectTheme


def a_project():
    """Return a public project with a theme. Wants the territory and the vocabulary."""
    project = Project.objects.create(name="L’hort del Rec", summary="Un hort de barri.", barri_id="01")
    ProjectTheme.objects.create(project=project, theme=Theme.objects.first(), position=1)
    return project


def one_of_each(project, by):
    """Make a row of each model of the desk that has none yet, around ``project``; ``by`` is of the team."""
    entity = Entity.objects.create(name="Veïnat", kind="informal")
    Tag.objects.create(name="horts")
    Language.objects.get_or_create(key="ca", defaults={"name": "català"})
    Page.objects.get_or_create(key="about", defaults={"title": "Qui som", "summary": "Nosaltres", "body": "Text"})
    ContactMessage.objects.create(about="other", text="Bon dia", language="ca")
    DeclineReason.objects.create(text="No hi cap.")
    project.confirm(by=by)
    network = Network.objects.create(name="Llavors", summary="Horts que es passen llavors.", scope="city")
    network.memberships.create(party=project.party)
    Relation.objects.create(kind="shares", from_party=project.party, to_party=entity.party)
    _of_a_gathering(project)


def _of_a_gathering(project):
    gathering = Gathering.objects.create(
        number=1, name="Trobada", summary="Dos dies.", starts_on="2026-11-27", ends_on="2026-11-28"
    )
    gathering.rooms.create(venue="Ateneu")
    gathering.outcomes.create(text="Un acord", kind="agreement", axis="debate")
    gathering.working_groups.create(name="Claus").papers.create(title="Acta", url="https://exemple.cat/acta")
    Origin.objects.create(gathering=gathering, kind="born", party=project.party)
    Gain.everything.create(gathering=gathering, months=3, party=project.party, text="Ombra.")
    starts_at = timezone.now() + timedelta(days=1)
    series = Series.objects.create(rrule="FREQ=DAILY;COUNT=1", starts_at=starts_at)
    Activity.objects.create(
        name="Sopar",
        summary="Un sopar.",
        axis="activities",
        kind="meal",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        series=series,
        recurrence_id=starts_at,
    )
