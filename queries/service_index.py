"""The service index of the province and its units, by the scheme in force in the asked period.

In force is the newest scheme whose day of effect is not after the first day of the period: a
period that began under old rules keeps them. A scheme of a province's own comes before those for
all. Scores follow from the sums of numerators and denominators, never from other scores, and are
read on the units as they were: an era asked for changes nothing.
"""

from dataclasses import replace
from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from domain.indicators import LOCALITY_LEVELS, STANDS_AT_A_DAY, names_level
from domain.privacy import FEWEST_PEOPLE_SHOWN
from domain.service_index import (
    MISSING,
    NOT_APPLICABLE,
    least_certain,
    metric_points,
    published_total,
)
from queries.conditions import (
    counts,
    directly_below_province,
    last_day,
    sees_province,
    subject,
    there_within,
    valid_on,
)
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, pairs
from queries.question import Question
from queries.schemas import INDEX_GRADES, INDEX_OFFICIAL, INDEX_POINTS
from store.tables import (
    index_grade,
    index_group,
    index_metric,
    index_scheme,
    indicator,
    source_document,
    unit,
)

_RULES = pl.Schema(
    {
        "indicator_id": pl.Int64,
        "scheme": pl.String,
        "scheme_vi": pl.String,
        "scheme_en": pl.String,
        "scheme_note_vi": pl.String,
        "scheme_note_en": pl.String,
        "effective_from": pl.Date,
        "scale": pl.Float64,
        "document_number": pl.String,
        "document_vi": pl.String,
        "document_en": pl.String,
        "document_issued_on": pl.Date,
        "group": pl.String,
        "group_vi": pl.String,
        "group_en": pl.String,
        "group_points": pl.Float64,
        "part": pl.String,
        "part_vi": pl.String,
        "part_en": pl.String,
        "metric": pl.String,
        "metric_vi": pl.String,
        "metric_en": pl.String,
        "indicator": pl.String,
        "counted": pl.String,
        "rule": pl.String,
        "full_at": pl.Float64,
        "factor": pl.Float64,
        "zero_denominator": pl.String,
        "levels": pl.String,
        "max_points": pl.Float64,
    }
)
_UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "is_subject": pl.Boolean,
        "is_part": pl.Boolean,
        "is_there": pl.Boolean,
        "in_scope": pl.Boolean,
    }
)
_TOLD = (
    "numerator",
    "denominator",
    "value",
    "obs_status",
    "provenance",
    "cut_off",
    "period_end",
    "source_title_vi",
    "source_title_en",
    "source_issued_on",
)
_FIGURES = joined(
    _UNITS,
    pl.Schema({"indicator_id": pl.Int64, "aggregation": pl.String}),
    pl.Schema({name: OBSERVED[name] for name in _TOLD}),
)
_PUBLISHED = joined(INDEX_OFFICIAL, pl.Schema({"part_of": pl.String}), without=("is_added_up",))
_OF_SUMS = {"is_sum": pl.Boolean, "parts_known": pl.Int64, "parts_expected": pl.Int64}


def index_points(conn: Connection, asked: Question) -> pl.DataFrame:
    """The points of every metric: of the unit or province asked about, and of single units.

    Grain: one row per unit and metric; the subject (is_subject) first, in the scheme's order, then
    the units directly below the province that are in scope on the last day asked about, places
    before agencies, by code. Departments that reported nothing at all are left out. Schema:
    schemas.INDEX_POINTS.
    Source: the scheme in force and observation by the rule of queries.observed. The province's own
    rows speak where they have both counts; else the sums of the units directly below it do
    (is_sum; units of the whole period, before and after a merger), else a rate it stated. Petitions
    of under five in a commune keep their points but show no counts. obs_status is that of the day
    asked (queries.windows); of a sum that of its least certain unit, as in queries.sums.
    Honours: scope (totals of a province for whoever has any scope in it), period, as_of, unit_id.
    Empty: nothing in scope, or no scheme was in force.
    """
    asked = replace(asked, era=None)
    rules = frame(conn, _rules_statement(asked), _RULES)
    if rules.is_empty():
        return INDEX_POINTS.to_frame()
    ids = rules["indicator_id"].unique().to_list()
    figures = _told_apart(frame(conn, _figures_statement(asked, ids), _FIGURES))
    if not figures["is_subject"].any():
        return INDEX_POINTS.to_frame()
    whole = figures.filter(pl.col("is_subject") & (pl.col("level") == "province"))
    parts = _expected(figures.filter("is_part"), rules)
    single = figures.filter("is_there", "in_scope", pl.col("level") != "province")
    rows = pl.concat([_with_sums(whole, parts, asked), _without_sums(_reporting(single))])
    applies = names_level(pl.col("levels"), pl.col("level"))
    scored = metric_points(
        rows.join(
            rules.with_row_index("place"), on="indicator_id", how="inner", maintain_order="left"
        ).with_columns(applies=applies)
    )
    return _withheld(_in_order(scored)).select(INDEX_POINTS.names()).cast(INDEX_POINTS)


def index_grades(conn: Connection, asked: Question) -> pl.DataFrame:
    """The grades of the scheme in force, best first.

    Grain: one row per grade. Schema: schemas.INDEX_GRADES. Source: index_grade. Honours: scope
    (any in the province), period, as_of. Empty: out of scope, or no scheme was in force.
    """
    asked = replace(asked, era=None)
    grade = index_grade
    statement = (
        select(
            grade.c.code,
            grade.c.name_vi.label("grade_vi"),
            grade.c.name_en.label("grade_en"),
            grade.c.from_points,
            grade.c.tone,
            grade.c.definition_source,
        )
        .where(
            grade.c.index_scheme_id.in_(_in_force(asked)),
            counts(grade, asked),
            sees_province(asked),
        )
        .order_by(grade.c.from_points.desc())
    )
    return frame(conn, statement, INDEX_GRADES)


def index_official(conn: Connection, asked: Question) -> pl.DataFrame:
    """The officially published scores of the unit or province asked about, for that period alone.

    Grain: one row for the total, then one per group and part of a group that was published, in
    the scheme's order. A total, or a group with parts, that was not published itself is the sum
    of its published parts, when all of them are known (is_added_up). Schema:
    schemas.INDEX_OFFICIAL. Source: observation of the indicators that the scheme names.
    Honours: scope (any in the province; a unit's own for its own), period, as_of, unit_id.
    Empty: nothing published, out of scope, or no scheme was in force.
    """
    asked = replace(asked, era=None)
    named = _officially_observed(asked)
    whom = subject(asked).subquery("whom")
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=whom.c.id))
        .select_from(indicator.join(whom, true()))
        .where(indicator.c.id.in_(select(named.c.indicator_id)))
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    statement = (
        select(
            named.c.group,
            named.c.part_of,
            answers.c.value.label("points"),
            *(answers.c[name] for name in INDEX_OFFICIAL if name in OBSERVED),
        )
        .select_from(
            named.outerjoin(
                answers,
                and_(
                    answers.c.asked_id == named.c.indicator_id,
                    answers.c.period_start == asked.period.start,
                    answers.c.period_end == asked.period.end,
                ),
            )
        )
        .order_by(named.c.position)
    )
    found = frame(conn, statement, _PUBLISHED)
    return _with_added_up(found).select(INDEX_OFFICIAL.names())


# ---- The scheme


def _in_force(asked: Question) -> Select[tuple[int]]:
    """The id of the scheme whose rules the asked period is under."""
    is_own = index_scheme.c.province_id == asked.province_id
    return (
        select(index_scheme.c.id)
        .where(
            counts(index_scheme, asked),
            index_scheme.c.effective_from <= asked.period.start,
            or_(index_scheme.c.province_id.is_(None), is_own),
        )
        .order_by(
            case((is_own, 0), else_=1),
            index_scheme.c.effective_from.desc(),
            index_scheme.c.id.desc(),
        )
        .limit(1)
        .correlate(None)
    )


def _rules_statement(asked: Question) -> Select[Any]:
    """The metrics of the scheme in force with their groups; columns _RULES."""
    part, top = index_group.alias("part"), index_group.alias("top")
    of_group = and_(
        top.c.index_scheme_id == part.c.index_scheme_id,
        top.c.code == case((part.c.part_of.is_not(None), part.c.part_of), else_=part.c.code),
    )
    scheme, metric, document = index_scheme.c, index_metric.c, source_document.c
    return (
        select(
            metric.indicator_id,
            scheme.code.label("scheme"),
            scheme.name_vi.label("scheme_vi"),
            scheme.name_en.label("scheme_en"),
            scheme.note_vi.label("scheme_note_vi"),
            scheme.note_en.label("scheme_note_en"),
            scheme.effective_from,
            scheme.max_points.label("scale"),
            document.number.label("document_number"),
            document.title_vi.label("document_vi"),
            document.title_en.label("document_en"),
            document.issued_on.label("document_issued_on"),
            top.c.code.label("group"),
            top.c.name_vi.label("group_vi"),
            top.c.name_en.label("group_en"),
            top.c.max_points.label("group_points"),
            part.c.code.label("part"),
            part.c.name_vi.label("part_vi"),
            part.c.name_en.label("part_en"),
            metric.code.label("metric"),
            metric.name_vi.label("metric_vi"),
            metric.name_en.label("metric_en"),
            indicator.c.code.label("indicator"),
            metric.counted,
            metric.rule,
            metric.full_at,
            metric.factor,
            metric.zero_denominator,
            metric.levels,
            metric.max_points,
        )
        .select_from(
            index_metric.join(index_scheme, index_scheme.c.id == metric.index_scheme_id)
            .join(part, part.c.id == metric.index_group_id)
            .join(top, of_group)
            .join(indicator, indicator.c.id == metric.indicator_id)
            .outerjoin(source_document, document.id == scheme.source_document_id)
        )
        .where(
            metric.index_scheme_id.in_(_in_force(asked)),
            counts(index_metric, asked),
            sees_province(asked),
        )
        .order_by(top.c.position, part.c.position, metric.position, metric.code)
    )


def _officially_observed(asked: Question) -> Subquery:
    """group (null: the total), part_of, indicator_id and position of what is published."""
    total = select(
        null().label("group"),
        null().label("part_of"),
        index_scheme.c.indicator_id,
        literal(-1).label("position"),
    ).where(index_scheme.c.id.in_(_in_force(asked)), sees_province(asked))
    groups = select(
        index_group.c.code,
        index_group.c.part_of,
        index_group.c.indicator_id,
        index_group.c.position,
    ).where(
        index_group.c.index_scheme_id.in_(_in_force(asked)),
        counts(index_group, asked),
        sees_province(asked),
    )
    return union_all(total, groups).subquery("named")


def _with_added_up(official: pl.DataFrame) -> pl.DataFrame:
    """`official` without what nobody knows, sums in the place of what only their parts tell."""
    rows = [{**row, "is_added_up": False} for row in official.to_dicts()]
    by_parent: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        if row["group"] is not None:
            by_parent.setdefault(row["part_of"], []).append(row)
    # Groups before the total, which is made of them.
    for row in reversed(rows):
        parts = by_parent.get(row["group"], [])
        if row["points"] is not None or not parts:
            continue
        total = published_total(pl.Series([part["points"] for part in parts], dtype=pl.Float64))
        if total is not None:
            told = {name: parts[0][name] for name in INDEX_OFFICIAL if name in _TOLD}
            row.update({**told, "points": total, "is_added_up": True})
    schema = joined(INDEX_OFFICIAL, pl.Schema({"part_of": pl.String}))
    return pl.DataFrame(rows, schema=schema).filter(pl.col("points").is_not_null())


# ---- The figures


def _figures_statement(asked: Question, indicator_ids: list[int]) -> Select[Any]:
    """What the subject and the units directly below the province answer; columns _FIGURES."""
    whom = subject(asked).subquery("whom")
    is_subject = unit.c.id.in_(select(whom.c.id))
    day = last_day(asked)
    is_part = and_(
        directly_below_province(asked),
        there_within(asked.period.start, day, asked),
        # Nobody who sees nothing of the province sums it up.
        sees_province(asked),
    )
    here = or_(is_subject, is_part) if asked.unit_id is None else or_(is_subject, _seen(asked))
    crossed = indicator.join(unit, here)
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(crossed)
        .where(indicator.c.id.in_(indicator_ids))
        .cte("wanted")
    )
    answers = observed(wanted, asked).subquery("answers")
    return (
        select(
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.name_vi.label("unit_vi"),
            unit.c.name_en.label("unit_en"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            _flag(is_subject, "is_subject"),
            _flag(is_part, "is_part"),
            _flag(valid_on(day, asked), "is_there"),
            _flag(asked.units_in_scope(), "in_scope"),
            indicator.c.id.label("indicator_id"),
            indicator.c.aggregation,
            *(answers.c[name] for name in _TOLD),
        )
        .select_from(
            crossed.outerjoin(
                answers,
                and_(answers.c.asked_id == indicator.c.id, answers.c.unit_id == unit.c.id),
            )
        )
        .where(indicator.c.id.in_(indicator_ids))
    )


def _seen(asked: Question) -> ColumnElement[bool]:
    """Units directly below the province that the asker may see: the neighbours of one unit."""
    there = valid_on(last_day(asked), asked)
    return and_(directly_below_province(asked), there, asked.units_in_scope())


def _flag(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    return case((condition, true()), else_=False).label(name)


def _told_apart(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the full name where another unit of the level bears the same short one."""
    units = figures.filter("is_there").select("unit_id", "level", "unit_vi", "unit_en").unique()
    named = {}
    for language in ("vi", "en"):
        short = f"unit_{language}"
        twins = units.filter(pl.struct("level", short).is_duplicated())["unit_id"].implode()
        full = pl.col(f"full_name_{language}")
        named[short] = pl.when(pl.col("unit_id").is_in(twins)).then(full).otherwise(short)
    return figures.with_columns(**named)


def _has_answer() -> pl.Expr:
    return pl.col("obs_status").is_not_null()


def _reporting(single: pl.DataFrame) -> pl.DataFrame:
    """Single units without the departments that reported nothing: some have no dossiers."""
    reports = _has_answer().any().over("unit_id")
    is_expected = pl.col("level").is_in(LOCALITY_LEVELS) | pl.col("is_subject")
    return single.filter(reports | is_expected)


def _expected(parts: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    """`parts` that are part of a sum, with counts_known and is_gap (expected, yet silent).

    What stands at a day is made of the units of the last day, the rest of all of the period.
    """
    levels = rules.group_by("indicator_id").agg(levels=pl.col("levels").str.join(", "))
    reports = _has_answer().any().over("unit_id")
    is_whole_period = ~pl.col("aggregation").is_in(STANDS_AT_A_DAY)
    known = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    return (
        parts.filter(pl.col("is_there") | is_whole_period)
        .join(levels, on="indicator_id", how="left", maintain_order="left")
        .with_columns(counts_known=known)
        .with_columns(
            is_gap=~pl.col("counts_known")
            & (pl.col("obs_status").fill_null(MISSING) != NOT_APPLICABLE)
            & names_level(pl.col("levels"), pl.col("level"))
            & pl.col("is_there")
            & (reports | pl.col("level").is_in(LOCALITY_LEVELS))
        )
    )


def _with_sums(whole: pl.DataFrame, parts: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`whole` with the sums of `parts` where the province has not both counts of its own."""
    known = pl.col("counts_known")
    is_invented = (pl.col("provenance").filter(known) == "illustrative").any()
    status = least_certain(pl.col("obs_status").filter(known))
    lacks_some = pl.col("is_gap").any() & (status == "final")
    sums = parts.group_by("indicator_id").agg(
        numerator=pl.col("numerator").filter(known).sum(),
        denominator=pl.col("denominator").filter(known).sum(),
        obs_status=pl.when(lacks_some).then(pl.lit("provisional")).otherwise(status),
        provenance=pl.when(is_invented).then(pl.lit("illustrative")).otherwise(pl.lit("derived")),
        cut_off=pl.col("cut_off").filter(known).max(),
        parts_known=known.sum().cast(pl.Int64),
        parts_expected=(known.sum() + pl.col("is_gap").sum()).cast(pl.Int64),
    )
    own_counts = (
        pl.col("numerator").is_not_null()
        & pl.col("denominator").is_not_null()
        & (pl.col("period_end") <= asked.period.end)
    )
    is_sum = ~own_counts & (pl.col("parts_known") > 0).fill_null(value=False)
    joined = whole.join(
        sums, on="indicator_id", how="left", suffix="_of_parts", maintain_order="left"
    ).with_columns(is_sum=is_sum)
    from_parts = ("numerator", "denominator", "obs_status", "provenance", "cut_off")
    nothing = pl.lit(None)
    return (
        joined.with_columns(
            **{
                name: pl.when("is_sum").then(f"{name}_of_parts").otherwise(name)
                for name in from_parts
            },
            **{name: pl.when(~pl.col("is_sum")).then(name) for name in ("value", *_TOLD[-3:])},
            parts_known=pl.when("is_sum").then("parts_known").otherwise(nothing),
            parts_expected=pl.when("is_sum").then("parts_expected").otherwise(nothing),
        )
        .select(*_FIGURES, *_OF_SUMS)
        .with_columns(unit_id=pl.lit(None, dtype=pl.Int64))
    )


def _without_sums(single: pl.DataFrame) -> pl.DataFrame:
    return single.with_columns(
        is_sum=pl.lit(value=False),
        parts_known=pl.lit(None, dtype=pl.Int64),
        parts_expected=pl.lit(None, dtype=pl.Int64),
    ).select(*_FIGURES, *_OF_SUMS)


def _in_order(scored: pl.DataFrame) -> pl.DataFrame:
    is_agency = pl.col("level") == "agency"
    return scored.sort(~pl.col("is_subject"), is_agency, "unit_code", "place")


def _withheld(scored: pl.DataFrame) -> pl.DataFrame:
    """`scored` without the counts of so few petitions that they can point to a person."""
    few = (
        (pl.col("level") == "commune")
        & (pl.col("counted") == "petition")
        & (pl.col("denominator") > 0)
        & (pl.col("denominator") < FEWEST_PEOPLE_SHOWN)
    )
    is_shown = ~few.fill_null(value=False)
    return scored.with_columns(
        pl.when(is_shown).then(name).alias(name) for name in ("numerator", "denominator")
    )
