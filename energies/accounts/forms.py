"""How the team adds people and changes them."""

from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm

from energies.accounts.models import User


class NewPersonForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "language"]
        field_classes = {}


class PersonForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}
