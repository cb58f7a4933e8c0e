from django.urls import reverse

from energies.search.document import Document
from energies.search.registry import Searchable
from energies.search.values import ids, names
from energies.territory.models import Barri
from tests.brought.models import Tool, ToolText


class Tools(Searchable):
    kind, label, model, icon = "tool", "Eines", Tool, "rajola"
    depends = {
        ToolText: lambda row: [row.entry_id],
        Barri: lambda barri: ids(Tool.everything.filter(barri=barri)),
    }

    def with_all(self, tools):
        return tools.select_related("barri").prefetch_related("texts")

    def document(self, tool):
        return Document(
            slug=tool.slug,
            lang=tool.lang,
            names=names(tool),
            note={"ca": tool.barri.name},
            labels=[tool.barri.name],
            summaries=[tool.summary],
            bodies=[tool.description],
        )

    def url(self, slug):
        return reverse("tool", args=[slug])
