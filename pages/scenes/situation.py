"""Are we on target, what is late, and what needs a decision, read from across the room?

Indicators: the headline gauges of the province. Work: every plan, never added together.
"""

from collections.abc import Sequence
from functools import partial

import polars as pl

from components.markup import plain
from components.reader import Reader
from components.scenes.ages import age_mark, aged, old_together
from components.scenes.columns import columns
from components.scenes.figure_rows import lagging, worst_first
from components.scenes.figures_panel import figures_panel
from components.scenes.origin import origin_words
from components.scenes.parts import (
    Statement,
    nothing,
    panel,
    provenance_note,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from components.scenes.work_rows import (
    ILLUSTRATIVE,
    decision_rows,
    plan_rows,
    state_legend,
)
from components.sentences import due_sentence
from domain.data_age import oldest
from pages.scenes.about import about_and_when
from pages.scenes.ages import Recorded, age_of, of_day
from pages.scenes.scene import Asked, Drawn, Scene
from queries.attention import decisions
from queries.headlines import headline_figures
from queries.question import Question
from queries.work import plan_states, work_items

# Shares of the two columns; units that their parts take: the head of a panel with its rims above
# and below, those at its sides, what lies between panels, a plan, the line below the plans.
SHARES = (17.5, 35.5)
HEAD, RIMS, GAP, PLAN, FOOT = 2.4, 1.9, 0.6, 2.65, 1.35
MOST_PLANS, MOST_PLANS_IN_LITTLE_ROOM = 5, 3


def draw(asked: Asked) -> Drawn:
    """The whole province, or the unit asked about, at one look."""
    question, reader = asked.question, asked.reader
    led = asked.fetch(headline_figures, question)
    figures = worst_first(led.filter(pl.col("place") == "gauge"))
    plans = asked.fetch(plan_states, question)
    lines = asked.fetch(decisions, question)
    items = asked.fetch(work_items, question)
    recorded = Recorded.of(asked)
    overdue = items.filter(pl.col("days_left") < 0)
    behind = lagging(figures).height
    space = Space.of(asked.room)
    late_plans = plans.filter(pl.col("overdue") > 0).to_dicts()
    age = old_together(recorded.plan(row) for row in late_plans) if overdue.height else None
    said = aged(said_first(overdue, figures, asked), age, reader=reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[0])
    listed = _decisions(lines, asked, recorded, space, high=space.high - taken - GAP)
    shown = min(plans.height, MOST_PLANS if space.has_plenty else MOST_PLANS_IN_LITTLE_ROOM)
    right = _figures(figures, shown, asked, space) + _plans(plans, shown, asked, recorded, space)
    inner = (
        f'<div class="ioc-scene-column">{statement(said)}{listed}</div>'
        f'<div class="ioc-scene-column">{right}</div>'
    )
    ages = (age_of(asked, figures), recorded.oldest_plan(plans.to_dicts()))
    return Drawn(
        title=reader.text("scenes.situation.title"),
        about=about_and_when(asked),
        body=scene_html("situation", inner, space=space),
        sentence=_sentence(figures, items, lines, asked),
        origin=origin_words([figures, plans], room=asked.room, reader=reader),
        age=oldest((*ages, *(recorded.line(row) for row in lines.to_dicts()))),
        red=overdue.height + behind,
    )


def said_first(overdue: pl.DataFrame, figures: pl.DataFrame, asked: Asked) -> Statement:
    """What is late comes first, then what lags, then that all is well."""
    reader = asked.reader
    if overdue.height:
        longest = overdue.sort("days_left").row(0, named=True)
        told = [
            reader.text(
                "scenes.situation.longest",
                days=reader.counted("decisions.days", -longest["days_left"]),
            ),
            plain(reader.pick(longest, "lead"), limit=80),
        ]
        return Statement(
            figure=reader.number(overdue.height),
            words=reader.counted("scenes.situation.overdue", overdue.height),
            tone="bad",
            sign="overdue",
            below=" · ".join(part for part in told if part),
            mark=_illustrative(overdue, reader),
        )
    judged = figures.filter(pl.col("status").is_in(("met", "ahead", "on_course", *_LAGS))).height
    behind = lagging(figures).height
    return Statement(
        figure=f"{reader.number(judged - behind)}/{reader.number(judged)}",
        words=reader.text("scenes.situation.in_time"),
        tone="warning" if behind else "good" if judged else "neutral",
        sign="behind" if behind else "met" if judged else "no_value",
        below=reader.text(f"scenes.situation.{_none_overdue(asked.question)}"),
    )


def _none_overdue(question: Question) -> str:
    """Plans are told of the whole province, what is late of what is seen: that is a unit's then."""
    sees_all = question.province_id in question.scope.provinces
    return "none_overdue" if sees_all and question.unit_id is None else "none_of_unit_overdue"


_LAGS = ("missed", "behind")


def _decisions(
    lines: pl.DataFrame, asked: Asked, recorded: Recorded, space: Space, *, high: float
) -> str:
    reader = asked.reader
    title = reader.counted("scenes.situation.decisions", lines.height)
    if lines.is_empty():
        return panel(title, nothing(reader.text("decisions.nothing")), name="fill")
    wide, left = columns(space, *SHARES)[0] - RIMS, high - HEAD - 1.3 * space.small
    body, shown = decision_rows(
        lines, reader=reader, space=space, wide=wide, high=left, age=recorded.line
    )
    others = lines.height - shown
    more = reader.counted("scenes.situation.other_decisions", others) if others else ""
    return panel(title, body, name="fill", more=more, marks=_illustrative(lines, reader))


def _illustrative(rows: pl.DataFrame, reader: Reader) -> str:
    """The mark of what was made up, where any of `rows` was."""
    return provenance_note({ILLUSTRATIVE}.intersection(rows["provenance"]), reader)


def _figures(figures: pl.DataFrame, plans: int, asked: Asked, space: Space) -> str:
    return figures_panel(
        figures,
        title=asked.reader.text("scenes.situation.figures"),
        wide=columns(space, *SHARES)[1] - RIMS,
        high=space.high - GAP - HEAD * 2 - plans * PLAN - FOOT * space.small,
        space=space,
        age=partial(of_day, asked),
        reader=asked.reader,
    )


def _plans(plans: pl.DataFrame, shown: int, asked: Asked, recorded: Recorded, space: Space) -> str:
    """The plans with most that is late; how many others there are, and how old all of it is."""
    reader = asked.reader
    ordered = plans.sort("overdue", descending=True, maintain_order=True)
    first, others = ordered.head(shown), ordered.slice(shown)
    body = plan_rows(
        first.to_dicts(),
        reader=reader,
        space=space,
        wide=columns(space, *SHARES)[1] - RIMS,
        age=recorded.plan,
    )
    more = ""
    if others.height:
        late = reader.counted("figures.plan.overdue", int(others["overdue"].sum()))
        more = reader.counted("scenes.situation.other_plans", others.height, late=late)
    title = reader.text("scenes.situation.plans") if space.has_plenty else ""
    age = recorded.oldest_plan(plans.to_dicts())
    marks = age_mark(age, reader=reader)
    legend = state_legend(first, reader=reader)
    return panel(title, body, note=legend, more=more, marks=marks)


def _sentence(figures: pl.DataFrame, items: pl.DataFrame, lines: pl.DataFrame, asked: Asked) -> str:
    reader = asked.reader
    judged = figures.filter(pl.col("target").is_not_null() & pl.col("value").is_not_null()).height
    told: Sequence[str] = (
        due_sentence(items, today=asked.question.today, reader=reader),
        reader.text(
            "scenes.situation.say_figures",
            judged=reader.number(judged),
            behind=reader.number(lagging(figures).height),
        ),
        reader.counted("scenes.situation.say_decisions", lines.height),
    )
    return " ".join(told)


SCENE = Scene(key="situation", draw=draw)
