"""Is the online rate on target, who pulls it down, and how do the other rates stand?"""

import polars as pl

from components.block_rows import Row, row_of
from components.blocks.online_services import pulls_card
from components.measures import absence
from components.pulls import Pulls, pulls_of
from components.scenes.ages import aged, look_of
from components.scenes.fitting import GAP, PANEL_SIDES, width_of
from components.scenes.heads import heads, heads_height
from components.scenes.online_services import (
    own_statement,
    pulls_panel,
    rate_statement,
    rates_panel,
    worst_statement,
)
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.space import Space
from components.sentences import gauge_sentence
from domain.data_age import DataAge
from domain.online_services import ESSENTIAL_ONLINE, LIVE_OF_ALL, PLAN_02, PULLED, RATES
from pages.scenes.about import about_and_when, about_of_slot
from pages.scenes.ages import age_of
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.online_services import service_figures

# Of the width.
PULLS = 0.56
LAGGING = ("missed", "behind")
GOALS = (*RATES, ESSENTIAL_ONLINE, LIVE_OF_ALL, *PLAN_02)


def draw(asked: Asked) -> Drawn:
    """The rate of the slot's indicator; without one, the first that lags. Of a unit, its own."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.online_services.title")
    figures = asked.fetch(service_figures, question)
    code = asked.slot.indicator or _first(figures, question.unit_id)
    row = row_of(figures, code, unit_id=question.unit_id)
    if row is None or absence(row) is not None:
        return nothing_there(asked, title, reader.text("scenes_work.no_rate"))
    pulls = pulls_of(figures, code, chosen=question.unit_id)
    of_it = _of_subject(question.unit_id)
    shown = figures.filter(pl.col("indicator") == code, of_it | pl.col("is_part"))
    age = age_of(asked, shown.filter(of_it))
    when = reader.period(question.period)
    about = about_of_slot(asked) if question.unit_id is not None else ""
    spoken = (
        gauge_sentence(row, reader=reader, about=about, when=when),
        pulls_card(pulls, figures, when=when, reader=reader).sentence,
    )
    goals = figures.filter(pl.col("indicator").is_in(GOALS), of_it)
    return Drawn(
        title=title,
        about=about_and_when(asked),
        body=_body(asked, figures, row, pulls, shown, age=age),
        sentence=" ".join(sentence for sentence in spoken if sentence),
        origin=origin_words([shown], room=asked.room, reader=reader),
        age=age,
        red=goals.filter(pl.col("status").is_in(LAGGING)).height,
    )


def _body(
    asked: Asked,
    figures: pl.DataFrame,
    row: Row,
    pulls: Pulls | None,
    shown: pl.DataFrame,
    *,
    age: DataAge | None,
) -> str:
    reader, unit_id, space = asked.reader, asked.question.unit_id, Space.of(asked.room)
    if unit_id is None:
        beside = worst_statement(pulls, reader=reader)
    else:
        beside = own_statement(pulls, unit_id=unit_id, reader=reader)
    both = [rate_statement(row, reader=reader), *([beside] if beside else [])]
    said = [aged(one, age, reader=reader) for one in both]
    down, whole = space.high - heads_height(*said, space=space), width_of(space)
    left = pulls_panel(
        pulls,
        space=space,
        across=whole * PULLS - GAP / 2 - PANEL_SIDES,
        down=down,
        note=provenance_note(shown["provenance"], reader),
        reader=reader,
    )
    right = rates_panel(
        [
            other
            for goal in GOALS
            if goal != row["indicator"] and (other := row_of(figures, goal, unit_id=unit_id))
        ],
        space=space,
        across=whole * (1 - PULLS) - GAP / 2 - PANEL_SIDES,
        down=down,
        reader=reader,
    )
    inner = f'{heads(*said)}<div class="ioc-scene-two{look_of(age)}">{left}{right}</div>'
    return scene_html("online_services", inner, space=space)


def _of_subject(unit_id: int | None) -> pl.Expr:
    """The rows of the unit asked about, else those of the province."""
    return pl.col("whom") == "province" if unit_id is None else pl.col("unit_id") == unit_id


def _first(figures: pl.DataFrame, unit_id: int | None) -> str:
    """The first rate that lags, else one with a target, else any that has a value."""
    found = (row_of(figures, code, unit_id=unit_id) for code in PULLED)
    rows = [row for row in found if row is not None and row["value"] is not None]
    # Sorting is stable: within each of the three the order of the catalogue holds.
    rows.sort(key=lambda row: (row["status"] not in LAGGING, row["target"] is None))
    return str(rows[0]["indicator"]) if rows else ""


SCENE = Scene(key="online_services", draw=draw)
