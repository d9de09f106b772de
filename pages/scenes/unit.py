"""One unit: what it reached, what it owes, what it asks, and its place among the others.

Indicators: all that the unit reports, what lags first.
"""

import polars as pl

from components.figures.marks import icon
from components.figures.unit_head import place_picture
from components.figures.unit_standing import Standing, Tile, standing_of, standing_sentence, tiles
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.columns import columns
from components.scenes.figure_rows import figure_rows, worst_first
from components.scenes.origin import cut_off_words, cut_offs, origin_words
from components.scenes.owed_rows import Owed, asks, both, owed, owed_rows, unanswered
from components.scenes.parts import (
    Statement,
    nothing,
    panel,
    provenance_note,
    rows_list,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from domain.data_age import is_old
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.directions import directions
from queries.unit_figures import unit_figures
from queries.unit_obligations import unit_bottlenecks, unit_reports
from queries.unit_profile import unit_facts
from queries.units import unit_boundaries
from queries.work import work_items

# Shares of the columns; units of the head of a panel, of its rims, of a line.
SHARES = (19.0, 34.0)
GAP, HEAD, RIMS, RIMS_DOWN, ROW = 0.6, 2.4, 1.9, 1.0, 1.5
# A map of less than so many units shows nothing, one of more says no more.
PLACE, PICTURE = 4.6, 9.0
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
    note = provenance_note([*owing, *waiting["provenance"]], reader)
    inner = (
        f'<div class="ioc-scene-column">{_left(at, facts, asked, space)}</div>'
        f'<div class="ioc-scene-column">'
        f"{_figures(figures, min(len(debts) + len(wishes), MOST_OWED), space, reader)}"
        f"{_owed(debts, wishes, space, reader, note=note)}</div>"
    )
    oldest = min(cut_offs([figures]), default=None)
    return Drawn(
        title=name,
        about=when,
        body=scene_html("unit", inner, space=space),
        sentence=said,
        origin=origin_words([figures, items, bottlenecks, waiting], reader=reader),
        cut_off=oldest,
        is_old=is_old(oldest, frequency=question.period.frequency, today=question.today),
        red=at.overdue + at.short + at.reports_not_sent,
    )


def _left(at: Standing, facts: Row, asked: Asked, space: Space) -> str:
    """The statement, the other counts, and where the unit lies."""
    reader = asked.reader
    counts = tiles(at, reader=reader)
    first = _first(counts)
    said = _said(first, at, reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[0])
    others = [count for count in counts if count is not first]
    lines = rows_list([_count(count, reader) for count in others], name="counts")
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


def _count(tile: Tile, reader: Reader) -> str:
    words = safe(reader.text(f"scenes.unit.count_{tile.name}"))
    return (
        f'<li class="ioc-tone-{tile.tone}">{icon(tile.sign)}<span>{words}</span>'
        f"<b>{safe(tile.value)}</b></li>"
    )


def _place(facts: Row, asked: Asked, space: Space, *, high: float) -> str:
    """Where the unit lies and how many live there; who answers for it, where there is room."""
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
    pairs = "".join(
        f"<div{look}><dt>{safe(name)}</dt><dd>{safe(said, limit=80)}</dd></div>"
        for name, said, look in told
    )
    return panel(
        "",
        f'<div class="ioc-scene-place" style="--high:{min(high, PICTURE):.2f}">{picture}'
        f'<dl class="ioc-scene-facts">{pairs}</dl></div>',
        name="fill",
    )


def _figures(figures: pl.DataFrame, debts: int, space: Space, reader: Reader) -> str:
    of_debts = HEAD + max(debts, 1) * ROW
    body, shown = figure_rows(
        figures,
        reader=reader,
        space=space,
        wide=columns(space, *SHARES)[1] - RIMS,
        high=max(space.high - GAP - HEAD - of_debts, space.high / 2 - HEAD),
        ranked=True,
    )
    title = reader.text("scenes.unit.figures")
    if shown < figures.height:
        title = f"{title} ({reader.number(shown)}/{reader.number(figures.height)})"
    words = cut_off_words([figures], reader=reader) if space.has_plenty else ""
    note = provenance_note(
        figures["provenance"], reader, words=words, statuses=figures["obs_status"]
    )
    return panel(title, body, name="fill", note=note)


def _owed(debts: list[Owed], wishes: list[Owed], space: Space, reader: Reader, *, note: str) -> str:
    title = reader.text("scenes.unit.owed_and_asked" if wishes else "scenes.unit.owed")
    count = len(debts) + len(wishes)
    if not count:
        return panel(title, nothing(reader.text("scenes.unit.owes_nothing")))
    fit = min(space.rows(each=ROW, of=space.high / 2 - GAP - HEAD), MOST_OWED, count)
    if fit < count:
        title = f"{title} ({reader.number(fit)}/{reader.number(count)})"
    wide = columns(space, *SHARES)[1] - RIMS
    lines = both(debts, wishes, rows=fit)
    return panel(title, owed_rows(lines, space=space, wide=wide, rows=fit), note=note)


SCENE = Scene(key="unit", draw=draw, over="unit")
