"""Text that others wrote, made harmless for a screen.

Names and titles may hold anything: tags, markdown, marks that turn the reading direction, letters
under a tower of accents, 300 letters without a space, the number of somebody's identity card. On
screen they are inert, one line long and without numbers that name a person.
"""

import re
import unicodedata
from html import escape

from domain.privacy import masked

LONGEST = 200
MOST_MARKS_ON_A_LETTER = 2
# Control, format (direction overrides, zero width), lone surrogates, private use, unassigned.
UNSHOWABLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def plain(value: object, *, limit: int = LONGEST) -> str:
    """`value` as one line of at most `limit` letters, cut with an ellipsis; not yet HTML."""
    composed = unicodedata.normalize("NFC", "" if value is None else str(value))
    kept: list[str] = []
    marks = 0
    for letter in composed:
        category = unicodedata.category(letter)
        marks = marks + 1 if category == "Mn" else 0
        if letter.isspace():
            kept.append(" ")
        elif category not in UNSHOWABLE and marks <= MOST_MARKS_ON_A_LETTER:
            kept.append(letter)
    # Before the cut, which could leave most of a number standing.
    line = masked(" ".join("".join(kept).split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def without_source_keys(text: str) -> str:
    """`text` without the keys of our list of sources ([S8]), which say nothing to a reader."""
    return re.sub(r"\s*\[S\d[^\]]*\]", "", text)


def safe(value: object, *, limit: int = LONGEST) -> str:
    """`value` as `plain`, escaped for HTML text and for quoted attributes."""
    return escape(plain(value, limit=limit), quote=True)


def share_style(share: float) -> str:
    """A share 0-1 of a length as a CSS percentage; what lies outside is drawn at the edge."""
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


def hint(text: str) -> str:
    """A title attribute: what a pointer at rest shows."""
    return f' title="{safe(text, limit=600)}"'
