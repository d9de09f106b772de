"""What needs a decision: the list, the cases of one line, and the rules."""

from datetime import date
from urllib.parse import urlencode

import polars as pl

from components.blocks.card import Card
from components.figures.decision_list import (
    Way,
    case_table,
    decision_table,
    heaviest,
    rule_table,
    rules_by_code,
)
from components.figures.decision_words import line_title, value_words, who_words
from components.figures.marks import icon, origin_line
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.state import Screen
from components.ways import way_to

PAGE = "decisions"
# Of each kind of case the screen it lies on, and the parameter that names it there.
PAGES_OF_CASES = {
    "work_item": ("task", "task"),
    "pilot_model": ("pilot_models", "model"),
    "bottleneck": ("bottlenecks", "bottleneck"),
    "direction": ("directions", "direction"),
    "indicator": ("map", "indicator"),
}


def line_code(row: Row) -> str:
    """A line of DECISIONS as it stands in an address: its rule, with the indicator of units."""
    code: str = row["code"]
    return f"{code}-{row['indicator']}" if code == "unit_behind" else code


def way_of_line(screen: Screen, *, unit: str = "") -> Way:
    """Where each line of DECISIONS leads to: its case, or the list of its cases."""
    of_case = way_of_case(screen, unit=unit)

    def way(row: Row) -> str:
        if row["cases"] > 1:
            return way_to(PAGE, screen=screen, unit=unit, line=line_code(row))
        return of_case(row)

    return way


def way_of_case(screen: Screen, *, unit: str = "") -> Way:
    """Where each case leads to: a task, model, bottleneck, direction, unit, or the map."""

    def way(row: Row) -> str:
        key = str(row["key"] or "")
        if row["code"] == "unit_behind":
            return f"{way_to('unit', screen=screen)}&{urlencode({'unit': key})}"
        page, parameter = PAGES_OF_CASES[row["subject"]]
        code = f"{row['plan']}/{key}" if row["subject"] == "work_item" else key
        return way_to(page, screen=screen, unit=unit, **{parameter: code})

    return way


def first_card(
    decisions: pl.DataFrame, rules: pl.DataFrame, *, today: date, way: Way, reader: Reader
) -> Card:
    """How many there are and the heaviest of them; or that there is none, or no rule."""
    count = decisions.height
    body = _nothing(rules, reader)
    if count:
        row = decisions.row(0, named=True)
        body = heaviest(row, rules_by_code(rules)[row["code"]], way=way, reader=reader)
    return Card(
        title=reader.counted("decisions.title_first", count)
        if count
        else reader.text("decisions.title"),
        body=body,
        sentence=_sentence(decisions, today=today, reader=reader),
        origin=_origin(decisions, today=today, reader=reader),
    )


def list_card(
    decisions: pl.DataFrame, rules: pl.DataFrame, *, today: date, way: Way, reader: Reader
) -> Card:
    """Every line, the heaviest first."""
    cases = int(decisions["cases"].sum())
    body = _nothing(rules, reader)
    if decisions.height:
        body = decision_table(decisions, rules, way=way, reader=reader)
    return Card(
        title=reader.text(
            "decisions.title_list",
            lines=reader.counted("decisions.lines", decisions.height),
            cases=reader.counted("decisions.cases", cases),
        ),
        body=body,
        origin=_origin(decisions, today=today, reader=reader),
    )


def cases_card(cases: pl.DataFrame, line: Row, *, today: date, way: Way, reader: Reader) -> Card:
    """The cases of one line."""
    return Card(
        title=line_title(line, reader),
        body=case_table(cases, way=way, reader=reader),
        sentence=reader.text(
            "decisions.say_cases",
            cases=reader.counted("decisions.cases", cases.height),
            value=value_words({**line, "cases": 1}, reader),
        ),
        origin=_origin(cases, today=today, reader=reader),
    )


def rules_card(rules: pl.DataFrame, *, reader: Reader) -> Card:
    """Which rules are in force, and where they are set."""
    body = _nothing(rules, reader)
    if rules.height:
        body = rule_table(rules, reader=reader)
    return Card(
        title=reader.counted("decisions.title_rules", rules.height),
        body=body,
        sentence=reader.text("decisions.say_rules"),
    )


def _nothing(rules: pl.DataFrame, reader: Reader) -> str:
    """That nothing needs a decision, or that nobody has said yet what would."""
    if rules.is_empty():
        words = safe(reader.text("decisions.no_rules"), limit=400)
        return f'<p class="ioc-nothing">{words}</p>'
    words = safe(reader.text("decisions.nothing"), limit=400)
    return f'<p class="ioc-nothing ioc-tone-good ioc-decision-none"><b>{icon("met")}{words}</b></p>'


def _sentence(decisions: pl.DataFrame, *, today: date, reader: Reader) -> str:
    if decisions.is_empty():
        return ""
    row = decisions.row(0, named=True)
    return reader.text(
        "decisions.say_first",
        day=reader.date(today),
        lines=reader.counted("decisions.lines", decisions.height),
        title=line_title(row, reader),
        value=value_words(row, reader),
        who=who_words(row, reader),
    )


def _origin(rows: pl.DataFrame, *, today: date, reader: Reader) -> str:
    known = rows["provenance"].drop_nulls().unique().to_list()
    note = reader.text("decisions.as_of", day=reader.date(today))
    return origin_line(reader=reader, provenances=known, note=note)
