"""A picture for the demo's attachments: a receipt of which nothing can be read, drawn row by row (PNG, RFC 2083)."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 120, 160
PAPER, INK = 245, 90
MARGIN, LINE, THICK = 12, 14, 4


def receipt() -> bytes:
    """Return a small grey picture of lines on paper."""
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + _row(y) for y in range(HEIGHT))
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _row(y: int) -> bytes:
    row = bytearray([PAPER]) * WIDTH
    if MARGIN <= y < HEIGHT - MARGIN and y % LINE < THICK:
        end = WIDTH - MARGIN - (y // LINE * 17) % 40
        row[MARGIN:end] = bytes([INK]) * (end - MARGIN)
    return bytes(row)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
