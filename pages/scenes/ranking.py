"""Who is first and who is last in one indicator, and where is the target?

Indicator: that of the slot, else the first that places report.
"""

from collections.abc import Sequence

import polars as pl

from components.figures.ranking import full_scale
from components.measures import Measure, Row
from components.reader import Reader
from components.scenes.ages import aged
from components.scenes.fitting import width_of
from components.scenes.parts import panel, provenance_note, scene_html, wide_statement
from components.scenes.space import Space
from components.scenes.unit_list import status_signs, unit_columns
from components.scenes.unit_words import units_statement
from domain.viewing import Room
from pages.scenes.ages import age_of
from pages.scenes.map import indicator_of, no_indicator, of_units
from pages.scenes.scene import Asked, Drawn, Scene
from queries.units import unit_values

# Units of the statement with what lies below it, of the rims of the panel above and
# below and at its sides, of a line of words.
STATEMENT, RIMS, SIDES, WORDS = 5.0, 0.9, 1.9, 1.5
# A row, the least width of a column and what lies between columns, in sizes of their type.
ROW, COLUMN, BETWEEN = 1.42, 20.3, 1.2
# Where there is room for it, type is larger than running text.
LARGER = 1.15
MOST_COLUMNS = 5


def most_units(room: Room) -> int:
    """So many units fit in `room`, each with its name."""
    space = Space.of(room)
    high, count = _high(space), 1
    while _largest(count + 1, space, high)[0] >= space.least:
        count += 1
    return count


def draw(asked: Asked) -> Drawn:
    """All units where they fit, else the first and the last of them; or a part of them in turn."""
    row = indicator_of(asked)
    if row is None:
        return no_indicator("ranking", asked)
    measure, space, reader = Measure.of(row), Space.of(asked.room), asked.reader
    values = asked.fetch(unit_values, asked.question, indicator=row["indicator"], level="locality")
    age = age_of(asked, values)
    said = aged(units_statement(values, measure=measure, reader=reader), age, reader=reader)
    note = provenance_note(values["provenance"], reader, statuses=values["obs_status"])
    chosen = asked.question.unit_id
    listed = _panel(
        values,
        measure,
        space,
        reader,
        part=asked.part,
        chosen=chosen,
        is_old=age is not None and age.is_old,
    )
    body = scene_html("ranking", wide_statement(said, note=note) + listed, space=space)
    return of_units(asked, values, measure, body)


def _panel(
    values: pl.DataFrame,
    measure: Measure,
    space: Space,
    reader: Reader,
    *,
    part: tuple[int, int],
    chosen: int | None,
    is_old: bool,
) -> str:
    """Columns of units, the best first, those without a figure last."""
    everybody = values.sort("rank", nulls_last=True, maintain_order=True).to_dicts()
    number, of = part
    each = -(-len(everybody) // of)
    ordered = everybody[(number - 1) * each : number * each]
    high = _high(space)
    signs = status_signs(values, reader)
    size, columns = _largest(len(ordered), space, high)
    if size < space.least:
        return _ends(
            ordered,
            measure,
            space,
            reader,
            high=high,
            chosen=chosen,
            signs=signs,
            is_old=is_old,
        )
    per_column = -(-len(ordered) // columns)
    body = unit_columns(
        [ordered[at : at + per_column] for at in range(0, len(ordered), per_column)],
        measure=measure,
        reader=reader,
        full=full_scale(everybody, measure),
        size=size,
        chosen=chosen,
    )
    return panel("", body, name="fill", note=signs, is_old=is_old)


def _high(space: Space) -> float:
    """Units of height that the columns have."""
    return space.high - STATEMENT - RIMS - WORDS


def _largest(units: int, space: Space, high: float) -> tuple[float, int]:
    """The largest type in which so many units fit in `high` units, and in how many columns."""

    def size(columns: int) -> float:
        per_column = -(-units // columns)
        return min(LARGER, high / (per_column * ROW), _widest(columns, space))

    columns = max(range(2, MOST_COLUMNS + 1), key=size)
    return size(columns), columns


def _widest(columns: int, space: Space) -> float:
    """The largest type in which so many columns stand side by side."""
    return (width_of(space) - SIDES) / (columns * COLUMN + (columns - 1) * BETWEEN)


def _ends(
    ordered: Sequence[Row],
    measure: Measure,
    space: Space,
    reader: Reader,
    *,
    high: float,
    chosen: int | None,
    signs: str,
    is_old: bool,
) -> str:
    """The first and the last of many, and how many are left out between them."""
    fitting = (n for n in range(MOST_COLUMNS, 1, -1) if _widest(n, space) >= space.least)
    columns = next(fitting, 1)
    per_column = space.rows(each=space.least * ROW, of=high - WORDS)
    places = per_column * columns
    ending = per_column * (columns // 2) if columns > 1 else places // 2
    starting = places - ending
    first, last = ordered[:starting], ordered[-ending:]
    shown = [*first, *last]
    body = unit_columns(
        [shown[at : at + per_column] for at in range(0, places, per_column)],
        measure=measure,
        reader=reader,
        full=full_scale(ordered, measure),
        size=space.least,
        chosen=chosen,
        gap_before=starting // per_column,
    )
    left_out = len(ordered) - len(shown)
    words = reader.counted(
        "scenes.ranking.left_out",
        left_out,
        first=reader.number(starting),
        last=reader.number(ending),
    )
    return panel("", body, name="fill", note=signs, more=words, is_old=is_old)


SCENE = Scene(key="ranking", draw=draw, over="indicator")
