"""Units with what they reached, one below the other: alone as a list, or with bars."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from components.figures.converted import converted_mark
from components.figures.marks import (
    provisional_class,
    status_icon,
    status_word,
    tone_class,
)
from components.markup import safe, share_style
from components.measures import Measure, Row, absence
from components.reader import Reader
from components.scenes.parts import panel
from components.scenes.space import Space
from components.sentences import unit_name
from components.theme import TONE_OF_STATUS

# Of a list: units of the head of its panel; a line, a column and what lies between columns in sizes
# of its type; the line that counts others in sizes of small print. So many of both ends come first.
HEAD, LINE, COLUMN, BETWEEN, MORE, ENDS = 1.9, 1.36, 16.2, 1.2, 1.3, 1


def list_beside_map(
    ordered: Sequence[Row],
    *,
    on_map: Collection[int],
    measure: Measure,
    space: Space,
    across: float,
    down: float,
    note: str,
    is_old: bool,
    reader: Reader,
) -> str:
    """A panel of UNIT_VALUES, the best first, `across` x `down` units inside: all where they fit.

    Else the worst and the best, and of the others those that carry no figure `on_map` (unit_ids);
    how many are then neither there nor here is said.
    """
    title = reader.text("scenes.units.all")
    size, columns = _type_of_list(len(ordered), space, across=across, down=down - HEAD)
    shown = list(ordered)
    more = ""
    if size < space.least:
        down -= HEAD + MORE * space.small
        absent = sum(1 for row in ordered if row["unit_id"] not in on_map)
        size, columns = _type_for(absent + 2 * ENDS, space, across=across, down=down)
        places = columns * space.rows(each=LINE * size, of=down)
        shown = _first_of_all(ordered, places, on_map=on_map)
        told = {row["unit_id"] for row in shown} | set(on_map)
        left_out = sum(1 for row in ordered if row["unit_id"] not in told)
        title = reader.text("scenes.units.some")
        key = "scenes.units.left_out" if left_out else "scenes.units.on_map"
        more = reader.counted(key, left_out or len(ordered) - len(shown))
    places_of = {row["unit_id"]: place for place, row in enumerate(ordered)}
    rows = [
        _row(
            row,
            measure,
            reader,
            bar="",
            look=" ioc-after-gap" if _is_after_gap(row, before, places_of) else "",
        )
        for before, row in zip([None, *shown], shown, strict=False)
    ]
    longest = -(-len(rows) // columns)
    drawn = "".join(
        f'<ol class="ioc-scene-units">{"".join(rows[at : at + longest])}</ol>'
        for at in range(0, len(rows), longest)
    )
    style = f"--rows:{longest};--columns:{columns};--row-type:calc({size:.3f} * var(--u))"
    body = f'<div class="ioc-scene-columns" style="{style}">{drawn}</div>'
    return panel(title, body, name="fill", note=note, more=more, is_old=is_old)


def _type_of_list(units: int, space: Space, *, across: float, down: float) -> tuple[float, int]:
    """The largest type, no more than running text, in which so many lines fit in `down`, and in
    how many columns."""

    def size(columns: int) -> float:
        widest = (across - (columns - 1) * BETWEEN * space.text) / (columns * COLUMN)
        return min(space.text, widest, down / (-(-units // columns) * LINE))

    columns = max((1, 2), key=size)
    return size(columns), columns


def _type_for(lines: int, space: Space, *, across: float, down: float) -> tuple[float, int]:
    """The largest type in which so many lines fit, and in how many columns; else the smallest."""
    size, columns = _type_of_list(lines, space, across=across, down=down)
    if size >= space.least:
        return size, columns
    two = (2 * COLUMN + BETWEEN) * space.least
    return space.least, 2 if two <= across else 1


def _first_of_all(ordered: Sequence[Row], places: int, *, on_map: Collection[int]) -> list[Row]:
    """So many rows in their order: the worst, the best, those that are not on the map, the next
    worst."""
    known = [row for row in ordered if row["value"] is not None]
    ends = [*known[: -ENDS - 1 : -1], *known[:ENDS]]
    absent = [row for row in reversed(ordered) if row["unit_id"] not in on_map]
    wanted = {row["unit_id"]: row for row in (*ends, *absent, *reversed(ordered))}
    chosen = set(list(wanted)[:places])
    return [row for row in ordered if row["unit_id"] in chosen]


def _is_after_gap(row: Row, before: Row | None, places: Mapping[int, int]) -> bool:
    """Whether units are left out between two that stand below each other."""
    return before is not None and places[row["unit_id"]] != places[before["unit_id"]] + 1


def unit_columns(
    columns: Sequence[Sequence[Row]],
    *,
    measure: Measure,
    reader: Reader,
    full: float,
    size: float,
    chosen: int | None = None,
    gap_before: int | None = None,
) -> str:
    """Columns of units with a bar of `full` and the target on it, their type `size` units.

    `gap_before` is the place of the column before which units are left out: it is set apart. The
    unit whose unit_id is `chosen` stands out.
    """
    longest = max(len(column) for column in columns)
    drawn = "".join(
        _column(
            column,
            measure=measure,
            reader=reader,
            full=full,
            chosen=chosen,
            look=" ioc-after-gap" if place == gap_before else "",
        )
        for place, column in enumerate(columns)
    )
    style = f"--rows:{longest};--columns:{len(columns)};--row-type:calc({size:.3f} * var(--u))"
    return f'<div class="ioc-scene-columns" style="{style}">{drawn}</div>'


def status_signs(values: pl.DataFrame, reader: Reader) -> str:
    """What the icons of UNIT_VALUES mean, with how many units have each."""
    counts = dict(values.filter(pl.col("value").is_not_null())["status"].value_counts().iter_rows())
    items = "".join(
        f'<li class="{tone_class(status)}">{status_icon(status)}'
        f"<b>{safe(status_word(status, reader))} {reader.number(counts[status])}</b></li>"
        for status in TONE_OF_STATUS
        if status in counts
    )
    return f'<ul class="ioc-legend ioc-scene-signs">{items}</ul>'


def _column(
    rows: Sequence[Row],
    *,
    measure: Measure,
    reader: Reader,
    full: float,
    chosen: int | None,
    look: str,
) -> str:
    drawn = "".join(
        _row(
            row,
            measure,
            reader,
            bar=_bar(row, full),
            look=" ioc-chosen" if row["unit_id"] == chosen else "",
        )
        for row in rows
    )
    return f'<ol class="ioc-scene-bars{look}">{drawn}</ol>'


def _row(row: Row, measure: Measure, reader: Reader, *, bar: str, look: str = "") -> str:
    name = safe(unit_name(row, reader), limit=60)
    kind = absence(row)
    if kind is not None:
        why = safe(reader.text(f"figures.absence.{kind}"))
        return (
            f'<li class="ioc-tone-neutral{look}"><span></span><span>{name}</span>'
            f'<p class="ioc-absent"><i class="ioc-swatch ioc-absent-{kind}"></i>{why}</p></li>'
        )
    rank = reader.number(row["rank"]) if row["rank"] else ""
    return (
        f'<li class="{tone_class(row["status"])}{look}"><span>{rank}</span><span>{name}</span>'
        f"{bar}<b>{converted_mark(row, reader)}{safe(measure.value(row, reader))}</b>"
        f"{status_icon(row['status'])}</li>"
    )


def _bar(row: Row, full: float) -> str:
    if row["value"] is None:
        return ""
    target = ""
    if row["target"] is not None:
        target = f'<u style="left:{share_style(row["target"] / full)}"></u>'
    look = f"ioc-track{provisional_class(row['obs_status'])}"
    return (
        f'<div class="{look}"><i style="width:{share_style(row["value"] / full)}"></i>'
        f"{target}</div>"
    )
