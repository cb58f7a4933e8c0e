"""What people may write to staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from energies.site.models import ContactMessage


class ContactForm(forms.ModelForm):
    """A short letter; ``address2`` is a trap that people never see and machines fill in."""

    address2 = forms.CharField(required=False, label=_("Leave this empty"))

    class Meta:
        model = ContactMessage
        fields = ["about", "page", "text", "name", "email"]
        widgets = {
            "about": forms.RadioSelect,
            "page": forms.HiddenInput,
            "text": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "about": _("What is it about?"),
            "text": _("Your message"),
            "name": _("Your name"),
            "email": _("Your e-mail"),
        }
        error_messages = {
            "about": {"required": _("Choose what your message is about")},
            "text": {"required": _("Write your message")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = ContactMessage.About.choices
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_address2(self):
        if self.cleaned_data["address2"]:
            raise forms.ValidationError(_("Leave this field empty"))
        return ""
