"""Papers and pictures by Typst, from the templates in assets/papers and data alone.

The compiler reads nothing but that folder, takes no typeface of the machine and asks no network.
Nothing is written: the finished file comes as bytes. Data goes in as one JSON text, so that no
letter of it can be taken for markup.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from assets.addresses import FOLDER

PAPERS: Path = FOLDER / "papers"
# A template's page is so many points wide, at 72 points an inch.
PICTURE_POINTS, PICTURE_PIXELS = 960, 1920
POINTS_AN_INCH = 72


def as_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The paper of `template` (briefing, units): tagged, its typeface embedded."""
    compiler = _compiler(template, data)
    made = compiler.compile(format="pdf", timestamp=made_at.astimezone(UTC).replace(microsecond=0))
    assert isinstance(made, bytes)
    return made


def as_png(data: Mapping[str, Any]) -> bytes:
    """One figure as a picture PICTURE_PIXELS wide."""
    ppi = POINTS_AN_INCH * PICTURE_PIXELS / PICTURE_POINTS
    made = _compiler("picture", data).compile(format="png", ppi=ppi)
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return first


def _compiler(template: str, data: Mapping[str, Any]) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[PAPERS / "fonts"])
    return typst.Compiler(
        input=PAPERS / f"{template}.typ",
        root=PAPERS,
        font_paths=fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
