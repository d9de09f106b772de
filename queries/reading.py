"""Answers of places of any era, read on the places of the map that a question asks for.

Only places are read on another map: departments have no territory. What cannot be read is told
with its reason (CONVERSION), and never raises: a screen shows it as such.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, and_, select

from domain.indicators import LOCALITY_LEVELS
from domain.succession import Routes, convert, routes_to
from domain.succession.refusals import AmountOutOfRange
from queries.conditions import LOCALITY, directly_below_province, last_day, map_day
from queries.eras import level_on
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.parts import part_of_the_period
from queries.question import Question
from queries.schemas import CONVERSION
from queries.sources import ABOUT, Sources
from queries.successions import registry
from store.tables import indicator, unit

NOT_CONVERTIBLE = "not_convertible"
# Why there is no value (CONVERSION): ranks and scores do not add up; a rate came without its two
# counts; the figures are of newer units; the unit became nothing; an amount is past all bounds.
MEASURE, COUNTS_UNKNOWN, TOO_LARGE = "measure", "counts_unknown", "too_large"
READ_BACKWARDS, NO_SUCCESSOR = "read_backwards", "no_successor"

ANSWERS = joined(OBSERVED, pl.Schema({"measure": pl.String}))
# What an answer on the map is: `level` is that of its unit; parts as in HEADLINE_FIGURES.
READING = joined(
    OBSERVED,
    CONVERSION,
    pl.Schema({"level": pl.String, "parts_known": pl.Int64, "parts_expected": pl.Int64}),
)
PARTS = ("parts_known", "parts_expected")
_FIGURES = ("numerator", "denominator", "value")


@dataclass(frozen=True)
class MapReading:
    """The registry of the asked province, and the way of all its units to those of the map day."""

    asked: Question
    units: pl.DataFrame  # REGISTRY_UNITS
    successions: pl.DataFrame  # REGISTRY_SUCCESSIONS
    routes: Routes

    @classmethod
    def of(cls, conn: Connection, asked: Question) -> "MapReading":
        """Reads the registry in two statements."""
        units, successions = registry(conn, asked)
        routes = routes_to(units, successions, day=map_day(asked))
        return cls(asked, units, successions, routes)

    def has_places_of(self, level: str) -> bool:
        """Whether `level` is that of the localities of the map."""
        return level in (LOCALITY, level_on(self.units, day=self.routes.day))

    def of_period(
        self, conn: Connection, *, indicators: ColumnElement[bool], level: str
    ) -> pl.DataFrame:
        """The answers for the asked period on the units of `level` of the map; schema READING.

        `indicators` is a condition on indicator. The sources answer by the rule of
        queries.observed; of what adds up over time also those that ended within the period.
        """
        sources = and_(source_of(self.asked, level, self.has_places_of(level)), indicators)
        wanted = (
            select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
            .select_from(indicator.join(unit, sources))
            .where(part_of_the_period(self.asked))
            .cte("wanted")
        )
        answers = frame(conn, observed(wanted, self.asked), ANSWERS)
        return self.read(answers, span=(self.asked.period.start, last_day(self.asked)))

    def read(self, answers: pl.DataFrame, *, span: tuple[date, date] | None = None) -> pl.DataFrame:
        """`answers` (ANSWERS) on the units of the map; schema READING.

        Grain: one row per unit of the map, indicator and span that any source has a row for, and
        one, without value, per unit that cannot be told. Without `span` each period is read by
        itself, else all answers tell of `span`.
        """
        if answers.is_empty() or self.units.is_empty():
            return READING.to_frame()
        start, end = ("period_start", "period_end") if span is None else map(pl.lit, span)
        rows = self._of_their_level(answers.with_columns(group_start=start, group_end=end))
        has_way = pl.col("unit_id").is_in(self.routes.links["source_unit_id"].unique().implode())
        rows = rows.join(self.routes.grown, on="unit_id", how="left").with_columns(
            astray=~has_way | (pl.col("group_end") >= pl.col("grown_on")).fill_null(value=False)
        )
        straight = rows.filter(~pl.col("astray"))
        converted, refused = self._converted(straight)
        sources = Sources(self.routes, self.units, self.successions, self.asked.scope)
        told = _with_reasons(sources.told(converted, straight))
        unread = pl.concat(
            [
                self._unread(rows).with_columns(not_converted=pl.lit(READ_BACKWARDS)),
                refused.with_columns(not_converted=pl.lit(TOO_LARGE)),
                self._without_successor(rows).with_columns(not_converted=pl.lit(NO_SUCCESSOR)),
            ]
        ).unique(["unit_id", *ABOUT], keep="first", maintain_order=True)
        readable = told.join(unread, on=["unit_id", *ABOUT], how="anti")
        levels = self.units.select("unit_id", "level")
        return (
            pl.concat([readable, _as_reading(unread)], how="diagonal_relaxed")
            .join(levels, on="unit_id", how="left", maintain_order="left")
            .select(pl.col(name).cast(dtype) for name, dtype in READING.items())
        )

    def _of_their_level(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` without units beside the localities of their time: their figures would be
        counted twice, or are of units nobody looks at. Those that ended before stay.
        """
        ends = rows["group_end"].unique().to_list()
        levels = {end: level_on(self.units, day=end) for end in ends}
        known = self.units.select("unit_id", "valid_to", unit_level="level")
        is_there = pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("group_end"))
        is_place = pl.col("unit_level").is_in(LOCALITY_LEVELS)
        its_level = pl.col("group_end").replace_strict(levels, return_dtype=pl.String)
        has_two_levels = rows.join(known, on="unit_id").filter(is_place)["unit_level"].n_unique()
        if has_two_levels < 2:
            return rows.join(known.select("unit_id"), on="unit_id", how="semi")
        return (
            rows.join(known, on="unit_id", maintain_order="left")
            .filter(~is_place | ~is_there | (pl.col("unit_level") == its_level))
            .drop("valid_to", "unit_level")
        )

    def _converted(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """`rows` as domain.succession converts them, and the units for which that is refused."""
        series = rows.select(
            "unit_id",
            pl.col("group_start").alias("period_start"),
            pl.col("group_end").alias("period_end"),
            pl.col("asked_id").alias("indicator"),
            "measure",
            *_FIGURES,
            "obs_status",
        )
        refused = series.clear()
        try:
            converted = convert(series, routes=self.routes)
        except AmountOutOfRange as out_of_range:
            refused = out_of_range.rows.select(series.columns)
            kept = series.join(refused, on=["unit_id", "period_start", "indicator"], how="anti")
            converted = convert(kept, routes=self.routes)
        names = {"period_start": "group_start", "period_end": "group_end", "indicator": "asked_id"}
        receiving = refused.join(
            self.routes.links.select(pl.col("source_unit_id"), to="unit_id"),
            left_on="unit_id",
            right_on="source_unit_id",
        ).select(pl.col("to").alias("unit_id"), *names)
        return converted.rename(names), receiving.rename(names).select("unit_id", *ABOUT)

    def _unread(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Places of the map that by the end of a span had ended or taken others in."""
        there = self.units.filter(pl.col("level").is_in(LOCALITY_LEVELS)).join(
            self.routes.links.select("unit_id").unique(), on="unit_id", how="semi"
        )
        spans = rows.select(ABOUT).unique(maintain_order=True)
        grown = there.join(self.routes.grown, on="unit_id", how="left")
        is_gone = pl.col("valid_to") < pl.col("group_end")
        has_grown = pl.col("grown_on") <= pl.col("group_end")
        return (
            grown.join(spans, how="cross")
            .filter((is_gone | has_grown).fill_null(value=False))
            .select("unit_id", *ABOUT)
        )

    def _without_successor(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Units that became nothing, wholly or in part, and have a row all the same."""
        ended = pl.col("unit_id").is_in(sorted(self.routes.ended))
        return rows.filter(ended).select("unit_id", *ABOUT)


def source_of(asked: Question, level: str, of_places: bool) -> ColumnElement[bool]:
    """Units whose figures go over to those of `level`: of places, all localities of any era."""
    if of_places:
        return and_(directly_below_province(asked), unit.c.level.in_(LOCALITY_LEVELS))
    return and_(unit.c.province_id == asked.province_id, unit.c.level == level)


def _with_reasons(told: pl.DataFrame) -> pl.DataFrame:
    """What domain.succession tells of a figure, in the words of OBSERVED and CONVERSION."""
    never = pl.col("measure").is_in(["score", "rank"])
    is_part = pl.col("incomplete") & (pl.col("obs_status") == "final")
    return told.with_columns(
        obs_status=pl.when("not_convertible")
        .then(pl.lit(NOT_CONVERTIBLE))
        .when(is_part & pl.col("value").is_not_null())
        .then(pl.lit("provisional"))
        .otherwise("obs_status"),
        not_converted=pl.when("not_convertible").then(
            pl.when(never).then(pl.lit(MEASURE)).otherwise(pl.lit(COUNTS_UNKNOWN))
        ),
    )


def _as_reading(unread: pl.DataFrame) -> pl.DataFrame:
    return unread.with_columns(
        period_start="group_start",
        period_end="group_end",
        obs_status=pl.lit(NOT_CONVERTIBLE),
        is_converted=pl.lit(value=False),
        from_others=pl.lit(0, dtype=pl.Int64),
    )


def as_it_was(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the columns of CONVERSION: none of them converted."""
    nothing: dict[str, Any] = {"is_converted": False, "from_others": 0}
    return figures.with_columns(
        pl.lit(nothing.get(name), dtype=dtype).alias(name) for name, dtype in CONVERSION.items()
    )


def on_the_map_of(figures: pl.DataFrame, reading: pl.DataFrame) -> pl.DataFrame:
    """`figures` (indicator_id, unit_id and columns of OBSERVED) with the answers of `reading`."""
    keys = ("asked_id", "unit_id")
    told = [name for name in OBSERVED if name in figures.columns and name not in keys]
    # What a unit that has no answer knows all the same.
    told = [name for name in told if name != "aggregation"]
    answers = reading.select(
        "unit_id", pl.col("asked_id").alias("indicator_id"), *told, *CONVERSION, *PARTS
    )
    return (
        figures.drop(told)
        .join(answers, on=["indicator_id", "unit_id"], how="left", maintain_order="left")
        .with_columns(
            pl.col("is_converted").fill_null(value=False), pl.col("from_others").fill_null(0)
        )
        .select(*figures.columns, *CONVERSION, *PARTS)
    )
