"""How many accounts were collected, how many of them work, and where are those that do not?"""

import polars as pl

from components.blocks.digital_identity import steps_card
from components.figures.identity_steps import steps_of
from components.figures.not_activated import waiting_of
from components.scenes.ages import aged, look_of
from components.scenes.digital_identity import (
    rate_statement,
    steps_panel,
    waiting_panel,
    waiting_statement,
)
from components.scenes.heads import heads, heads_height
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.space import Space
from domain.digital_identity import ACTIVATION_RATE, STEPS
from pages.scenes.about import about_and_when, about_of_slot
from pages.scenes.ages import age_of
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.conflicts import conflicts
from queries.identity import identity_figures

LAGGING = ("missed", "behind")


def draw(asked: Asked) -> Drawn:
    """The steps of the province, or of the unit asked about, and the units with most who wait."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.digital_identity.title")
    figures = asked.fetch(identity_figures, question)
    unit_id = question.unit_id
    steps = steps_of(figures, unit_id=unit_id)
    of_it = pl.col("unit_id") == unit_id if unit_id is not None else pl.col("whom") == "province"
    rows = figures.filter(of_it)
    shown = rows.filter(pl.col("indicator").is_in([*STEPS, ACTIVATION_RATE]))
    age = age_of(asked, shown)
    said = [
        aged(statement, age, reader=reader)
        for statement in (
            rate_statement(figures, unit_id=unit_id, reader=reader),
            waiting_statement(figures, unit_id=unit_id, reader=reader),
        )
        if statement is not None
    ]
    if not any(step.count for step in steps) or not said:
        return nothing_there(asked, title, reader.text("digital_identity.nothing"))
    space = Space.of(asked.room)
    note = provenance_note(shown["provenance"], reader)
    down = space.high - heads_height(*said, space=space)
    waiting = waiting_panel(
        waiting_of(figures),
        space=space,
        down=down,
        reader=reader,
    )
    drawn = steps_panel(steps, space=space, down=down, note=note, reader=reader)
    inner = f'{heads(*said)}<div class="ioc-scene-two{look_of(age)}">{drawn}{waiting}</div>'
    card = steps_card(
        figures,
        asked.fetch(conflicts, question),
        about=about_of_slot(asked),
        when=reader.period(question.period),
        reader=reader,
        unit_id=unit_id,
    )
    return Drawn(
        title=title,
        about=about_and_when(asked),
        body=scene_html("digital_identity", inner, space=space),
        sentence=card.sentence,
        origin=origin_words([shown], room=asked.room, reader=reader),
        age=age,
        red=rows.filter(pl.col("status").is_in(LAGGING)).height,
    )


SCENE = Scene(key="digital_identity", draw=draw)
