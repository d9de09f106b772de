"""Figures carried over to the units of a day: one line per row and unit that receives of it."""

import polars as pl

from domain.succession.amounts import AMOUNT, dealt_out, from_steps, in_steps, is_whole
from domain.succession.figures import Mark, by_parts, by_weights, mark_if
from domain.succession.routes import Routes

_FAR = pl.date(9999, 12, 31)


def level_marks(routes: Routes) -> dict[str, int]:
    """The bit in `marks` that stands for each level of the sources."""
    levels = routes.links["source_level"].unique().sort()
    return {level: int(Mark.FIRST_LEVEL) << place for place, level in enumerate(levels)}


def carried(figures: pl.LazyFrame, routes: Routes) -> pl.LazyFrame:
    """`figures` (see figures.py) on the units of the day.

    Columns: those of figures, the sides by share; unit_id, part, whole; present (the source was
    there on the last day of the period); marks with those of the way taken. A source that went in
    whole brings its row as it is; the rows of a split one are dealt out.
    """
    links = _ways(routes)
    is_split = pl.col("part") < pl.col("whole")
    lines = [figures.join(links.filter(~is_split).lazy(), on="source_unit_id")]
    split = links.filter(is_split)
    if not split.is_empty():
        sources = split["source_unit_id"].unique().implode()
        rows = figures.filter(pl.col("source_unit_id").is_in(sources)).with_row_index("row")
        together = rows.join(split.lazy(), on="source_unit_id", maintain_order="left_right")
        lines.append(_dealt(together.collect()).lazy())
    present = pl.col("source_to") >= pl.col("period_end")
    return pl.concat(lines).select(
        pl.exclude("source_from", "source_to", "way", "level", "marks"),
        present=present,
        marks=pl.col("marks")
        + pl.col("way")
        + mark_if(pl.col("source_from") > pl.col("period_end"), Mark.EARLY)
        + present.cast(pl.Int32) * pl.col("level"),
    )


def _ways(routes: Routes) -> pl.DataFrame:
    """The links of `routes` with the marks of the way (Int32) and the bit of the level."""
    return routes.links.select(
        pl.exclude("source_level", "source_to"),
        pl.col("source_to").fill_null(_FAR),
        level=pl.col("source_level").replace_strict(level_marks(routes), return_dtype=pl.Int32),
        way=mark_if(pl.col("part") < pl.col("whole"), Mark.SPLIT)
        + mark_if(pl.col("unit_id") != pl.col("source_unit_id"), Mark.OTHER),
    )


def _dealt(lines: pl.DataFrame) -> pl.DataFrame:
    """The sides of each `row` dealt out to its lines.

    Counts by the weights. Of a rate the denominator by the weights and the numerator by what each
    line got of the denominator, so that it exceeds it nowhere unless it did before.
    """
    if lines.is_empty():
        return lines.drop("row")
    exact = lines.schema["numerator"]
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    counted = _in_steps(lines)
    counted = counted.with_columns(
        got_d=dealt_out(counted, steps="steps_d", part="part", whole="whole")
    )
    by_denominator = pl.col("steps_d") > 0
    counted = counted.with_columns(
        part_n=pl.when(by_denominator).then("got_d").otherwise("part"),
        of_n=pl.when(by_denominator).then("steps_d").otherwise("whole"),
    )
    got_n = dealt_out(counted, steps="steps_n", part="part_n", whole="of_n")
    return (
        counted.with_columns(got_n=got_n)
        .select(
            pl.col(lines.drop("row", "numerator", "denominator", "value").columns),
            numerator=pl.when(numerator.is_not_null()).then(
                from_steps(pl.col("got_n"), whole=pl.col("whole_n")).cast(exact)
            ),
            denominator=pl.when(denominator.is_not_null()).then(
                from_steps(pl.col("got_d"), whole=pl.col("whole_d")).cast(exact)
            ),
            value=pl.lit(None, dtype=pl.Float64),
        )
        .select(lines.drop("row").columns)
    )


def _in_steps(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with their sides, where these can be dealt out, as numbers of steps."""
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    return (
        lines.with_columns(
            numerator=pl.when(by_parts | by_weights).then(numerator.cast(AMOUNT)),
            denominator=pl.when(by_parts).then(denominator.cast(AMOUNT)),
        )
        # Where the denominator has decimals a whole numerator cannot stay whole: of 1 in 1.5,
        # halved, nobody can have 1 in 0.75.
        .with_columns(
            whole_n=is_whole(numerator) & is_whole(denominator).fill_null(True),
            whole_d=is_whole(denominator),
        )
        .with_columns(
            steps_n=in_steps(numerator, whole=pl.col("whole_n")).fill_null(0),
            steps_d=in_steps(denominator, whole=pl.col("whole_d")).fill_null(0),
        )
    )
