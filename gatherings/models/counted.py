"""How many people fit in an activity, hold a place in it and were there: figures without names."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Below either number of places left, an activity is nearly full.
FEW_PLACES, FEW_PERCENT = 5, 20


class WithCapacity(models.Model):
    """What one signs up for, or not. The database keeps it from being oversold: see ``take``."""

    class SignUp(models.TextChoices):
        NONE = "none", _("not needed")
        OPEN = "open", _("if you like, so that we can count on you")
        REQUIRED = "required", _("needed")
        EXTERNAL = "external", _("on another website")

    COUNTED = ("taken", "walk_ins", "attended")

    capacity = models.PositiveSmallIntegerField(_("how many people fit"), null=True, blank=True)
    reserved = models.PositiveSmallIntegerField(
        _("places kept aside"), default=0, db_default=0, help_text=_("For whoever the organisers invite themselves.")
    )
    # How many people hold a place: see Registration. Only ``take`` writes it.
    taken = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Nobody's names: only ``gatherings.attendance`` writes these two, and they stay when the names are deleted.
    walk_ins = models.PositiveIntegerField(_("came without signing up"), null=True, blank=True, editable=False)
    attended = models.PositiveIntegerField(_("were there in all"), null=True, blank=True, editable=False)
    for_children = models.BooleanField(
        _("children may come"),
        default=False,
        db_default=False,
        help_text=_("Whoever signs up is then asked for the consent of the adult in charge."),
    )
    sign_up = models.CharField(
        _("signing up"), max_length=8, choices=SignUp, default=SignUp.NONE, db_default=SignUp.NONE
    )
    sign_up_url = models.URLField(_("where one signs up"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sign_up="external") & ~models.Q(sign_up_url="")
                | ~models.Q(sign_up="external") & models.Q(sign_up_url=""),
                name="activity_sign_up",
                violation_error_message=_("Write where one signs up if it is on another website, and only then."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__gt=0),
                name="activity_capacity",
                violation_error_message=_("Write how many people fit, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(capacity__gte=models.F("taken") + models.F("reserved")),
                name="activity_never_oversold",
                violation_error_message=_("More people than that have their place already."),
            ),
            models.CheckConstraint(
                condition=models.Q(attended=None)
                | models.Q(attended__gte=0) & (models.Q(walk_ins=None) | models.Q(attended__gte=models.F("walk_ins"))),
                name="activity_attended",
                violation_error_message=_("Who came without signing up is one of those who were there in all."),
            ),
        ]

    @property
    def places_left(self) -> int | None:
        """How many people still fit; None when nobody counts them."""
        return None if self.capacity is None else max(0, self.capacity - self.reserved - self.taken)

    @property
    def is_nearly_full(self) -> bool:
        """Whether so few places are left that one held in vain may keep somebody out: see FEW_PLACES, FEW_PERCENT."""
        if self.capacity is None:
            return False
        share = (self.capacity - self.reserved) * FEW_PERCENT / 100
        return self.places_left < max(FEW_PLACES, share)

    def take(self, people) -> bool:
        """Hold places for so many more people (fewer, when negative); return whether they fit. The database decides."""
        row = type(self).everything.filter(pk=self.pk)
        if people > 0:
            fits = models.Q(capacity=None) | models.Q(capacity__gte=models.F("taken") + models.F("reserved") + people)
            row = row.filter(fits)
        done = bool(row.update(taken=models.F("taken") + people))
        if done:
            self.taken += people
        return done
