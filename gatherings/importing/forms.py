"""What is asked of somebody who brings a calendar: whose it is, the file, and what all its events are like."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from energies.accounts.team import may_work_on_entries
from energies.entries import parties, party_kinds
from energies.entries.forms import barris, boxes, keys, menu, text
from energies.kernel.forms import ValuesForm
from energies.kernel.text import sentence_start
from energies.vocabulary.models import Theme
from gatherings.importing.fetch import fetch
from gatherings.importing.read import MOST_BYTES, NotACalendar, read
from gatherings.models import Activity
from gatherings.models.axis import Axis
from gatherings.models.care import CareAnswer, care_labels
from gatherings.proposals.forms import named, offered


class ImportForm(ValuesForm):
    organiser = menu(_("Whose agenda is it?"), required=True, missing=_("Choose who organises it."))
    file = forms.FileField(
        label=_("The calendar, as an .ics file"),
        required=False,
        help_text=_("In Google Calendar, Outlook or Apple it is called «export». Up to 1 MB."),
        widget=forms.FileInput({"accept": ".ics,text/calendar"}),
        error_messages={
            "required": _("Choose the file of the calendar."),
            "empty": _("The file is empty: export it again."),
        },
    )
    url = forms.CharField(
        label=_("Or its public address"),
        required=False,
        max_length=500,
        help_text=_("Such as https://exemple.cat/agenda.ics. We read it once, now."),
        widget=forms.TextInput({"inputmode": "url"}),
    )
    axis = menu(_("What are they most like?"), required=True)
    kind = menu(_("What kind of activities?"), required=True)
    barri = menu(_("Barri, if they are all in the same one"))

    venue = text(_("Where are they, when the calendar does not say it?"), 120)
    audience = forms.ChoiceField(label=_("For whom is it?"), choices=Activity.Audience, required=False)
    themes = boxes(_("What is it about?"))

    sections = (
        ("calendar", _("Calendar"), ["organiser", "file", "url"]),
        ("shared", _("What all of them have in common"), ["axis", "kind", "barri", "venue", "audience", "themes"]),
        ("care", _("So that everybody can come, in all of them"), list(Activity.CARE)),
    )

    def __init__(self, *args, user, organiser="", **kwargs):
        """``organiser`` is the reference of whoever the team brings the agenda of."""
        super().__init__(*args, **kwargs)
        if not settings.ICS_URLS_ALLOWED:
            del self.fields["url"]
            self.fields["file"].required = True
        for_anybody = may_work_on_entries(user)
        those, asked = offered(user), parties.party(organiser, party_kinds.kinds()) if for_anybody else None
        if asked and asked not in those:
            those.insert(0, asked)
        self.fields["organiser"].choices = named(those)
        self.fields["axis"].choices = [("", _("Choose one")), *Axis.choices]
        self.fields["kind"].choices = [("", _("Choose one")), *Activity.Kind.choices]
        self.fields["barri"].choices = [("", _("Choose a barri")), *barris()]
        self.fields["themes"].choices = keys(Theme)
        for name, label in care_labels().items():
            self.fields[name] = forms.ChoiceField(
                label=sentence_start(str(label)), choices=CareAnswer, required=False, initial=CareAnswer.UNKNOWN
            )
        self.found, self.more, self.left_out = [], 0, {}

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > MOST_BYTES:
            raise ValidationError(_("The file is too large: up to 1 MB. Export fewer months."))
        return upload

    def clean_audience(self):
        return self.cleaned_data["audience"] or Activity.Audience.EVERYBODY.value

    def clean(self):
        cleaned = super().clean()
        cleaned |= {name: cleaned.get(name) or CareAnswer.UNKNOWN.value for name in Activity.CARE}
        if "file" in self.errors:
            return cleaned
        file, url = cleaned.get("file"), cleaned.get("url")
        if not file and not url:
            self.add_error("file", _("Choose the file of the calendar."))
        elif not self.errors:
            name = "file" if file else "url"
            try:
                self.found, self.more, self.left_out = read(file.read() if file else fetch(url))
            except NotACalendar as error:
                self.add_error(name, str(error))
        return cleaned
