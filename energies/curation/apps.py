from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "energies.curation"
    label = "curation"
    verbose_name = _("History")

    def ready(self):
        from energies.accounts import roles
        from energies.curation import letters, media
        from energies.curation.models import Change, DeclineReason
        from energies.kernel import mail, tick
        from energies.territory.models import Barri, District
        from energies.vocabulary.models import Collective, Language, Tag, Theme

        mail.register(letters.KINDS)
        mail.register(letters.BY_PEOPLE, written_by_people=True)
        tick.register("files of pictures put right", media.tidy)
        roles.grant("reviewer", Tag)
        roles.grant("reviewer", DeclineReason, may=["view", "add", "change"])
        for role in ("reviewer", "gatherings_editor"):
            roles.grant(role, Change, Collective, Language, Theme, Barri, District, may=["view"])
        roles.grant("administrator", Collective, Language, Theme)
        roles.grant("administrator", Change, Barri, District, may=["view"])
