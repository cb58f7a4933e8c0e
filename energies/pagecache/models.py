"""The version of what the public may read."""

from django.db import models

from energies.kernel.models import Manager


class ContentVersion(models.Model):
    """One row: a token that is another one after each commit that may change a public page (content_version.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=16)

    objects = Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="content_version_is_one_row")]

    def __str__(self) -> str:
        return self.token
