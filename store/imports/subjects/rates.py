"""Rates in import files: 0-1, never above, and what was meant by 45.03."""

import polars as pl


def is_rate() -> pl.Expr:
    """Whether the indicator of a row (its `measure`) is a rate."""
    return pl.col("measure") == "rate"


def above_one(value: str) -> pl.Expr:
    """Whether the column `value` of a rate exceeds 100 %."""
    return is_rate() & (pl.col(value) > 1)


def rate_proposal(value: str) -> pl.Expr:
    """`45,03%` for a rate given as 45.03."""
    fits = is_rate() & pl.col(value).is_between(1, 100, closed="right")
    return pl.when(fits).then(percent(pl.col(value)))


def percent(hundredfold: pl.Expr) -> pl.Expr:
    """45.03 as `45,03%`."""
    written = hundredfold.round(2).cast(pl.String)
    return written.str.replace(r"\.0$", "").str.replace(r"\.", ",") + "%"
