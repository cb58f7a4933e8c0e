"""Columns for e-mail addresses: one for the spelling that is written to, one beside it for the key that is compared."""

from typing import Any

from django.db import models

from energies.kernel import forms
from energies.kernel.email_address import LONGEST, ascii_form, key_or_none, normal_form


class AddressField(models.EmailField):
    """An e-mail address as it is written to, its domain in ASCII; raises ValidationError when what is saved is none."""

    default_validators = []

    def clean(self, value, model_instance) -> str:
        return super().clean(ascii_form(value) if value else value, model_instance)

    def pre_save(self, model_instance, add) -> str:
        if value := getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, ascii_form(value))
        return getattr(model_instance, self.attname)

    def formfield(self, **options) -> Any:
        return super().formfield(**{"form_class": forms.EmailField} | options)


class AddressKeyField(models.CharField):
    """The normal form of the address in another column, ``of``; "" when there is none. It is written by itself."""

    def __init__(self, *args, of, **options) -> None:
        options = {"max_length": LONGEST, "editable": False, "default": "", "db_default": ""} | options
        super().__init__(*args, **options)
        self.of = of

    def deconstruct(self) -> tuple:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def clean(self, value, model_instance) -> str:
        # Of an address that is none, its own column tells.
        return key_or_none(getattr(model_instance, self.of)) or ""

    def pre_save(self, model_instance, add) -> str:
        address = getattr(model_instance, self.of)
        setattr(model_instance, self.attname, normal_form(address) if address else "")
        return getattr(model_instance, self.attname)


def address_has_key(address, name) -> models.CheckConstraint:
    """Return the constraint that a column and its key are both empty, or neither: no address is beyond comparison."""
    key = f"{address}_key"
    none, one = models.Q(**{address: "", key: ""}), ~models.Q(**{address: ""}) & ~models.Q(**{key: ""})
    return models.CheckConstraint(condition=none | one, name=name)


def key_fields(model) -> list:
    """Return the AddressKeyFields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, AddressKeyField)]


def with_keys(model, values) -> dict[str, Any]:
    """Return {field: value} for ``QuerySet.update`` with the key of each address in it, and the address as it is kept.

    Raises TypeError for an address that the database would work out: no key can be made of it.
    """
    for field in key_fields(model):
        if field.of not in values or field.name in values:
            continue
        address = values[field.of]
        if not isinstance(address, str):
            raise TypeError(f"{model.__name__}.{field.of} is set to a text, so that its key can be made.")
        values |= {field.of: ascii_form(address), field.name: normal_form(address)} if address else {field.name: ""}
    return values


class Keyed(models.Model):
    """A model with an AddressKeyField: saving some fields alone saves the key with its address."""

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **options) -> None:
        if update_fields is not None:
            keys = [field.name for field in key_fields(type(self)) if field.of in update_fields]
            update_fields = [*update_fields, *keys]
        super().save(*args, update_fields=update_fields, **options)
