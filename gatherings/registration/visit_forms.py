"""One form for several activities of a Trobada: who comes, once; what they need, for each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.kernel.forms import ValuesForm
from gatherings.registration.care_forms import CareFields
from gatherings.registration.forms import AttendeeForm


class CareOfOneForm(CareFields, ValuesForm):
    """What is needed at one of them."""

    sections = (("needs", "", CareFields.CARE),)

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, prefix=f"a{activity.pk}", **kwargs)
        self.activity = activity
        self.offer_care(activity)


class VisitForm(AttendeeForm):
    """``care`` are the CareOfOneForms, in the order of the activities; it is right when they all are."""

    sections = (
        ("who", _("Who you are"), ["name", "email", "people", "entity_name", "is_listed", "adult_agreed"]),
        ("agree", _("Consent"), ["needs_agreed", "understood"]),
    )

    def __init__(self, data=None, *args, activities, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.care = [CareOfOneForm(data, activity=activity) for activity in activities]
        self.fields["understood"].label = _(
            "I agree that you keep my name and e-mail until a month after the activities."
        )
        if not any(activity.for_children for activity in activities):
            del self.fields["adult_agreed"]

    def clean(self):
        cleaned = super().clean()
        if not all([one.is_valid() for one in self.care]):
            raise forms.ValidationError(_("Look at what you need at each activity."))
        self.check_agreed(any(one.asks for one in self.care))
        return cleaned

    @property
    def problems(self):
        """Those of the person and of each activity, with its name."""
        words = _("%(name)s: %(error)s")
        of_each = [
            (where, words % {"name": one.activity.translated("name")[0], "error": error})
            for one in self.care
            for where, error in one.problems
        ]
        own = [problem for problem in super().problems if not of_each or problem[0] != "form"]
        return [*of_each, *own]

    def chosen(self):
        """Return {key of an activity: the fields of what they need there} of a valid form."""
        return {one.activity.pk: one.fields_of_care() for one in self.care}
