"""Where many work items stand, by the rule of domain/work.py and of few of their events."""

from datetime import date

import polars as pl
from sqlalchemy import ColumnElement, Connection

from domain import work as rules
from queries.question import Question
from queries.work_moves import STANDING_ITEMS, moved_items
from queries.work_settings import days_off


def standing(conn: Connection, seen: ColumnElement[bool], asked: Question) -> pl.DataFrame:
    """Where each item that meets `seen` stands on asked.today.

    Grain: one row per item of the newest version of its plan that is in it by then, by item_id.
    Columns: those of `domain.work.states`, and plan_id.
    """
    items, moves = moved_items(conn, seen, asked, columns=STANDING_ITEMS)
    return standing_of(items, moves, on=asked.today, days_off=days_off(conn, asked))


def standing_of(
    items: pl.DataFrame, moves: pl.DataFrame, *, on: date, days_off: frozenset[date]
) -> pl.DataFrame:
    """As `standing`, of the `items` and `moves` of moved_items (STANDING_ITEMS)."""
    last = (
        rules.last_of(rules.timeline(items, moves, until=on))
        .join(items.select("item_id", "plan_id", "opening"), on="item_id", maintain_order="left")
        .with_columns(state=_state())
    )
    judged = rules.judged(last, on=on, days_off=days_off)
    return judged.with_columns(last["plan_id"])


def _state() -> pl.Expr:
    """Of what is open the last word on work decides: none of these events has moved it."""
    opened = pl.col("opening").replace_strict(rules.OPENING, default="not_started")
    return pl.when(pl.col("state").is_in(rules.CLOSING)).then("state").otherwise(opened)
