"""How wide words are in Inter semibold: what is counted to fit must fit in the browser, too."""

import unicodedata

# Widths as shares of the size of type, by the letter without its marks; digits are tabular.
_WIDTHS = {
    **dict.fromkeys("ijlI'", 0.27),
    **dict.fromkeys(" \u00a0", 0.25),
    **dict.fromkeys(".,:;·t()/|", 0.37),
    **dict.fromkeys("fr1-", 0.44),
    **dict.fromkeys("mwM%…W@", 0.98),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZĐ", 0.71),
}
_OTHERS = 0.6
# Tabular digits have the width of the widest.
_DIGIT = 0.65


def ems(words: str) -> float:
    """The width of `words` on one line, in sizes of their type."""
    return sum(_width(letter) for letter in words)


def _width(letter: str) -> float:
    if letter.isdigit():
        return _DIGIT
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(letter, _WIDTHS.get(base, _OTHERS))
