"""Addresses of our own screens that keep what is asked.

Province, period, unit, map, language, and the meeting at which the figures stand still.
"""

from urllib.parse import urlencode

from assets.wording import DEFAULT_LANGUAGE
from components.state import Screen
from domain.frozen import AT


def way_to(key: str, *, screen: Screen, unit: str = "", **more: str) -> str:
    """The address of the screen `key` with the same question; empty ones of `more` are left out.

    `unit`: the code of the unit asked about, as the address has it.
    """
    asked = screen.question
    known = {"province": screen.province.slug, "period": asked.period.code}
    known["era"] = asked.era.isoformat() if asked.era else ""
    known["unit"] = unit if asked.unit_id is not None else ""
    known[AT] = asked.at
    known |= more
    known["lang"] = "" if screen.reader.language == DEFAULT_LANGUAGE else screen.reader.language
    return f"/{key}?{urlencode({name: value for name, value in known.items() if value})}"
