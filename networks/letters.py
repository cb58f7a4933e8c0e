"""What each side is told."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from energies.kernel import mail
from networks import parties

KINDS = {"ended": _("a relation or a stay in a network has ended")}


def ended(link, *, told_to, why):
    """The other side has left, or ended a relation."""
    for email, language in parties.answerers(told_to):
        with translation.override(language):
            page = settings.ORIGIN + told_to.get_absolute_url()
        mail.send("mail/ended.txt", {"link": link, "why": why, "page": page}, to=[email], language=language)
