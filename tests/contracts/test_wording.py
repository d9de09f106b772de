"""Both languages say everything: the same keys, none missing, none idle, the same fields."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assets.wording import LANGUAGES, LOCALES, UnknownKey, text

PROJECT = LOCALES.parents[1]
SPEAKING = ("shell.py", "pages", "components", "server", "store", "domain")


def messages(language: str, subject: str) -> dict[str, object]:
    with (LOCALES / language / f"{subject}.po").open(encoding="utf-8") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    return {
        (message.id[0] if isinstance(message.id, tuple) else message.id): message.string
        for message in catalogue
        if message.id
    }


def subjects(language: str) -> list[str]:
    return sorted(path.stem for path in (LOCALES / language).glob("*.po"))


def every_key() -> set[str]:
    return {key for subject in subjects("vi") for key in messages("vi", subject)}


def source_files() -> list[Path]:
    found = []
    for name in SPEAKING:
        path = PROJECT / name
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    # Migrations and tables name columns, `unit.id` among them, and say nothing to people.
    found = [path for path in found if not {"migrations", "tables"} & set(path.parts)]
    return found


def test_both_languages_have_the_same_subjects() -> None:
    assert subjects("vi") == subjects("en")


@pytest.mark.parametrize("subject", subjects("vi"))
def test_both_languages_have_the_same_keys_and_none_is_empty(subject: str) -> None:
    spoken = {language: messages(language, subject) for language in LANGUAGES}
    assert spoken["vi"].keys() == spoken["en"].keys()
    for language in LANGUAGES:
        silent = [key for key, said in spoken[language].items() if not said]
        assert silent == [], f"{language} has no text for {silent}"


@pytest.mark.parametrize("subject", subjects("vi"))
def test_both_languages_fill_the_same_fields(subject: str) -> None:
    def fields(said: object) -> set[str | None]:
        forms = said if isinstance(said, (tuple, list)) else (said,)
        parsed = (part for form in forms for part in string.Formatter().parse(str(form)))
        return {field for _, field, _, _ in parsed if field}

    vietnamese, english = messages("vi", subject), messages("en", subject)
    # Plural forms in English may drop what the Vietnamese sentence says, never add to it.
    differing = {
        key: (fields(vietnamese[key]), fields(english[key]))
        for key in vietnamese
        if fields(vietnamese[key]) ^ fields(english[key])
        and not (fields(vietnamese[key]) ^ fields(english[key])) <= {"roman", "number", "month"}
    }
    assert differing == {}


def test_every_key_the_code_names_stands_in_a_catalogue() -> None:
    known = every_key()
    known_prefixes = {key.split(".")[0] for key in known}
    named = set()
    for path in source_files():
        for key in re.findall(r'"([a-z][a-z_0-9]*(?:\.[a-z_0-9]+)+)"', path.read_text("utf-8")):
            if key.split(".")[0] in known_prefixes:
                named.add((key, path.name))
    files = (".py", ".css")
    missing = {(key, file) for key, file in named if key not in known and not key.endswith(files)}
    assert missing == set()


def test_an_unknown_key_is_a_mistake_that_shows_in_tests_and_not_on_screen() -> None:
    with pytest.raises(UnknownKey):
        text("no.such.key", language="vi")
