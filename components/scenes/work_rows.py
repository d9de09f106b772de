"""Work of plans as bars, and the lines of what needs a decision, to be read from afar."""

from collections.abc import Callable, Sequence

import polars as pl

from components.figures.decision_words import LOOKS, line_title, value_words, who_words
from components.figures.marks import icon, provenance_mark
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.ages import few_words, look_of, old_words
from components.scenes.fitting import height_of
from components.scenes.parts import (
    letters_of,
    nothing,
    rows_list,
    shortened,
    shortened_to_lines,
)
from components.scenes.posts import post_html
from components.scenes.space import Space
from components.sentences import STATES
from domain.data_age import DataAge

# Units that the sign of a line takes, and what lies between rows.
SIGN, BETWEEN = 2.0, 0.45
BETWEEN_WORDS = " · "
ILLUSTRATIVE = "illustrative"


def plan_rows(
    plans: Sequence[Row],
    *,
    reader: Reader,
    space: Space,
    wide: float,
    age: Callable[[Row], DataAge | None],
) -> str:
    """One bar for each of `plans` (of PLAN_STATES), `wide` units, its counts on it.

    What is older by its `age` than its cycle allows is grey, and says so.
    """
    if not plans:
        return nothing(reader.text("figures.nothing.plans"))
    letters = space.letters(width=wide, size=space.text)
    drawn = [_plan(row, age(row), reader, letters=letters) for row in plans]
    return rows_list(drawn, name="plans")


def state_legend(plans: pl.DataFrame, *, reader: Reader) -> str:
    """What the colours of the bars mean, of the states there are."""
    used = [state for state in STATES if plans[state].sum()]
    items = "".join(
        f'<li><i class="ioc-swatch ioc-state-{state}"></i>'
        f"{safe(reader.text(f'scenes.state.{state}'))}</li>"
        for state in used
    )
    return f'<ul class="ioc-legend">{items}</ul>' if items else ""


def _plan(row: Row, age: DataAge | None, reader: Reader, *, letters: float) -> str:
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}">'
        f"{reader.number(row[state])}</i>"
        for state in STATES
        if row[state]
    )
    late = ""
    if row["overdue"]:
        words = reader.counted("figures.plan.overdue", row["overdue"])
        letters -= letters_of(words) + 4
        late = f'<span class="ioc-overdue{look_of(age)}">{icon("overdue")}{safe(words)}</span>'
    mark = provenance_mark(ILLUSTRATIVE, reader) if row["provenance"] == ILLUSTRATIVE else ""
    if mark:
        letters -= letters_of(reader.text(f"figures.provenance.{ILLUSTRATIVE}")) + 3
    old = ""
    if age is not None and age.is_old:
        old = few_words(age, reader=reader)
        letters -= letters_of(old) + 2
        old = f'<b class="ioc-scene-age ioc-scene-too-old">{safe(old)}</b>'
    name = shortened(reader.pick(dict(row), "plan"), letters=letters)
    return (
        f"<li><h4><span>{safe(name)}</span>{mark}{old}{late}</h4>"
        f'<div class="ioc-stack{look_of(age)}">{segments}</div></li>'
    )


def decision_rows(
    decisions: pl.DataFrame,
    *,
    reader: Reader,
    space: Space,
    wide: float,
    high: float,
    age: Callable[[Row], DataAge | None],
) -> tuple[str, int]:
    """The first lines of DECISIONS that fit in `wide` x `high` units, and how many these are.

    What, how bad, and who answers. What is older by its `age` than its cycle allows is grey, and
    says so.
    """
    width = wide - SIGN
    title_lines = 3 if space.has_plenty else 2
    drawn: list[str] = []
    left = high
    for row in decisions.to_dicts():
        title = shortened_to_lines(
            line_title(row, reader), across=width, size=space.text, lines=title_lines
        )
        told = shortened_to_lines(
            f"{value_words(row, reader)}{BETWEEN_WORDS}{who_words(row, reader)}",
            across=width,
            size=space.small,
            lines=title_lines - 1,
        )
        old = old_words(age(row), reader=reader)
        texts = ((title, space.text), (told, space.small), (old, space.small))
        left -= height_of(*texts, across=width) + BETWEEN
        if left < 0 and drawn:
            break
        drawn.append(_line(row, title, told, look=look_of(age(row)), old=old))
    return rows_list(drawn, name="decisions"), len(drawn)


def _line(row: Row, title: str, told: str, *, look: str, old: str) -> str:
    sign, tone = LOOKS[row["subject"]]
    how, _, who = told.partition(BETWEEN_WORDS)
    named = post_html(who, before=BETWEEN_WORDS) if who else ""
    late = f'<small class="ioc-scene-age">{safe(old)}</small>' if old else ""
    return (
        f'<li class="ioc-tone-{tone}{look}">{icon(sign)}<div><p>{safe(title)}</p>'
        f"<small>{safe(how)}{named}</small>{late}</div></li>"
    )
