"""What waits for a decision from across a room: each line with its age and who answers; and on
which rung of the ladder the open bottlenecks lie.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from components.bottleneck_standing import Rung, Stand
from components.figures.bottlenecks import LEADERS_RUNG, rung_word
from components.figures.decision_words import (
    LOOKS,
    line_title,
    subject_word,
    value_words,
    who_words,
)
from components.figures.marks import icon
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.ages import look_of, old_words
from components.scenes.fitting import GAP, LINE, height_of, rows_within, width_of, width_of_line
from components.scenes.parts import Statement, nothing, panel, rows_list
from components.scenes.posts import post_html
from components.scenes.space import Space
from domain.data_age import DataAge

# Of a row, in units: its number, how bad it is, between them, above and below.
PLACE, BAD, BETWEEN, PADDING = 1.4, 13.2, 0.8, 0.4
# Rims of the panel; height of the line below the rows as a share of its type.
RIMS, FOOT = 0.9, 1.7
# Of the ladder: a rung's number and rims, its rims above and below.
RUNG_SIDES, RUNG_RIMS = 3.0, 0.6


def lines_statement(decisions: pl.DataFrame, *, reader: Reader) -> Statement:
    """How many lines there are and since when the oldest of them waits."""
    count = decisions.height
    words = reader.counted("scenes_work.decisions", count)
    if not count:
        return Statement(figure=reader.number(0), words=words, tone="good", sign="met")
    oldest = decisions["since"].min()
    assert isinstance(oldest, date)
    return Statement(
        figure=reader.number(count),
        words=words,
        tone="bad",
        sign="overdue",
        below=reader.text("scenes_work.oldest", day=reader.date(oldest)),
    )


def group_statement(stand: Stand, unanswered: int, *, reader: Reader) -> Statement:
    """How many bottlenecks lie with the working group, how long, how many it has not answered."""
    rung = next(rung for rung in stand.rungs if rung.level == LEADERS_RUNG)
    words = reader.counted("scenes_work.with_group", rung.waiting)
    if not rung.waiting:
        return Statement(figure=reader.number(0), words=words, tone="good", sign="met")
    longest = reader.counted("decisions.days", rung.longest or 0)
    told = [reader.text("scenes_work.longest", days=longest)]
    if unanswered:
        told.append(reader.counted("scenes_work.unanswered", unanswered))
    return Statement(
        figure=reader.number(rung.waiting),
        words=words,
        tone="warning",
        sign="due",
        below="; ".join(told),
    )


def lines_panel(
    decisions: pl.DataFrame,
    *,
    space: Space,
    across: float,
    down: float,
    note: str,
    age: Callable[[Row], DataAge | None],
    reader: Reader,
) -> str:
    """The heaviest lines of DECISIONS that fit, and how many there are besides.

    What is older by its `age` than its cycle allows is grey, and says so.
    """
    if decisions.is_empty():
        return panel("", nothing(reader.text("decisions.nothing")), name="decide", note=note)
    rows = decisions.to_dicts()
    words = across - PLACE - BAD - 2 * BETWEEN
    heights = [
        max(
            height_of(
                (line_title(row, reader), space.text),
                (f"    {_who(row, reader)}", space.small),
                (old_words(age(row), reader=reader), space.small),
                across=words,
            ),
            height_of(
                (value_words(row, reader), space.text), (_since(row, reader), space.small),
                across=BAD,
            ),
        )
        + PADDING
        for row in rows
    ]  # fmt: skip
    shown = rows_within(heights, down=down - RIMS - FOOT * space.small)
    others = len(rows) - shown
    more = reader.counted("scenes_work.others_decide", others) if others else ""
    drawn = [_line(row, age(row), reader) for row in rows[:shown]]
    return panel("", rows_list(drawn, name="decide-rows"), name="decide", more=more, marks=note)


def _line(row: Row, age: DataAge | None, reader: Reader) -> str:
    sign, tone = LOOKS[row["subject"]]
    old = old_words(age, reader=reader)
    late = f'<small class="ioc-scene-age">{safe(old)}</small>' if old else ""
    return (
        f'<li class="ioc-tone-{tone}{look_of(age)}"><i>{reader.number(row["line"] + 1)}</i>'
        f"<div><b>{safe(value_words(row, reader))}</b><small>{safe(_since(row, reader))}</small>"
        f"</div><div><span>{safe(line_title(row, reader), limit=240)}</span>"
        f"<small>{icon(sign)}{safe(subject_word(row['subject'], reader))}"
        f"{post_html(who_words(row, reader), before=' · ')}</small>{late}</div></li>"
    )


def _who(row: Row, reader: Reader) -> str:
    """What the line is about, and who answers."""
    return f"{subject_word(row['subject'], reader)} · {who_words(row, reader)}"


def _since(row: Row, reader: Reader) -> str:
    return reader.text("scenes_work.since", day=reader.date(row["since"]))


def rungs_height(stand: Stand, *, space: Space, reader: Reader) -> float:
    """How high `rungs` is, in units, with the gap above it."""
    whole = width_of(space) - (len(stand.rungs) - 1) * GAP
    words = [rung_word(rung.level, reader) for rung in stand.rungs] if stand.open else []
    # As wide as their words where all of them fit on a line; else all alike.
    needed = sum(width_of_line(word, size=space.text) + RUNG_SIDES for word in words)
    across = whole / len(stand.rungs) - RUNG_SIDES
    highest = max((height_of((word, space.text), across=across) for word in words), default=0.0)
    first = LINE * space.text if needed <= whole else highest
    return first + LINE * space.small + RUNG_RIMS + GAP


def rungs(stand: Stand, *, look: str, reader: Reader) -> str:
    """The open bottlenecks by the rung they lie on, how many of them are over their time.

    `look` is a class.
    """
    if not stand.open:
        return nothing(reader.text("scenes_work.no_bottlenecks"))
    steps = "".join(
        f'<li class="ioc-tone-{"bad" if rung.over else "neutral"}"><b>'
        f"{reader.number(rung.waiting)}</b><div><span>{safe(rung_word(rung.level, reader))}</span>"
        f"<small>{_over(rung, reader)}</small></div></li>"
        for rung in stand.rungs
    )
    return f'<ol class="ioc-scene-rungs{look}">{steps}</ol>'


def _over(rung: Rung, reader: Reader) -> str:
    if rung.over:
        return f"{icon('overdue')}{safe(reader.counted('bottlenecks.over', rung.over))}"
    return safe(reader.text(f"scenes_work.{'none_over' if rung.waiting else 'none_there'}"))
