"""What leaders ordered and what units asked for, with what came of it."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select, update

from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_bottleneck, with_direction, with_document, with_work_item
from store.imports.subjects.events import EVENT_FAULTS, EventRules, with_recorded_on
from store.imports.subjects.rules import (
    DOCUMENT_FAULTS,
    ROW_FAULTS,
    DocumentRules,
    RowRules,
    known_if_named,
)
from store.imports.unit_lookup import with_unit
from store.meeting_of_day import meeting_on
from store.tables import direction, direction_event

_UNIT_FAULT = ("unit_fault", "unit_proposal", "unit_told")


def _resolve_directions(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_document(landing, frame)
    for column in ("from_unit", "to_unit"):
        frame = with_unit(landing, frame, column=column, start="raised_on", end="raised_on")
        frame = frame.rename({name: f"{column}_{name}" for name in _UNIT_FAULT})
    here = landing.for_province
    return frame.with_columns(province_id=pl.lit(here.id, dtype=pl.Int64), today=here.today)


def _point_to_meetings(landing: Landing, new: pl.DataFrame) -> None:
    """Each day on which something was directed at a meeting of a name is a meeting."""
    given = new.drop_nulls("meeting_vi")
    for (name, day), rows in given.group_by("meeting_vi", "raised_on", maintain_order=True):
        meeting_id = meeting_on(
            landing.connection,
            landing.for_province.id,
            name_vi=str(name),
            name_en=rows["meeting_en"][0],
            held_on=day,
            batch_id=landing.batch_id,
        )
        landing.connection.execute(
            update(direction)
            .where(
                direction.c.province_id == landing.for_province.id,
                direction.c.code.in_(rows["code"].to_list()),
            )
            .values(meeting_id=meeting_id)
        )


class DirectionRules(RowRules, DocumentRules):
    """A direction was given, by or to units that existed, and is not due before that."""

    from_unit_unit_fault = dy.String(nullable=True)
    to_unit_unit_fault = dy.String(nullable=True)
    raised_on = dy.Date()
    due_on = dy.Date(nullable=True)
    today = dy.Date()

    @dy.rule()
    def from_unit_unknown(cls) -> pl.Expr:
        return pl.col("from_unit_unit_fault").is_null()

    @dy.rule()
    def to_unit_unknown(cls) -> pl.Expr:
        return pl.col("to_unit_unit_fault").is_null()

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("raised_on") <= pl.col("today")

    @dy.rule()
    def deadline_before_start(cls) -> pl.Expr:
        return pl.col("due_on") >= pl.col("raised_on")


DIRECTIONS = Subject(
    kind="directions",
    file_key=("code",),
    key=("province_id", "code"),
    resolve=_resolve_directions,
    rules=DirectionRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        "from_unit_unknown": Fault("from_unit", "unit_unknown", proposal="from_unit_unit_proposal"),
        "to_unit_unknown": Fault("to_unit", "unit_unknown", proposal="to_unit_unit_proposal"),
        "event_in_future": Fault("raised_on", values=("today",)),
        "deadline_before_start": Fault("due_on"),
    },
    after=_point_to_meetings,
    existing=lambda landing, _: select(direction).where(
        direction.c.province_id == landing.for_province.id
    ),
)


def _resolve_direction_events(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_direction(landing, with_work_item(landing, frame))
    frame = with_bottleneck(landing, frame).drop("opened_on")
    frame = frame.with_columns(today=landing.for_province.today)
    return with_recorded_on(landing, frame, of=direction_event.c.direction_id)


class DirectionEventRules(EventRules):
    """An event is of a known direction, after it was given, and names what came of it."""

    direction_id = dy.Int64(nullable=True)
    raised_on = dy.Date(nullable=True)
    event_type = dy.String()
    item = dy.String(nullable=True)
    work_item_id = dy.Int64(nullable=True)
    bottleneck = dy.String(nullable=True)
    bottleneck_id = dy.Int64(nullable=True)

    @dy.rule()
    def direction_unknown(cls) -> pl.Expr:
        return pl.col("direction_id").is_not_null()

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return known_if_named("item", "work_item_id")

    @dy.rule()
    def bottleneck_unknown(cls) -> pl.Expr:
        return known_if_named("bottleneck", "bottleneck_id")

    @dy.rule()
    def became_work_without_item(cls) -> pl.Expr:
        return (pl.col("event_type") != "became_work") | pl.col("item").is_not_null()

    @dy.rule()
    def became_bottleneck_without_it(cls) -> pl.Expr:
        return (pl.col("event_type") != "became_bottleneck") | pl.col("bottleneck").is_not_null()

    @dy.rule()
    def event_before_raised(cls) -> pl.Expr:
        return pl.col("happened_on") >= pl.col("raised_on")


DIRECTION_EVENTS = Subject(
    kind="direction_events",
    file_key=(
        "direction",
        "event_type",
        "happened_on",
        "plan",
        "plan_version",
        "item",
        "bottleneck",
    ),
    key=(
        "direction_id",
        "event_type",
        "happened_on",
        "work_item_id",
        "bottleneck_id",
        "reason",
        "author",
        "provenance",
    ),
    resolve=_resolve_direction_events,
    rules=DirectionEventRules,
    faults={
        **EVENT_FAULTS,
        "direction_unknown": Fault("direction", proposal="direction_id_proposal"),
        "item_unknown": Fault("item", proposal="work_item_id_proposal"),
        "bottleneck_unknown": Fault("bottleneck", proposal="bottleneck_id_proposal"),
        "became_work_without_item": Fault("item"),
        "became_bottleneck_without_it": Fault("bottleneck"),
        "event_before_raised": Fault("happened_on", values=("raised_on",)),
    },
    derived=("recorded_on",),
    existing=lambda _landing, frame: select(direction_event).where(
        direction_event.c.direction_id.in_(frame["direction_id"].unique().to_list())
    ),
)
