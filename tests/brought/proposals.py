"""How a tool is proposed, and a change to one."""

from energies.accounts.models import User
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import give_to
from energies.entries.forms import PICTURE, EntryForm, barris, menu, text
from energies.entries.proposable import ENTRY_TEXT, EntryProposable
from energies.entries.rows import EntryTextRow
from energies.kernel.forms import RowsField
from tests.brought import views
from tests.brought.models import Tool


class ToolForm(EntryForm):
    summary = text("Què fa", 160)
    description = text("Com es demana", 2000, rows=3)
    texts = RowsField(EntryTextRow, most=2, label="Traduccions")
    barri = menu("Barri", required=True)

    sections = (
        ("what", "Què és", ["name", "lang", "summary", "description", "texts", "barri"]),
        ("picture", "Foto", ["image", *PICTURE, "understood"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["barri"].choices = barris()


class ToolProposable(EntryProposable):
    kind, label = "tool", "una eina"
    model, form = Tool, ToolForm
    names, text_names = ("name", "lang", "summary", "description"), ENTRY_TEXT

    def apply(self, form, target, *, author, by, why=""):
        tool = self.fresh(target) or Tool()
        with record(tool, by=by, route=Change.Route.SUBMISSION, why=why):
            tool.barri_id = form.cleaned_data["barri"]
            self.write(form, tool, by=by, why=why)
            if target is None:
                give_to(author, tool)
        return tool

    def keepers(self, target):
        return User.objects.filter(tools=target, is_active=True)

    def editable_by(self, user):
        return Tool.everything.filter(editors=user).exclude(state=Tool.State.REMOVED)

    def page(self, request, target):
        return views.tool_page(request, target)
