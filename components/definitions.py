"""The definition of an indicator in words: formula, rules, rhythm, levels and targets.

A row is one of queries.schemas.DEFINITIONS or DEFINED_TARGETS as a dictionary. Words that the
catalogue uses and we do not know are told as it writes them.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assets.wording import UnknownKey
from components.markup import plain, without_source_keys
from components.measures import Measure
from components.reader import Reader
from domain.cells import fold

Row = Mapping[str, Any]

# Rules of the catalogue that have a name and an explanation.
RULES = ("measure", "aggregation", "zero_denominator", "polarity")


def rule_name(rule: str, word: str, reader: Reader) -> str:
    """`Tỷ số của tổng` for aggregation ratio_of_sums; `rule` is one of RULES."""
    return _known(f"definitions.{rule}.{word}", word, reader)


def rule_told(rule: str, word: str, reader: Reader) -> str:
    """What the rule means, in a sentence; empty for a word that is not known."""
    return _known(f"definitions.{rule}_told.{word}", "", reader)


def subject_name(subject: str, reader: Reader) -> str:
    """`Dịch vụ công trực tuyến` for online_services."""
    return _known(f"definitions.subject.{subject}", subject, reader)


def frequency_words(row: Row, reader: Reader) -> str:
    """`tuần, tháng`: how often the indicator is reported."""
    return _each(row["frequency"], "frequency", reader)


def level_words(row: Row, reader: Reader) -> str:
    """`tỉnh; cấp xã`: whose figures there can be, down to the lowest level."""
    return _each(row["levels"], "level", reader)


def unit_words(row: Row, reader: Reader) -> str:
    """`%`, `hồ sơ`: the unit of measure."""
    return Measure.of(row).unit(reader)


def formula(row: Row, reader: Reader) -> tuple[str, str]:
    """Numerator and denominator in words, empty where the catalogue names none."""
    numerator, denominator = (
        plain(reader.pick(dict(row), side), limit=400) for side in ("numerator", "denominator")
    )
    return numerator, denominator


def source_words(row: Row, reader: Reader) -> str:
    """Where the definition comes from, without the keys of the list of sources ([S8])."""
    source = reader.pick(dict(row), "definition_source")
    return plain(without_source_keys(source), limit=400)


def searched_text(row: Row, reader: Reader) -> str:
    """All that a search looks through for a definition, folded."""
    told = [str(row["indicator"]), subject_name(row["subject"], reader)]
    told += [str(value) for name, value in row.items() if name.endswith(("_vi", "_en")) and value]
    return fold(" ".join(told))


def is_found(searched: str, query: str) -> bool:
    """Whether every word of `query` stands in `searched` (folded), accents and blanks aside."""
    words = fold(query).split()
    closed_up = searched.replace(" ", "")
    return all(word in searched for word in words) or "".join(words) in closed_up


def document_words(row: Row, reader: Reader) -> str:
    """`422/QĐ-TTg, 04/04/2022`: number and date, for there are two decisions numbered 422."""
    number = plain(row["document_number"])
    title = plain(reader.pick(dict(row), "document_title"), limit=160)
    issued: date | None = row["document_issued_on"]
    # A newspaper's running number says less than its title.
    named = number if "/" in number or "-" in number else title
    if not named:
        return reader.text("definitions.no_document")
    return f"{named} ({reader.date(issued)})" if issued else named


def path_words(row: Row, reader: Reader) -> str:
    """How the target is to be reached: all along, on a line from 56%, by steps."""
    measure = Measure.of(row)
    start = row["start_value"]
    steps = "; ".join(
        reader.text(
            "definitions.step",
            value=measure.mark(step["value"], reader),
            day=reader.date(step["reached_by"]),
        )
        for step in row["steps"] or ()
    )
    if steps:
        return reader.text(f"definitions.path.{row['path']}_told", steps=steps)
    if row["path"] == "linear" and start is not None:
        return reader.text("definitions.path.linear_told", start=measure.mark(start, reader))
    return reader.text("definitions.path.flat_told")


def target_of(row: Row, reader: Reader) -> str:
    """Of whom a target is: one unit, the units of a level, or all."""
    unit = plain(reader.pick(dict(row), "unit"))
    if unit:
        return unit
    if row["level"]:
        return _known(f"definitions.level.{row['level']}", str(row["level"]), reader)
    return reader.text("definitions.for_all")


def _each(listed: str, of: str, reader: Reader) -> str:
    words = [word.strip() for word in re.split(r"[,;/]", listed) if word.strip()]
    # "sở, ban, ngành" is one level.
    return "; ".join(
        _known(f"definitions.{of}.{fold(word).replace(' ', '_')}", word, reader) for word in words
    )


def _known(key: str, otherwise: str, reader: Reader) -> str:
    try:
        return reader.text(key)
    except UnknownKey:
        return plain(otherwise, limit=60)
