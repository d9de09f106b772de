"""The words of the board in Vietnamese and English, from gettext catalogues.

One catalogue a subject and language: assets/locales/<language>/<subject>.po; a message id is a
key such as `situation.title`, and both languages have the same keys (tests/contracts).
"""

import gettext
import io
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"


class UnknownKey(KeyError):
    """A message id that stands in no catalogue: a mistake of ours, never shown to a person."""


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """All messages of `language` (vi or en), compiled once per process."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}")
    merged: gettext.GNUTranslations | None = None
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open(encoding="utf-8") as file:
            messages = read_po(file, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        subject = gettext.GNUTranslations(compiled)
        if merged is None:
            merged = subject
        else:
            merged._catalog.update(subject._catalog)  # type: ignore[attr-defined]
    if merged is None:
        raise FileNotFoundError(f"no catalogue for {language!r} under {LOCALES}")
    return merged


def text(key: str, *, language: str, **values: object) -> str:
    """The message `key` in `language`, with `{name}` replaced by `values`.

    Raises UnknownKey when the key stands in no catalogue.
    """
    message = catalogue(language).gettext(key)
    if message == key:
        raise UnknownKey(key)
    return message.format(**values) if values else message


def counted_text(key: str, count: int, /, *, language: str, **values: object) -> str:
    """As `text`, in the plural form that `count` asks for; `{count}` is not filled in by itself."""
    message = catalogue(language).ngettext(key, key, count)
    if message == key:
        raise UnknownKey(key)
    return message.format(**values) if values else message


def day_text(day: date, *, language: str) -> str:
    """05/04/2024 in Vietnamese, 5 Apr 2024 in English."""
    pattern = "dd/MM/yyyy" if language == "vi" else "d MMM yyyy"
    return format_date(day, format=pattern, locale=language)
