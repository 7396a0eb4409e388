"""An address as a picture that a telephone reads: a QR code (ISO/IEC 18004) as PNG, since drawings are switched off."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response

SCALE, BORDER = 5, 4
"""Points a module, and modules of quiet round it, as the standard asks."""


def qr_response(address: str) -> Response:
    """Answer with the picture of an address."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=SCALE, border=BORDER)
    return Response(out.getvalue(), mimetype="image/png")
