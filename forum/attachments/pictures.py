"""Pictures are unpacked and packed again: what is stored holds pixels, and nothing else.

So place and time of a shot, the camera's serial number, a thumbnail of what was cut away, and
whatever was hung on to the file's end are gone. A moving picture becomes its first frame: nothing
moves in a text that somebody reads (WCAG 2.2.2).
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from forum.kernel.errors import Invalid

# Prints on A4 with 300 dpi; more only costs everybody's time.
LONGEST_SIDE = 4096
PREVIEW_WIDTH = 960
PREVIEW_HEIGHT = 1920
_WHAT_PILLOW_RAISES = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    OverflowError,
    MemoryError,
)
_FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_MODES = {"1", "L", "RGB", "RGBA"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture packed anew, and a smaller one where it is wide."""

    content: bytes
    media_type: str
    width: int
    height: int
    preview: bytes | None


def packed_anew(upload: bytes, kind: str, *, most_pixels: int) -> Picture:
    """Return the picture without anything but its pixels, upright and no larger than prints need.

    `kind` is what Pillow calls it: JPEG, PNG, GIF or WEBP; nothing else is tried. Takes up to some
    seconds of CPU. Raises `Invalid` for the field "file": "attachment_pixels" by the size that it
    announces, before a pixel is unpacked, and "picture_broken".
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is refused here anyway.
            return _packed(upload, kind, most_pixels)
    except Image.DecompressionBombError:
        raise _too_many(most_pixels) from None
    except _WHAT_PILLOW_RAISES:
        raise Invalid("picture_broken", field="file") from None


def _packed(upload: bytes, kind: str, most_pixels: int) -> Picture:
    with Image.open(io.BytesIO(upload), formats=(kind,)) as opened:
        if opened.width * opened.height > most_pixels:
            raise _too_many(most_pixels)
        opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
        plain = _in_common_colours(_in_common_mode(upright), profile)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    written_as = _FORMATS[kind]
    return Picture(
        content=_written(plain, written_as),
        media_type=_MEDIA_TYPES[written_as],
        width=plain.width,
        height=plain.height,
        preview=_preview(plain),
    )


def _too_many(most_pixels: int) -> Invalid:
    return Invalid("attachment_pixels", field="file", limit=most_pixels // 1_000_000)


def _in_common_mode(picture: Image.Image) -> Image.Image:
    if picture.mode in _MODES:
        return picture.copy()
    has_alpha = picture.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _in_common_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn the colours of a camera's profile into everybody's, as the profile goes."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return bare
    try:
        ImageCms.profileToProfile(
            bare,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            inPlace=True,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return bare
    return bare


def _preview(picture: Image.Image) -> bytes | None:
    if picture.width <= PREVIEW_WIDTH and picture.height <= PREVIEW_HEIGHT:
        return None
    small = picture.convert("RGBA" if picture.mode == "RGBA" else "RGB")
    small.thumbnail((PREVIEW_WIDTH, PREVIEW_HEIGHT), Image.Resampling.LANCZOS)
    return _written(small, "WEBP")


def _written(picture: Image.Image, written_as: str) -> bytes:
    if written_as == "JPEG" and picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGB")
    if written_as == "WEBP" and picture.mode not in {"RGB", "RGBA"}:
        picture = picture.convert("RGB")
    content = io.BytesIO()
    options: dict[str, dict[str, object]] = {
        "JPEG": {"quality": 88, "optimize": True, "progressive": True},
        "PNG": {},
        "WEBP": {"quality": 82, "method": 4},
    }
    picture.save(content, written_as, **options[written_as])
    return content.getvalue()
