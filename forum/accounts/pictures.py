"""Pictures of members: whatever is sent becomes a small square WebP, or nothing."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from forum.kernel.errors import Invalid

LARGEST = 5 * 1024 * 1024
SIDE = 256
_FORMATS = ("JPEG", "PNG", "WEBP")
# A small file can hold a huge picture: refused by its announced size, before a pixel is unpacked.
_MOST_PIXELS = 40_000_000


def square_webp(upload: bytes) -> bytes:
    """Return the middle of the picture as a square WebP of 256 pixels, without any metadata.

    Raises `Invalid` for the field "picture": "picture_large", "picture_kind", "picture_pixels".
    Takes up to a second of CPU: not for the event loop.
    """
    if len(upload) > LARGEST:
        raise Invalid("picture_large", field="picture")
    try:
        return _converted(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("picture_pixels", field="picture") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise Invalid("picture_kind", field="picture") from None


def _converted(upload: bytes) -> bytes:
    with Image.open(io.BytesIO(upload), formats=_FORMATS) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise Invalid("picture_pixels", field="picture")
        picture.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(picture)
        square = ImageOps.fit(upright.convert("RGBA"), (SIDE, SIDE))
    plain = Image.new("RGB", square.size, "white")
    plain.paste(square, mask=square.getchannel("A"))
    content = io.BytesIO()
    plain.save(content, "WEBP", quality=82, method=4)
    return content.getvalue()
