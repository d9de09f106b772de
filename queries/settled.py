"""From a scope and an address to the one frozen question: the same for screens and downloads.

Province, then period, then unit: what may be chosen follows from what was chosen before it. Who
chooses differs (a select box, an address alone) and is given as `choose`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl
from sqlalchemy import Connection

from domain.periods import parse_period
from domain.scope import Scope
from queries import catalogue
from queries.question import Question
from store.clock import province_day

Row = Mapping[str, Any]
# queries.runner.fetch, which queries themselves do not know.
Fetch = Callable[[Callable[[Connection, Question], pl.DataFrame], Question], pl.DataFrame]

WHOLE_PROVINCE = ""


class Choose(Protocol):
    """One of `options` (code -> its row of the catalogue), `default` unless another was asked for.

    Raises domain.choices.UnknownChoice.
    """

    def __call__(self, parameter: str, options: Mapping[str, Row], *, default: str) -> str: ...


@dataclass(frozen=True)
class Settled:
    """A question with the rows of PROVINCES and UNITS it was settled from; no unit: the whole."""

    question: Question
    province: Row
    unit: Row | None


def provinces_in_scope(scope: Scope, *, as_of: int, fetch: Fetch) -> dict[str, Row]:
    """The provinces that can be asked about, by their word in addresses; none without a scope."""
    start = Question.before_a_province(scope=scope, as_of=as_of)
    return {row["slug"]: row for row in fetch(catalogue.provinces, start).to_dicts()}


def settled_question(
    provinces: Mapping[str, Row], *, scope: Scope, as_of: int, fetch: Fetch, choose: Choose
) -> Settled:
    """The question that `choose` settles among `provinces` (at least one).

    Raises UnknownChoice as `choose` does: what is not within the scope is never widened.
    """
    province = provinces[choose("province", provinces, default=next(iter(provinces)))]
    today: date = province_day(
        clock_stands_at=province["clock_stands_at"], time_zone=province["time_zone"]
    )

    def question(period: str, unit_id: int | None = None) -> Question:
        return Question(
            province_id=province["province_id"],
            scope=scope,
            as_of=as_of,
            today=today,
            period=parse_period(period),
            unit_id=unit_id,
        )

    whole = question(str(today.year))
    periods = {row["period"]: row for row in fetch(catalogue.periods_available, whole).to_dicts()}
    if not periods:
        return Settled(whole, province, None)
    default = next(
        (code for code, row in periods.items() if row["is_default"]), next(iter(periods))
    )
    period = choose("period", periods, default=default)
    # The first of several units with one code: a place before an agency.
    units: dict[str, Row] = {WHOLE_PROVINCE: {}}
    for row in fetch(catalogue.units_of_province, question(period)).to_dicts():
        units.setdefault(row["unit_code"], row)
    unit = units[choose("unit", units, default=WHOLE_PROVINCE)]
    return Settled(question(period, unit.get("unit_id")), province, unit or None)
