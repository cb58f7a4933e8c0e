"""Where the nodes of a drawing go, made when what it shows is written."""

from django.db import models

from energies.kernel.models import Manager


class Drawing(models.Model):
    """``key`` says around what («project.5», «barri.01»); ``digest`` of which nodes and ties it was made."""

    key = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=16)
    places = models.JSONField()  # {«project.5»: [x, y]}

    objects = Manager()

    def __str__(self) -> str:
        return self.key
