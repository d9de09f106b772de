"""How many pilot models are done, run, have not begun; what moved, and who must speed up?"""

from datetime import date

import polars as pl

from components.blocks.pilot_models import Models, stand_card
from components.markup import plain
from components.scenes.ages import age_mark, is_old, look_of
from components.scenes.fitting import GAP, PANEL_SIDES, width_of
from components.scenes.origin import origin_words
from components.scenes.parts import provenance_note, scene_html
from components.scenes.pilot_models import idle_panel, moved_panel, three_counts
from components.scenes.space import Space
from pages.scenes.about import of_plan
from pages.scenes.ages import Recorded
from pages.scenes.empty import nothing_there
from pages.scenes.scene import Asked, Drawn, Scene
from pages.work.obstacles import obstacles_of_items
from pages.work.since import days_to_look_back_to
from queries.pilot_models import pilot_models
from queries.work import plan_states

# Units that the counts take with their bar; of the width, the models that have not begun.
COUNTS, IDLE = 8.6, 0.56


def draw(asked: Asked) -> Drawn:
    """The models of the plan of the slot; without one, of the first plan of models."""
    question, reader = asked.question, asked.reader
    title = reader.text("scenes.pilot_models.title")
    _, day = days_to_look_back_to(question, reader, fetch=asked.fetch)
    since = date.fromisoformat(day)
    every = asked.fetch(pilot_models, question, since=since)
    code = asked.slot.plan or (every["plan"][0] if every.height else "")
    rows = every.filter(pl.col("plan") == code)
    if rows.is_empty():
        return nothing_there(asked, title, reader.text("pilot_models.none"))
    plans = asked.fetch(plan_states, question).filter(pl.col("plan") == code).to_dicts()
    models = Models(
        rows=rows,
        plan=plans[0] if plans else None,
        obstacles=obstacles_of_items(question, fetch=asked.fetch),
        helpers={},
        since=since,
        today=question.today,
    )
    space = Space.of(asked.room)
    down, whole = space.high - COUNTS, width_of(space)
    idle = idle_panel(
        rows,
        models.obstacles,
        space=space,
        across=whole * IDLE - GAP / 2 - PANEL_SIDES,
        down=down,
        reader=reader,
    )
    moved = moved_panel(
        rows,
        since=reader.date(since),
        space=space,
        across=whole * (1 - IDLE) - GAP / 2 - PANEL_SIDES,
        down=down,
        reader=reader,
    )
    told = models.sources()
    note = provenance_note(told["provenance"], reader)
    age = Recorded.of(asked).plan(plans[0]) if plans else None
    late = age_mark(age, reader=reader) if is_old(age) else ""
    counts = three_counts(rows, note=f"{late}{note}", look=look_of(age), reader=reader)
    inner = f'{counts}<div class="ioc-scene-two{look_of(age)}">{idle}{moved}</div>'
    as_of = reader.text("blocks.due.as_of", day=reader.date(question.today))
    return Drawn(
        title=title,
        about=of_plan(asked, plain(reader.pick(rows.row(0, named=True), "plan")), title=title),
        body=scene_html("pilot_models", inner, space=space),
        sentence=stand_card(models, reader=reader).sentence,
        origin=origin_words([told], room=asked.room, reader=reader, note=as_of),
        age=age,
        red=rows.filter(pl.col("days_left") < 0).height,
    )


SCENE = Scene(key="pilot_models", draw=draw)
