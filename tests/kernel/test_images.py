"""Pictures: refused before they are decoded, drawn again, without what the camera wrote into them."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from energies.kernel import images


def upload(format="JPEG", size=(3000, 1500), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, format, **options)
    return ContentFile(out.getvalue(), "foto.x")


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")])
def test_a_picture_comes_out_as_a_fresh_smaller_jpeg(format, mode):
    image = Image.open(images.clean_image(upload(format, mode=mode)))
    assert (image.format, image.size) == ("JPEG", (2400, 1200))


def test_where_it_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (41.0, 23.0, 0.0)}
    exif[0x010F] = "Camera"
    clean = images.clean_image(upload(exif=exif))
    assert b"Exif" not in clean.read()


def test_too_many_bytes_or_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 100)
    with pytest.raises(ValidationError, match="megap"):
        images.clean_image(upload(size=(20, 20)))
    monkeypatch.setattr(images, "MAX_BYTES", 10)
    with pytest.raises(ValidationError, match="10 MB"):
        images.clean_image(upload(size=(20, 20)))


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(ValidationError, match="JPEG"):
        images.clean_image(ContentFile(content, "foto.jpg"))


def test_a_polyglot_loses_its_other_tongue():
    sly = ContentFile(upload(size=(20, 20)).read() + b"<script>alert(1)</script>", "foto.jpg")
    assert b"script" not in images.clean_image(sly).read()
