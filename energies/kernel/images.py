"""Pictures: checked before they are decoded, drawn again without metadata, public only as renditions.

The re-encoded original stays in private storage; what visitors get are renditions in the public storage, under names
nobody can guess, made when the entry is shown and deleted when it is hidden.
"""

import io
import secrets
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
WIDTHS = (480, 1200)
ORIGINAL_SIDE = 2400


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


def clean_image(upload):
    """Return ``upload`` as a ContentFile holding a fresh JPEG with no metadata, its longest side ≤ 2,400 px.

    Raises ValidationError, saying how to mend it, for more than 10 MB or 50 megapixels (both known before decoding)
    or anything that is not wholly a JPEG, PNG or WebP.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB: choose a smaller one."))
    try:
        upload.seek(0)
        # Pillow warns of decompression bombs far above our own limit, which is checked first.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(_("The picture has more than 50 megapixels: choose a smaller one."))
        image = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The picture cannot be read: choose a JPEG, PNG or WebP file.")) from error
    image.thumbnail((ORIGINAL_SIDE, ORIGINAL_SIDE))
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    return ContentFile(_encode(flat, "JPEG"), name="picture.jpg")


def private_name(instance, filename):
    """Return an unguessable name in private storage."""
    return f"{instance._meta.model_name}/{secrets.token_urlsafe(16)}.jpg"


def _encode(image, format):
    out = io.BytesIO()
    image.save(out, format, quality=82, optimize=True)
    return out.getvalue()


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
                condition=models.Q(image="") | ~models.Q(image_alt="") & ~models.Q(image_licence=""),
                name="%(class)s_image_said",
                violation_error_message=_(
                    "Say what the picture shows and choose its licence, or take the picture away."
                ),
            )
        ]

    def publish_image(self):
        """Make the public renditions from the private original, if there is one, and save their names."""
        if not self.image or self.renditions:
            return
        public = storages["public"]
        with self.image.open("rb") as file, Image.open(file) as original:
            for width in sorted({min(width, original.width) for width in WIDTHS}):
                copy = original.copy()
                copy.thumbnail((width, original.height))
                name = secrets.token_urlsafe(16)
                row = {"width": copy.width, "height": copy.height}
                for format, suffix in (("WEBP", "webp"), ("JPEG", "jpg")):
                    row[format.lower()] = public.save(f"{name}.{suffix}", ContentFile(_encode(copy, format)))
                self.renditions.append(row)
        type(self)._base_manager.filter(pk=self.pk).update(renditions=self.renditions)

    def withdraw_image(self):
        """Delete the public renditions; the private original stays."""
        for row in self.renditions:
            for format in ("webp", "jpeg"):
                storages["public"].delete(row[format])
        self.renditions = []
        type(self)._base_manager.filter(pk=self.pk).update(renditions=[])

    def replace_image(self, upload):
        """Take a new picture (a cleaned file) or none, and withdraw the renditions of the former one."""
        self.withdraw_image()
        self.image = upload or ""
