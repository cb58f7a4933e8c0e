from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurationConfig(AppConfig):
    name = "energies.curation"
    label = "curation"
    verbose_name = _("History")

    def ready(self):
        from energies.curation import letters, media
        from energies.kernel import mail, tick

        mail.register(letters.KINDS)
        mail.register(letters.BY_PEOPLE, written_by_people=True)
        tick.register("files of pictures put right", media.tidy)
