"""The one rule that says which observations answer for an indicator, a unit and a period.

Of the rows that count as of the question's batch and were cut off by its day:

1. the row of exactly the period asked;
2. for what stands at a day (stocks and ratios of stocks): the newest row up to the end of the
   period;
3. for what adds up over time: the sums of the month rows inside the period;
4. else a fact of a single day (frequency day or once, counts per day excepted), as in 2;
5. for the province alone, else such a fact of the first DAYS_TOLD_AFTER days after the period: a
   report given out in the weeks after a year tells about that year.

Where several documents say something of the same period, the published one comes first, then the
newest document; nothing is averaged. A row that says `missing` or `not_applicable` is an answer.
What no row up to the end of the period answers for can be rolled up from parts (`rolled_up`),
which comes before rule 5.
"""

from datetime import timedelta
from typing import Any

import polars as pl
from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
)

from domain.indicators import ADDS_UP_OVER_TIME, STANDS_AT_A_DAY
from queries.conditions import counts
from queries.frames import joined
from queries.question import Question
from queries.sums import sums_by
from queries.windows import status_by_then
from store.tables import indicator, observation, source_document, unit

# What `observed` and `rolled_up` select. asked_id: the indicator asked about, which may be
# observed under another one (domain.indicators.BLOCKS).
OBSERVED = pl.Schema(
    {
        "asked_id": pl.Int64,
        "unit_id": pl.Int64,
        "aggregation": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "batch": pl.Int64,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)
# What `rolled_up` selects beside them: how many of its parts a whole is made of.
ROLLED_UP = joined(
    OBSERVED,
    pl.Schema(
        {
            "parts_known": pl.Int64,
            "parts_expected": pl.Int64,
            "oldest_part": pl.Date,  # the earliest last day among the parts that are known
        }
    ),
)
MOMENTS = ("day", "once")
DAYS_TOLD_AFTER = 31
# Stands for "no single public service"; ids begin at 1.
NO_SERVICE = 0
_PAIR = ("asked_id", "unit_id", "service_id")
_FIRST_COMES = {"published": 0, "reported": 1, "derived": 2, "illustrative": 3}


def pairs(
    *,
    asked_indicator: FromClause,
    unit_id: ColumnElement[int],
    service_id: ColumnElement[int] | None = None,
) -> list[ColumnElement[Any]]:
    """Columns that say which indicator (observed as `indicator`) is wanted at which unit.

    With `service_id` its rows of that public service, else those of no single service.
    """
    return [
        asked_indicator.c.id.label("asked_id"),
        indicator.c.id.label("indicator_id"),
        indicator.c.measure,
        indicator.c.aggregation,
        unit_id.label("unit_id"),
        (literal(NO_SERVICE) if service_id is None else service_id).label("service_id"),
    ]


def observed(wanted: CTE, asked: Question) -> Select[Any]:
    """What answers for each of `wanted` (columns of `pairs`), by the rule of this module.

    Grain: one row per pair that has an answer. Columns: OBSERVED, where value is null for sums of
    months: it follows from numerator and denominator (queries.sums.with_value).
    """
    months = _sums_of_months(wanted, asked)
    own = observation.alias("own")
    chosen = (
        select(wanted, _row_that_answers(wanted, months, asked).label("observation_id"))
        .select_from(wanted.outerjoin(months, same_pair(wanted, months)))
        .cte("chosen")
    )
    rows = (
        chosen.outerjoin(own, own.c.id == chosen.c.observation_id)
        .outerjoin(months, same_pair(chosen, months))
        .outerjoin(source_document, source_document.c.id == own.c.source_document_id)
    )

    def told(name: str) -> ColumnElement[Any]:
        of_row = status_by_then(own, asked) if name == "obs_status" else own.c[name]
        return case((own.c.id.is_not(None), of_row), else_=months.c[name]).label(name)

    batch = case((own.c.id.is_not(None), own.c.import_batch_id), else_=months.c.batch)
    return (
        select(
            chosen.c.asked_id,
            chosen.c.unit_id,
            chosen.c.service_id,
            chosen.c.measure,
            chosen.c.aggregation,
            told("numerator"),
            told("denominator"),
            own.c.value,
            told("obs_status"),
            told("provenance"),
            told("cut_off"),
            told("period_start"),
            told("period_end"),
            batch.label("batch"),
            source_document.c.title_vi.label("source_title_vi"),
            source_document.c.title_en.label("source_title_en"),
            source_document.c.issued_on.label("source_issued_on"),
        )
        .select_from(rows)
        .where(or_(own.c.id.is_not(None), months.c.asked_id.is_not(None)))
    )


def rolled_up(parts: FromClause) -> Select[Any]:
    """The wholes that `parts` (queries.parts) make, of each indicator that has any row of them.

    Grain: one row per asked indicator. Columns: ROLLED_UP.
    """
    return (
        select(
            parts.c.asked_id,
            null().label("unit_id"),
            *sums_by(parts),
            null().label("value"),
            null().label("source_title_vi"),
            null().label("source_title_en"),
            null().label("source_issued_on"),
        )
        .group_by(parts.c.asked_id)
        .having(func.count(parts.c.batch) > 0)
    )


def observed_by_then(asked: Question) -> ColumnElement[bool]:
    """Observations that count and were cut off by the day asked."""
    return and_(counts(observation, asked), observation.c.cut_off <= asked.today)


def of_service(service_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    """Observations of one public service; of no single one where it is NO_SERVICE."""
    return func.coalesce(observation.c.public_service_id, NO_SERVICE) == service_id


def preference() -> list[ColumnElement[Any]]:
    """Which of several rows about the same period speaks: best first."""
    return [
        case(_FIRST_COMES, value=observation.c.provenance, else_=len(_FIRST_COMES)),
        source_document.c.issued_on.desc().nulls_last(),
        observation.c.import_batch_id.desc(),
        observation.c.id.desc(),
    ]


def stands_at_a_day(wanted: FromClause) -> ColumnElement[bool]:
    """Pairs whose months do not add up: what counts is how much there was on a day."""
    return or_(wanted.c.measure == "stock", wanted.c.aggregation.in_(STANDS_AT_A_DAY))


def same_pair(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Rows of `one` and `other` about the same of the pairs wanted."""
    return and_(*(one.c[name] == other.c[name] for name in _PAIR))


def _row_that_answers(
    wanted: FromClause, months: FromClause, asked: Question
) -> ColumnElement[int | None]:
    """Id of the single row that answers for a pair, null where only months (or nothing) do."""
    is_exact = and_(
        observation.c.period_start == asked.period.start,
        observation.c.period_end == asked.period.end,
    )
    is_moment = and_(
        months.c.asked_id.is_(None),
        wanted.c.measure != "flow",
        observation.c.frequency.in_(MOMENTS),
    )
    may_stand_in = or_(stands_at_a_day(wanted), is_moment)
    until = observation.c.period_end <= asked.period.end
    # Single days alone: what covers a span of days tells about that span.
    soon_after = and_(
        observation.c.period_start > asked.period.end,
        observation.c.period_end <= asked.period.end + timedelta(days=DAYS_TOLD_AFTER),
        observation.c.frequency.in_(MOMENTS),
        wanted.c.service_id == NO_SERVICE,
        wanted.c.unit_id.in_(select(unit.c.id).where(unit.c.level == "province")),
    )
    return func.coalesce(
        _newest(wanted, months, asked, is_exact),
        _newest(wanted, months, asked, until, may_stand_in),
        _newest(wanted, months, asked, soon_after, may_stand_in),
    )


def _newest(
    wanted: FromClause, months: FromClause, asked: Question, *conditions: ColumnElement[bool]
) -> ScalarSelect[int]:
    return (
        select(observation.c.id)
        .select_from(with_document())
        .where(_of_pair(wanted), observed_by_then(asked), *conditions)
        .order_by(observation.c.period_end.desc(), *preference(), observation.c.period_start.desc())
        .limit(1)
        .correlate(wanted, months)
        .scalar_subquery()
    )


def _sums_of_months(wanted: FromClause, asked: Question) -> CTE:
    """Sums over the months inside the period of each pair that adds up over time."""
    grain = [wanted.c[name] for name in _PAIR]
    of_month = (observation.c.period_start, observation.c.period_end)
    ranked = (
        select(
            *grain,
            wanted.c.aggregation,
            observation.c.numerator,
            observation.c.denominator,
            observation.c.value,
            status_by_then(observation, asked).label("obs_status"),
            observation.c.provenance,
            observation.c.cut_off,
            *of_month,
            observation.c.import_batch_id.label("batch"),
            func.row_number()
            .over(partition_by=[*grain, *of_month], order_by=preference())
            .label("choice"),
        )
        .select_from(wanted.join(with_document(), _of_pair(wanted)))
        .where(
            observed_by_then(asked),
            wanted.c.aggregation.in_(ADDS_UP_OVER_TIME),
            ~stands_at_a_day(wanted),
            observation.c.frequency == "month",
            observation.c.period_start >= asked.period.start,
            observation.c.period_end.between(asked.period.start, asked.period.end),
        )
        .subquery("month_rows")
    )
    return (
        select(*(ranked.c[name] for name in _PAIR), *sums_by(ranked))
        .where(ranked.c.choice == 1)
        .group_by(*(ranked.c[name] for name in _PAIR))
        .cte("months")
    )


def with_document() -> FromClause:
    """Observations, each with its source document if it names one."""
    return observation.outerjoin(
        source_document, source_document.c.id == observation.c.source_document_id
    )


def _of_pair(wanted: FromClause) -> ColumnElement[bool]:
    return and_(
        observation.c.indicator_id == wanted.c.indicator_id,
        observation.c.unit_id == wanted.c.unit_id,
        of_service(wanted.c.service_id),
    )
