"""What happened to work items, and bottlenecks with what happened to them."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_bottleneck, with_document, with_work_item
from store.imports.subjects.rules import (
    DOCUMENT_FAULTS,
    ROW_FAULTS,
    DocumentRules,
    RowRules,
    UnitRules,
    known_if_named,
    unit_faults,
)
from store.imports.unit_lookup import with_unit
from store.tables import bottleneck, bottleneck_event, work_event

# Events of work items --------------------------------------------------------------------------


def _resolve_work_events(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_work_item(landing, frame).with_columns(today=landing.for_province.today)
    return _with_old_deadline(landing, frame)


def _with_old_deadline(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `old_deadline`: for a moved deadline, the one in force until then."""
    moves = pl.col("event_type") == "deadline_moved"
    columns = ["work_item_id", "happened_on", "new_deadline"]
    there = frame_of(
        landing.connection,
        select(
            work_event.c.work_item_id, work_event.c.happened_on, work_event.c.new_deadline
        ).where(work_event.c.event_type == "deadline_moved"),
    )
    known = pl.concat([there, frame.filter(moves).select(columns)]).drop_nulls().unique()
    dates = (
        known.sort("work_item_id", "happened_on", "new_deadline")
        .with_columns(before=pl.col("new_deadline").shift(1).over("work_item_id"))
        .rename({"before": "moved_before"})
    )
    joined = frame.join(dates, on=columns, how="left", maintain_order="left")
    return joined.with_columns(
        old_deadline=pl.when(moves).then(pl.coalesce("moved_before", "first_deadline"))
    )


class WorkEventRules(RowRules):
    """An event is of a known item, has happened, and says what its kind has to say."""

    work_item_id = dy.Int64(nullable=True)
    event_type = dy.String()
    happened_on = dy.Date()
    today = dy.Date()
    period_start = dy.Date(nullable=True)
    progress = dy.Float64(nullable=True)
    new_deadline = dy.Date(nullable=True)

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return pl.col("work_item_id").is_not_null()

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("happened_on") <= pl.col("today")

    @dy.rule()
    def event_without_period(cls) -> pl.Expr:
        of_period = pl.col("event_type").is_in(["kept", "missed"])
        return ~of_period | pl.col("period_start").is_not_null()

    @dy.rule()
    def event_before_period(cls) -> pl.Expr:
        return pl.col("happened_on") >= pl.col("period_start")

    @dy.rule()
    def new_deadline_mismatch(cls) -> pl.Expr:
        moves = pl.col("event_type") == "deadline_moved"
        return moves == pl.col("new_deadline").is_not_null()

    @dy.rule()
    def progress_missing(cls) -> pl.Expr:
        return (pl.col("event_type") != "progress") | pl.col("progress").is_not_null()

    @dy.rule()
    def progress_outside_0_1(cls) -> pl.Expr:
        return pl.col("progress").is_between(0, 1)


WORK_EVENTS = Subject(
    kind="work_events",
    file_key=(
        "plan",
        "plan_version",
        "item",
        "event_type",
        "happened_on",
        "period_start",
        "period_end",
        "progress",
        "new_deadline",
    ),
    key=(
        "work_item_id",
        "event_type",
        "happened_on",
        "period_start",
        "period_end",
        "progress",
        "new_deadline",
        "reason",
        "author",
        "provenance",
    ),
    resolve=_resolve_work_events,
    rules=WorkEventRules,
    faults={
        **ROW_FAULTS,
        "item_unknown": Fault("item", proposal="work_item_id_proposal"),
        "event_in_future": Fault("happened_on", values=("today",)),
        "event_without_period": Fault("period"),
        "event_before_period": Fault("happened_on"),
        "new_deadline_mismatch": Fault("new_deadline"),
        "progress_missing": Fault("progress"),
        "progress_outside_0_1": Fault("progress"),
    },
    derived=("old_deadline",),
    existing=lambda _landing, frame: select(work_event).where(
        work_event.c.work_item_id.in_(frame["work_item_id"].unique().to_list())
    ),
)


# Bottlenecks -----------------------------------------------------------------------------------


def _resolve_bottlenecks(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_work_item(landing, frame)
    frame = with_document(landing, frame)
    frame = with_unit(landing, frame, column="owner_unit", start="opened_on", end="opened_on")
    here = landing.for_province
    return frame.with_columns(province_id=pl.lit(here.id, dtype=pl.Int64), today=here.today)


class BottleneckRules(RowRules, DocumentRules, UnitRules):
    """A bottleneck has appeared, and stands in the way of a known item if of any."""

    item = dy.String(nullable=True)
    work_item_id = dy.Int64(nullable=True)
    opened_on = dy.Date()
    today = dy.Date()

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return known_if_named("item", "work_item_id")

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("opened_on") <= pl.col("today")


BOTTLENECKS = Subject(
    kind="bottlenecks",
    file_key=("code",),
    key=("province_id", "code"),
    resolve=_resolve_bottlenecks,
    rules=BottleneckRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        **unit_faults("owner_unit"),
        "item_unknown": Fault("item", proposal="work_item_id_proposal"),
        "event_in_future": Fault("opened_on", values=("today",)),
    },
    existing=lambda landing, _: select(bottleneck).where(
        bottleneck.c.province_id == landing.for_province.id
    ),
)


# Events of bottlenecks -------------------------------------------------------------------------


def _resolve_bottleneck_events(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return with_bottleneck(landing, frame).with_columns(today=landing.for_province.today)


class BottleneckEventRules(RowRules):
    """An event is of a known bottleneck, after it appeared, and has happened."""

    bottleneck_id = dy.Int64(nullable=True)
    event_type = dy.String()
    happened_on = dy.Date()
    opened_on = dy.Date(nullable=True)
    today = dy.Date()
    to_level = dy.String(nullable=True)

    @dy.rule()
    def bottleneck_unknown(cls) -> pl.Expr:
        return pl.col("bottleneck_id").is_not_null()

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("happened_on") <= pl.col("today")

    @dy.rule()
    def event_before_opening(cls) -> pl.Expr:
        return pl.col("happened_on") >= pl.col("opened_on")

    @dy.rule()
    def escalated_without_level(cls) -> pl.Expr:
        return (pl.col("event_type") != "escalated") | pl.col("to_level").is_not_null()


BOTTLENECK_EVENTS = Subject(
    kind="bottleneck_events",
    file_key=("bottleneck", "event_type", "happened_on", "to_level"),
    key=(
        "bottleneck_id",
        "event_type",
        "happened_on",
        "to_level",
        "reason",
        "author",
        "provenance",
    ),
    resolve=_resolve_bottleneck_events,
    rules=BottleneckEventRules,
    faults={
        **ROW_FAULTS,
        "bottleneck_unknown": Fault("bottleneck", proposal="bottleneck_id_proposal"),
        "event_in_future": Fault("happened_on", values=("today",)),
        "event_before_opening": Fault("happened_on", values=("opened_on",)),
        "escalated_without_level": Fault("to_level"),
    },
    existing=lambda _landing, frame: select(bottleneck_event).where(
        bottleneck_event.c.bottleneck_id.in_(frame["bottleneck_id"].unique().to_list())
    ),
)
