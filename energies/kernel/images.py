"""Pictures: checked before they are decoded, drawn again without metadata, public only as renditions.

The re-encoded original stays in private storage; what visitors get are renditions in the public storage, under names
nobody can guess, made when the entry is shown and deleted when it is hidden: ``renditions`` of the row says which.
"""

import io
import logging
import secrets
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image

from energies.kernel import decoding, effects

MAX_BYTES = 10 * 1024 * 1024
WIDTHS = (480, 1200)
FORMATS = ("webp", "jpeg")
# ISO 14496-12, 4.3: what the file says it is (HEIC, AVIF), as telephones keep their photos.
BRAND, BRANDS = slice(4, 12), {b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif"}
logger = logging.getLogger(__name__)


class Licence(models.TextChoices):
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    CC0 = "cc0", "CC0"
    RESERVED = "reserved", _("All rights reserved, used with permission")


class People(models.TextChoices):
    NONE = "none", _("nobody can be recognised")
    AGREED = "agreed", _("yes, and they have agreed")
    MINORS = "minors", _("yes, children too, and their families have agreed")


def clean_image(upload) -> ContentFile:
    """Return ``upload`` as a ContentFile holding a fresh JPEG with no metadata, its longest side ≤ 2,400 px.

    Raises ValidationError, saying how to mend it, for more than 10 MB, more pixels than ``redraw`` decodes, or anything
    that is not wholly a JPEG, PNG or WebP; CannotKeep when it is not the picture that is wrong.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB: choose a smaller one."))
    upload.seek(0)
    data = upload.read()
    if data[BRAND] in BRANDS:
        raise ValidationError(
            _("The picture is a HEIC or AVIF file, as some telephones keep them: save it as JPEG and send that one.")
        )
    try:
        return ContentFile(decoding.redrawn(data), name="picture.jpg")
    except decoding.PictureRefused as error:
        if error.too_large:
            raise ValidationError(
                _("The picture has too many megapixels: choose a smaller one, or save it as JPEG.")
            ) from error
        raise ValidationError(_("The picture cannot be read: choose a JPEG, PNG or WebP file.")) from error


def store_privately(image, folder) -> str:
    """Store a cleaned picture privately and return its name, which nobody can guess; gone if it is rolled back.

    Raises CannotKeep.
    """
    with transaction.atomic():
        return effects.publish(default_storage, f"{folder}/{secrets.token_urlsafe(16)}.jpg", image)


def rendition_url(rendition, format) -> str:
    """Return the address of a rendition, one row of ``Illustrated.renditions``, as "webp" or "jpeg"."""
    return rendition.get("url") or reverse("public_media", args=[rendition[format]])


def names_of(renditions) -> list:
    """Return the names of the files in the public storage."""
    return [rendition[format] for rendition in renditions for format in FORMATS]


def private_name(instance, filename) -> str:
    """Return an unguessable name in private storage."""
    return f"{instance._meta.model_name}/{secrets.token_urlsafe(16)}.jpg"


def _encode(image, format) -> bytes:
    out = io.BytesIO()
    image.save(out, format, quality=82, optimize=True)
    return out.getvalue()


# What has to be said of a picture, and the words for whoever leaves it out.
TO_SAY = {
    "image_alt": _("Say what the photo shows."),
    "image_licence": _("Choose how the photo may be used."),
}


def unsaid(values) -> dict:
    """Return {field: words} of what has to be said of the picture in ``values`` ({field: value}) and is not."""
    return {name: words for name, words in TO_SAY.items() if values.get("image") and not values.get(name)}


class Illustrated(models.Model):
    """A thing with a picture, what it shows, whose it is and under which licence."""

    image = models.ImageField(
        _("picture"), upload_to=private_name, blank=True, help_text=_("JPEG, PNG or WebP, up to 10 MB.")
    )
    image_alt = models.CharField(
        _("what the picture shows"), max_length=250, blank=True, help_text=_("For whoever cannot see it: what it adds.")
    )
    image_author = models.CharField(_("author of the picture"), max_length=120, blank=True)
    image_licence = models.CharField(_("licence of the picture"), max_length=10, choices=Licence, blank=True)
    image_people = models.CharField(_("people in the picture"), max_length=7, choices=People, blank=True)
    # [{"width": px, "height": px, "webp": name, "jpeg": name}], narrow first.
    renditions = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image="") | reduce(and_, (~models.Q(**{name: ""}) for name in TO_SAY)),
                name="%(class)s_image_said",
                violation_error_message=_(
                    "Say what the picture shows and choose its licence, or take the picture away."
                ),
            )
        ]

    def save(self, *args, **kwargs) -> None:
        """Renditions change by being published and withdrawn alone: a row read before that must not undo it."""
        if not self._state.adding and not kwargs.get("force_insert"):
            names = kwargs.get("update_fields")
            if names is None:
                fields = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
                names = fields - self.get_deferred_fields()
            kwargs["update_fields"] = [name for name in names if name != "renditions"]
        super().save(*args, **kwargs)

    @property
    def is_visible(self) -> bool:
        """Whether the public may see it, and so its picture."""
        return True

    @transaction.atomic
    def publish_image(self) -> None:
        """Make the public renditions from the private original, if there is one, and save their names.

        Raises CannotKeep when the public storage does not take them. Without its original it has none.
        """
        self.renditions = self._stored_renditions()
        if self.image and not self.renditions:
            self._name(self._make_renditions())

    @transaction.atomic
    def withdraw_image(self) -> None:
        """Name no public rendition any more; their files go when that is committed. The private original stays."""
        if former := self._stored_renditions():
            effects.withdraw(storages["public"], names_of(former), unless=lambda: self._are_shared(former))
        self._name([])

    @transaction.atomic
    def remake_image(self) -> None:
        """Publish it under new names, whatever is left of the former ones."""
        self.withdraw_image()
        self.publish_image()

    def preview_image(self, url) -> None:
        """Let this instance, and not its row, show its private original, which is at ``url``."""
        if self.image and not self.renditions and self.image.storage.exists(self.image.name):
            self.renditions = [{"width": self.image.width, "height": self.image.height, "url": url}]

    def _stored_renditions(self) -> list[dict]:
        """Return what the row says, locked: whoever else publishes or withdraws waits."""
        rows = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        return rows.values_list("renditions", flat=True).first() or []

    def _name(self, renditions) -> None:
        self.renditions = renditions
        type(self)._base_manager.filter(pk=self.pk).update(renditions=renditions)

    def _make_renditions(self) -> list:
        """Return new renditions, their files written."""
        try:
            with self.image.open("rb") as file:
                original = Image.open(file)
                original.load()
        except Exception:
            # Whatever the client of a storage raises. The entry can be read without.
            logger.exception("The picture %s cannot be read.", self.image.name)
            return []
        widths = sorted({min(width, original.width) for width in WIDTHS})
        return [_publish(original, width) for width in widths]

    def _are_shared(self, renditions) -> bool:
        """Tell whether another row names the same files."""
        return False


def _publish(original, width) -> dict[str, str | int]:
    """Return the rendition of an image at a width in pixels, its files written in each of FORMATS."""
    copy = original.copy()
    copy.thumbnail((width, original.height))
    name, rendition = secrets.token_urlsafe(16), {"width": copy.width, "height": copy.height}
    for format, suffix in zip(FORMATS, ("webp", "jpg"), strict=True):
        content = ContentFile(_encode(copy, format.upper()))
        rendition[format] = effects.publish(storages["public"], f"{name}.{suffix}", content)
    return rendition
