"""The five ways to meet, and the tile that stands for each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Axis(models.TextChoices):
    DEBATE = "debate", _("debate")
    TERRITORY = "territory", _("territory")
    COPRODUCTION = "coproduction", _("co-production")
    NETWORKS = "networks", _("networks")
    ACTIVITIES = "activities", _("activities")


# The tile of the panot that stands for each axis, and its tone.
TILES = {
    Axis.DEBATE: ("debat", 11),
    Axis.TERRITORY: ("territori", 5),
    Axis.COPRODUCTION: ("coproduccio", 0),
    Axis.NETWORKS: ("xarxes", 8),
    Axis.ACTIVITIES: ("activitats", 3),
}
