"""What an activity does so that everybody can come, and stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareAnswer(models.TextChoices):
    YES = "yes", _("yes")
    ON_REQUEST = "on_request", _("if you ask for it")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


def care_field(label) -> models.CharField:
    """Return a field that answers ``label``."""
    return models.CharField(
        label, max_length=10, choices=CareAnswer, default=CareAnswer.UNKNOWN, db_default=CareAnswer.UNKNOWN
    )


class Caring(models.Model):
    """Seven things, each *yes*, *if you ask*, *no* or *not known*."""

    CARE = ("childcare", "sign_language", "interpretation", "food", "quiet_space", "hearing_loop", "step_free")

    childcare = care_field(_("childcare"))
    sign_language = care_field(_("sign language"))
    interpretation = care_field(_("interpretation"))
    food = care_field(_("food"))
    quiet_space = care_field(_("quiet space"))
    hearing_loop = care_field(_("hearing loop"))
    step_free = care_field(_("step-free entrance"))

    class Meta:
        abstract = True

    @property
    def care(self) -> list:
        """[(name, label, answer code, answer in words)] of the seven."""
        return [
            (name, self._meta.get_field(name).verbose_name, getattr(self, name), getattr(self, f"get_{name}_display")())
            for name in self.CARE
        ]

    @property
    def care_given(self) -> list:
        """[(name, label, answer code)] of what there is, or is for whoever asks."""
        given = [(name, answer) for name in self.CARE if (answer := getattr(self, name)) in ("yes", "on_request")]
        return [(name, self._meta.get_field(name).verbose_name, answer) for name, answer in given]

    @property
    def care_known(self) -> bool:
        """Whether anything at all is known."""
        return any(getattr(self, name) != CareAnswer.UNKNOWN for name in self.CARE)


def care_labels() -> dict:
    """Return {name: label} of the seven."""
    return {name: Caring._meta.get_field(name).verbose_name for name in Caring.CARE}
