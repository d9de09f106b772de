"""The pilot models as cards: where they stand, what moved, the board, the tables, one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from assets.wording import UnknownKey
from components.blocks.card import Card
from components.figures.event_list import event_list
from components.figures.marks import origin_line, origin_of
from components.figures.pilot_models import (
    FINISHED,
    Obstacles,
    Way,
    board,
    counts_of,
    life_line,
    model_facts,
    models_table,
    moved_list,
    speed_up_table,
)
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from queries.schemas import PLAN_STATES


@dataclass(frozen=True, kw_only=True)
class Models:
    """PILOT_MODELS of one plan and what belongs to them.

    `plan` is its row of PLAN_STATES, `obstacles` the open bottlenecks by work_item_id, `helpers`
    the names of coordinating units by work_item_id.
    """

    rows: pl.DataFrame
    plan: Row | None
    obstacles: Obstacles
    helpers: Mapping[int, str]
    since: date
    today: date

    def origin(self, reader: Reader) -> str:
        """Where the counts come from: the document that states just them, else the rows."""
        note = reader.text("blocks.due.as_of", day=reader.date(self.today))
        if self.plan is not None and self._are_those_of_the_plan(self.plan):
            marks = [self.plan["provenance"]]
            return origin_line(reader=reader, provenances=marks, source=self.plan, note=note)
        return origin_of(self.rows, reader=reader, note=note)

    def sources(self) -> pl.DataFrame:
        """The rows that the counts come from, with provenance and source, as `origin` tells it."""
        if self.plan is not None and self._are_those_of_the_plan(self.plan):
            return pl.DataFrame([dict(self.plan)], schema=PLAN_STATES)
        return self.rows

    def _are_those_of_the_plan(self, plan: Row) -> bool:
        counts = counts_of(self.rows)
        finished = sum(counts[stage] for stage in FINISHED)
        return (finished, counts["running"], counts["not_started"]) == (
            plan["accepted"], plan["in_progress"], plan["not_started"],
        )  # fmt: skip


def stand_card(models: Models, *, reader: Reader) -> Card:
    """How many models stand where, in one look."""
    counts = counts_of(models.rows)
    finished = sum(counts[stage] for stage in FINISHED)
    sentence = reader.text(
        "pilot_models.sentence",
        models=reader.counted("pilot_models.models", models.rows.height),
        finished=reader.number(finished),
        running=reader.number(counts["running"]),
        not_started=reader.number(counts["not_started"]),
    )
    return Card(
        title=reader.counted("pilot_models.stand_title", models.rows.height),
        body=life_line(models.rows, reader=reader),
        sentence=sentence if models.rows.height else "",
        origin=models.origin(reader) if models.rows.height else "",
    )


def moved_card(models: Models, *, way: Way, reader: Reader) -> Card:
    """What moved since a day."""
    moved = models.rows.filter("has_moved").height
    return Card(
        title=reader.counted("pilot_models.moved_title", moved),
        body=moved_list(models.rows, since=models.since, way=way, reader=reader),
        origin=_origin(models, reader),
    )


def board_card(models: Models, *, way: Way, reader: Reader) -> Card:
    """Every model on the column of its stage."""
    body = board(models.rows, obstacles=models.obstacles, way=way, reader=reader)
    title = reader.text("pilot_models.board_title")
    return Card(title=title, body=body, origin=_origin(models, reader))


def table_card(models: Models, *, way: Way, reader: Reader) -> Card:
    """Every model in a row of its own."""
    body = models_table(models.rows, obstacles=models.obstacles, way=way, reader=reader)
    title = reader.text("pilot_models.table_title")
    return Card(title=title, body=body, origin=_origin(models, reader))


def speed_up_card(models: Models, *, way: Way, reader: Reader) -> Card:
    """The models that have not begun: owner, next step, obstacle."""
    waiting = models.rows.filter(pl.col("stage") == "not_started").height
    return Card(
        title=reader.counted("pilot_models.speed_up_title", waiting),
        body=speed_up_table(models.rows, obstacles=models.obstacles, way=way, reader=reader),
        origin=_origin(models, reader),
    )


def facts_card(row: Row, models: Models, *, reader: Reader) -> Card:
    """One model."""
    helpers = models.helpers.get(row["work_item_id"], "")
    body = model_facts(row, obstacles=models.obstacles, helpers=helpers, reader=reader)
    one = models.rows.filter(pl.col("work_item_id") == row["work_item_id"])
    title = f"{row['item']} · {plain(reader.pick(dict(row), 'title'))}"
    note = reader.text("blocks.due.as_of", day=reader.date(models.today))
    return Card(title=title, body=body, origin=origin_of(one, reader=reader, note=note))


def history_card(events: pl.DataFrame, *, reader: Reader) -> Card:
    """WORK_HISTORY of one model, the newest first."""

    def told(row: Row) -> str:
        return _told(row, reader)

    body = event_list(
        events,
        word=lambda row: event_word(row["event_type"], reader),
        told=told,
        empty=reader.text("pilot_models.no_events"),
        reader=reader,
    )
    return Card(title=reader.text("pilot_models.history_title"), body=body)


def event_word(event_type: str, reader: Reader) -> str:
    """`Đánh giá`, `Reviewed`; the bare type of an event that models do not have."""
    try:
        return reader.text(f"pilot_models.event.{event_type}")
    except UnknownKey:
        return event_type


def _told(row: Mapping[str, Any], reader: Reader) -> str:
    """What an event holds beside its name."""
    parts = []
    if row["progress"] is not None:
        parts.append(reader.percent(row["progress"], digits=0))
    if row["new_deadline"] is not None:
        parts.append(reader.text("pilot_models.to_day", day=reader.date(row["new_deadline"])))
    unit = reader.pick(dict(row), "unit")
    if row["event_type"] == "replicated":
        parts.append(unit or reader.text("pilot_models.another_unit"))
    parts += [row["new_value"], row["evidence"], row["reason"]]
    return " · ".join(str(part) for part in parts if part)


def _origin(models: Models, reader: Reader) -> str:
    note = reader.text("blocks.due.as_of", day=reader.date(models.today))
    return origin_of(models.rows, reader=reader, note=note) if models.rows.height else ""
