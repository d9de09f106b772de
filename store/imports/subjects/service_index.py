"""Schemes of the service index. What landed is never changed: new rules are a new scheme."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import Select, func, select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_document, with_ids, with_indicator
from store.imports.subjects.rules import (
    DOCUMENT_FAULTS,
    INDICATOR_FAULTS,
    ROW_FAULTS,
    DocumentRules,
    IndicatorRules,
    RowRules,
    known_if_named,
)
from store.tables import index_grade, index_group, index_metric, index_scheme, province
from store.tables.base import LEVELS

_EXACT = 6
_SCHEME_FAULTS = {"scheme_unknown": Fault("scheme", proposal="index_scheme_id_proposal")}
_POINTS_FAULTS = {"max_points|min_exclusive": Fault("max_points", "points_not_positive")}


def _with_scheme(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`scheme` resolved to `index_scheme_id`, with its `scheme_points`."""
    known = select(
        index_scheme.c.id, index_scheme.c.code, index_scheme.c.max_points.label("scheme_points")
    )
    return with_ids(landing, frame, known, columns=("scheme",), to="index_scheme_id")


class SchemeRules(dy.Schema):
    """The scheme of a row is known."""

    index_scheme_id = dy.Int64(nullable=True)

    @dy.rule()
    def scheme_unknown(cls) -> pl.Expr:
        return pl.col("index_scheme_id").is_not_null()


class PointsRules(dy.Schema):
    """What gives points gives more than none."""

    max_points = dy.Float64(min_exclusive=0)


# Schemes ---------------------------------------------------------------------------------------


def _resolve_schemes(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    known = select(province.c.id, province.c.code)
    frame = with_ids(landing, frame, known, columns=("province",), to="province_id")
    return with_document(landing, with_indicator(landing, frame))


class IndexSchemeRules(RowRules, DocumentRules, PointsRules):
    """A scheme has points to give; the province and the indicator it names are known."""

    province = dy.String(nullable=True)
    province_id = dy.Int64(nullable=True)
    indicator = dy.String(nullable=True)
    indicator_id = dy.Int64(nullable=True)

    @dy.rule()
    def province_unknown(cls) -> pl.Expr:
        return known_if_named("province", "province_id")

    @dy.rule()
    def indicator_unknown(cls) -> pl.Expr:
        return known_if_named("indicator", "indicator_id")


INDEX_SCHEMES = Subject(
    kind="index_schemes",
    file_key=("code",),
    key=("code",),
    resolve=_resolve_schemes,
    rules=IndexSchemeRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        **INDICATOR_FAULTS,
        **_POINTS_FAULTS,
        "province_unknown": Fault("province", proposal="province_id_proposal"),
    },
    existing=lambda _landing, _frame: select(index_scheme),
)


# Groups ----------------------------------------------------------------------------------------


def _resolve_groups(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_indicator(landing, _with_scheme(landing, frame))
    codes = pl.struct("scheme", "code").implode()
    is_top = pl.col("part_of").is_null()
    return frame.with_columns(
        parent_is_there=is_top
        | pl.struct("scheme", code="part_of").is_in(codes) & (pl.col("part_of") != pl.col("code")),
        parent_is_a_part=pl.struct("scheme", code="part_of").is_in(
            frame.filter(~is_top).select(pl.struct("scheme", "code")).to_series().implode()
        ),
        sum_of_groups=pl.col("max_points").filter(is_top).sum().over("scheme"),
        sum_of_parts=_sum_of_parts(frame),
    )


def _sum_of_parts(frame: pl.DataFrame) -> pl.Series:
    """Points of the groups that are part of each group, null where none is."""
    parts = (
        frame.filter(pl.col("part_of").is_not_null())
        .group_by("scheme", code="part_of")
        .agg(of_parts=pl.col("max_points").sum())
    )
    joined = frame.join(parts, on=["scheme", "code"], how="left", maintain_order="left")
    return joined["of_parts"]


class IndexGroupRules(RowRules, SchemeRules, PointsRules):
    """Groups add up to their scheme, and the parts of a group to the group; one file has all."""

    indicator = dy.String(nullable=True)
    indicator_id = dy.Int64(nullable=True)
    part_of = dy.String(nullable=True)
    parent_is_there = dy.Bool()
    parent_is_a_part = dy.Bool()
    scheme_points = dy.Float64(nullable=True)
    sum_of_groups = dy.Float64()
    sum_of_parts = dy.Float64(nullable=True)

    @dy.rule()
    def indicator_unknown(cls) -> pl.Expr:
        return known_if_named("indicator", "indicator_id")

    @dy.rule()
    def group_unknown(cls) -> pl.Expr:
        return pl.col("parent_is_there")

    @dy.rule()
    def part_of_a_part(cls) -> pl.Expr:
        return pl.col("part_of").is_null() | ~pl.col("parent_is_a_part")

    @dy.rule()
    def groups_not_adding_up(cls) -> pl.Expr:
        return _same_points("sum_of_groups", "scheme_points")

    @dy.rule()
    def parts_not_adding_up(cls) -> pl.Expr:
        return _same_points("sum_of_parts", "max_points")


INDEX_GROUPS = Subject(
    kind="index_groups",
    file_key=("scheme", "code"),
    key=("index_scheme_id", "code"),
    resolve=_resolve_groups,
    rules=IndexGroupRules,
    faults={
        **ROW_FAULTS,
        **_SCHEME_FAULTS,
        **INDICATOR_FAULTS,
        **_POINTS_FAULTS,
        "group_unknown": Fault("part_of"),
        "part_of_a_part": Fault("part_of"),
        "groups_not_adding_up": Fault("max_points", values=("sum_of_groups", "scheme_points")),
        "parts_not_adding_up": Fault("max_points", values=("sum_of_parts",)),
    },
    existing=lambda _landing, _frame: select(index_group),
)


# Metrics ---------------------------------------------------------------------------------------


def _resolve_metrics(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_indicator(landing, _with_scheme(landing, frame).drop("scheme_points"))
    # The scheme's own word for 0/0 is meant, not the catalogue's.
    frame = frame.drop("zero_denominator_right", strict=False)
    parted = index_group.alias("parted")
    has_parts = (
        select(func.count())
        .where(
            parted.c.index_scheme_id == index_group.c.index_scheme_id,
            parted.c.part_of == index_group.c.code,
        )
        .scalar_subquery()
    )
    known: Select[tuple[int, str, str, float, int]] = select(
        index_group.c.id,
        index_scheme.c.code.label("scheme_code"),
        index_group.c.code,
        index_group.c.max_points.label("group_points"),
        has_parts.label("parts_of_group"),
    ).join(index_scheme, index_scheme.c.id == index_group.c.index_scheme_id)
    frame = with_ids(landing, frame, known, columns=("scheme", "group"), to="index_group_id")
    words = pl.col("levels").str.to_lowercase().str.extract_all(r"[^\s,;/]+")
    known_levels = pl.lit(list(LEVELS), dtype=pl.List(pl.String))
    return frame.with_columns(
        levels_unknown=words.list.set_difference(known_levels).list.join(", "),
        has_levels=words.list.len() > 0,
        sum_of_metrics=pl.col("max_points").sum().over("scheme", "group"),
    )


class IndexMetricRules(RowRules, SchemeRules, IndicatorRules, PointsRules):
    """A metric has the parameter of its rule; the metrics of a group add up to it in one file."""

    index_group_id = dy.Int64(nullable=True)
    rule = dy.String()
    full_at = dy.Float64(nullable=True)
    factor = dy.Float64(nullable=True, min_exclusive=0)
    levels_unknown = dy.String()
    has_levels = dy.Bool()
    measure = dy.String(nullable=True)
    parts_of_group = dy.Int64(nullable=True)
    group_points = dy.Float64(nullable=True)
    sum_of_metrics = dy.Float64()

    @dy.rule()
    def group_unknown(cls) -> pl.Expr:
        return pl.col("index_group_id").is_not_null()

    @dy.rule()
    def group_has_parts(cls) -> pl.Expr:
        return pl.col("parts_of_group") == 0

    @dy.rule()
    def metric_of_no_rate(cls) -> pl.Expr:
        return pl.col("measure") == "rate"

    @dy.rule()
    def full_at_out_of_place(cls) -> pl.Expr:
        return (pl.col("rule") == "capped") == pl.col("full_at").is_not_null()

    @dy.rule()
    def full_at_no_share(cls) -> pl.Expr:
        return (pl.col("full_at") > 0) & (pl.col("full_at") <= 1)

    @dy.rule()
    def factor_out_of_place(cls) -> pl.Expr:
        return (pl.col("rule") == "linear") == pl.col("factor").is_not_null()

    @dy.rule()
    def level_unknown(cls) -> pl.Expr:
        return pl.col("has_levels") & (pl.col("levels_unknown") == "")

    @dy.rule()
    def metrics_not_adding_up(cls) -> pl.Expr:
        return _same_points("sum_of_metrics", "group_points")


INDEX_METRICS = Subject(
    kind="index_metrics",
    file_key=("scheme", "code"),
    key=("index_scheme_id", "code"),
    resolve=_resolve_metrics,
    rules=IndexMetricRules,
    faults={
        **ROW_FAULTS,
        **_SCHEME_FAULTS,
        **INDICATOR_FAULTS,
        **_POINTS_FAULTS,
        "group_unknown": Fault("group", proposal="index_group_id_proposal"),
        "group_has_parts": Fault("group"),
        "metric_of_no_rate": Fault("indicator"),
        "full_at_out_of_place": Fault("full_at"),
        "full_at_no_share": Fault("full_at"),
        "factor_out_of_place": Fault("factor"),
        "factor|min_exclusive": Fault("factor", "points_not_positive"),
        "level_unknown": Fault("levels", values=("levels_unknown",)),
        "metrics_not_adding_up": Fault("max_points", values=("sum_of_metrics", "group_points")),
    },
    existing=lambda _landing, _frame: select(index_metric),
)


# Grades ----------------------------------------------------------------------------------------


def _resolve_grades(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = _with_scheme(landing, frame)
    there = frame_of(
        landing.connection,
        select(index_grade.c.index_scheme_id, index_grade.c.from_points, index_grade.c.code),
    ).rename({"code": "owner"})
    return frame.join(
        there, on=["index_scheme_id", "from_points"], how="left", maintain_order="left"
    )


class IndexGradeRules(RowRules, SchemeRules):
    """No two grades begin at the same points, and none beyond the points of the scheme."""

    scheme = dy.String()
    code = dy.String()
    owner = dy.String(nullable=True)
    from_points = dy.Float64()
    scheme_points = dy.Float64(nullable=True)

    @dy.rule()
    def grade_out_of_reach(cls) -> pl.Expr:
        return pl.col("from_points").is_between(0, pl.col("scheme_points"))

    @dy.rule()
    def grade_bound_taken(cls) -> pl.Expr:
        is_free = pl.col("owner").is_null() | (pl.col("owner") == pl.col("code"))
        return is_free & ~pl.struct("scheme", "from_points").is_duplicated()


INDEX_GRADES = Subject(
    kind="index_grades",
    file_key=("scheme", "code"),
    key=("index_scheme_id", "code"),
    resolve=_resolve_grades,
    rules=IndexGradeRules,
    faults={
        **ROW_FAULTS,
        **_SCHEME_FAULTS,
        "grade_out_of_reach": Fault("from_points", values=("scheme_points",)),
        "grade_bound_taken": Fault("from_points"),
    },
    existing=lambda _landing, _frame: select(index_grade),
)


def _same_points(one: str, other: str) -> pl.Expr:
    return pl.col(one).round(_EXACT) == pl.col(other).round(_EXACT)
