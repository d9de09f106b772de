"""Work of plans as bars, and the lines of what needs a decision, to be read from afar."""

import polars as pl

from components.figures.decision_words import LOOKS, line_title, value_words, who_words
from components.figures.marks import icon, provenance_mark
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.parts import letters_of, nothing, rows_list, shortened
from components.scenes.posts import post_html
from components.scenes.space import Space
from components.sentences import STATES

# Units that the sign of a line takes; lines of type; what lies between rows.
SIGN, LINE, BETWEEN = 2.0, 1.23, 0.45
BETWEEN_WORDS = " · "
ILLUSTRATIVE = "illustrative"


def plan_rows(plans: pl.DataFrame, *, reader: Reader, space: Space, wide: float, rows: int) -> str:
    """One bar for each of the first `rows` of PLAN_STATES, `wide` units, its counts on it."""
    if plans.is_empty():
        return nothing(reader.text("figures.nothing.plans"))
    letters = space.letters(width=wide, size=space.text)
    drawn = [_plan(row, reader, letters=letters) for row in plans.head(rows).to_dicts()]
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


def _plan(row: Row, reader: Reader, *, letters: float) -> str:
    segments = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{row[state]}">'
        f"{reader.number(row[state])}</i>"
        for state in STATES
        if row[state]
    )
    late = ""
    if row["overdue"]:
        words = reader.counted("figures.plan.overdue", row["overdue"])
        letters -= letters_of(words) + 5
        late = f'<span class="ioc-overdue">{icon("overdue")}{safe(words)}</span>'
    mark = provenance_mark(ILLUSTRATIVE, reader) if row["provenance"] == ILLUSTRATIVE else ""
    if mark:
        letters -= letters_of(reader.text(f"figures.provenance.{ILLUSTRATIVE}")) + 4
    name = shortened(reader.pick(dict(row), "plan"), letters=letters)
    return (
        f"<li><h4><span>{safe(name)}</span>{mark}{late}</h4>"
        f'<div class="ioc-stack">{segments}</div></li>'
    )


def decision_rows(
    decisions: pl.DataFrame, *, reader: Reader, space: Space, wide: float, high: float
) -> tuple[str, int]:
    """The first lines of DECISIONS that fit in `wide` x `high` units, and how many these are.

    What, how bad, and who answers.
    """
    width = wide - SIGN
    title_lines = 3 if space.has_plenty else 2
    drawn: list[str] = []
    left = high
    for row in decisions.to_dicts():
        title = shortened(
            line_title(row, reader),
            letters=space.letters(width=width, size=space.text, lines=title_lines),
        )
        told = shortened(
            f"{value_words(row, reader)}{BETWEEN_WORDS}{who_words(row, reader)}",
            letters=space.letters(width=width, size=space.small, lines=title_lines - 1),
        )
        lines = space.lines(title, width=width, size=space.text) * space.text
        lines += space.lines(told, width=width, size=space.small) * space.small
        left -= lines * LINE + BETWEEN
        if left < 0 and drawn:
            break
        drawn.append(_line(row, title, told))
    return rows_list(drawn, name="decisions"), len(drawn)


def _line(row: Row, title: str, told: str) -> str:
    sign, tone = LOOKS[row["subject"]]
    how, _, who = told.partition(BETWEEN_WORDS)
    named = post_html(who, before=BETWEEN_WORDS) if who else ""
    return (
        f'<li class="ioc-tone-{tone}">{icon(sign)}<div><p>{safe(title)}</p>'
        f"<small>{safe(how)}{named}</small></div></li>"
    )
