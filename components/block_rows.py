"""Rows of BLOCK_FIGURES by what a figure is of: the province, a block of it, one unit."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from components.measures import Measure
from components.reader import Reader
from components.sentences import unit_name

Row = Mapping[str, Any]
PROVINCE, LOCALITIES, DEPARTMENTS, UNIT = "province", "localities", "departments", "unit"
BLOCKS = (LOCALITIES, DEPARTMENTS)


def row_of(
    figures: pl.DataFrame, indicator: str, *, whom: str = PROVINCE, unit_id: int | None = None
) -> Row | None:
    """The row of `indicator` of the province or a block, or of the unit `unit_id` if given."""
    if unit_id is not None:
        of = (pl.col("whom") == UNIT) & (pl.col("unit_id") == unit_id)
    else:
        of = pl.col("whom") == whom
    found = figures.filter(pl.col("indicator") == indicator, of)
    return found.row(0, named=True) if found.height else None


def units_of(figures: pl.DataFrame, indicator: str) -> pl.DataFrame:
    """The rows of single units about `indicator`, parts of the province only."""
    return figures.filter(
        pl.col("indicator") == indicator, pl.col("whom") == UNIT, pl.col("is_part")
    )


def short_name(row: Row, reader: Reader) -> str:
    """`Huyện Kỳ Sơn`, `Sở Tài nguyên và Môi trường`: departments are known by their short name."""
    if row["level"] == "agency":
        return unit_name(row, reader)
    return unit_name(
        {**row, "unit_vi": row["full_name_vi"], "unit_en": row["full_name_en"]}, reader
    )


def about_of(figures: pl.DataFrame, unit_id: int | None, reader: Reader) -> str:
    """The full name of the unit asked about; empty for the whole province, or where unknown."""
    found = figures.filter(pl.col("unit_id") == unit_id) if unit_id is not None else pl.DataFrame()
    return reader.pick(found.row(0, named=True), "full_name") if found.height else ""


def counts_words(row: Row, reader: Reader) -> str:
    """`281.697/1.007.500`; empty where a count is not known."""
    if row["numerator"] is None or row["denominator"] is None:
        return ""
    return f"{reader.number(row['numerator'])}/{reader.number(row['denominator'])}"


def status_together(*rows: Row | None) -> str | None:
    """obs_status of a figure made of `rows`, as of sums: the one that is least settled."""
    statuses = [row["obs_status"] for row in rows if row is not None]
    for status in ("estimated", "provisional"):
        if status in statuses:
            return status
    return "final" if statuses else None


def measure_of(figures: pl.DataFrame, indicator: str) -> Measure | None:
    """What `indicator` measures; None where there is no row of it."""
    found = figures.filter(pl.col("indicator") == indicator)
    return Measure.of(found.row(0, named=True)) if found.height else None
