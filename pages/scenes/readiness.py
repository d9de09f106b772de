"""Plan 02: how many communes are ready, which condition fails most, and who is not green?"""

import polars as pl

from components.blocks.readiness import hero_card
from components.readiness_standing import ReadinessStanding
from components.scenes.ages import aged, look_of
from components.scenes.fitting import GAP, PANEL_SIDES, width_of
from components.scenes.heads import heads, heads_height
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.readiness import (
    communes_panel,
    conditions_panel,
    fails_statement,
    ready_statement,
)
from components.scenes.space import Space
from domain.readiness import NOT_APPLICABLE, RED
from pages.scenes.about import about_of_slot
from pages.scenes.ages import age_of
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.readiness import commune_readiness

# Of the width.
COMMUNES = 0.42


def draw(asked: Asked) -> Drawn:
    """All communes of the province."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.readiness.title")
    stands = ReadinessStanding(asked.fetch(commune_readiness, question))
    when = reader.period(question.period)
    if stands.communes.filter(pl.col("overall") != NOT_APPLICABLE).is_empty():
        words = reader.text("scenes_work.no_readiness", about=about_of_slot(asked), when=when)
        return nothing_there(asked, title, words)
    space = Space.of(asked.room)
    fails = fails_statement(stands, reader=reader)
    age = age_of(asked, stands.rows)
    both = [ready_statement(stands, reader=reader), *([fails] if fails else [])]
    said = [aged(one, age, reader=reader) for one in both]
    down = space.high - heads_height(*said, space=space)
    note = provenance_note(stands.rows["provenance"].drop_nulls().unique(), reader)
    left = conditions_panel(stands, space=space, down=down, note=note, reader=reader)
    right = communes_panel(
        stands,
        space=space,
        across=width_of(space) * COMMUNES - GAP / 2 - PANEL_SIDES,
        down=down,
        reader=reader,
    )
    card = hero_card(stands, when=when, note="", chosen=question.unit_id, reader=reader)
    return Drawn(
        title=title,
        about=when,
        body=scene_html(
            "readiness",
            f'{heads(*said)}<div class="ioc-scene-two{look_of(age)}">{left}{right}</div>',
            space=space,
        ),
        sentence=card.sentence,
        origin=origin_words([stands.rows], room=asked.room, reader=reader),
        age=age,
        red=stands.by_colour[RED],
    )


SCENE = Scene(key="readiness", draw=draw)
