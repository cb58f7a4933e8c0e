"""Pictures: refused before they are decoded, drawn again upright, without what the camera wrote into them."""

import io
import resource
import struct
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from energies.kernel import decoding, images, redraw
from energies.kernel.effects import CannotKeep


def upload(format="JPEG", size=(3000, 1500), mode="RGB", color="red", **options):
    return saved(Image.new(mode, size, color), format, **options)


def saved(image, format="PNG", **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return ContentFile(out.getvalue(), "foto.x")


def cleaned(content):
    """Return what becomes of a picture, as an image."""
    return Image.open(images.clean_image(content))


def is_like(pixel, other):
    """Whether two colours are the same but for what JPEG rounds."""
    return all(abs(one - two) <= 6 for one, two in zip(pixel, other, strict=True))


@pytest.mark.parametrize(("format", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")])
def test_a_picture_comes_out_as_a_fresh_smaller_jpeg(format, mode):
    image = cleaned(upload(format, mode=mode, color=1 if mode == "P" else "red"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (2400, 1200))


def test_where_it_was_taken_and_what_was_noted_is_forgotten():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (41.0, 23.0, 0.0)}
    exif[0x010F] = "Camera"
    clean = images.clean_image(upload(exif=exif, comment="A casa de la Mercè")).read()
    assert b"Exif" not in clean and b"Camera" not in clean and b"Merc" not in clean


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("orientation", "corner"), [(3, (59, 39)), (6, (39, 0)), (8, (0, 59))])
def test_a_photo_of_a_telephone_stands_upright(format, orientation, corner):
    image, exif = Image.new("RGB", (60, 40), "white"), Image.Exif()
    image.paste("red", (0, 0, 12, 12))
    exif[0x0112] = orientation
    upright = cleaned(saved(image, format, exif=exif))
    assert upright.size == ((60, 40) if orientation == 3 else (40, 60))
    red, green, _blue = upright.getpixel(corner)
    assert red > 200 and green < 90


def test_a_grey_ramp_of_sixteen_bits_looks_like_a_ramp():
    ramp = Image.new("I;16", (256, 4))
    for x in range(256):
        for y in range(4):
            ramp.putpixel((x, y), x * 257)
    seen = cleaned(saved(ramp))
    greys = [seen.getpixel((x, 1))[0] for x in range(256)]
    assert all(abs(grey - x) <= 4 for x, grey in enumerate(greys))


def test_what_is_transparent_shows_white():
    image = Image.new("P", (40, 40))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 20, 40))
    shown = cleaned(saved(image, transparency=bytes([0])))
    assert is_like(shown.getpixel((35, 20)), (255, 255, 255)) and is_like(shown.getpixel((4, 20)), (0, 0, 255))
    grey = Image.new("LA", (40, 40), (0, 0))
    assert is_like(cleaned(saved(grey)).getpixel((20, 20)), (255, 255, 255))
    keyed = cleaned(saved(Image.new("RGB", (40, 40), (9, 9, 9)), transparency=(9, 9, 9)))
    assert is_like(keyed.getpixel((20, 20)), (255, 255, 255))


def test_printers_colours_become_those_of_the_web():
    assert is_like(cleaned(upload(mode="CMYK", color=(0, 255, 255, 0), size=(40, 40))).getpixel((9, 9)), (255, 0, 0))


def test_a_profile_says_what_colours_are_meant():
    pale = cleaned(saved(Image.new("RGB", (40, 40), (180, 60, 60)), icc_profile=wide_gamut()))
    plain = cleaned(saved(Image.new("RGB", (40, 40), (180, 60, 60))))
    assert pale.getpixel((9, 9))[0] > plain.getpixel((9, 9))[0] + 10
    assert "icc_profile" not in pale.info


def test_a_profile_that_is_none_says_nothing():
    shown = cleaned(saved(Image.new("RGB", (40, 40), (180, 60, 60)), icc_profile=b"no soc cap perfil" * 20))
    assert is_like(shown.getpixel((9, 9)), (180, 60, 60))


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_of_an_animation_the_first_image_is_shown(format):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "lime", "blue")]
    shown = cleaned(saved(frames[0], format, save_all=True, append_images=frames[1:], lossless=True))
    assert is_like(shown.getpixel((9, 9)), (255, 0, 0))


def test_more_bytes_are_refused_in_words(monkeypatch):
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
        upload(size=(300, 300), color=(1, 90, 200)).read()[:-900],
        upload("PNG", size=(300, 300)).read()[:-300],
        upload("WEBP", size=(300, 300)).read()[:-30],
    ],
)
def test_anything_else_or_half_of_it_is_refused(content):
    with pytest.raises(ValidationError, match="JPEG"):
        images.clean_image(ContentFile(content, "foto.jpg"))


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_what_telephones_keep_for_themselves_is_refused_saying_how_to_send_it(brand):
    content = b"\0\0\0\x18ftyp" + brand + b"\0" * 400
    with pytest.raises(ValidationError, match="HEIC"):
        images.clean_image(ContentFile(content, "IMG_0001.HEIC"))


def test_a_polyglot_loses_its_other_tongue():
    sly = ContentFile(upload(size=(20, 20)).read() + b"<script>alert(1)</script>", "foto.jpg")
    assert b"script" not in images.clean_image(sly).read()


@pytest.mark.parametrize(
    ("format", "mode", "size", "options"),
    [
        ("PNG", "RGBA", (7070, 7070), {}),
        ("PNG", "P", (6000, 4000), {"transparency": bytes([0])}),
        ("WEBP", "L", (6000, 4000), {}),
        ("JPEG", "L", (9000, 9000), {}),
        ("JPEG", "RGB", (6600, 6600), {"progressive": True}),
    ],
)
def test_a_small_file_with_a_monstrous_picture_is_refused_in_words_and_costs_nothing(format, mode, size, options):
    monster = upload(format, size, mode, 0, **options)
    assert monster.size < 3 * 2**20
    with pytest.raises(redraw.TooLarge):
        redraw.redraw(monster.read())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ValidationError, match="megap"):
        images.clean_image(monster)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_the_largest_that_are_taken_stay_within_the_memory_that_is_given():
    """A limit of the system's, which the program sets itself: beyond it these would come out as too large."""
    for format, mode, size in (
        ("PNG", "RGBA", (6000, 4000)),
        ("JPEG", "RGB", (8000, 8000)),
        ("PNG", "I;16", (6000, 4000)),
    ):
        assert max(cleaned(upload(format, size, mode, 0)).size) == 2400


def test_what_takes_more_than_was_foreseen_is_stopped_by_the_system(monkeypatch, tmp_path):
    greedy = tmp_path / "redraw.py"
    source = Path(redraw.__file__).read_text("utf-8")
    begins = "def redraw(data) -> bytes:\n"
    assert begins in source
    greedy.write_text(source.replace(begins, f"{begins}    bytearray(2**30)\n"), "utf-8")
    monkeypatch.setattr(redraw, "__file__", str(greedy))
    with pytest.raises(ValidationError, match="megap"):
        images.clean_image(upload(size=(20, 20)))


def test_one_picture_is_decoded_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(decoding, "TURN", 0.3)
    with decoding.one_at_a_time(), pytest.raises(CannotKeep):
        images.clean_image(upload(size=(20, 20)))
    monkeypatch.setattr(decoding, "TURN", 20)
    done = []
    with decoding.one_at_a_time():
        waiting = threading.Thread(target=lambda: done.append(images.clean_image(upload(size=(20, 20)))))
        waiting.start()
        time.sleep(0.5)
        assert done == []
    waiting.join()
    assert len(done) == 1


def wide_gamut():
    """Return an ICC profile (ICC.1:2001-04, 6.3) of Display P3's primaries and a gamma of 2.2."""

    def xyz(*numbers):
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(number * 65536) for number in numbers))

    gamma = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    words = b"text\0\0\0\0P3\0\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I3s", 3, b"P3\0") + bytes(79),
        b"cprt": words,
        b"wtpt": xyz(0.9642, 1, 0.8249),
        b"rXYZ": xyz(0.51512, 0.2412, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.1571, 0.06657, 0.78407),
        **{name: gamma for name in (b"rTRC", b"gTRC", b"bTRC")},
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += name + struct.pack(">II", start + len(body), len(tag))
        body += tag + bytes(-len(tag) % 4)
    whole = struct.pack(">I", len(tags)) + table + body
    head = struct.pack(
        ">I4s4s4s4s4s12x4s28x3i48x",
        128 + len(whole),
        bytes(4),
        b"\x02\x10\0\0",
        b"mntr",
        b"RGB ",
        b"XYZ ",
        b"acsp",
        63190,
        65536,
        54061,
    )
    return head + whole
