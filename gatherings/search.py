"""What the search knows of Trobades and activities."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from energies.entries import party_kinds
from energies.search.document import Document
from energies.search.facets import in_every_language
from energies.search.registry import Searchable
from energies.search.values import ids, in_languages, names
from energies.territory.models import Barri, District
from energies.vocabulary.models import Theme
from gatherings import when
from gatherings.models import Activity, ActivityText, Gathering, GatheringText
from gatherings.models.axis import Axis
from gatherings.querysets import parties_fetched


class Activities(Searchable):
    """Past and cancelled ones stay findable; the note says when."""

    position = 3
    icon = "data"
    kind, label, model = "activity", _("Activities"), Activity
    its_own = {
        ActivityText: lambda row: [row.entry_id],
        # Hidden, its activities are too.
        Gathering: lambda gathering: ids(Activity.everything.filter(gathering=gathering)),
        Barri: lambda barri: ids(Activity.everything.filter(barri=barri)),
        District: lambda district: ids(Activity.everything.filter(barri__district=district)),
        Theme: lambda theme: ids(Activity.everything.filter(themes=theme)),
    }

    @property
    def depends(self):
        """Whoever organises it is told by name, of whatever kind."""
        of_party = {
            kind: lambda one: ids(Activity.everything.filter(parties=one.party_id)) for kind in party_kinds.kinds()
        }
        return self.its_own | of_party

    def with_all(self, activities):
        return activities.select_related("barri__district", "gathering").prefetch_related(
            "texts", "themes", "gathering__texts", parties_fetched()
        )

    def document(self, activity):
        texts = activity.texts.all()
        barri, gathering = activity.barri, activity.gathering
        themes = [text for theme in activity.themes.all() for text in in_languages(theme, "name").values()]
        return Document(
            slug=activity.slug,
            lang=activity.lang,
            names=names(activity),
            note=_note(activity),
            labels=[
                activity.venue,
                *([barri.name, barri.district.name] if barri else []),
                *([*names(gathering).values()] if gathering else []),
                *themes,
                *in_every_language(Axis(activity.axis).label).values(),
                *(one.name for one in activity.organisers),
            ],
            summaries=[activity.summary, *(text.summary for text in texts)],
            bodies=[text for said in (activity, *texts) for text in (said.description, said.directions)],
        )

    def url(self, slug):
        return reverse("activity", args=[slug])


class Gatherings(Searchable):
    position = 3
    icon = "bandera"
    kind, label, model = "gathering", _("Trobades"), Gathering
    depends = {
        GatheringText: lambda row: [row.entry_id],
        Barri: lambda barri: ids(Gathering.everything.filter(barris=barri)),
    }

    def with_all(self, gatherings):
        return gatherings.prefetch_related("texts", "barris")

    def document(self, gathering):
        texts = gathering.texts.all()
        return Document(
            slug=gathering.slug,
            lang=gathering.lang,
            names=names(gathering),
            note=_in_languages(lambda: when.days(gathering.starts_on, gathering.ends_on)),
            labels=[*(barri.name for barri in gathering.barris.all()), *in_every_language(_("Trobada")).values()],
            summaries=[gathering.summary, gathering.theme, *(t for text in texts for t in (text.summary, text.theme))],
            bodies=[gathering.description, *(text.description for text in texts)],
        )

    def url(self, slug):
        return reverse("gathering", args=[slug])


def _note(activity):
    """Return {language: words} of when it is, and that it is cancelled if so."""
    day = timezone.localdate(activity.starts_at)

    def words():
        told = when.day(day, year=True)
        return f"{activity.get_status_display()} · {told}" if activity.is_cancelled else told

    return _in_languages(words)


def _in_languages(words):
    """Return {language: what ``words()`` says in it}."""
    told = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            told[code] = words()
    return told
