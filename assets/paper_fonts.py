"""The typeface of papers: Inter as two static TrueType files, which documents can embed.

`python -m assets.paper_fonts` makes assets/papers/fonts anew from the variable web fonts in
assets/fonts; a test fails when a letter of Vietnamese is missing in one of them.
"""

import io
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FROM = Path(__file__).parent / "fonts"
TO = Path(__file__).parent / "papers" / "fonts"
SUBSETS = ("latin", "latin-ext", "vietnamese")
# Name of the style, its weight, and where the file goes.
STYLES = (("Regular", 400, "Inter-Regular.ttf"), ("Bold", 700, "Inter-Bold.ttf"))
FAMILY, POSTSCRIPT = "Inter", "Inter"
# Numbers of the name table: family, style, identity, full name, PostScript name.
FAMILY_NAME, STYLE_NAME, UNIQUE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 3, 4, 6
# What tells programs that a file is the bold one of a family.
BOLD_MAC, BOLD_SELECTION, REGULAR_SELECTION = 1, 1 << 5, 1 << 6
# Only what a merged file needs to be drawn; the tables of the variable font are gone.
LAYOUT = ("STAT", "HVAR", "MVAR", "avar")


def static_font(style: str, weight: int) -> TTFont:
    """All letters of the subsets in one weight."""
    parts = [_part(subset, weight) for subset in SUBSETS]
    merged = Merger().merge([_as_file(part) for part in parts])
    for number, words in (
        (FAMILY_NAME, FAMILY),
        (STYLE_NAME, style),
        (UNIQUE_NAME, f"{FAMILY} {style} (static)"),
        (FULL_NAME, f"{FAMILY} {style}"),
        (POSTSCRIPT_NAME, f"{POSTSCRIPT}-{style}"),
    ):
        merged["name"].setName(words, number, 3, 1, 0x409)
    is_bold = style == "Bold"
    merged["OS/2"].usWeightClass = weight
    merged["OS/2"].fsSelection = BOLD_SELECTION if is_bold else REGULAR_SELECTION
    merged["head"].macStyle = BOLD_MAC if is_bold else 0
    return merged


def _part(subset: str, weight: int) -> TTFont:
    variable = TTFont(FROM / f"inter-{subset}-wght-normal.woff2")
    static = instantiateVariableFont(variable, {"wght": weight})
    static.flavor = None
    for table in LAYOUT:
        if table in static:
            del static[table]
    return static


def _as_file(font: TTFont) -> io.BytesIO:
    written = io.BytesIO()
    font.save(written)
    written.seek(0)
    return written


def main() -> None:
    """Make both files anew."""
    TO.mkdir(parents=True, exist_ok=True)
    for style, weight, name in STYLES:
        static_font(style, weight).save(TO / name)


if __name__ == "__main__":
    main()
