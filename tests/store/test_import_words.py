"""The words of import files and the sentences of refusals agree with everything they speak of."""

import re
from collections.abc import Iterator
from pathlib import Path

import dataframely as dy
import pytest
from sqlalchemy import CheckConstraint

import store.imports
from assets import wording
from domain.cells import CellRefused, fold
from store.imports.checking import rule_names
from store.imports.kinds import KIND_BY_NAME, KINDS, table_of
from store.imports.landing import Subject
from store.imports.reading import CellWithoutHeader, TextTooLong, ValueRequired
from store.imports.refusals import refusal_key
from store.imports.subjects import SUBJECTS
from store.imports.words import WORDS, spellings
from store.tables import unit

# What dataframely checks of every column by itself; our frames cannot break it.
OF_TYPES = re.compile(r".*\|(nullability|inner_nullability|nan|inf)")


@pytest.mark.parametrize(("kind", "column"), sorted(WORDS))
def test_the_words_of_a_column_are_those_its_table_allows(kind: str, column: str) -> None:
    table, words = table_of(KIND_BY_NAME[kind]), set(WORDS[kind, column])
    # A figure has its level from its unit, and a succession those of its two.
    table = table if column in table.c else unit
    column = column.removeprefix("old_").removeprefix("new_")
    allowed = {
        str(rule.sqltext)
        for rule in table.constraints
        if isinstance(rule, CheckConstraint) and str(rule.name).endswith(f"_{column}_known")
    }
    (constraint,) = allowed
    assert set(re.findall(r"'(\w+)'", constraint)) == words


@pytest.mark.parametrize(("kind", "column"), sorted(WORDS))
def test_no_spelling_means_two_words(kind: str, column: str) -> None:
    words = WORDS[kind, column]
    written = [fold(spelling) for word in words for spelling in {word, *words[word]}]
    assert len(written) == len(set(written))
    assert set((spellings(kind, column) or {}).values()) == set(words)


def test_no_header_means_two_columns() -> None:
    for kind in KINDS:
        headers = [fold(h) for c in kind.columns for h in {c.name, c.header_vi}]
        assert len(headers) == len(set(headers)), kind.name


def test_every_kind_of_file_has_a_subject_and_a_table() -> None:
    assert list(SUBJECTS) == [kind.name for kind in KINDS]
    for subject in SUBJECTS.values():
        assert set(subject.key) <= {column.name for column in subject.table.columns}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_every_rule_says_which_column_is_to_blame(subject: Subject) -> None:
    rules = {name for name in rule_names(subject.rules) if not OF_TYPES.fullmatch(name)}
    assert rules == set(subject.faults)
    columns = {column.name for column in KIND_BY_NAME[subject.kind].columns} | {""}
    assert {fault.column for fault in subject.faults.values()} <= columns | {"unit_name"}


def reason_codes() -> Iterator[str]:
    yield from (reason.reason_code for reason in CellRefused.__subclasses__())
    for subject in SUBJECTS.values():
        for rule, fault in subject.faults.items():
            yield fault.reason or rule
    for module in Path(store.imports.__path__[0]).rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        yield from re.findall(r'file_refused\(\s*"(\w+)"', source)
        yield from re.findall(r'"((?:workbook|column|already)_(?!name)\w+)"', source)


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    codes = set(reason_codes())
    assert {
        ValueRequired.reason_code,
        TextTooLong.reason_code,
        CellWithoutHeader.reason_code,
    } <= codes
    for code in codes:
        for language in wording.LANGUAGES:
            assert wording.text(refusal_key(code), language=language)


def test_no_sentence_is_left_over() -> None:
    known = {
        key.removeprefix("imports.refusal.")
        for key in wording.catalogue("vi")._catalog  # type: ignore[attr-defined]
        if isinstance(key, str) and key.startswith("imports.refusal.")
    }
    assert known == {code for code in reason_codes() if refusal_key(code).startswith("imports.")}


def test_a_frame_validator_that_lost_its_rules_would_be_noticed() -> None:
    """An inherited rule counts: the schemas are put together from shared ones."""
    observations: type[dy.Schema] = SUBJECTS["observations"].rules
    names = rule_names(observations)
    assert "duplicate_in_file" in names
    assert "unit_not_existing_then" in names
    assert "numerator|min" in names
