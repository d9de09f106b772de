"""From a scope and an address to the one frozen question: the same for screens and downloads.

Province, then period, then era (the map the figures are read on), then unit: what may be chosen
follows from what was chosen before it. Who chooses differs (a select box, an address alone) and
is given as `choose`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

import polars as pl
from sqlalchemy import Connection

from domain.choices import UnknownChoice, as_written
from domain.frozen import AT, Frozen
from domain.periods import parse_period
from domain.scope import Scope
from queries import catalogue
from queries.question import COMPARISONS, Question
from store.clock import province_day

Row = Mapping[str, Any]
# queries.runner.fetch, which queries themselves do not know.
Fetch = Callable[[Callable[[Connection, Question], pl.DataFrame], Question], pl.DataFrame]

WHOLE_PROVINCE = ""
# The figures as they were, on the units of their own period.
AS_IT_WAS = ""


class Choose(Protocol):
    """One of `options` (code -> its row of the catalogue), `default` unless another was asked for.

    `means` as in domain.choices. Raises domain.choices.UnknownChoice.
    """

    def __call__(
        self,
        parameter: str,
        options: Mapping[str, Row],
        *,
        default: str,
        means: Callable[[str], str] = as_written,
    ) -> str: ...


@dataclass(frozen=True)
class Settled:
    """A question with the rows of PROVINCES, UNITS and ERAS it was settled from.

    No unit: the whole; no era: as it was. `frozen`: what the figures stand still at, if they do.
    """

    question: Question
    province: Row
    unit: Row | None
    era: Row | None = None
    frozen: Frozen | None = None


def provinces_in_scope(scope: Scope, *, as_of: int, fetch: Fetch) -> dict[str, Row]:
    """The provinces that can be asked about, by their word in addresses; none without a scope."""
    start = Question.before_a_province(scope=scope, as_of=as_of)
    return {row["slug"]: row for row in fetch(catalogue.provinces, start).to_dicts()}


def settled_question(
    provinces: Mapping[str, Row],
    *,
    scope: Scope,
    as_of: int,
    fetch: Fetch,
    choose: Choose,
    frozen: Frozen | None = None,
) -> Settled:
    """The question that `choose` settles among `provinces` (at least one).

    `frozen` keeps it to a batch, a day and a meeting's province; `as_of` is then its batch.
    Raises UnknownChoice as `choose` does, and for a meeting of another province: what is not
    within the scope is never widened.
    """
    province = _province(provinces, choose=choose, frozen=frozen)
    today: date = (
        frozen.today
        if frozen
        else province_day(
            clock_stands_at=province["clock_stands_at"], time_zone=province["time_zone"]
        )
    )

    def question(
        period: str,
        era: date | None = None,
        unit_id: int | None = None,
        compare: str = COMPARISONS[0],
    ) -> Question:
        return Question(
            province_id=province["province_id"],
            scope=scope,
            as_of=as_of,
            today=today,
            period=parse_period(period),
            unit_id=unit_id,
            era=era,
            compare=compare,
            at=frozen.at if frozen else "",
        )

    whole = question(str(today.year))
    periods = {row["period"]: row for row in fetch(catalogue.periods_available, whole).to_dicts()}
    if not periods:
        # There is nothing to choose: who asks for something all the same is told by name.
        for parameter in ("period", "era", "unit"):
            choose(parameter, {"": {}}, default="")
        return Settled(whole, province, None, frozen=frozen)
    default = _leading_period(periods, frozen=frozen)
    period = choose("period", periods, default=default)
    eras: dict[str, Row] = {AS_IT_WAS: {}}
    for row in fetch(catalogue.eras, whole).to_dicts():
        eras[row["starts_on"].isoformat()] = row
    first_day = choose("era", eras, default=AS_IT_WAS, means=partial(_era_of, eras))
    era: date | None = eras[first_day].get("starts_on")
    # The first of several units with one code: a place before an agency.
    units: dict[str, Row] = {WHOLE_PROVINCE: {}}
    for row in fetch(catalogue.units_of_province, question(period, era)).to_dicts():
        units.setdefault(row["unit_code"], row)
    unit = units[choose("unit", units, default=WHOLE_PROVINCE)]
    against: dict[str, Row] = {code: {} for code in COMPARISONS}
    compare = choose("compare", against, default=COMPARISONS[0])
    settled = question(period, era, unit.get("unit_id"), compare)
    return Settled(settled, province, unit or None, eras[first_day] or None, frozen)


def _province(provinces: Mapping[str, Row], *, choose: Choose, frozen: Frozen | None) -> Row:
    """The province asked for; of a meeting its own, without the clock of another day."""
    meeting = frozen.meeting if frozen else None
    own = (
        slug for slug, row in provinces.items()
        if meeting is None or row["province_id"] == meeting.province_id
    )  # fmt: skip
    default = next(own, None)
    if default is None:
        raise UnknownChoice(AT, frozen.at if frozen else "")
    slug = choose("province", provinces, default=default)
    if frozen and meeting and slug != default:
        raise UnknownChoice(AT, frozen.at)
    row = provinces[slug]
    return {**row, "clock_stands_at": None} if frozen else row


def _leading_period(periods: Mapping[str, Row], *, frozen: Frozen | None) -> str:
    """The period meant where none is asked for: the province's own choice, else the newest."""
    if frozen and frozen.meeting:
        chosen = frozen.meeting.default_period or ""
        return chosen if chosen in periods else next(iter(periods))
    own = (code for code, row in periods.items() if row["is_default"])
    return next(own, next(iter(periods)))


def _era_of(eras: Mapping[str, Row], asked: str) -> str:
    """The first day of the era that the day `asked` (2024-03-15) lies in; else `asked` itself."""
    if not _DAY.fullmatch(asked):
        return asked
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return asked
    for first_day, row in eras.items():
        if row and row["starts_on"] <= day and (row["ends_on"] is None or day <= row["ends_on"]):
            return first_day
    return asked


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", flags=re.ASCII)
