"""How people sign in, and how the team adds people and changes them."""

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.utils.translation import gettext_lazy as _

from energies.accounts.models import User
from energies.kernel.forms import EmailField


class EmailForm(forms.Form):
    email = EmailField(
        label=_("Your e-mail"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )


class ErasePersonForm(EmailForm):
    """Whom to take out."""

    email = EmailField(
        label=_("E-mail of the person"),
        help_text=_("The one they signed in, signed up or wrote to us with."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages=EmailForm.base_fields["email"].error_messages,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six figures"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Write the six figures of the message.")},
    )


class NewPersonForm(forms.ModelForm):
    """Somebody new: they sign in with a code, so there is no password to write."""

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def save(self, commit=True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class UserAdminForm(UserChangeForm):
    password = None

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}
