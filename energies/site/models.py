"""Pages that staff write, and what people write to staff."""

from typing import Self

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from energies.kernel.email_fields import AddressField
from energies.kernel.models import Manager


class Page(models.Model):
    """A text that staff edit, in three languages: about, legal notice, accessibility…"""

    key = models.SlugField(_("key"), unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=160, help_text=_("What search engines show."))
    body = models.TextField(
        _("text"),
        help_text=_("Markdown: ## for headings, - for lists. {answer_days} says within how many days we answer."),
    )
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = Manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(f"page_{self.key}")


class ContactMessageQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def answered_since(self, moment) -> QuerySet:
        """Return (received at, dealt with at) of those that were dealt with since a moment."""
        return self.filter(answered_at__gte=moment).values_list("received_at", "answered_at")


class ContactMessage(models.Model):
    """Something somebody told staff: a mistake on a page, a project to make visible, anything else."""

    class About(models.TextChoices):
        MISTAKE = "mistake", _("a mistake on a page")
        PROJECT = "project", _("a project to make visible")
        OTHER = "other", _("something else")

    about = models.CharField(_("about"), max_length=8, choices=About)
    page = models.CharField(_("page"), max_length=300, blank=True)
    text = models.TextField(_("message"), max_length=4000)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = AddressField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    received_at = models.DateTimeField(_("received"), db_default=Now(), db_index=True)
    answered_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    objects = models.Manager.from_queryset(ContactMessageQuerySet)()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="message_text", violation_error_message=_("Write your message.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.text[:60]}"
