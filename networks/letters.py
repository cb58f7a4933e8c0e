"""What each side is told."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from energies.entries import parties
from energies.kernel import mail


def ended(link, *, told_to, why, by_team=False):
    """The other side, or the team, has ended it; return how many letters: none when nobody answers for ``told_to``."""
    people, is_seen = parties.answerers(told_to), type(told_to).objects.filter(pk=told_to.pk).exists()
    for email, language in people:
        with translation.override(language):
            page = settings.ORIGIN + told_to.get_absolute_url() if is_seen else ""
            mine = settings.ORIGIN + reverse("my_networks")
        mail.send(
            "mail/ended.txt",
            {"link": link, "why": why, "page": page, "mine": mine, "by_team": by_team},
            to=[email],
            language=language,
        )
    return len(people)
