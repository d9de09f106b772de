"""The one list of what needs a decision: the heaviest large, the others ranked below it."""

from collections.abc import Callable, Sequence

import polars as pl

from components.figures.decision_words import (
    COUNTS_POINTS,
    leave_words,
    line_names,
    line_title,
    rule_words,
    subject_chip,
    value_words,
    who_words,
)
from components.figures.marks import provenance_mark
from components.markup import hint, safe, share_style
from components.measures import Row
from components.reader import Reader

# Where a line leads to.
Way = Callable[[Row], str]
_COLUMNS = ("place", "what", "why", "who", "weight")
_CASE_COLUMNS = ("place", "what", "why", "since", "who", "weight")
_RULE_COLUMNS = ("rule", "leave", "weight", "group")


def heaviest(row: Row, rule: Row, *, way: Way, reader: Reader) -> str:
    """The first line of DECISIONS, to be read from the other side of the room."""
    return (
        f'<a class="ioc-decision-first" href="{safe(way(row), limit=600)}">'
        f"<section><p>{subject_chip(row['subject'], reader)}"
        f"<b>{safe(value_words(row, reader))}</b></p>"
        f"<h3>{safe(line_title(row, reader), limit=240)}</h3>"
        f"<small>{safe(line_names(row, reader), limit=400)}</small></section>"
        f"<dl>{_fact('who', who_words(row, reader), reader)}"
        f"{_fact('since', reader.date(row['since']), reader)}"
        f"{_fact('rule', rule_words(rule, reader), reader)}</dl></a>"
    )


def _fact(name: str, told: str, reader: Reader) -> str:
    word = safe(reader.text(f"decisions.column_{name}"))
    return f"<div><dt>{word}</dt><dd>{safe(told)}</dd></div>"


def decision_table(
    decisions: pl.DataFrame, rules: pl.DataFrame, *, way: Way, reader: Reader
) -> str:
    """Every line of DECISIONS: what, why it is there, since when, who answers, what it weighs."""
    by_code = rules_by_code(rules)
    most = max(decisions["weight"].to_list(), default=1.0)
    rows = "".join(
        _line(row, by_code[row["code"]], most=most, way=way, reader=reader)
        for row in decisions.to_dicts()
    )
    return _table("lines", _COLUMNS, rows, reader)


def _line(row: Row, rule: Row, *, most: float, way: Way, reader: Reader) -> str:
    title, names = line_title(row, reader), line_names(row, reader)
    told = safe(names, limit=400) or safe(row["key"] or "", limit=60)
    why = reader.text("decisions.why", rule=rule_words(rule, reader), day=reader.date(row["since"]))
    return (
        f"<tr><td>{reader.number(row['line'] + 1)}</td>"
        f'<td><a href="{safe(way(row), limit=600)}"{hint(title)}>'
        f"<b>{safe(title, limit=240)}</b></a>"
        f"<small>{subject_chip(row['subject'], reader)}<span>{told}</span></small></td>"
        f"<td><b>{safe(value_words(row, reader))}</b><small>{safe(why)}</small></td>"
        f"<td>{safe(who_words(row, reader))}</td>{_weight(row, most=most, reader=reader)}</tr>"
    )


def case_table(cases: pl.DataFrame, *, way: Way, reader: Reader) -> str:
    """The cases of one line, DECISION_CASES, the heaviest first."""
    most = max(cases["weight"].to_list(), default=1.0)
    rows = "".join(
        _case(place, {**row, "cases": 1}, most=most, way=way, reader=reader)
        for place, row in enumerate(cases.to_dicts(), start=1)
    )
    return _table("cases", _CASE_COLUMNS, rows, reader)


def _case(place: int, row: Row, *, most: float, way: Way, reader: Reader) -> str:
    title = reader.pick(dict(row), "title")
    return (
        f"<tr><td>{reader.number(place)}</td>"
        f'<td><a href="{safe(way(row), limit=600)}"><b>{safe(title, limit=240)}</b></a>'
        f"<small><span>{safe(row['key'] or '', limit=60)}</span>"
        f"{provenance_mark(row['provenance'], reader)}</small></td>"
        f"<td><b>{safe(value_words(row, reader))}</b></td>"
        f"<td>{safe(reader.date(row['since']))}</td>"
        f"<td>{safe(who_words(row, reader))}</td>{_weight(row, most=most, reader=reader)}</tr>"
    )


def _weight(row: Row, *, most: float, reader: Reader) -> str:
    share = share_style(row["weight"] / most if most else 0.0)
    return (
        f'<td class="ioc-weight"><b>{reader.number(row["weight"], digits=1)}</b>'
        f'<div class="ioc-track"><i style="width:{share}"></i></div></td>'
    )


def rule_table(rules: pl.DataFrame, *, reader: Reader) -> str:
    """The rules in force: from where, until where, what a case weighs, when many are one line."""
    rows = "".join(
        f"<tr><td>{safe(rule_words(row, reader))}{_own(row, reader)}</td>"
        f"<td>{safe(leave_words(row, reader))}</td>"
        f"<td>{safe(_weights(row, reader))}</td>"
        f"<td>{reader.number(row['group_from'])}</td></tr>"
        for row in rules.to_dicts()
    )
    return _table("rules", _RULE_COLUMNS, rows, reader)


def _own(rule: Row, reader: Reader) -> str:
    if not rule["is_own"]:
        return ""
    return f"<small>{safe(reader.text('decisions.rule_own'))}</small>"


def _weights(rule: Row, reader: Reader) -> str:
    points = rule["code"] in COUNTS_POINTS
    # Of a percentage point, where a rule counts them; the store counts shares of one.
    each = rule["weight_of_excess"] / (100 if points else 1)
    return reader.text(
        "decisions.weights_points" if points else "decisions.weights_days",
        weight=reader.number(rule["weight"], digits=0),
        each=reader.number(each, digits=1),
    )


def rules_by_code(rules: pl.DataFrame) -> dict[str, Row]:
    """The rules by the code that lines name them by."""
    return {row["code"]: row for row in rules.to_dicts()}


def _table(name: str, columns: Sequence[str], rows: str, reader: Reader) -> str:
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"decisions.column_{column}"))}</th>'
        for column in columns
    )
    return (
        f'<div class="ioc-decisions ioc-decisions-{name}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
