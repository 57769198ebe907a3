"""What becomes of a picture that somebody sends: one small JPEG without anything hidden in it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from vcs.core.errors import InvalidInput, Text

LONGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82


def shown_photo(data: bytes) -> bytes:
    """The picture upright, at most 1,600 pixels long, as JPEG, without its metadata.

    Whatever is no JPEG, PNG or WebP, or unfolds to an absurd size, is refused.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _refused()
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _refused() from error
    except Image.DecompressionBombError as error:
        raise _refused() from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _refused() -> InvalidInput:
    return InvalidInput.field(
        "/file",
        "not_a_picture",
        Text(
            "ไฟล์นี้ไม่ใช่รูปภาพที่ใช้ได้ ส่งเป็น JPEG, PNG หรือ WebP",
            "Not a usable picture; send a JPEG, PNG or WebP",
        ),
    )
