"""The bottlenecks as cards: the whole, the ladder, who waits for whom, the register, one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from components.blocks.card import Card
from components.bottleneck_standing import Stand, stand_of, to_pass_up, waiting_for_decision
from components.figures.bottlenecks import (
    LEADERS_RUNG,
    Way,
    bottleneck_facts,
    ladder,
    own_ladder,
    register,
    rung_word,
    stand_tiles,
    waiting_list,
)
from components.figures.event_list import event_list
from components.figures.marks import origin_of
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader

# On a wall nobody scrolls: so many of each list are drawn, the rest are counted.
WAITING_ROWS = 5


@dataclass(frozen=True, kw_only=True)
class Obstacles:
    """BOTTLENECKS in scope, and how long one may stay on each rung (level, days)."""

    rows: pl.DataFrame
    rules: pl.DataFrame
    today: date

    @property
    def stand(self) -> Stand:
        return stand_of(self.rows, self.rules)

    def origin(self, reader: Reader, rows: pl.DataFrame | None = None) -> str:
        """Where `rows` (all without them) come from and of which day they are."""
        shown = self.rows if rows is None else rows
        note = reader.text("blocks.due.as_of", day=reader.date(self.today))
        return origin_of(shown, reader=reader, note=note) if shown.height else ""


def stand_card(obstacles: Obstacles, *, reader: Reader) -> Card:
    """How many are open, how old, at what cost."""
    stand = obstacles.stand
    sentence = reader.text(
        "bottlenecks.sentence",
        open=reader.counted("bottlenecks.open", stand.open),
        over=reader.number(stand.over),
        waiting=reader.number(waiting_for_decision(obstacles.rows, level=LEADERS_RUNG).height),
    )
    return Card(
        title=reader.text("bottlenecks.stand_title"),
        body=stand_tiles(stand, reader=reader),
        sentence=sentence if stand.known else "",
        origin=obstacles.origin(reader),
    )


def ladder_card(obstacles: Obstacles, *, reader: Reader) -> Card:
    """The four rungs with their clocks."""
    still = obstacles.rows.filter("is_open")
    return Card(
        title=reader.text("bottlenecks.ladder_title"),
        body=ladder(obstacles.stand, reader=reader),
        sentence=reader.text("bottlenecks.ladder_told"),
        origin=obstacles.origin(reader, still),
    )


def waiting_card(obstacles: Obstacles, *, way: Way, reader: Reader) -> Card:
    """What waits for the decision of the working group, then what is to be passed up to it."""
    decisions = waiting_for_decision(obstacles.rows, level=LEADERS_RUNG)
    rising = to_pass_up(obstacles.rows)
    lists = (
        _part("decide", decisions, "bottlenecks.nothing_to_decide", way, reader),
        _part("pass_up", rising, "bottlenecks.nothing_to_pass_up", way, reader),
    )
    return Card(
        title=reader.counted("bottlenecks.waiting_title", decisions.height),
        body=f'<div class="ioc-waiting-lists">{"".join(lists)}</div>',
        origin=obstacles.origin(reader, pl.concat([decisions, rising])),
    )


def _part(name: str, rows: pl.DataFrame, empty: str, way: Way, reader: Reader) -> str:
    heading = safe(reader.counted(f"bottlenecks.{name}", rows.height))
    drawn = waiting_list(rows.head(WAITING_ROWS).to_dicts(), way=way, empty=empty, reader=reader)
    others = rows.height - WAITING_ROWS
    more = safe(reader.counted("bottlenecks.others", others)) if others > 0 else ""
    return f'<section><h4>{heading}</h4>{drawn}<p class="ioc-others">{more}</p></section>'


def register_card(obstacles: Obstacles, shown: pl.DataFrame, *, way: Way, reader: Reader) -> Card:
    """The bottlenecks of `shown`, in the order of pressure."""
    return Card(
        title=reader.counted("bottlenecks.register_title", shown.height),
        body=register(shown, way=way, reader=reader),
        origin=obstacles.origin(reader, shown),
    )


def facts_card(row: Row, obstacles: Obstacles, *, blocked: Sequence[Row], reader: Reader) -> Card:
    """One bottleneck: its ladder and all that is known of it."""
    one = obstacles.rows.filter(pl.col("bottleneck_id") == row["bottleneck_id"])
    return Card(
        title=f"{row['bottleneck']} · {plain(reader.pick(dict(row), 'title'))}",
        body=own_ladder(row, reader=reader) + bottleneck_facts(row, blocked=blocked, reader=reader),
        origin=obstacles.origin(reader, one),
    )


def history_card(events: pl.DataFrame, *, reader: Reader) -> Card:
    """BOTTLENECK_HISTORY of one of them, the newest first."""

    def told(row: Row) -> str:
        to = rung_word(row["to_level"], reader) if row["to_level"] else ""
        return " · ".join(part for part in (to, row["reason"] or "") if part)

    body = event_list(
        events,
        word=lambda row: event_word(row["event_type"], reader),
        told=told,
        empty=reader.text("bottlenecks.no_events"),
        reader=reader,
    )
    return Card(title=reader.text("bottlenecks.history_title"), body=body)


def event_word(event_type: str, reader: Reader) -> str:
    """`Chuyển cấp trên`, `Escalated`."""
    return reader.text(f"bottlenecks.event.{event_type}")
