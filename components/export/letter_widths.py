"""How wide a text is in the slides' typeface, in points: Arial, and all that have its widths."""

import unicodedata
from functools import lru_cache

# Widths of space to tilde, in thousandths of the size.
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHERS = {
    "đ": 556, "Đ": 722, "ơ": 660, "Ơ": 870, "ư": 660, "Ư": 840, "–": 556, "—": 1000, "…": 1000,
    "·": 333, "“": 333, "”": 333, "‘": 222, "’": 222, "−": 584, "≥": 549, "≤": 549,
    "\u00a0": 278,
}  # fmt: skip
# Letters of other scripts are at most as wide as they are high.
WIDEST = 1000
# Bold letters are wider; two programs never set a text quite alike.
BOLD, SLACK = 1.08, 1.02


def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """The width of `text` in one line, a little slack included."""
    thousandths = sum(map(_width, text))
    return thousandths / 1000 * points * SLACK * (BOLD if bold else 1.0)


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    """Of a letter with its marks: those above and below add nothing, the horn does."""
    if " " <= letter <= "~":
        return _ASCII[ord(letter) - 32]
    if letter in _OTHERS:
        return _OTHERS[letter]
    if unicodedata.category(letter) == "Mn":
        return 0
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1:
        return WIDEST
    whole = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return _width(whole) if whole != letter else _width(parts[0])


# Grave, acute, hook above, tilde, dot below.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
