"""What is said first of all units together: how many reach the target, or who is first."""

import polars as pl

from components.measures import Measure, Row
from components.reader import Reader
from components.scenes.parts import Statement
from components.sentences import unit_name

# Above this share of units at their target the picture is a good one, below that one a bad one.
MOST, HALF = 0.9, 0.5
IN_TIME = ("met", "ahead", "on_course")


def units_statement(values: pl.DataFrame, *, measure: Measure, reader: Reader) -> Statement:
    """Of UNIT_VALUES, worst first: how many reach the target or are on course to it."""
    known = values.filter(pl.col("value").is_not_null())
    judged = known.filter(pl.col("target").is_not_null())
    if judged.height:
        return _of_target(values, known, judged, measure, reader)
    if known.is_empty():
        words = reader.text("scenes.units.none")
        return Statement(figure="0", words=words, tone="neutral", sign="no_value")
    first: Row = known.row(-1, named=True)
    key = "highest" if measure.polarity == "neutral" else "best"
    return Statement(
        figure=measure.value(first, reader),
        words=reader.text(f"scenes.units.{key}", unit=unit_name(first, reader)),
        tone="plain",
        sign="no_target",
        below=_without(values, known, reader),
    )


def _of_target(
    values: pl.DataFrame,
    known: pl.DataFrame,
    judged: pl.DataFrame,
    measure: Measure,
    reader: Reader,
) -> Statement:
    good = judged.filter(pl.col("status").is_in(IN_TIME))
    share = good.height / judged.height
    tone = "good" if share >= MOST else "warning" if share >= HALF else "bad"
    is_met = good.filter(pl.col("status") == "met").height == good.height
    aims = judged["target"].unique().to_list()
    below = [_without(values, known, reader)]
    if len(aims) == 1:
        below.insert(0, reader.text("figures.target", target=measure.mark(aims[0], reader)))
    return Statement(
        figure=f"{reader.number(good.height)}/{reader.number(judged.height)}",
        words=reader.text("scenes.units.met" if is_met else "scenes.units.in_time"),
        tone=tone,
        sign={"good": "met", "warning": "behind", "bad": "missed"}[tone],
        below=" · ".join(below),
    )


def _without(values: pl.DataFrame, known: pl.DataFrame, reader: Reader) -> str:
    """How many units have no figure; that all have one."""
    absent = values.height - known.height
    if not absent:
        return reader.counted("scenes.units.all_known", values.height)
    return reader.counted("scenes.units.absent", absent)
