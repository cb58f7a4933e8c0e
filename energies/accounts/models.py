"""People who sign in, and the codes with which they do."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.accounts.roles import RIGHTS
from energies.kernel.email_address import key_or_none, normal_form
from energies.kernel.email_fields import AddressField, AddressKeyField, Keyed
from energies.kernel.mail import NOBODY
from energies.kernel.models import Manager, QuerySet

TAKEN = _("There is already a person with this e-mail.")


class UserManager(BaseUserManager.from_queryset(QuerySet)):
    def get_by_natural_key(self, username) -> "User":
        return self.get(email_key=key_or_none(username))

    def known_as(self, address) -> "User | None":
        """Return the user of an address, however it is spelled, or None."""
        return self.filter(email_key=key_or_none(address)).first()

    def known_or_new(self, address, *, language) -> "User":
        """Return the user of an address, made now if there is none; safe when two come at once.

        Raises ValidationError when it is no address.
        """
        fields = {"email": address, "language": language, "password": make_password(None)}
        return self.get_or_create(email_key=normal_form(address), defaults=fields)[0]

    def create_user(self, email, password=None, **fields) -> "User":
        """Return a new user; without ``password`` nobody can sign in with one."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self.db)
        return user

    def create_superuser(self, email, password=None, **fields) -> "User":
        """Return a new user with every right."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)


class User(AbstractBaseUser, PermissionsMixin, Keyed):
    """A person, known by e-mail address however it is spelled; letters go to the spelling that is kept."""

    email = AddressField(_("e-mail"), unique=True)
    email_key = AddressKeyField(of="email")
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language of the messages"), max_length=2, choices=settings.LANGUAGES, default="ca", db_default="ca"
    )
    is_staff = models.BooleanField(
        _("is on the team"), default=False, help_text=_("Their roles say what they may do there.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Unmark this instead of deleting somebody: the history keeps its names.")
    )
    date_joined = models.DateTimeField(_("since"), db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        permissions = RIGHTS
        constraints = [
            models.UniqueConstraint(fields=["email_key"], name="user_email_once", violation_error_message=TAKEN),
            models.CheckConstraint(condition=~models.Q(email_key=""), name="user_has_email_key"),
        ]

    def __str__(self) -> str:
        return self.name or self.shown_email

    @property
    def is_erased(self) -> bool:
        """Whether it is the row of somebody who was taken out, which only the history still points at."""
        return self.email.endswith(f"@{NOBODY}")

    @property
    def shown_email(self) -> str:
        """The e-mail, or words in the place of that of somebody who was taken out."""
        return gettext("somebody who is no longer here") if self.is_erased else self.email

    def clean(self) -> None:
        # The constraint on the key is told of beside the address, which is what people see.
        super().clean()
        key = key_or_none(self.email)
        if key and type(self).objects.filter(email_key=key).exclude(pk=self.pk).exists():
            raise ValidationError({"email": TAKEN})

    def has_usable_password(self) -> bool:
        """Nobody signs in with a password, whatever ``createsuperuser`` asks for: no page may offer to change or ask it."""
        return False

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class SignInCodeQuerySet(QuerySet):
    def good(self, now) -> Self:
        """Those that would still let somebody in."""
        return self.filter(expires_at__gt=now, tries__lt=SignInCode.MOST_TRIES)


class SignInCode(models.Model):
    """Figures that were mailed, hashed. Its key cannot be guessed and stands in the session that asked for it alone."""

    MOST_TRIES = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = AddressField(_("e-mail"))
    figures_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    expires_at = models.DateTimeField(db_index=True)

    objects = Manager.from_queryset(SignInCodeQuerySet)()

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")
        constraints = [models.CheckConstraint(condition=models.Q(tries__lte=3), name="sign_in_code_tries")]

    def __str__(self) -> str:
        return str(self.expires_at)


class HeldForm(models.Model):
    """What somebody sent without being signed in any more, sealed, until they are back (held_forms.py).

    Its key stands in the session of the browser that sent it alone, and ``whose`` is a digest of the address that they
    are to sign in with: whoever signs in next on that browser is not given it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whose = models.CharField(max_length=64, db_index=True)  # HMAC-SHA-256 of the normal form, in hexadecimal
    sealed = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    objects = Manager.from_queryset(QuerySet)()

    class Meta:
        verbose_name = _("form held until its sender signs in")
        verbose_name_plural = _("forms held until their senders sign in")

    def __str__(self) -> str:
        return str(self.expires_at)


class Erasure(models.Model):
    """That somebody was taken out, when and by whom, without saying who it was.

    ``key`` is what a backup brought back is compared with: whoever was taken out after it was made goes again.
    """

    key = models.CharField(max_length=64, db_index=True, editable=False)  # HMAC-SHA-256, in hexadecimal
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    # Both without a constraint: this row outlives a backup in which they are not yet.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("who"),
    )
    # The row that is left of their account.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("person"),
    )
    counts = models.JSONField(_("what was erased"), default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "at"], name="erasure_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
