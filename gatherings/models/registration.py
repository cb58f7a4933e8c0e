"""Who comes to an activity: a place is held, confirmed, waited for, offered, given back; never one more than fit."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from energies.kernel import periods
from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed, address_has_key
from energies.kernel.models import Manager
from energies.kernel.transitions import TransitionNotAllowed, Transitions
from gatherings.models.activity import Activity
from gatherings.models.asked_care import AsksForCare
from gatherings.querysets import RegistrationQuerySet

MOST_PEOPLE = 6
TO_CONFIRM = timedelta(hours=6)  # to press the link of the first letter
TO_CONFIRM_NEARLY_FULL = timedelta(minutes=30)  # the same, when the places that it holds may keep others out
TO_ACCEPT = timedelta(hours=24)  # to say yes to a place that was offered
MOST_PASSED = 3  # times that smaller groups may be let in before one that did not fit


class Registration(Keyed, AsksForCare):
    """Somebody who signs up, alone or with others, by e-mail and without an account.

    Every change of state goes through ``gatherings.places``, which holds the activity's row, so that ``Activity.taken``
    is always the number of people whose state is in HOLDING; a constraint on that row keeps it within the capacity.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("place", "to be confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("place", "confirmed")
        WAITING = "waiting", pgettext_lazy("place", "on the waiting list")
        OFFERED = "offered", pgettext_lazy("place", "a place is offered")
        CANCELLED = "cancelled", pgettext_lazy("place", "cancelled")
        EXPIRED = "expired", pgettext_lazy("place", "not confirmed in time")
        WALK_IN = "walk_in", pgettext_lazy("place", "came without signing up")

    HOLDING = (State.UNCONFIRMED, State.CONFIRMED, State.OFFERED)
    OPEN = (*HOLDING, State.WAITING)
    # Whom organisers see. A walk-in was written down once it had begun: they came, and never held a place.
    LISTED = (*OPEN, State.WALK_IN)

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("activity")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = AddressField(_("e-mail"), blank=True)
    email_key = AddressKeyField(of="email", db_index=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca")
    people = models.PositiveSmallIntegerField(
        _("how many people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    entity_name = models.CharField(_("on behalf of"), max_length=120, blank=True)
    is_listed = models.BooleanField(_("its entity may be named among those who come"), default=False, db_default=False)
    adult_agreed_at = models.DateTimeField(_("the adult in charge agreed"), null=True, blank=True)
    # Which client it came from, as ``gatherings.registration.clients`` hashes it: "" once confirmed, or after a day.
    client = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    state = models.CharField(_("state"), max_length=11, choices=State)
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    reminded_72_at = models.DateTimeField(null=True, blank=True)
    reminded_24_at = models.DateTimeField(null=True, blank=True)
    # The last Notice they were told of.
    told_notice = models.PositiveBigIntegerField(default=0, db_default=0)
    passed = models.PositiveSmallIntegerField(default=0, db_default=0)
    attended = models.PositiveSmallIntegerField(_("how many came"), null=True, blank=True)
    attended_at = models.DateTimeField(_("counted"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    created_at = models.DateTimeField(db_default=Now())
    state_at = models.DateTimeField(default=timezone.now)

    objects = Manager.from_queryset(RegistrationQuerySet)()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["pk"]
        indexes = [models.Index(fields=["activity", "state"], name="registration_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(people__range=(1, MOST_PEOPLE)),
                name="registration_people",
                violation_error_message=_("Between 1 and 6 people at a time."),
            ),
            *AsksForCare.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=["unconfirmed", "offered"], held_until__isnull=False)
                | ~models.Q(state__in=["unconfirmed", "offered"]) & models.Q(held_until=None),
                name="registration_held_until",
            ),
            models.CheckConstraint(
                condition=models.Q(attended=None) | models.Q(attended__lte=MOST_PEOPLE),
                name="registration_attended",
                violation_error_message=_("Write how many came, from 0 to 6."),
            ),
            address_has_key("email", "registration_email_has_key"),
            models.UniqueConstraint(
                fields=["activity", "email_key"],
                condition=models.Q(state__in=["unconfirmed", "confirmed", "waiting", "offered"])
                & ~models.Q(email_key=""),
                name="registration_once",
                violation_error_message=_("This address has signed up already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("somebody"))

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def holds(self) -> bool:
        """Whether its people take places."""
        return self.state in self.HOLDING

    @property
    def link_until(self) -> datetime | None:
        """Until when the link of the letters opens its page: as long as we know whose it is. None: there is no hour yet."""
        ends = [self.activity.ends_at + periods.LINK_TO_PLACE] if self.activity.ends_at else []
        if self.state not in self.LISTED:
            ends.append(self.state_at + periods.PLACE_GIVEN_BACK)
        return min(ends, default=None)

    @property
    def code_until(self) -> datetime | None:
        """Until when the code that is shown at the door can be scanned; None: there is no hour yet."""
        return self.activity.ends_at + periods.CODE_AT_THE_DOOR if self.activity.ends_at else None

    def become(self, state, held_until=None, *, taken=False) -> None:
        """Change the state, unsaved, taking or giving back the places; the caller holds the activity's row.

        ``taken``: the places were taken already. TransitionNotAllowed when its people do not fit, or it may not become
        that any more.
        """
        self.transitions.enter(self, state, held_until=held_until, taken=taken)

    def _stand(self, before, *, held_until=None, taken=False) -> None:
        held, self.held_until = before in self.HOLDING, held_until
        if self.holds != held and not taken and not self.activity.take(self.people if self.holds else -self.people):
            raise TransitionNotAllowed(gettext("There are no places left."), self)
        self.state_at = timezone.now()
        if self.state not in (self.State.UNCONFIRMED, self.State.WAITING):
            self.client = ""

    transitions = Transitions(
        "state",
        {
            None: {State.WAITING, State.UNCONFIRMED, State.CONFIRMED, State.WALK_IN},
            State.UNCONFIRMED: {State.CONFIRMED, State.CANCELLED, State.EXPIRED},
            State.CONFIRMED: {State.CANCELLED},
            State.WAITING: {State.OFFERED, State.CANCELLED},
            State.OFFERED: {State.CONFIRMED, State.CANCELLED, State.EXPIRED},
            State.WALK_IN: {State.CANCELLED},
            State.CANCELLED: set(),
            State.EXPIRED: set(),
        },
        entering=_stand,
    )
