"""What the province configures: when a figure is ahead or behind, how long a period stays open."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_indicator
from store.imports.subjects.rules import ROW_FAULTS, RowRules, known_if_named
from store.tables import reporting_window, status_rule

LONGEST_WINDOW_DAYS = 366
INDICATOR_NAMED = {"indicator_not_known": Fault("indicator", "indicator_unknown")}


class NamedIndicatorRules(RowRules):
    """The indicator of a row, where it names one, is known."""

    indicator = dy.String(nullable=True)
    indicator_id = dy.Int64(nullable=True)

    @dy.rule()
    def indicator_not_known(cls) -> pl.Expr:
        return known_if_named("indicator", "indicator_id")


def _resolve_status_rules(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    found = with_indicator(landing, frame.rename({"measure": "for_measure"}))
    return found.drop("measure").rename({"for_measure": "measure"})


class StatusRuleRules(NamedIndicatorRules):
    """A threshold is for one kind of measure or for one indicator, and cannot be negative."""

    measure = dy.String(nullable=True)
    ahead_margin = dy.Float64(min=0)
    course_margin = dy.Float64(min=0)
    attainment_cap = dy.Float64(min=1)
    due_soon_days = dy.Int64(min=0)

    @dy.rule()
    def for_one_or_a_kind(cls) -> pl.Expr:
        return pl.col("measure").is_null() != pl.col("indicator").is_null()


STATUS_RULES = Subject(
    kind="status_rules",
    file_key=("measure", "indicator"),
    key=("measure", "indicator_id"),
    resolve=_resolve_status_rules,
    rules=StatusRuleRules,
    faults={
        **ROW_FAULTS,
        **INDICATOR_NAMED,
        "ahead_margin|min": Fault("ahead_margin", "count_negative"),
        "course_margin|min": Fault("course_margin", "count_negative"),
        "attainment_cap|min": Fault("attainment_cap", "cap_below_target"),
        "due_soon_days|min": Fault("due_soon_days", "count_negative"),
        "for_one_or_a_kind": Fault("measure"),
    },
    existing=lambda _landing, _frame: select(status_rule).where(
        status_rule.c.replaced_in.is_(None)
    ),
    replaces=True,
)


class ReportingWindowRules(NamedIndicatorRules):
    """A window is open for a year at most."""

    days_open = dy.Int64(min=0, max=LONGEST_WINDOW_DAYS)


REPORTING_WINDOWS = Subject(
    kind="reporting_windows",
    file_key=("frequency", "indicator"),
    key=("frequency", "indicator_id"),
    resolve=with_indicator,
    rules=ReportingWindowRules,
    faults={
        **ROW_FAULTS,
        **INDICATOR_NAMED,
        "days_open|min": Fault("days_open", "count_negative"),
        "days_open|max": Fault("days_open", "window_too_long"),
    },
    existing=lambda _landing, _frame: select(reporting_window).where(
        reporting_window.c.replaced_in.is_(None)
    ),
    replaces=True,
)
