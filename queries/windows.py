"""Which figures may still change: those of periods whose reporting window is open on the day asked.

A window is a row of configuration (table reporting_window): so many days after the end of a week,
a month, a quarter, for all indicators or for one.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    ScalarSelect,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from queries.question import Question
from store.tables import reporting_window

# No window is longer (store.imports.subjects.thresholds): older periods are not looked up at all.
LONGEST_WINDOW = timedelta(days=366)


class _days_between(GenericFunction[int]):  # noqa: N801 - named as in SQL
    """Whole days from the second day to the first; the databases count them differently."""

    type = Integer()
    inherit_cache = True


@compiles(_days_between)
def _count_days(element: Any, compiler: SQLCompiler, **kwargs: Any) -> str:
    later, earlier = (compiler.process(day, **kwargs) for day in element.clauses)
    return f"({later} - {earlier})"


@compiles(_days_between, "sqlite")
def _count_days_sqlite(element: Any, compiler: SQLCompiler, **kwargs: Any) -> str:
    later, earlier = (compiler.process(day, **kwargs) for day in element.clauses)
    return f"(julianday({later}) - julianday({earlier}))"


def status_by_then(rows: FromClause, asked: Question) -> ColumnElement[str]:
    """obs_status of `rows` (observation or an alias) as it is on the day asked.

    A final figure is provisional while the window of its period is open. What was published
    stands as published.
    """
    may_change = and_(
        rows.c.obs_status == "final",
        rows.c.provenance != "published",
        rows.c.period_end >= asked.today - LONGEST_WINDOW,
        _days_since(rows.c.period_end, asked.today) <= _days_open(rows, asked),
    )
    return case((may_change, "provisional"), else_=rows.c.obs_status)


def _days_since(day: ColumnElement[date], today: date) -> ColumnElement[int]:
    return _days_between(literal(today, Date), day)


def _days_open(rows: FromClause, asked: Question) -> ColumnElement[int]:
    """How long the window of a row stays open; -1 without one: a period that ends today is over."""
    of_indicator = _window(rows, asked, reporting_window.c.indicator_id == rows.c.indicator_id)
    of_all = _window(rows, asked, reporting_window.c.indicator_id.is_(None))
    return func.coalesce(of_indicator, of_all, -1)


def _window(rows: FromClause, asked: Question, whose: ColumnElement[bool]) -> ScalarSelect[int]:
    replaced = reporting_window.c.replaced_in
    return (
        select(func.max(reporting_window.c.days_open))
        .where(
            reporting_window.c.frequency == rows.c.frequency,
            whose,
            reporting_window.c.import_batch_id <= asked.as_of,
            or_(replaced.is_(None), replaced > asked.as_of),
        )
        .correlate(rows)
        .scalar_subquery()
    )
