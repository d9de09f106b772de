"""The figures the first page leads with, each against its target."""

from dataclasses import replace
from typing import Any

import polars as pl
from sqlalchemy import CTE, ColumnElement, Connection, and_, case, exists, or_, select, true, union

from domain.indicators import LOCALITY_LEVELS, STANDS_AT_A_DAY, names_level
from domain.privacy import without_small_counts
from domain.targets import without_judging_parts
from queries.conditions import counts, subject
from queries.frames import frame, joined
from queries.observed import OBSERVED, ROLLED_UP, observed, pairs, rolled_up
from queries.parts import has_reported, parts_of_province
from queries.question import Question
from queries.reading import PARTS, MapReading, as_it_was, on_the_map_of
from queries.schemas import HEADLINE_FIGURES
from queries.sums import with_value
from queries.targets import against_targets, targets_in_force
from store.tables import headline, indicator, unit

# Two blocks of the province's units: a unit has no such figures of its own.
OF_WHOLE = "side_by_side"
_LED = joined(
    pl.Schema(
        {
            "indicator_id": pl.Int64,
            "place": pl.String,
            "indicator": pl.String,
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "level": pl.String,
            "levels": pl.String,
            "has_reported": pl.Boolean,
        }
    ),
    OBSERVED,
    without=("asked_id",),
)
# What a headline knows without an answer.
_KNOWN_OTHERWISE = ("asked_id", "unit_id", "aggregation")
_FROM_PARTS = [name for name in ROLLED_UP if name not in _KNOWN_OTHERWISE]
_COVERAGE = ("parts_known", "parts_expected", "oldest_part")


def headline_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """The headline indicators of the province, or of the unit asked about, in the asked period.

    Grain: one row per place and indicator, in reading order; without an answer its value and
    obs_status are null. Figures placed side by side are those of the whole province even when a
    unit is asked about (of_whole). An indicator that units of the asked unit's level do not
    report is not_applicable. Schema: schemas.HEADLINE_FIGURES. Rates are 0-1, other values in
    unit_of_measure; distance is in the unit of the value.
    Source: observation by the rule of queries.observed; what the province did not observe itself
    is rolled up over its parts, see queries.parts (provenance derived, or illustrative), and so
    is what stands at a day where all parts tell of a later day than the province. A roll-up that
    lacks parts is provisional, and its status incomplete. Targets: queries.targets.
    With asked.era the figures of a place are read on the map of that day (queries.reading); those
    of a province and of departments are the same on every map.
    Honours: scope (totals of a province for whoever has any scope in it), period, as_of, unit_id,
    era.
    Empty: nothing in scope, or the province leads with no indicator.
    """
    figures = _own_figures(conn, asked)
    is_whole = pl.col("level") == "province"
    may_roll_up = figures.filter(is_whole & (_is_silent(asked) | _may_be_outdated(asked)))
    wholes = _rolled_up(conn, asked, may_roll_up["indicator_id"].unique().to_list())
    figures = _on_the_map(conn, asked, _filled(figures, wholes, asked)).with_columns(
        of_whole=is_whole, obs_status=_applicable()
    )
    is_led = indicator.c.id.in_(figures["indicator_id"].unique().to_list())
    in_force = targets_in_force(conn, asked, indicators=is_led)
    values = without_small_counts(with_value(figures))
    judged = against_targets(values, in_force, asked)
    return without_judging_parts(judged).select(HEADLINE_FIGURES.names())


def _own_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """One row per headline indicator with what its subject observed itself; schema _LED."""
    whom = _subjects(asked)
    led = and_(headline.c.province_id == asked.province_id, counts(headline, asked))
    of_place = _of_place(whom, asked)
    headed = headline.join(indicator, indicator.c.id == headline.c.indicator_id)
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=whom.c.id))
        .select_from(headed.join(whom, of_place))
        .where(led)
        # One that leads in two places is asked about once.
        .distinct()
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    statement = (
        select(
            indicator.c.id.label("indicator_id"),
            headline.c.place,
            indicator.c.code.label("indicator"),
            indicator.c.name_vi,
            indicator.c.name_en,
            indicator.c.measure,
            indicator.c.aggregation,
            indicator.c.unit_of_measure,
            indicator.c.polarity,
            indicator.c.levels,
            case((has_reported(asked), true()), else_=False).label("has_reported"),
            unit.c.id.label("unit_id"),
            unit.c.level,
            *(answers.c[name] for name in OBSERVED if name not in _KNOWN_OTHERWISE),
        )
        .select_from(
            headed.join(whom, of_place)
            .join(unit, unit.c.id == whom.c.id)
            .outerjoin(
                answers,
                and_(answers.c.asked_id == indicator.c.id, answers.c.unit_id == whom.c.id),
            )
        )
        .where(led)
        .order_by(headline.c.position, headline.c.place, indicator.c.code)
    )
    return frame(conn, statement, _LED)


def _on_the_map(conn: Connection, asked: Question, figures: pl.DataFrame) -> pl.DataFrame:
    """`figures`, those of a single place read on the map asked for."""
    own = figures.filter(pl.col("level").is_in(LOCALITY_LEVELS))
    if asked.era is None or own.is_empty():
        return as_it_was(figures)
    of_these = indicator.c.id.in_(own["indicator_id"].unique().to_list())
    answers = MapReading.of(conn, asked).of_period(
        conn, indicators=of_these, level=str(own["level"][0])
    )
    read = on_the_map_of(own.drop(PARTS), answers).join(
        own.select("place", "indicator", "oldest_part"), on=["place", "indicator"], how="left"
    )
    rest = as_it_was(figures.filter(~pl.col("level").is_in(LOCALITY_LEVELS)))
    order = figures.select("place", "indicator")
    both = pl.concat([read.select(rest.columns), rest])
    return order.join(both, on=["place", "indicator"], maintain_order="left")


def _subjects(asked: Question) -> CTE:
    """id and level of the unit asked about and of its province; none when it is out of scope."""
    own = subject(asked)
    if asked.unit_id is None:
        return own.cte("subject")
    whole = subject(replace(asked, unit_id=None)).where(exists(own.correlate(None)))
    return union(own, whole).cte("subject")


def _of_place(whom: CTE, asked: Question) -> ColumnElement[bool]:
    """Which of `whom` the figure at a headline's place is of."""
    if asked.unit_id is None:
        return true()
    of_whole = headline.c.place == OF_WHOLE
    return or_(
        and_(of_whole, whom.c.level == "province"),
        and_(~of_whole, whom.c.id == asked.unit_id),
    )


def _applicable() -> pl.Expr:
    """obs_status, not_applicable where nothing is to be expected of units of the level."""
    of_level = names_level(pl.col("levels"), pl.col("level"))
    is_of_unit = pl.col("level") != "province"
    return (
        pl.when(is_of_unit & pl.col("obs_status").is_null() & ~of_level & ~pl.col("has_reported"))
        .then(pl.lit("not_applicable"))
        .otherwise("obs_status")
    )


def _is_silent(asked: Question) -> pl.Expr:
    """Figures without an answer up to the end of the period."""
    return pl.col("obs_status").is_null() | (pl.col("period_start") > asked.period.end)


def _may_be_outdated(asked: Question) -> pl.Expr:
    """Figures of a day before the end of the period: their parts may tell of a later one."""
    stands = (pl.col("measure") == "stock") | pl.col("aggregation").is_in(STANDS_AT_A_DAY)
    return stands & (pl.col("period_end") < asked.period.end)


def _rolled_up(conn: Connection, asked: Question, indicator_ids: list[int]) -> pl.DataFrame:
    """What the parts of the province add up to, for `indicator_ids`; schema ROLLED_UP."""
    if not indicator_ids:
        return ROLLED_UP.to_frame()
    return frame(conn, rolled_up(parts_of_province(asked, indicator_ids)), ROLLED_UP)


def _filled(figures: pl.DataFrame, wholes: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`figures` with the answers of `wholes` where these come first, and the columns _COVERAGE."""
    own = figures.with_columns(
        pl.lit(None, dtype=ROLLED_UP[name]).alias(name) for name in _COVERAGE
    )
    known, expected = pl.col("parts_known_of_parts"), pl.col("parts_expected_of_parts")
    is_newer = (known == expected) & (pl.col("oldest_part_of_parts") > pl.col("period_end"))
    of_parts = (pl.col("level") == "province") & (
        pl.col("obs_status").is_null()
        | (_is_silent(asked) & (known > 0))
        | (_may_be_outdated(asked) & is_newer)
    )
    columns: dict[str, Any] = {
        name: pl.when(of_parts).then(f"{name}_of_parts").otherwise(name) for name in _FROM_PARTS
    }
    return (
        own.join(
            wholes.drop("unit_id", "aggregation"),
            left_on="indicator_id",
            right_on="asked_id",
            how="left",
            suffix="_of_parts",
            maintain_order="left",
        )
        .with_columns(**columns)
        .select(own.columns)
    )
