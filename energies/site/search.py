"""What the search knows of places and of the site's own texts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from energies.kernel.text import sentence_start
from energies.search.document import Document
from energies.search.registry import Searchable
from energies.search.values import in_languages
from energies.site.models import Page
from energies.site.placeholders import fill
from energies.territory import facts
from energies.territory.models import Barri, District


class Places(Searchable):
    """Barris and districts lead to their pages; other names people give them count as names."""

    icon, level = "lloc", ""

    def document(self, place):
        aliases = [alias.alias for alias in facts.aliases(self.level) if alias.code == place.code]
        return Document(
            slug=place.slug,
            lang="ca",
            names={"ca": sentence_start(place.name)},
            note={"ca": self.note(place)},
            other_names=[alias for alias in aliases if not alias.isdigit()],
            labels=[self.note(place)],
        )

    def note(self, place):
        return ""

    def url(self, slug):
        return reverse(self.level, args=[slug])


class Barris(Places):
    position = 3
    kind, label, model, level = "barri", _("Barris"), Barri, "barri"
    depends = {District: lambda district: district.barris.values_list("pk", flat=True)}

    def with_all(self, barris):
        return barris.select_related("district")

    def note(self, barri):
        return sentence_start(barri.district.name)


class Districts(Places):
    position = 4
    kind, label, model, level = "district", _("Districts"), District, "district"


class Pages(Searchable):
    position = 9
    kind, label, model = "page", _("Pages of this site"), Page

    def document(self, page):
        return Document(
            slug=page.key,
            lang="ca",
            names=in_languages(page, "title"),
            summaries=_filled(page, "summary"),
            bodies=_filled(page, "body"),
        )

    def url(self, slug):
        return reverse(f"page_{slug}")


def _filled(page, field):
    texts = []
    for lang, text in in_languages(page, field).items():
        with override(lang):
            texts.append(fill(text))
    return texts
