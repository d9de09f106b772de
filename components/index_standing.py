"""How a subject stands in the service index: total, groups, units, against before and official.

Made once from the answers of queries.service_index by the rules of domain.service_index; figures,
sentences and downloads read it. Points are points; differences are ours minus the other's, taken
of what is shown of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from domain.service_index import (
    DIGITS,
    added_up,
    gains,
    losses_of_parts,
    next_cases,
    with_grade,
    with_score,
)

Row = Mapping[str, Any]
_ORIGIN = ("provenance", "cut_off", "source_title_vi", "source_title_en", "source_issued_on")
_UNIT = ("unit_id", "unit_code", "level", "unit_vi", "unit_en", "full_name_vi", "full_name_en")
_GROUP = ("group", "group_vi", "group_en", "group_points")
_PART = ("group", "part", "part_vi", "part_en")
_NAMES_OF_GRADE = ("grade_vi", "grade_en", "tone")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`scheme` is any metric row (all carry the scheme), None where no scheme was in force.

    `metrics`: INDEX_POINTS of the subject. `total`: points, applicable, unknown, lost, obs_status,
    score, grade (code), grade_vi, grade_en, tone, before (score), change, official, difference.
    `groups`: one row per group with its names, group_points, points, applicable, unknown, lost,
    obs_status, before (points), lost_before, change, official, difference; `parts`: likewise of
    the parts of groups that have several. `units`: one row per single unit, best first, without
    score last, with its names and the columns of `total` up to change. `same_scheme`: whether the
    period before was under the same rules; nothing is compared otherwise.
    """

    scheme: Row | None
    metrics: pl.DataFrame
    total: Row
    groups: pl.DataFrame
    parts: pl.DataFrame
    units: pl.DataFrame
    unit_metrics: pl.DataFrame
    official: pl.DataFrame
    same_scheme: bool
    has_before: bool

    @property
    def worst_group(self) -> Row | None:
        """The group that lost most points; None where nothing was scored or lost."""
        lost = self.groups.filter(pl.col("lost").round(DIGITS) > 0)
        if lost.is_empty():
            return None
        return lost.sort("lost", descending=True, maintain_order=True).row(0, named=True)

    @property
    def next_cases(self) -> int:
        """How many "the next dossiers" are, by the metric that most dossiers are counted for."""
        dossiers = self.metrics.filter(pl.col("counted") == "dossier")["denominator"].max()
        return next_cases(dossiers if isinstance(dossiers, float) else None)

    @property
    def gains(self) -> pl.DataFrame:
        """What the next dossiers treated right would bring, metric by metric, most first."""
        return gains(self.metrics, cases=self.next_cases)

    @property
    def losses(self) -> pl.DataFrame:
        """Where the points went: one row per unit with lost, and worst_vi, worst_en, worst_lost of
        the metric that lost most there; most first. The last row without unit: what the province
        reported itself and units that are not shown. With a single unit as the subject: no rows.
        """
        return _losses(self.metrics, self.unit_metrics)

    @property
    def illustrative(self) -> bool:
        return "illustrative" in self.metrics["provenance"]


def standing(
    points: pl.DataFrame, *, before: pl.DataFrame, grades: pl.DataFrame, official: pl.DataFrame
) -> Standing:
    """The standing that INDEX_POINTS of the asked period and of the one before tell."""
    subject = points.filter("is_subject")
    scheme = subject.row(0, named=True) if subject.height else None
    earlier = before.filter("is_subject")
    known_before = earlier.filter(pl.col("points").is_not_null()).height > 0
    same = bool(scheme) and known_before and earlier["scheme"][0] == subject["scheme"][0]
    comparable = before if same else before.clear()
    scale = float(scheme["scale"]) if scheme else 0.0
    named = grades.select("code", *_NAMES_OF_GRADE)

    def totals(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
        summed = with_score(added_up(rows, by=by), scale=scale)
        graded = with_grade(summed, grades)
        return graded.join(
            named, left_on="grade", right_on="code", how="left", maintain_order="left"
        )

    then = totals(comparable.filter("is_subject"), "scheme").select("scheme", before="score")
    now = totals(subject, "scheme").join(then, on="scheme", how="left", maintain_order="left")
    whole = _compared(now.with_columns(_official(official, None)), of="score")
    single = points.filter(pl.col("unit_id").is_not_null())
    single_before = totals(comparable.filter(pl.col("unit_id").is_not_null()), "unit_id").select(
        "unit_id", before="score"
    )
    units = totals(single, *_UNIT).join(
        single_before, on="unit_id", how="left", maintain_order="left"
    )
    nothing = pl.lit(None, dtype=pl.Float64).alias("official")
    ranked = _compared(units.with_columns(nothing), of="score").with_columns(
        rank=pl.col("score").round(DIGITS).rank("min", descending=True).cast(pl.Int64)
    )
    earlier_rows = comparable.filter("is_subject")
    return Standing(
        scheme=scheme,
        metrics=subject,
        total=whole.row(0, named=True) if whole.height else {},
        groups=_by_group(subject, earlier_rows, official, key="group", names=_GROUP),
        parts=_by_group(subject, earlier_rows, official, key="part", names=_PART).filter(
            pl.len().over("group") > 1
        ),
        units=ranked.sort("score", descending=True, nulls_last=True, maintain_order=True),
        unit_metrics=single,
        official=official,
        same_scheme=same,
        has_before=known_before,
    )


def _official(official: pl.DataFrame, group: str | None) -> pl.Expr:
    found = official.filter(pl.col("group").eq_missing(pl.lit(group, dtype=pl.String)))["points"]
    return pl.lit(found[0] if len(found) else None, dtype=pl.Float64).alias("official")


def _by_group(
    now: pl.DataFrame,
    before: pl.DataFrame,
    official: pl.DataFrame,
    *,
    key: str,
    names: tuple[str, ...],
) -> pl.DataFrame:
    then = added_up(before, by=[key]).select(key, before="points", lost_before="lost")
    published = official.filter(pl.col("group").is_not_null()).select(
        pl.col("group").alias(key), official="points"
    )
    groups = (
        added_up(now, by=names)
        .join(then, on=key, how="left", maintain_order="left")
        .join(published, on=key, how="left", maintain_order="left")
    )
    return _compared(groups, of="points")


def _compared(rows: pl.DataFrame, *, of: str) -> pl.DataFrame:
    """`rows` with change (from before) and difference (from official), of what is shown."""
    shown = pl.col(of).round(DIGITS)
    return rows.with_columns(
        change=(shown - pl.col("before").round(DIGITS)).round(DIGITS),
        difference=(shown - pl.col("official").round(DIGITS)).round(DIGITS),
    )


def _losses(whole: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    is_of_province = whole.height > 0 and whole["unit_id"].null_count() == whole.height
    rows = whole if is_of_province else whole.clear()
    lost = losses_of_parts(rows, units).join(
        whole.select("metric", "metric_vi", "metric_en"), on="metric", how="left"
    )
    by_unit = (
        lost.sort("lost", descending=True, maintain_order=True)
        .group_by("unit_id", maintain_order=True)
        .agg(
            lost=pl.col("lost").sum(),
            worst_vi=pl.col("metric_vi").first(),
            worst_en=pl.col("metric_en").first(),
            worst_lost=pl.col("lost").first(),
        )
    )
    names = units.select(_UNIT).unique()
    origin = whole.select(_ORIGIN[:2]).head(1)
    return (
        by_unit.join(names, on="unit_id", how="left", nulls_equal=True)
        .sort(pl.col("unit_id").is_null(), "lost", "unit_code", descending=[False, True, False])
        .with_columns(
            pl.lit(origin[name][0] if origin.height else None, dtype=whole.schema[name]).alias(name)
            for name in _ORIGIN[:2]
        )
    )
