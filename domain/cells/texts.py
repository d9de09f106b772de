"""Texts, codes and words out of cells; and what a cell is before anybody has read it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from domain.cells.refusals import (
    BrokenLetters,
    CellRefused,
    CodeHasBlank,
    CodeIsDate,
    HiddenCharacter,
    LegacyFont,
    UnknownWord,
)

# What files hold: text (CSV knows nothing else), a typed value of a workbook, or a fault that
# the file itself shows. None and the empty text are the same: nothing stands there.
Cell = str | int | float | bool | date | datetime | time | timedelta | CellRefused | None

# A dash that stands alone says "no value" in Vietnamese tables.
NO_VALUE = frozenset({"", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})

# Fonts before Unicode put Vietnamese letters on Latin ones. What Unicode text never shows is
# strong evidence; letters that a foreign name may have need company.
_TCVN3_STRONG = re.compile(
    r"[A-Za-z][µ¶¸¹¨ª¬¡¢£¤¥¦¼½¾]|[A-Za-z][·©®«»§\u00ad][A-Za-zµ-ÿ]|(?<!\w)®[a-zµ-ÿ]|[a-z][À-Þ]"
)
_TCVN3_WEAK = re.compile(r"[A-Za-z][ÆËÎÏÑÖØÜÞßäåæçîïëñö÷øûüþ]")
_VNI_STRONG = re.compile(r"[aA][âáàãêéèúÂÁÀÃÊÉÈÚ]|[eE][âáàãÂÁÀÃ]|[aeouyAEOUY][øûäåØÛÄÅ]")
_VNI_WEAK = re.compile(r"[aeouyAEOUY][ëïüËÏÜ]|[A-Za-z]?[ñöÑÖ]")


def fold(text: str) -> str:
    """`text` for comparison: no accents, no case, no punctuation, single blanks."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", kept))


def shown(cell: Cell) -> str:
    """What a person sees in the cell, near enough to find it again."""
    match cell:
        case None:
            text = ""
        case CellRefused():
            text = cell.raw
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float():
            text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            text = cell.strftime("%d/%m/%Y %H:%M")
        case date():
            text = cell.strftime("%d/%m/%Y")
        case _:
            text = str(cell)
    return text


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell; a dash alone is nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip() in NO_VALUE)


def read_text(cell: Cell) -> str:
    """The text in NFC, trimmed; line breaks are kept as `\\n`, tabs become blanks.

    Raises HiddenCharacter, BrokenLetters, LegacyFont.
    """
    raw = shown(cell)
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    text = unicodedata.normalize("NFC", text).strip()
    font = legacy_font(text)
    if font:
        raise LegacyFont(raw, font=font)
    if "\ufffd" in text or (re.search(r"[^\W\d]\?[^\W\d]", text) and "://" not in text):
        raise BrokenLetters(raw)
    visible = "".join(letter for letter in text if not _is_hidden(letter))
    if visible != text:
        raise HiddenCharacter(raw, proposal=visible.strip())
    return text


def _is_hidden(letter: str) -> bool:
    # Cc: control; Cf: zero-width and direction marks; Co, Cs: private use and lone surrogates.
    return letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"}


def legacy_font(text: str) -> str | None:
    """`TCVN3 (ABC)` or `VNI` when the text was typed for such a font, else None."""
    if text.isascii():
        return None
    vni = _weight(text, strong=_VNI_STRONG, weak=_VNI_WEAK)
    tcvn3 = _weight(text, strong=_TCVN3_STRONG, weak=_TCVN3_WEAK)
    if max(vni, tcvn3) < 2:
        return None
    return "VNI" if vni >= tcvn3 else "TCVN3 (ABC)"


def _weight(text: str, *, strong: re.Pattern[str], weak: re.Pattern[str]) -> int:
    return 2 * len(strong.findall(text)) + len(weak.findall(text))


def read_code(cell: Cell) -> str:
    """A code as written. A whole number of a workbook is read as its digits.

    Raises CodeHasBlank, CodeIsDate and what read_text raises.
    """
    if isinstance(cell, date | datetime | time | timedelta):
        raise CodeIsDate(shown(cell))
    code = read_text(cell)
    if re.search(r"[\s;]", code):
        raise CodeHasBlank(shown(cell), proposal=re.sub(r"[\s;]+", "-", code))
    return code


def read_codes(cell: Cell) -> tuple[str, ...]:
    """Codes separated by semicolons or line breaks, each once, in the order written."""
    if not isinstance(cell, str):
        return (read_code(cell),)
    parts = [part for part in re.split(r"[;\n\r]", cell) if not is_blank(part)]
    return tuple(dict.fromkeys(read_code(part) for part in parts))


def read_word(
    cell: Cell, words: Mapping[str, str] | None = None, *, listed: str | None = None
) -> str:
    """One of `words` (folded spelling -> our word), whatever its case and accents.

    Without `words` the text itself. `listed`: how a refusal lists the words.
    Raises UnknownWord, CodeIsDate and what read_text raises.
    """
    if isinstance(cell, date | datetime | time | timedelta):
        raise CodeIsDate(shown(cell))
    text = read_text(cell)
    if words is None:
        return text
    word = words.get(fold(text))
    if word is None:
        near = get_close_matches(fold(text), list(words), n=1)
        known = listed or ", ".join(dict.fromkeys(words.values()))
        raise UnknownWord(shown(cell), proposal=words[near[0]] if near else None, words=known)
    return word
