"""A rule stands in one place, the constraint of its model: whoever asks for values takes condition and words from it."""

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint


def constraint_of(model, name) -> BaseConstraint:
    """Return the constraint of ``model`` with this name; LookupError without one."""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return constraint
    raise LookupError(f"{model._meta.label} has no constraint {name}.")


def words_of(model, name) -> str:
    """Return what people read when the constraint is broken, in the language in which it is read."""
    return constraint_of(model, name).violation_error_message


def add_errors(form, row, at) -> None:
    """Add to ``form`` what its values break: ``row`` is an unsaved instance that holds them.

    ``at`` is {name of a constraint: the field that shows it}; a field that is wrong by itself is not told this too.
    """
    wrong = set(form.errors)
    for name, field in at.items():
        try:
            if field not in wrong:
                constraint_of(type(row), name).validate(type(row), row)
        except ValidationError as error:
            form.add_error(field, error.messages)
