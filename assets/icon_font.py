"""The icon font with only the icons that are used: 4,000 icons weigh 375 kB, ours a tenth.

`python -m assets.icon_font` builds it anew from Streamlit's copy of Material Symbols Rounded
(Apache License 2.0) after an icon was added or Streamlit was renewed; tests/unit/test_icon_font.py
says when. Needs fonttools and brotli; the board itself does not.
"""

import importlib.util
import re
from pathlib import Path
from typing import Any

from assets.addresses import FOLDER

FONT = FOLDER / "fonts" / "material-symbols-rounded-used.woff2"
NAMES = FONT.with_suffix(".txt")
SPEAKING = ("shell.py", "pages", "components", "server")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
_ICON = re.compile(r":material/([a-z0-9_]+)")


def icons_used() -> list[str]:
    """The names of the icons that our screens and Streamlit's own program ask for, in order."""
    project = FOLDER.parent
    ours = [path for name in SPEAKING for path in _files(project / name, "*.py")]
    programs = _files(_streamlit_static() / "js", "*.js")
    texts = (path.read_text("utf-8") for path in (*ours, *programs))
    return sorted({name for text in texts for name in _ICON.findall(text)})


def icons_in_font() -> list[str]:
    """The names of the icons in the font as it was built, in order."""
    return NAMES.read_text("utf-8").split()


def build() -> None:
    """Write the font and the list of its icons."""
    from fontTools import subset  # noqa: PLC0415 (only who builds the font has it)

    (source,) = (_streamlit_static() / "media").glob("MaterialSymbols-Rounded.*.woff2")
    options = subset.Options(flavor="woff2", layout_closure=False)
    font = subset.load_font(str(source), options)
    drawn = _glyph_by_name(font)
    subsetter = subset.Subsetter(options)
    # The letters too: an icon is the ligature of its name.
    subsetter.populate(
        glyphs=[drawn[name] for name in icons_used() if name in drawn], unicodes=map(ord, LETTERS)
    )
    subsetter.subset(font)
    subset.save_font(font, str(FONT), options)
    NAMES.write_text("\n".join(icons_used()) + "\n", "utf-8")


def _glyph_by_name(font: Any) -> dict[str, str]:
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    found = {}
    for table in tables:
        for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items():
            for ligature in ligatures:
                parts = [first, *ligature.Component]
                found["".join(letters.get(part, "?") for part in parts)] = ligature.LigGlyph
    return found


def _files(place: Path, pattern: str) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob(pattern))


def _streamlit_static() -> Path:
    # Found without importing it: words and drawings know nothing of Streamlit.
    spec = importlib.util.find_spec("streamlit")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "static" / "static"


if __name__ == "__main__":
    build()
