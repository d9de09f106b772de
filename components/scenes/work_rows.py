"""Work of plans as bars, and the lines of what needs a decision, to be read from afar."""

from collections.abc import Callable, Sequence

import polars as pl

from components.figures.decision_words import LOOKS, line_title, value_words, who_words
from components.figures.marks import icon, provenance_mark
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.ages import few_words, look_of, old_words
from components.scenes.fitting import LINE, height_of, lines_of, rows_within, width_of_line
from components.scenes.parts import (
    BADGE,
    nothing,
    rows_list,
    shortened,
    shortened_to_lines,
)
from components.scenes.posts import post_html
from components.scenes.space import LETTER, Space
from components.sentences import STATES
from domain.data_age import DataAge

# Units that the sign of a line takes, and what lies between rows.
SIGN, BETWEEN = 2.0, 0.45
# Of the line above a bar, in sizes of its type: between two parts of it, and the sign of the last.
PART, SIGN_BESIDE = 0.6, 1.35
BETWEEN_WORDS = " · "
ILLUSTRATIVE = "illustrative"
# How much of a plan is late, and the same in few letters.
LATE = ("figures.plan.overdue", "scenes.plan.late")


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
    drawn = [_plan(row, age(row), reader, space=space, wide=wide) for row in plans]
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


def _plan(row: Row, age: DataAge | None, reader: Reader, *, space: Space, wide: float) -> str:
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}">'
        f"{reader.number(row[state])}</i>"
        for state in STATES
        if row[state]
    )
    left = wide
    mark = old = ""
    if row["provenance"] == ILLUSTRATIVE:
        mark = provenance_mark(ILLUSTRATIVE, reader)
        word = reader.text(f"figures.provenance.{ILLUSTRATIVE}")
        left -= width_of_line(word, size=space.small) + BADGE * space.small + PART * space.text
    if age is not None and age.is_old:
        old = few_words(age, reader=reader)
        left -= width_of_line(old, size=space.small) + PART * space.text
        old = f'<b class="ioc-scene-age ioc-scene-too-old">{safe(old)}</b>'
    name, words = named_beside(
        reader.pick(dict(row), "plan"),
        [reader.counted(key, row["overdue"]) for key in LATE if row["overdue"]],
        wide=left,
        size=space.text,
    )
    late = ""
    if words:
        late = f'<span class="ioc-overdue{look_of(age)}">{icon("overdue")}{safe(words)}</span>'
    return (
        f"<li><h4><span>{safe(name)}</span>{mark}{old}{late}</h4>"
        f'<div class="ioc-stack{look_of(age)}">{segments}</div></li>'
    )


def named_beside(name: str, said: Sequence[str], *, wide: float, size: float) -> tuple[str, str]:
    """`name` on one line `wide` units wide, and the fullest of `said` that leaves it whole beside
    a sign of its own; the last of them where none does."""

    def beside(words: str) -> str:
        taken = width_of_line(words, size=size) + (SIGN_BESIDE + PART) * size
        return shortened(name, letters=(wide - taken) / (size * LETTER))

    for words in said:
        if not beside(words).endswith("…"):
            return beside(words), words
    if said:
        return beside(said[-1]), said[-1]
    return shortened(name, letters=wide / (size * LETTER)), ""


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

    What and how bad, each told whole; and who answers, unless more lines fit without. What is
    older by its `age` than its cycle allows is grey, and says so.
    """
    rows = decisions.to_dicts()
    across = wide - SIGN
    told = [(value_words(row, reader), who_words(row, reader)) for row in rows]
    titles = [line_title(row, reader) for row in rows]
    old = [old_words(age(row), reader=reader) for row in rows]

    def heights(*, with_who: bool) -> list[float]:
        return [
            height_of(
                (title, space.text),
                (BETWEEN_WORDS.join((how, who) if with_who else (how,)), space.small),
                (late, space.small),
                across=across,
            )
            + BETWEEN
            for title, (how, who), late in zip(titles, told, old, strict=True)
        ]

    whole, few = heights(with_who=True), heights(with_who=False)
    shown = rows_within(few, down=high)
    has_who = rows_within(whole, down=high) == shown and whole[0] <= high
    # One line is always told: what of it has no room is cut between words.
    room = high - few[0] + lines_of(titles[0], across=across, size=space.text) * space.text * LINE
    titles[0] = shortened_to_lines(
        titles[0], across=across, size=space.text, lines=max(int(room / (space.text * LINE)), 1)
    )
    drawn = [
        _line(row, titles[place], *told[place], has_who=has_who, age=age(row), old=old[place])
        for place, row in enumerate(rows[:shown])
    ]
    return rows_list(drawn, name="decisions"), shown


def _line(
    row: Row, title: str, how: str, who: str, *, has_who: bool, age: DataAge | None, old: str
) -> str:
    sign, tone = LOOKS[row["subject"]]
    look = look_of(age)
    named = post_html(who, before=BETWEEN_WORDS) if who and has_who else ""
    late = f'<small class="ioc-scene-age">{safe(old)}</small>' if old else ""
    return (
        f'<li class="ioc-tone-{tone}{look}">{icon(sign)}<div><p>{safe(title)}</p>'
        f"<small>{safe(how)}{named}</small>{late}</div></li>"
    )
