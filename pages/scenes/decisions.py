"""What waits for a decision, since when, and who answers for it?"""

import polars as pl

from components.blocks.bottlenecks import Obstacles, stand_card
from components.blocks.decisions import first_card
from components.bottleneck_standing import waiting_for_decision
from components.figures.bottlenecks import LEADERS_RUNG
from components.scenes.ages import aged, look_of, old_together
from components.scenes.decisions import (
    group_statement,
    lines_panel,
    lines_statement,
    rungs,
    rungs_height,
)
from components.scenes.fitting import PANEL_SIDES, width_of
from components.scenes.heads import heads, heads_height
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.space import Space
from domain.data_age import oldest
from pages.scenes.about import of_unit
from pages.scenes.ages import Recorded
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from queries.attention import decisions
from queries.bottlenecks import bottlenecks
from queries.work_settings import attention_rules, escalation_rungs


def draw(asked: Asked) -> Drawn:
    """The heaviest lines of the list, above the ladder of the open bottlenecks."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.decisions.title")
    lines = asked.fetch(decisions, question)
    rules = asked.fetch(attention_rules, question)
    rows = asked.fetch(bottlenecks, question)
    if rules.is_empty() and rows.is_empty():
        return nothing_there(asked, title, reader.text("scenes_work.no_rules"))
    allowed = asked.fetch(escalation_rungs, question)
    obstacles = Obstacles(rows=rows, rules=allowed, today=question.today)
    card = first_card(lines, rules, today=question.today, way=lambda _: "", reader=reader)
    space = Space.of(asked.room)
    told = pl.concat([lines.select("provenance"), rows.select("provenance")])
    unanswered = waiting_for_decision(rows, level=LEADERS_RUNG).height
    recorded = Recorded.of(asked)
    ages = [recorded.line(row) for row in lines.to_dicts()]
    stuck = recorded.bottlenecks()
    said = (
        aged(lines_statement(lines, reader=reader), old_together(ages), reader=reader),
        aged(group_statement(obstacles.stand, unanswered, reader=reader), stuck, reader=reader),
    )
    stand = obstacles.stand
    ladder = rungs_height(stand, space=space, reader=reader)
    listed = lines_panel(
        lines,
        space=space,
        across=width_of(space) - PANEL_SIDES,
        down=space.high - heads_height(*said, space=space) - ladder,
        note=provenance_note(told["provenance"], reader),
        age=recorded.line,
        reader=reader,
    )
    inner = f"{heads(*said)}{listed}{rungs(stand, look=look_of(stuck), reader=reader)}"
    as_of = reader.text("decisions.as_of", day=reader.date(question.today))
    spoken = (card.sentence, stand_card(obstacles, reader=reader).sentence)
    return Drawn(
        title=title,
        about=of_unit(asked, reader.date(question.today)),
        body=scene_html("decisions-all", inner, space=space),
        sentence=" ".join(sentence for sentence in spoken if sentence),
        origin=origin_words([told], room=asked.room, reader=reader, note=as_of),
        age=oldest((*ages, stuck)),
        red=int(lines["cases"].sum()),
    )


SCENE = Scene(key="decisions", draw=draw)
