"""Where in the province does it go well and where not, in one indicator?

Indicator: that of the slot, else the first that places report.
"""

import polars as pl

from components.figures.drawn_map import DrawnMap, drawn_map
from components.figures.unit_map import FEW_UNITS
from components.measures import Measure, Row
from components.scenes.ages import aged, is_old
from components.scenes.columns import columns
from components.scenes.origin import origin_words
from components.scenes.parts import (
    nothing,
    panel,
    provenance_note,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from components.scenes.unit_list import list_beside_map
from components.scenes.unit_words import units_statement
from components.sentences import units_sentence
from pages.scenes.about import about_and_when
from pages.scenes.ages import age_of
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.catalogue import indicators_on_map
from queries.units import unit_boundaries, unit_values

# Shares of the columns; units between panels, of the rims of a panel down and across.
SHARES = (33.5, 19.5)
GAP, RIMS_DOWN, RIMS_ACROSS = 0.6, 1.0, 1.9
# Names are a little larger than the smallest type, for a map shrinks where its box is smaller.
LARGER = 1.04
LAGS = ("missed", "behind")


def indicator_of(asked: Asked) -> Row | None:
    """The indicator of the slot as a row of INDICATORS, else the first; None without any."""
    rows = asked.fetch(indicators_on_map, asked.question).to_dicts()
    named = [row for row in rows if row["indicator"] == asked.slot.indicator]
    return next(iter(named or rows), None)


def no_indicator(key: str, asked: Asked) -> Drawn:
    """What is shown where no place reports anything."""
    when = asked.reader.period(asked.question.period)
    words = asked.reader.text("map.no_indicators", period=when)
    return nothing_there(asked, asked.reader.text(f"scenes.{key}.title"), words)


def of_units(asked: Asked, values: pl.DataFrame, measure: Measure, body: str) -> Drawn:
    """A picture of UNIT_VALUES: title, sentence, origin and age are those of the values."""
    reader = asked.reader
    when = reader.period(asked.question.period)
    return Drawn(
        title=measure.name(reader),
        about=about_and_when(asked),
        body=body,
        sentence=units_sentence(values, measure=measure, reader=reader, when=when),
        origin=origin_words([values], room=asked.room, reader=reader),
        age=age_of(asked, values),
        red=values.filter(pl.col("status").is_in(LAGS)).height,
    )


def draw(asked: Asked) -> Drawn:
    """The map beside a list: no unit is left out of both without being counted."""
    row = indicator_of(asked)
    if row is None:
        return no_indicator("map", asked)
    measure, space, reader = Measure.of(row), Space.of(asked.room), asked.reader
    values = asked.fetch(unit_values, asked.question, indicator=row["indicator"], level="locality")
    age = age_of(asked, values)
    said = aged(units_statement(values, measure=measure, reader=reader), age, reader=reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[1])
    drawn = drawn_of(asked, values, measure, space)
    body = drawn.html if drawn else nothing(reader.text("figures.nothing.map"))
    listed = list_beside_map(
        values.sort("rank", nulls_last=True, maintain_order=True).to_dicts(),
        on_map=drawn.named if drawn else frozenset(),
        measure=measure,
        space=space,
        across=columns(space, *SHARES)[1] - RIMS_ACROSS,
        down=space.high - taken - GAP - RIMS_DOWN,
        note=provenance_note(values["provenance"], reader, statuses=values["obs_status"]),
        is_old=is_old(age),
        reader=reader,
    )
    inner = (
        f"{panel('', body, name='map-panel', is_old=is_old(age))}"
        f'<div class="ioc-scene-column">{statement(said)}{listed}</div>'
    )
    return of_units(asked, values, measure, scene_html("map", inner, space=space))


def drawn_of(asked: Asked, values: pl.DataFrame, measure: Measure, space: Space) -> DrawnMap | None:
    """UNIT_VALUES of `measure` on the map of the province; None without outlines.

    In the type of small print; in letters where more units then carry their figure, or are many.
    """
    boundaries = asked.fetch(unit_boundaries, asked.question, level="locality")
    wide = columns(space, *SHARES)[0] - RIMS_ACROSS
    found: list[DrawnMap] = []
    sizes = (space.small, space.least) if boundaries.height <= FEW_UNITS else (space.least,)
    for size in dict.fromkeys(sizes):
        drawn = drawn_map(
            values,
            boundaries,
            measure=measure,
            reader=asked.reader,
            name=f"{asked.slot.key.replace('~', '-')}-{asked.question.period.code}",
            width=wide / (size * LARGER),
            height=(space.high - RIMS_DOWN) / (size * LARGER),
            said=units_sentence(values, measure=measure, reader=asked.reader),
            type_size=f"calc({size * LARGER:.4f} * var(--u))",
            chosen=asked.question.unit_id,
        )
        found += [drawn] if drawn else []
        if drawn is None or len(drawn.named) == boundaries.height:
            break
    return max(found, key=lambda drawn: len(drawn.named), default=None)


SCENE = Scene(key="map", draw=draw, over="indicator")
