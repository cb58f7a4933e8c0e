"""A program: reads a picture on standard input and writes it drawn again, a JPEG without metadata, on standard output.

It runs apart (decoding.py), with limits of its own on memory and time: what hands it a picture is a stranger, and the
decoders are not ours. It knows neither Django nor the site. Exits with TOO_LARGE or UNREADABLE when it says no.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
SIDE = 2400  # of what comes out, in pixels, at most
# Of what comes in: only a JPEG can be decoded at a half, a quarter or an eighth of its size.
MEGAPIXELS, JPEG_MEGAPIXELS = 24, 64
# What decoding may take: as foreseen from the header; as the system enforces it, with the program itself; seconds.
MOST_BYTES, MOST_MEMORY, MOST_SECONDS = 200 * 2**20, 400 * 2**20, 10
TOO_LARGE, UNREADABLE = 3, 4
# How many bytes Pillow keeps a pixel in, where it is not four.
BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
# Of a grey of 16 bits, the grey of 8.
GREYS = [value * 255 // 65535 for value in range(65536)]


class TooLarge(ValueError):
    pass


def redraw(data) -> bytes:
    """Return the bytes of a picture as a fresh sRGB JPEG, upright, on white, its longest side ≤ SIDE.

    Of several images (an animation) the first. Raises TooLarge from the header alone; for what is not wholly a picture
    of FORMATS, whatever Pillow raises.
    """
    # Pillow warns of decompression bombs far above our own limit, which comes before decoding.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    most = JPEG_MEGAPIXELS if image.format in ("JPEG", "MPO") else MEGAPIXELS
    if image.width * image.height > most * 10**6:
        raise TooLarge
    coefficients = 6 * image.width * image.height if image.info.get("progressive") else 0
    image.draft(None, _inside(image.size))
    if foreseen(image) + coefficients > MOST_BYTES:
        raise TooLarge
    out = io.BytesIO()
    drawn(image).save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def foreseen(image) -> int:
    """Return how many bytes it will take to decode an image that is open, and to make it smaller."""
    copies = BYTES.get(image.mode, 4)
    if image.format == "WEBP":
        # Its decoder keeps two canvases, and hands out a third.
        copies += 12
    if image.mode != "RGB":
        copies += 4
    if image.mode != "RGBA" and image.has_transparency_data:
        copies += 4
    return copies * image.width * image.height


def drawn(image) -> Image.Image:
    """Return an image as a new one of mode RGB that shows the same, no larger than SIDE."""
    profile, opaque = image.info.get("icc_profile"), not image.has_transparency_data
    if image.mode in ("I;16", "I;16B", "I"):
        image = image.convert("I").point(GREYS, "L")
    elif image.mode in ("1", "P", "LA", "PA") or (not opaque and image.mode != "RGBA"):
        image = image.convert("RGB" if opaque else "RGBA")
    image.thumbnail((SIDE, SIDE))
    image = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", image.size, "white")
    flat.paste(_in_srgb(image, profile), mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return flat


def _in_srgb(image, profile) -> Image.Image:
    """Return an image in the colours of the web, from those of its ICC profile; one that is no profile says nothing."""
    seen = image.convert("RGB") if image.mode == "RGBA" else image
    if profile:
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(seen, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return seen.convert("RGB")
    return seen.convert("RGB")


def _inside(size) -> tuple:
    """Return the largest size of the same shape whose sides are ≤ SIDE."""
    scale = min(1, SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(redraw(sys.stdin.buffer.read()))
    except (TooLarge, MemoryError, Image.DecompressionBombError):
        sys.exit(TOO_LARGE)
    except Exception:
        # What the decoders raise at broken files has no common root.
        sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
