"""What a unit owes (late and coming work, bottlenecks, reports), and what it asks for."""

from dataclasses import dataclass

import polars as pl

from components.figures.marks import icon
from components.figures.unit_lists import open_first
from components.markup import safe
from components.reader import Reader
from components.scenes.fitting import height_of, rows_within, width_of_line
from components.scenes.parts import rows_list
from components.scenes.space import LETTER, Space

# Days before its deadline from which on a task is told as coming.
SOON = 30
# Letters that the sign of a row takes, and what lies between its parts; units around a row.
SIGNS, PADDING = 5, 0.2


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One line: how bad it is (tone and sign say the same), what, and since when or until when."""

    tone: str
    sign: str
    what: str
    when: str


def owed(
    items: pl.DataFrame, bottlenecks: pl.DataFrame, reports: pl.DataFrame, *, reader: Reader
) -> list[Owed]:
    """Of WORK_ITEMS, UNIT_BOTTLENECKS and UNIT_REPORTS of one unit, in the order of reading."""
    work = open_first(items).filter(pl.col("days_left") <= SOON).to_dicts()
    late = [row for row in work if row["days_left"] < 0]
    soon = [row for row in work if row["days_left"] >= 0]
    lines = [
        Owed(
            tone="bad",
            sign="overdue",
            what=reader.pick(row, "title"),
            when=reader.counted("scenes.owed.late", -row["days_left"]),
        )
        for row in late
    ]
    lines += [
        Owed(
            tone="warning",
            sign="missed",
            what=reader.pick(row, "title"),
            when=reader.counted("scenes.owed.stuck", row["age_days"]),
        )
        for row in bottlenecks.to_dicts()
    ]
    lines += [
        Owed(
            tone="bad",
            sign="no_value",
            what=reader.pick(row, "form"),
            when=reader.counted("scenes.owed.not_sent", row["not_sent"]),
        )
        for row in reports.to_dicts()
        if row["not_sent"]
    ]
    lines += [
        Owed(
            tone="course",
            sign="due",
            what=reader.pick(row, "title"),
            when=reader.counted("scenes.owed.left", row["days_left"]),
        )
        for row in soon
    ]
    return lines


def unanswered(directions: pl.DataFrame, *, unit_id: int) -> pl.DataFrame:
    """Of DIRECTIONS, what the unit raised and nobody has answered, the longest waiting first."""
    raised = (pl.col("from_unit_id") == unit_id) & pl.col("kind").is_in(["difficulty", "proposal"])
    return directions.filter(raised, pl.col("state") == "open").sort("days_waited", descending=True)


def asks(waiting: pl.DataFrame, *, reader: Reader) -> list[Owed]:
    """The lines of `unanswered`."""
    return [
        Owed(
            tone="warning",
            sign="due",
            what=reader.text(f"scenes.asks.{row['kind']}", text=reader.pick(row, "text")),
            when=reader.counted("scenes.asks.waits", row["days_waited"]),
        )
        for row in waiting.to_dicts()
    ]


def both(debts: list[Owed], wishes: list[Owed], *, rows: int) -> list[Owed]:
    """So many lines of both: debts first, but no more than half of the lines where both go on."""
    of_wishes = min(len(wishes), max(rows // 2, rows - len(debts)))
    return debts[: rows - of_wishes] + wishes[:of_wishes]


def whole_rows(lines: list[Owed], *, space: Space, wide: float, high: float) -> tuple[str, int]:
    """The first of them that fit in `wide` x `high` units, each whole, and how many these are."""
    fit = rows_within(row_heights(lines, space=space, wide=wide), down=high)
    return owed_rows(lines[:fit]), fit


def row_heights(lines: list[Owed], *, space: Space, wide: float) -> list[float]:
    """Units that each of them takes in a column `wide` units wide."""
    return [
        height_of((line.what, space.text), across=wide - _beside(line, space)) + PADDING
        for line in lines
    ]


def owed_rows(lines: list[Owed]) -> str:
    """All of them, each on as many lines as it needs."""
    return rows_list([_row(line) for line in lines], name="owed")


def _beside(line: Owed, space: Space) -> float:
    """Units that sign and days take."""
    return width_of_line(line.when, size=space.text) + SIGNS * LETTER * space.text


def _row(line: Owed) -> str:
    what = safe(line.what, limit=240)
    return (
        f'<li class="ioc-tone-{line.tone}">{icon(line.sign)}<span>{what}</span>'
        f"<b>{safe(line.when)}</b></li>"
    )
