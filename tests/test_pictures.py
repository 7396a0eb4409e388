"""Pictures keep what can be seen and nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from ledger.pictures import LONGEST_SIDE, CannotDraw, without_metadata

SECRET = b"courtyard of the prison"


def jpeg(size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A JPEG, left half red."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    picture.save(written, "JPEG", **more)  # type: ignore[arg-type]
    return written.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Metadata as a phone writes it: device, words, place."""
    data = Image.Exif()
    data[0x010F], data[0x010E], data[0x0112] = "Phone", SECRET.decode(), orientation
    data.get_ifd(0x8825)[2] = (1.0, 17.0, 9.0)
    return data.tobytes()


def opened(content: bytes) -> Image.Image:
    """Look at it."""
    return Image.open(io.BytesIO(content))


def test_a_photo_loses_place_device_and_words() -> None:
    """Exif, comment, profile, and what was hung on behind its end."""
    content = jpeg(exif=exif(), comment=SECRET, icc_profile=b"profile " + SECRET) + SECRET
    assert content.count(SECRET) >= 4
    plain = without_metadata(content)
    assert SECRET not in plain
    assert b"Phone" not in plain
    assert not opened(plain).getexif()
    assert opened(plain).size == (60, 40)


def test_a_photo_that_was_marked_to_be_turned_is_turned() -> None:
    """Or a receipt would lie on its side."""
    plain = opened(without_metadata(jpeg(exif=exif(orientation=6))))
    assert plain.size == (40, 60)
    red, _green, blue = plain.getpixel((20, 5))  # type: ignore[misc]
    assert red > 200
    assert blue < 100


def test_a_png_loses_its_words_and_keeps_its_shades() -> None:
    """Text chunks go, transparency stays."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    words.add_itxt("XML", SECRET.decode(), zip=False)
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 128)).save(written, "PNG", pnginfo=words, exif=exif())
    assert SECRET in written.getvalue()
    plain = without_metadata(written.getvalue())
    assert SECRET not in plain
    assert opened(plain).getpixel((3, 3)) == (255, 0, 0, 128)


def test_a_very_large_photo_is_made_smaller() -> None:
    """The small print stays readable, the memory bounded."""
    plain = opened(without_metadata(jpeg((6000, 4000))))
    assert max(plain.size) == LONGEST_SIDE


def _bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", jpeg()[:300], b"<svg/>", _bomb()],
    ids=["nothing", "a jpeg's head", "a png's head", "another kind", "cut off", "markup", "bomb"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    """Damaged, cut off, of another kind, or made to fill the memory."""
    with pytest.raises(CannotDraw):
        without_metadata(content)
