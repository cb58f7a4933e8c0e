"""Which Trobada it was, in words: with its article, after «of» or «at»."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EDITIONS = (
    _("the first Trobada"),
    _("the second Trobada"),
    _("the third Trobada"),
    _("the fourth Trobada"),
    _("the fifth Trobada"),
    _("the sixth Trobada"),
    _("the seventh Trobada"),
    _("the eighth Trobada"),
    _("the ninth Trobada"),
    _("the tenth Trobada"),
    _("the eleventh Trobada"),
    _("the twelfth Trobada"),
)


def edition(number):
    """Return «la sisena Trobada»; beyond the twelfth, «la Trobada 13»."""
    if number <= len(EDITIONS):
        return str(EDITIONS[number - 1])
    return gettext("Trobada number %(number)s") % {"number": number}
