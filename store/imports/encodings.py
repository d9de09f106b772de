"""The letters of a CSV file: UTF-8, UTF-16, or the Windows code page for Vietnamese."""

import codecs
import unicodedata

from domain.cells import legacy_font
from store.imports.refusals import file_refused

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
    "\u00a0‘’“”–—…•₫°²³"
)


def decode(data: bytes) -> str:
    """The text of `data` in NFC, without byte order mark.

    Raises FileRefused: encoding_unknown, legacy_font.
    """
    if data.startswith(_UTF16_MARKS):
        text = _try(data, "utf-16")
    else:
        text = _try(data, "utf-8-sig")
        if text is None or "\x00" in text[:200]:
            text = _utf16_without_mark(data) or text or _windows_vietnamese(data)
    if text is None:
        font = None if _is_mostly_utf8(data) else _old_font(data)
        if font:
            raise file_refused("file_legacy_font", font=font)
        raise file_refused("encoding_unknown")
    return unicodedata.normalize("NFC", text)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether a few bytes of a UTF-8 text were damaged: most letters beyond ASCII are whole."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return sum(not letter.isascii() for letter in text) > 2 * lost


def _old_font(data: bytes) -> str | None:
    # Read as Latin letters, the texts of the old fonts show what they are.
    return legacy_font(data.decode("cp1252", errors="replace"))


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    # Latin letters and digits have a zero byte each; it lies second in the little-endian form.
    if data[:200].count(0) < len(data[:200]) // 4:
        return None
    encoding = "utf-16-le" if data[1:2] == b"\x00" or data[3:4] == b"\x00" else "utf-16-be"
    return _try(data, encoding)


def _windows_vietnamese(data: bytes) -> str | None:
    """The text in code page 1258, if every letter of it is Vietnamese then; else None."""
    text = _try(data, "cp1258")
    if text is None:
        return None
    composed = unicodedata.normalize("NFC", text)
    strange = any(not letter.isascii() and letter not in _VIETNAMESE for letter in composed)
    return None if strange else composed
