"""Are we on target, what is late, and what needs a decision, read from across the room?

Indicators: the headline gauges of the province. Work: every plan, never added together.
"""

from collections.abc import Sequence

import polars as pl

from components.markup import plain
from components.reader import Reader
from components.scenes.columns import columns
from components.scenes.figure_rows import figure_rows, lagging, worst_first
from components.scenes.origin import cut_off_words, cut_offs, origin_words
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
from domain.data_age import is_old
from pages.scenes.about import about_and_when
from pages.scenes.scene import Asked, Drawn, Scene
from queries.attention import decisions
from queries.headlines import headline_figures
from queries.work import plan_states, work_items

# Shares of the two columns; units that their parts take: the head of a panel with
# its rims above and below, those at its sides, what lies between panels, a plan.
SHARES = (17.5, 35.5)
HEAD, RIMS, GAP, PLAN = 2.4, 1.9, 0.6, 2.65
MOST_PLANS, MOST_PLANS_IN_LITTLE_ROOM = 5, 3


def draw(asked: Asked) -> Drawn:
    """The whole province, or the unit asked about, at one look."""
    question, reader = asked.question, asked.reader
    led = asked.fetch(headline_figures, question)
    figures = worst_first(led.filter(pl.col("place") == "gauge"))
    plans = asked.fetch(plan_states, question)
    lines = asked.fetch(decisions, question)
    items = asked.fetch(work_items, question)
    overdue = items.filter(pl.col("days_left") < 0)
    behind = lagging(figures).height
    days = cut_offs([figures])
    space = Space.of(asked.room)
    said = said_first(overdue, figures, reader)
    taken = statement_height(said, space=space, wide=columns(space, *SHARES)[0])
    left = statement(said) + _decisions(lines, space, reader, high=space.high - taken - GAP)
    shown = min(plans.height, MOST_PLANS if space.has_plenty else MOST_PLANS_IN_LITTLE_ROOM)
    right = _figures(figures, shown, space, reader) + _plans(plans, shown, space, reader)
    inner = f'<div class="ioc-scene-column">{left}</div><div class="ioc-scene-column">{right}</div>'
    return Drawn(
        title=reader.text("scenes.situation.title"),
        about=about_and_when(asked),
        body=scene_html("situation", inner, space=space),
        sentence=_sentence(figures, items, lines, asked),
        origin=origin_words([figures, plans], reader=reader),
        cut_off=min(days, default=None),
        is_old=is_old(
            min(days, default=None), frequency=question.period.frequency, today=question.today
        ),
        red=overdue.height + behind,
    )


def said_first(overdue: pl.DataFrame, figures: pl.DataFrame, reader: Reader) -> Statement:
    """What is late comes first, then what lags, then that all is well."""
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
        below=reader.text("scenes.situation.none_overdue"),
    )


_LAGS = ("missed", "behind")


def _decisions(lines: pl.DataFrame, space: Space, reader: Reader, *, high: float) -> str:
    title = reader.counted("scenes.situation.decisions", lines.height)
    if lines.is_empty():
        return panel(title, nothing(reader.text("decisions.nothing")), name="fill")
    wide, left = columns(space, *SHARES)[0] - RIMS, high - HEAD - 1.3 * space.small
    body, shown = decision_rows(lines, reader=reader, space=space, wide=wide, high=left)
    more = reader.text("scenes.situation.first_ones", count=reader.number(shown))
    more = more if shown < lines.height else ""
    return panel(title, body, name="fill", more=more, marks=_illustrative(lines, reader))


def _illustrative(rows: pl.DataFrame, reader: Reader) -> str:
    """The mark of what was made up, where any of `rows` was."""
    return provenance_note({ILLUSTRATIVE}.intersection(rows["provenance"]), reader)


def _figures(figures: pl.DataFrame, plans: int, space: Space, reader: Reader) -> str:
    body, shown = figure_rows(
        figures,
        reader=reader,
        space=space,
        wide=columns(space, *SHARES)[1] - RIMS,
        high=space.high - GAP - HEAD * 2 - plans * PLAN,
    )
    title = reader.text("scenes.situation.figures")
    if shown < figures.height:
        title = f"{title} ({reader.number(shown)}/{reader.number(figures.height)})"
    words = cut_off_words([figures], reader=reader) if space.has_plenty else ""
    note = provenance_note(
        figures["provenance"], reader, words=words, statuses=figures["obs_status"]
    )
    return panel(title, body, name="fill", note=note)


def _plans(plans: pl.DataFrame, shown: int, space: Space, reader: Reader) -> str:
    first = plans.sort("overdue", descending=True, maintain_order=True).head(shown)
    title = reader.text("scenes.situation.plans")
    if shown < plans.height:
        title = f"{title} ({reader.number(shown)}/{reader.number(plans.height)})"
    body = plan_rows(
        first, reader=reader, space=space, wide=columns(space, *SHARES)[1] - RIMS, rows=shown
    )
    return panel(title if space.has_plenty else "", body, note=state_legend(first, reader=reader))


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
