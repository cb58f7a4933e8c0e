"""What was done to public things: who, when, what, why, by which route."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager


class Change(models.Model):
    """One act upon one object, with the object as it was before and after it."""

    class Route(models.TextChoices):
        ADMIN = "admin", _("the team’s desk")
        IMPORT = "import", _("import of a table")
        SUBMISSION = "submission", _("a reviewed proposal")
        SYSTEM = "system", _("automatic")

    class Act(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        CONFIRMED = "confirmed", _("confirmed")
        HIDDEN = "hidden", _("hidden")
        SHOWN = "shown", _("shown again")
        REMOVED = "removed", _("removed")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name=_("kind of thing"))
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("what"), max_length=200)
    act = models.CharField(_("act"), max_length=10, choices=Act)
    route = models.CharField(_("route"), max_length=10, choices=Route)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("who")
    )
    why = models.TextField(_("why"), blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = Manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="change_of_target")]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_act_display()}"

    def target_of(self) -> models.Model | None:
        """Return the object it is about, hidden ones too, or None when its row is gone."""
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()

    @property
    def fields(self) -> list:
        """The fields whose value differs, as [(field name, before, after)] in the order of the model."""
        before = self.before or {}
        return [(name, before.get(name), value) for name, value in self.after.items() if before.get(name) != value]
