"""The rules of a subject applied to its frame: a broken rule becomes a refusal with its place."""

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from domain.cells import shown
from store.imports.landing import Fault, Subject
from store.imports.reading import ReadTable
from store.imports.refusals import Refusal

MOST_TWINS_NAMED = 5


def check(
    table: ReadTable, subject: Subject, frame: pl.DataFrame
) -> tuple[pl.DataFrame, list[Refusal]]:
    """The rows of the resolved `frame` that fulfil all rules, and the refusals of the others."""
    _, failure = subject.rules.filter(frame.select(subject.rules.column_names()))
    details = failure.details()
    rules = [name for name in details.columns if name not in subject.rules.column_names()]
    bad = details["line"].to_list()
    rows = {
        row["line"]: row for row in frame.filter(pl.col("line").is_in(bad)).iter_rows(named=True)
    }
    refusals = [
        _refusal(table, subject.faults[rule], rule, row=rows[line])
        for rule in rules
        for line in details.filter(pl.col(rule) == "invalid")["line"]
    ]
    return frame.filter(~pl.col("line").is_in(bad)), refusals


def _refusal(table: ReadTable, fault: Fault, rule: str, *, row: dict[str, Any]) -> Refusal:
    proposal = row[fault.proposal] if fault.proposal else None
    return table.refusal(
        row["line"],
        fault.column,
        fault.reason or rule,
        proposal=None if proposal is None else str(proposal),
        **{name: shown(row[name]) for name in fault.values},
    )


def rule_names(rules: type[dy.Schema]) -> list[str]:
    """The names of all rules of a schema, those of its single columns included."""
    _, failure = rules.filter(rules.create_empty())
    return [name for name in failure.details().columns if name not in rules.column_names()]


def with_twins(table: ReadTable, frame: pl.DataFrame, *, key: tuple[str, ...]) -> pl.DataFrame:
    """`frame` with `twins`: the row numbers that share `key` with a row, null when none does."""
    doubled = frame.filter(pl.struct(key).is_duplicated())
    together = doubled.group_by(key, maintain_order=True).agg(pl.col("line"))["line"]
    twins = dict(pair for lines in together for pair in _twins(table, list(lines)))
    told = pl.col("line").replace_strict(twins, default=None, return_dtype=pl.String)
    return frame.with_columns((told if twins else pl.lit(None, dtype=pl.String)).alias("twins"))


def _twins(table: ReadTable, lines: list[int]) -> Iterator[tuple[int, str]]:
    for line in lines:
        others = [str(table.lines[other].row_number) for other in lines if other != line]
        more = "…" if len(others) > MOST_TWINS_NAMED else ""
        yield line, ", ".join(others[:MOST_TWINS_NAMED]) + more
