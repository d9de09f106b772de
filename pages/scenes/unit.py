"""One unit: what it reached, what it owes, what it asks, and its place among the others.

Indicators: all that the unit reports, what lags first.
"""

from collections.abc import Mapping
from functools import partial

import polars as pl

from components.figures.marks import icon
from components.figures.unit_head import place_picture
from components.figures.unit_standing import Standing, Tile, standing_of, standing_sentence, tiles
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.ages import aged, is_old, look_of, title_age
from components.scenes.columns import columns
from components.scenes.figure_rows import worst_first
from components.scenes.figures_panel import figures_panel
from components.scenes.fitting import height_of
from components.scenes.origin import origin_words
from components.scenes.owed_rows import (
    Owed,
    asks,
    both,
    owed,
    owed_rows,
    row_heights,
    unanswered,
)
from components.scenes.parts import (
    Statement,
    note_width,
    nothing,
    panel,
    provenance_note,
    rows_list,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from domain.data_age import DataAge, oldest
from pages.scenes.ages import Recorded, age_of, of_day
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.directions import directions
from queries.unit_figures import unit_figures
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.unit_profile import unit_facts
from queries.units import unit_boundaries
from queries.work import plan_states, work_items

# Shares of the columns; units of the head of a panel, of its rims, of a line.
SHARES = (19.0, 34.0)
GAP, HEAD, RIMS, RIMS_DOWN, ROW = 0.6, 2.4, 1.9, 1.0, 1.5
# A map of less than so many units shows nothing, one of more says no more.
PLACE, PICTURE = 4.6, 9.0
# Of the picture: width / height, what it may shrink to for the words beside it; between two.
PICTURE_SHAPE, PICTURE_SHARES, BETWEEN = 132 / 116, (1.0, 0.8, 0.65), 0.3
# What is told first of what is wrong: places on the list of tiles.
TARGETS, PLACES, WORK, OBSTACLES, REPORTS = range(5)
WORST_FIRST = (WORK, TARGETS, REPORTS, OBSTACLES, PLACES)
MOST_OWED = 8


def draw(asked: Asked) -> Drawn:
    """Everything about the unit asked about; says so where none is."""
    question, reader = asked.question, asked.reader
    if question.unit_id is None:
        title = reader.text("scenes.unit.title")
        return nothing_there(asked, title, reader.text("scenes.unit.none"))
    facts = asked.fetch(unit_facts, question, unit_id=question.unit_id).row(0, named=True)
    figures = worst_first(asked.fetch(unit_figures, question))
    items = asked.fetch(work_items, question)
    bottlenecks = asked.fetch(unit_bottlenecks, question)
    reports = asked.fetch(unit_reports, question)
    at = standing_of(figures, items, bottlenecks, reports)
    when = reader.period(question.period)
    name = reader.pick(dict(facts), "full_name")
    said = standing_sentence(at, name=name, when=when, reader=reader)
    if at.knows_nothing:
        return nothing_there(asked, name, said)
    space = Space.of(asked.room)
    debts = owed(items, bottlenecks, reports, reader=reader)
    waiting = unanswered(asked.fetch(directions, question), unit_id=question.unit_id)
    wishes = asks(waiting, reader=reader)
    owing = [*items["provenance"], *bottlenecks["provenance"]] if debts else []
    told = [*owing, *waiting["provenance"]]
    note, beside = provenance_note(told, reader), note_width(told, reader, space=space)
    recorded = Recorded.of(asked)
    plans = [row for row in asked.fetch(plan_states, question).to_dicts() if row["total"]]
    of_work = recorded.oldest_plan(plans)
    of_figures = age_of(asked, figures)
    ages = {"targets": of_figures, "places": of_figures, "work": of_work}
    ages["obstacles"] = recorded.bottlenecks() if bottlenecks.height else None
    owing_age = oldest((of_work if items.height else None, ages["obstacles"]))
    # A unit that reports nothing still owes: what it owes takes the room of its figures.
    room = space.high / 2 if figures.height else space.high - HEAD - 2 * ROW
    lines = _told(debts, wishes, space, most=room - GAP - HEAD)
    taken = sum(row_heights(lines, space=space, wide=columns(space, *SHARES)[1] - RIMS))
    below = _owed(
        lines,
        space,
        reader,
        title=_title(debts, wishes, lines, reader),
        note=note,
        beside=beside,
        age=owing_age,
        # What is asked keeps its colours: it waits for an answer however old the work is.
        is_grey=is_old(owing_age) and not wishes,
    )
    inner = (
        f'<div class="ioc-scene-column">{_left(at, facts, asked, space, ages)}</div>'
        f'<div class="ioc-scene-column">'
        f"{_figures(figures, asked, space, below=HEAD + max(taken, ROW))}"
        f"{below}</div>"
    )
    return Drawn(
        title=name,
        about=when,
        body=scene_html("unit", inner, space=space),
        sentence=said,
        origin=origin_words([figures, items, bottlenecks, waiting], room=asked.room, reader=reader),
        age=oldest((of_figures, owing_age)),
        red=at.overdue + at.short + at.reports_not_sent,
    )


def _left(
    at: Standing, facts: Row, asked: Asked, space: Space, ages: Mapping[str, DataAge | None]
) -> str:
    """The statement, the other counts, and where the unit lies; `ages` by the name of a tile."""
    reader = asked.reader
    counts = tiles(at, reader=reader)
    first = _first(counts)
    said = aged(_said(first, at, reader), ages.get(first.name), reader=reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[0])
    others = [count for count in counts if count is not first]
    lines = rows_list(
        [_count(count, reader, look=look_of(ages.get(count.name))) for count in others],
        name="counts",
    )
    left = space.high - taken - GAP * 2 - len(others) * ROW - RIMS_DOWN
    place = _place(facts, asked, space, high=left - RIMS_DOWN) if left > PLACE else ""
    return statement(said) + panel("", lines, name="" if place else "fill") + place


def _first(counts: list[Tile]) -> Tile:
    """What is worst: bad before warning, in the order in which it is told."""
    told = [counts[place] for place in WORST_FIRST]
    for tone in ("bad", "warning", "good"):
        for tile in told:
            if tile.tone == tone:
                return tile
    return told[0]


def _said(tile: Tile, at: Standing, reader: Reader) -> Statement:
    """The tile said large: of what is wrong the count itself is the figure."""
    figure, words, below = tile.value, reader.text(f"scenes.unit.is_{tile.name}"), tile.small
    if tile.tone == "bad" and tile.name == "targets":
        figure, words = reader.number(at.short), reader.counted("scenes.unit.short", at.short)
        below = reader.text("scenes.unit.of_judged", judged=reader.number(at.judged))
    elif tile.tone == "bad" and tile.name == "reports":
        count = at.reports_not_sent
        figure, words = reader.number(count), reader.counted("scenes.unit.not_sent", count)
        below = f"{reader.text('unit.tile.reports')}: {tile.value}"
    elif tile.tone == "bad" and tile.name == "work":
        words = reader.counted("scenes.unit.overdue", at.overdue)
    return Statement(figure=figure, words=words, tone=tile.tone, sign=tile.sign, below=below)


def _count(tile: Tile, reader: Reader, *, look: str) -> str:
    words = safe(reader.text(f"scenes.unit.count_{tile.name}"))
    return (
        f'<li class="ioc-tone-{tile.tone}{look}">{icon(tile.sign)}<span>{words}</span>'
        f"<b>{safe(tile.value)}</b></li>"
    )


def _place(facts: Row, asked: Asked, space: Space, *, high: float) -> str:
    """Where the unit lies and how many live there; who answers for it, where there is room.

    The picture gives way to whole words.
    """
    reader = asked.reader
    boundaries = asked.fetch(unit_boundaries, asked.question, level=facts["level"])
    picture = place_picture(boundaries, unit_id=facts["unit_id"])
    if not picture:
        return ""
    told: list[tuple[str, str, str]] = []
    if facts["population"] is not None:
        people = reader.counted("unit.people", facts["population"])
        told.append((reader.text("unit.fact_population"), people, ""))
    post = reader.pick(dict(facts), "post")
    if post and space.has_plenty:
        told.append((reader.text("unit.fact_post"), post, ' class="ioc-post"'))
    across = columns(space, *SHARES)[0] - RIMS - GAP

    def has_room(size: float) -> bool:
        beside = across - size * PICTURE_SHAPE
        heights = [
            height_of((name, space.small), (said, space.text), across=beside) + BETWEEN
            for name, said, _ in told
        ]
        return sum(heights) <= high

    largest = min(high, PICTURE)
    sizes = [largest * share for share in PICTURE_SHARES]
    size = next(filter(has_room, sizes), sizes[-1])
    pairs = "".join(
        f"<div{look}><dt>{safe(name)}</dt><dd>{safe(said, limit=80)}</dd></div>"
        for name, said, look in told
    )
    return panel(
        "",
        f'<div class="ioc-scene-place" style="--high:{size:.2f}">{picture}'
        f'<dl class="ioc-scene-facts">{pairs}</dl></div>',
        name="fill",
    )


def _figures(figures: pl.DataFrame, asked: Asked, space: Space, *, below: float) -> str:
    """The figures above a panel that is `below` units high."""
    return figures_panel(
        figures,
        title=asked.reader.text("scenes.unit.figures"),
        wide=columns(space, *SHARES)[1] - RIMS,
        high=max(space.high - GAP - HEAD - below, space.high / 2 - HEAD),
        space=space,
        age=partial(of_day, asked),
        reader=asked.reader,
        ranked=True,
    )


def _told(debts: list[Owed], wishes: list[Owed], space: Space, *, most: float) -> list[Owed]:
    """As many lines as are whole in `most` units of height."""
    wide = columns(space, *SHARES)[1] - RIMS
    for rows in range(min(MOST_OWED, len(debts) + len(wishes)), 1, -1):
        lines = both(debts, wishes, rows=rows)
        if sum(row_heights(lines, space=space, wide=wide)) <= most:
            return lines
    return both(debts, wishes, rows=1)


def _title(debts: list[Owed], wishes: list[Owed], told: list[Owed], reader: Reader) -> str:
    title = reader.text("scenes.unit.owed_and_asked" if wishes else "scenes.unit.owed")
    count = len(debts) + len(wishes)
    if len(told) == count:
        return title
    return f"{title} ({reader.number(len(told))}/{reader.number(count)})"


def _owed(
    lines: list[Owed],
    space: Space,
    reader: Reader,
    *,
    title: str,
    note: str,
    beside: float,
    age: DataAge | None,
    is_grey: bool,
) -> str:
    if not lines:
        return panel(title, nothing(reader.text("scenes.unit.owes_nothing")))
    wide = columns(space, *SHARES)[1] - RIMS
    mark = title_age(age, title=title, beside=beside, across=wide, space=space, reader=reader)
    return panel(title, owed_rows(lines), note=note, age=mark, is_old=is_grey)


SCENE = Scene(key="unit", draw=draw, over="unit")
