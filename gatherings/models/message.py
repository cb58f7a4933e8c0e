"""What organisers wrote to those who signed up: the outbox."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from energies.kernel.models import Manager
from gatherings.models.activity import Activity


class SignUpMessage(models.Model):
    """One letter to everybody who comes; whom it went to is a number, not names."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="sign_up_messages", verbose_name=_("activity")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    text = models.TextField(_("message"), max_length=4000)
    letters = models.PositiveIntegerField(_("letters"))
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = Manager()

    class Meta:
        verbose_name = _("message to those who signed up")
        verbose_name_plural = _("messages to those who signed up")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="sign_up_message_text",
                violation_error_message=_("Write your message."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
