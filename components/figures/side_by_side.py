"""Localities against departments: two bars on one scale, with the province's value and target."""

from collections.abc import Sequence

import polars as pl

from components.figures.marks import target_words, tone_class
from components.markup import hint, safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from domain.indicators import BLOCKS, LOCALITY_LEVELS

# Indicators whose blocks a province may lead with although it does not lead with them themselves.
NAMED_WHOLES = ("DVC01",)


def sides(figures: pl.DataFrame) -> tuple[Sequence[Row], Row | None]:
    """The rows of HEADLINE_FIGURES placed side by side, and the row of the whole they are of.

    The whole is the province: a row that is of one unit is no whole of its blocks.
    """
    rows = figures.filter(pl.col("place") == "side_by_side").to_dicts()
    found = _of_both(figures, rows)
    whole = found.row(0, named=True) if found.height else None
    return rows, whole if whole is not None and _is_of_province(whole, rows) else None


def _of_both(figures: pl.DataFrame, rows: Sequence[Row]) -> pl.DataFrame:
    wholes = {BLOCKS[row["indicator"]].indicator for row in rows if row["indicator"] in BLOCKS}
    return figures.filter(pl.col("indicator").is_in(wholes) & (pl.col("place") != "side_by_side"))


def _is_of_province(whole: Row, rows: Sequence[Row]) -> bool:
    if whole.get("of_whole"):
        return True
    if any(row.get("of_whole") for row in rows):
        return False
    # One unit has no blocks: where they have values, the question was about the province.
    return any(row["value"] is not None for row in rows)


def compared(figures: pl.DataFrame, reader: Reader) -> str:
    """What the two blocks are compared by; empty where they are no blocks of one indicator."""
    rows = figures.filter(pl.col("place") == "side_by_side").to_dicts()
    found = _of_both(figures, rows)
    if found.height:
        return Measure.of(found.row(0, named=True)).name(reader)
    wholes = {BLOCKS[row["indicator"]].indicator for row in rows if row["indicator"] in BLOCKS}
    named = wholes & set(NAMED_WHOLES)
    return reader.text(f"figures.compared.{named.pop()}") if named else ""


def side_name(row: Row, reader: Reader) -> str:
    """`Khối địa phương`; the indicator's own name where it is no block of units."""
    block = BLOCKS.get(row["indicator"])
    if block is None:
        return Measure.of(row).name(reader)
    is_local = block.levels == LOCALITY_LEVELS
    return reader.text("figures.block.localities" if is_local else "figures.block.departments")


def side_by_side_bars(figures: pl.DataFrame, *, reader: Reader) -> str:
    """Bars of the side-by-side rows of HEADLINE_FIGURES; lines at the province's value and target.

    Scale: 0 to 100 % for rates, else 0 to the largest number shown.
    """
    rows, whole = sides(figures)
    if not rows:
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.side_by_side"))}</p>'
    full = _full_scale([*rows, *([whole] if whole else [])])
    bars = "".join(_bar(row, full=full, reader=reader) for row in rows)
    lines = _lines(whole, full=full, reader=reader) if whole else ""
    return f'<div class="ioc-sides">{bars}<div class="ioc-sides-lines">{lines}</div></div>'


def _bar(row: Row, *, full: float, reader: Reader) -> str:
    measure = Measure.of(row)
    kind = absence(row)
    name = side_name(row, reader)
    if kind is not None:
        told = safe(reader.text(f"figures.absence.{kind}"))
        track = f'<div class="ioc-track ioc-absent-{kind}"></div><b class="ioc-absent">{told}</b>'
    else:
        written = safe(measure.value(row, reader))
        width = share_style(row["value"] / full)
        track = f'<div class="ioc-track"><i style="width:{width}"></i></div><b>{written}</b>'
    title = hint(measure.name(reader))
    return (
        f'<div class="ioc-side {tone_class(row["status"])}"{title}>'
        f"<span>{safe(name)}</span>{track}</div>"
    )


def _lines(whole: Row, *, full: float, reader: Reader) -> str:
    """Two labelled lines across both bars; the labels stand on the two sides of their lines."""
    measure = Measure.of(whole)
    value, target = whole["value"], whole["target"]
    drawn = []
    if value is not None:
        words = reader.text("figures.whole", value=measure.value(whole, reader))
        drawn.append(("whole", value, words, target is None or value >= target))
    if target is not None:
        words = target_words({**whole, "target_due_on": None}, measure.mark(target, reader), reader)
        drawn.append(("target", target, words, value is not None and target > value))
    return "".join(
        f'<i class="ioc-line-{kind} {"ioc-right" if to_right else "ioc-left"}"'
        f' style="left:{share_style(at / full)}"><span>{safe(words)}</span></i>'
        for kind, at, words, to_right in drawn
    )


def _full_scale(rows: Sequence[Row]) -> float:
    if all(row["measure"] == "rate" for row in rows):
        return 1.0
    amounts = [row[column] for row in rows for column in ("value", "target")]
    return max((amount for amount in amounts if amount), default=1.0)
