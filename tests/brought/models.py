"""A tool that is lent, and to whom it is: the first for everybody, the second for nobody."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from energies.entries.models import Entry, EntryQuerySet, EntryText, FormerSlug, VisibleManager
from energies.kernel.models import BaseManager
from energies.territory.models import Barri


class Tool(Entry):
    summary = models.CharField(max_length=160, blank=True)
    description = models.TextField(blank=True)
    barri = models.ForeignKey(Barri, on_delete=models.PROTECT, related_name="tools")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="tools")

    objects = VisibleManager.from_queryset(EntryQuerySet)()
    everything = BaseManager.from_queryset(EntryQuerySet)()

    class Meta(Entry.Meta):
        pass

    def get_absolute_url(self):
        return reverse("tool", args=[self.slug])


class ToolText(EntryText):
    entry = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="texts")


class ToolFormerSlug(FormerSlug):
    entry = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="former_slugs")


class Loan(models.Model):
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="loans")
    who = models.CharField(max_length=120)
    until = models.DateField()

    def __str__(self):
        return self.who
