"""Where in the province does it go well and where not, in one indicator?

Indicator: that of the slot, else the first that places report.
"""

import polars as pl

from components.figures.drawn_map import drawn_map
from components.measures import Measure, Row
from components.reader import Reader
from components.scenes.columns import columns
from components.scenes.origin import cut_offs, origin_words
from components.scenes.parts import (
    nothing,
    panel,
    provenance_note,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from components.scenes.unit_list import unit_list
from components.scenes.unit_words import units_statement
from components.sentences import units_sentence
from domain.data_age import is_old
from pages.scenes.about import about_and_when
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.catalogue import indicators_on_map
from queries.units import unit_boundaries, unit_values

# Shares of the columns; units of the head of a panel, of its rims down and across.
SHARES = (33.5, 19.5)
GAP, HEAD, RIMS_DOWN, RIMS_ACROSS = 0.6, 1.9, 1.0, 1.9
LINE = 1.36
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
    question, reader = asked.question, asked.reader
    when = reader.period(question.period)
    oldest = min(cut_offs([values]), default=None)
    return Drawn(
        title=measure.name(reader),
        about=about_and_when(asked),
        body=body,
        sentence=units_sentence(values, measure=measure, reader=reader, when=when),
        origin=origin_words([values], reader=reader),
        cut_off=oldest,
        is_old=is_old(oldest, frequency=question.period.frequency, today=question.today),
        red=values.filter(pl.col("status").is_in(LAGS)).height,
    )


def draw(asked: Asked) -> Drawn:
    """The map beside the best and the worst units."""
    row = indicator_of(asked)
    if row is None:
        return no_indicator("map", asked)
    measure, space = Measure.of(row), Space.of(asked.room)
    values = asked.fetch(unit_values, asked.question, indicator=row["indicator"], level="locality")
    said = units_statement(values, measure=measure, reader=asked.reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[1])
    beside = statement(said) + _ends(values, measure, space, asked.reader, taken=taken)
    inner = (
        f"{_map(values, measure, space, asked, str(row['indicator']))}"
        f'<div class="ioc-scene-column">{beside}</div>'
    )
    return of_units(asked, values, measure, scene_html("map", inner, space=space))


def _map(values: pl.DataFrame, measure: Measure, space: Space, asked: Asked, indicator: str) -> str:
    boundaries = asked.fetch(unit_boundaries, asked.question, level="locality")
    wide = columns(space, *SHARES)[0] - RIMS_ACROSS
    drawn = drawn_map(
        values,
        boundaries,
        measure=measure,
        reader=asked.reader,
        name=f"{indicator}-{asked.question.period.code}",
        width=wide / (space.small * LARGER),
        height=(space.high - RIMS_DOWN) / (space.small * LARGER),
        said=units_sentence(values, measure=measure, reader=asked.reader),
        chosen=asked.question.unit_id,
    )
    if drawn is None:
        return panel("", nothing(asked.reader.text("figures.nothing.map")))
    return panel("", drawn.html, name="map-panel")


def _ends(
    values: pl.DataFrame, measure: Measure, space: Space, reader: Reader, *, taken: float
) -> str:
    """The best and the worst units, as many as there is room for; all where these are few."""
    known = [row for row in values.to_dicts() if row["value"] is not None]
    note = provenance_note(values["provenance"], reader, statuses=values["obs_status"])
    each = LINE * space.text
    high = space.high - taken - GAP - RIMS_DOWN
    fit = space.rows(each=each, of=high - HEAD)
    if len(known) <= fit:
        title = reader.text("scenes.units.all")
        body = unit_list(known[::-1], measure=measure, reader=reader)
        return panel(title, body, name="fill", note=note)
    half = max((fit - 2) // 2, 1)
    ends = ("highest", "lowest") if measure.polarity == "neutral" else ("best", "worst")
    best, worst = known[: -half - 1 : -1], known[:half]
    titles = [reader.text(f"scenes.units.{end}_ones") for end in ends]
    lists = [unit_list(rows, measure=measure, reader=reader) for rows in (best, worst[::-1])]
    body = f'<div class="ioc-scene-ends">{lists[0]}<h3>{titles[1]}</h3>{lists[1]}</div>'
    return panel(titles[0], body, name="fill", note=note)


SCENE = Scene(key="map", draw=draw, over="indicator")
