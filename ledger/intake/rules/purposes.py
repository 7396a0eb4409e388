"""360Giving's purposes of grants to individuals (GTIP) as the field's kinds of support; anything else is `OTH`."""

from __future__ import annotations

SUPPORT = {
    "GTIP010": "OTH",
    "GTIP030": "PHY",
    "GTIP040": "DIG",
    "GTIP060": "REL",
    "GTIP070": "HUM",
    "GTIP080": "HUM",
    "GTIP090": "HUM",
    "GTIP100": "TRA",
    "GTIP110": "PSY",
    "GTIP120": "MED",
    "GTIP130": "EDU",
    "GTIP140": "LIV",
    "GTIP160": "ADV",
    "GTIP170": "LEG",
}


def support_for(purpose: object) -> str:
    """Return the kind of support for the first purpose code that a row gives."""
    first = str(purpose).replace(",", ";").split(";")[0].strip().upper()
    return SUPPORT.get(first, "OTH")
