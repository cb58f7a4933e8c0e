"""What is too long is refused in words, and never cut: how long it is, how much of it fits, how much to take away."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext


class LengthMessage:
    """The message of every validator of lengths; ``limit_value`` and ``show_value`` are characters (code points)."""

    def __mod__(self, told) -> str:
        said = gettext("Shorten it: %(limit_value)d characters fit, and there are %(show_value)d. Take %(over)d away.")
        return said % (told | {"over": told["show_value"] - told["limit_value"]})


class TooLong(Exception):
    """A text sent by itself, ``name`` among the fields, does not fit; the page that says so holds it, to be shortened."""

    def __init__(self, name, most, words) -> None:
        super().__init__(words)
        self.name, self.most, self.words = name, most, words


def install() -> None:
    """Have all validators of lengths say so, those of Django's own fields too."""
    MaxLengthValidator.message = LengthMessage()


def text_of(request, name, most) -> str:
    """Return a text of a form that has no Form, without the space around it. Raises TooLong beyond ``most`` characters."""
    text = request.POST.get(name, "").strip()
    try:
        MaxLengthValidator(most)(text)
    except ValidationError as error:
        raise TooLong(name, most, " ".join(error.messages)) from error
    return text
