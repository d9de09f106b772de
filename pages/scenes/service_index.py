"""What is the score in the service index, its grade, and which group lost most, where?"""

from dataclasses import replace

from components.blocks.service_index import score_card
from components.index_standing import standing
from components.scenes.ages import aged, look_of
from components.scenes.fitting import GAP, PANEL_SIDES, width_of
from components.scenes.heads import heads, heads_height
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.service_index import (
    groups_panel,
    losses_panel,
    score_statement,
    worst_statement,
)
from components.scenes.space import Space
from pages.scenes.about import about_and_when, about_of_slot
from pages.scenes.ages import age_of
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.service_index import index_grades, index_official, index_points

# Of the width.
LOSSES = 0.45


def draw(asked: Asked) -> Drawn:
    """The index of the province, or of the unit asked about."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.service_index.title")
    stands = standing(
        asked.fetch(index_points, question),
        before=asked.fetch(index_points, replace(question, period=question.compared_period)),
        grades=asked.fetch(index_grades, question),
        official=asked.fetch(index_official, question),
    )
    if stands.scheme is None:
        return nothing_there(asked, title, reader.text("service_index.no_scheme"))
    if stands.total.get("score") is None:
        return nothing_there(asked, title, reader.text("service_index.no_figures"))
    when, before = reader.period(question.period), reader.period(question.compared_period)
    about = about_of_slot(asked)
    space = Space.of(asked.room)
    worst = worst_statement(stands, reader=reader)
    shown = stands.metrics.with_columns(value="points")
    age = age_of(asked, shown)
    both = [score_statement(stands, before=before, reader=reader), *([worst] if worst else [])]
    said = [aged(one, age, reader=reader) for one in both]
    note = provenance_note(stands.metrics["provenance"], reader)
    lost = losses_panel(
        stands,
        space=space,
        across=width_of(space) * LOSSES - GAP / 2 - PANEL_SIDES,
        down=space.high - heads_height(*said, space=space),
        reader=reader,
    )
    groups = groups_panel(stands, note=note, reader=reader)
    return Drawn(
        title=title,
        about=about_and_when(asked),
        body=scene_html(
            "service_index",
            f'{heads(*said)}<div class="ioc-scene-two{look_of(age)}">{groups}{lost}</div>',
            space=space,
        ),
        sentence=score_card(stands, about=about, when=when, before=before, reader=reader).sentence,
        origin=origin_words([shown], room=asked.room, reader=reader),
        age=age,
        red=int(stands.total["tone"] == "bad") + stands.units.filter(tone="bad").height,
    )


SCENE = Scene(key="service_index", draw=draw)
