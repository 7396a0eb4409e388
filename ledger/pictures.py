"""Pictures by Pillow: drawn anew, so that nothing stays but what can be seen."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000
"""Width times height of what is taken: more than nearly any phone makes."""
LONGEST_SIDE = 3000
"""Pixels of what is kept: the small print of a receipt can be read."""
QUALITY = 88


class CannotDraw(ValueError):  # noqa: N818 - what happened, in words
    """What was given is no picture that can be drawn, or one that is too large."""


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG or PNG with its pixels alone: no place, time, device, thumbnail, comment, nor bytes behind its end.

    It is turned as its maker's device had marked it to be turned. Raises CannotDraw.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
                return _drawn(opened)
    except (OSError, ValueError, SyntaxError, ArithmeticError, Image.DecompressionBombError, Warning) as error:
        raise CannotDraw from error


def _drawn(opened: Image.Image) -> bytes:
    if opened.width * opened.height > MOST_PIXELS:
        raise CannotDraw
    is_png = opened.format == "PNG"
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(opened)
    has_shades = is_png and ("A" in turned.getbands() or "transparency" in turned.info)
    plain = turned.convert("RGBA" if has_shades else "RGB")
    plain.info = {}
    written = io.BytesIO()
    if is_png:
        plain.save(written, "PNG")
    else:
        plain.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
