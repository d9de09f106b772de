"""Wholes from parts in SQL: the rules of domain.indicators, and how far a whole can be trusted."""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_

from domain.indicators import RATIOS, STANDS_AT_A_DAY, value_of_sums

WITHOUT_VALUE = ("missing", "not_applicable")


def sums_by(parts: FromClause) -> list[ColumnElement[Any]]:
    """Aggregates over rows of one indicator: the sums, and how far they can be trusted.

    Ratios count only parts whose two sides are known. obs_status: missing or not_applicable when
    nothing was counted; provisional when part of it is or when a part is missing. provenance:
    illustrative as soon as one part is, else derived. cut_off: the oldest of a sum of stocks, the
    newest of sums over time. parts_known of parts_expected rows were counted; those to which the
    indicator does not apply are not expected.
    """
    part = parts.c
    is_ratio = part.aggregation.in_(RATIOS)
    both_known = and_(part.numerator.is_not(None), part.denominator.is_not(None))
    amount = func.coalesce(part.numerator, part.value)
    numerator = case((and_(is_ratio, both_known), part.numerator), (~is_ratio, amount))
    denominator = case((and_(is_ratio, both_known), part.denominator))
    known = func.count(numerator)
    gaps = func.count(case((and_(numerator.is_(None), part.obs_status != "not_applicable"), 1)))

    def any_part(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return func.count(case((condition, 1))) > 0

    status = case(
        (and_(known == 0, gaps > 0), "missing"),
        (known == 0, "not_applicable"),
        (any_part(part.obs_status == "estimated"), "estimated"),
        (or_(gaps > 0, any_part(part.obs_status == "provisional")), "provisional"),
        else_="final",
    )
    is_invented = any_part(part.provenance == "illustrative")
    oldest_part = func.min(case((numerator.is_not(None), part.period_end)))
    stands = func.max(part.aggregation).in_(STANDS_AT_A_DAY)
    return [
        func.max(part.aggregation).label("aggregation"),
        func.sum(numerator).label("numerator"),
        func.sum(denominator).label("denominator"),
        status.label("obs_status"),
        case((is_invented, "illustrative"), else_="derived").label("provenance"),
        case((stands, func.min(part.cut_off)), else_=func.max(part.cut_off)).label("cut_off"),
        func.min(part.period_start).label("period_start"),
        func.max(part.period_end).label("period_end"),
        func.max(part.batch).label("batch"),
        known.label("parts_known"),
        (known + gaps).label("parts_expected"),
        oldest_part.label("oldest_part"),
    ]


def with_value(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (OBSERVED) with the value that their sums give where no row stated one."""
    sums = value_of_sums(
        numerator=pl.col("numerator"),
        denominator=pl.col("denominator"),
        aggregation=pl.col("aggregation"),
    )
    has_value = ~pl.col("obs_status").is_in(WITHOUT_VALUE)
    return rows.with_columns(value=pl.when(has_value).then(pl.coalesce("value", sums)))
