"""docs/data_dictionary.md from the rows of the catalogue: `python -m sample_data.dictionary`.

The same rows are imported into the store and shown on the page of definitions; the words of the
rules are those of the locales. tests/contracts/test_data_dictionary.py fails when it is stale.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from components.definitions import frequency_words, level_words, rule_name, rule_told, subject_name
from components.measures import Measure
from components.reader import Reader
from store.imports.kinds import KIND_BY_NAME

PROJECT = Path(__file__).parents[1]
CATALOGUE = PROJECT / "sample_data" / "catalogue"
DICTIONARY = PROJECT / "docs" / "data_dictionary.md"
RULES = ("aggregation", "zero_denominator", "polarity", "measure")
VI, EN = Reader("vi"), Reader("en")

Row = dict[str, str]

HEAD = """# Data dictionary

Generated from `sample_data/catalogue/` by `make dictionary`; do not edit by hand. An indicator is
added by importing a row of kind `indicators`, not by code. `[S…]`: `sample_data/README.md`.
"""


def rows_of(kind: str) -> list[Row]:
    """The rows of the catalogue's files of `kind`, by our column names."""
    names = {column.header_vi: column.name for column in KIND_BY_NAME[kind].columns}
    rows: list[Row] = []
    for path in sorted(CATALOGUE.glob(f"[0-9][0-9]*_{kind}.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += csv.DictReader(file, delimiter=";")
    return [{names[header]: cell for header, cell in row.items()} for row in rows]


def dictionary() -> str:
    """The whole document."""
    indicators = rows_of("indicators")
    subjects = list(dict.fromkeys(row["subject"] for row in indicators))
    parts = [HEAD, _rules(indicators), _thresholds(), _windows()]
    for subject in subjects:
        names = f"{subject_name(subject, EN)} / {subject_name(subject, VI)}"
        parts.append(f"## {names}\n")
        parts += [_indicator(row) for row in indicators if row["subject"] == subject]
    return "\n".join(parts)


def _rules(indicators: list[Row]) -> str:
    """What the words of the catalogue's rules mean."""
    lines = ["## Rules\n"]
    for rule in RULES:
        words = sorted({row[rule] for row in indicators})
        body = [
            (f"`{word}`", *(_rule(rule, word, reader) for reader in (EN, VI))) for word in words
        ]
        lines.append(_table((f"`{rule}`", "English", "Tiếng Việt"), body))
    return "\n".join(lines)


def _rule(rule: str, word: str, reader: Reader) -> str:
    told = rule_told(rule, word, reader)
    return f"{rule_name(rule, word, reader)}. {told}" if told else rule_name(rule, word, reader)


def _thresholds() -> str:
    """When a figure is ahead, on course or behind (kind `status_rules`)."""
    columns = (
        "measure", "indicator", "margin_in", "ahead_margin", "course_margin", "attainment_cap",
        "due_soon_days",
    )  # fmt: skip
    body = [tuple(row[name] for name in columns) for row in rows_of("status_rules")]
    return "## Thresholds of status\n\n" + _table(columns, body)


def _windows() -> str:
    """For how many days after its period a figure is provisional (kind `reporting_windows`)."""
    columns = ("frequency", "indicator", "days_open")
    body = [tuple(row[name] for name in columns) for row in rows_of("reporting_windows")]
    return "## Reporting windows\n\n" + _table(columns, body)


def _indicator(row: Row) -> str:
    unit = " / ".join(_unit(row, reader) for reader in (EN, VI))
    source = "; ".join(filter(None, (row["definition_source"], row["target_source"])))
    rules = "; ".join(f"{rule} `{row[rule]}`" for rule in RULES)
    facts = (
        ("Name", row["name_en"], row["name_vi"]),
        ("Numerator", row["numerator"], row["numerator_vi"]),
        ("Denominator", row["denominator"], row["denominator_vi"]),
        ("Reported", frequency_words(row, EN), frequency_words(row, VI)),
        ("Levels", level_words(row, EN), level_words(row, VI)),
        ("Official target", row["official_target"], row["official_target_vi"]),
        ("Source", source, row["definition_source_vi"]),
    )
    body = [fact for fact in facts if any(fact[1:])]
    table = _table(("", "English", "Tiếng Việt"), body)
    return f"### {row['code']}\n\nUnit: {unit}; {rules}.\n\n{table}"


def _unit(row: Row, reader: Reader) -> str:
    return Measure.of(row).unit(reader)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    DICTIONARY.write_text(dictionary(), encoding="utf-8")
