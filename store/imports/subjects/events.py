"""What happened to work items, and bottlenecks with what happened to them."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import Column, insert, select

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
from store.imports.unit_lookup import UnitLookup, with_unit
from store.tables import (
    bottleneck,
    bottleneck_event,
    bottleneck_unit,
    bottleneck_work_item,
    work_event,
)


def with_recorded_on(landing: Landing, frame: pl.DataFrame, *, of: Column[int]) -> pl.DataFrame:
    """`frame` with `recorded_on` where the file is silent about the day an event was written down.

    The first history of an item or bottleneck (`of`: its id in the table of events) is told as it
    happened; what comes in later is written down on the day it comes.
    """
    table = of.table
    told_before = frame_of(landing.connection, select(of.label("id")).select_from(table).distinct())
    is_first = ~pl.col(of.name).is_in(told_before["id"].implode())
    day = pl.when(is_first).then("happened_on").otherwise("today")
    return frame.with_columns(recorded_on=pl.coalesce("recorded_on", day))


class EventRules(RowRules):
    """An event has happened, and was written down neither before that nor in the future."""

    happened_on = dy.Date()
    recorded_on = dy.Date()
    today = dy.Date()

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("happened_on") <= pl.col("today")

    @dy.rule()
    def recorded_before_event(cls) -> pl.Expr:
        in_order = pl.col("recorded_on").is_between("happened_on", "today")
        return in_order | (pl.col("happened_on") > pl.col("today"))


EVENT_FAULTS = {
    **ROW_FAULTS,
    "event_in_future": Fault("happened_on", values=("today",)),
    "recorded_before_event": Fault("recorded_on", values=("today",)),
}

# Events of work items --------------------------------------------------------------------------


def _resolve_work_events(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_work_item(landing, frame).with_columns(today=landing.for_province.today)
    frame = with_recorded_on(landing, frame, of=work_event.c.work_item_id)
    frame = with_unit(landing, frame, start="happened_on", end="happened_on")
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


class WorkEventRules(EventRules, UnitRules):
    """An event is of a known item and says what its kind has to say.

    A recurring item may be kept on any day of its period, but missed only on its last or later.
    """

    work_item_id = dy.Int64(nullable=True)
    event_type = dy.String()
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    progress = dy.Float64(nullable=True)
    new_deadline = dy.Date(nullable=True)
    unit = dy.String(nullable=True)
    field = dy.String(nullable=True)
    reason = dy.String(nullable=True)
    author = dy.String(nullable=True)

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return pl.col("work_item_id").is_not_null()

    @dy.rule()
    def event_without_period(cls) -> pl.Expr:
        of_period = pl.col("event_type").is_in(["kept", "missed"])
        return ~of_period | pl.col("period_start").is_not_null()

    @dy.rule()
    def event_before_period(cls) -> pl.Expr:
        return pl.col("happened_on") >= pl.col("period_start")

    @dy.rule()
    def missed_before_period_end(cls) -> pl.Expr:
        # What was done early in its period is done; that it was not shows only the last day.
        is_missed = pl.col("event_type") == "missed"
        return ~is_missed | (pl.col("happened_on") >= pl.col("period_end"))

    @dy.rule()
    def new_deadline_mismatch(cls) -> pl.Expr:
        moves = pl.col("event_type") == "deadline_moved"
        return moves == pl.col("new_deadline").is_not_null()

    @dy.rule()
    def moved_without_reason(cls) -> pl.Expr:
        return (pl.col("event_type") != "deadline_moved") | pl.col("reason").is_not_null()

    @dy.rule()
    def moved_without_author(cls) -> pl.Expr:
        return (pl.col("event_type") != "deadline_moved") | pl.col("author").is_not_null()

    @dy.rule()
    def replicated_without_unit(cls) -> pl.Expr:
        return (pl.col("event_type") != "replicated") | pl.col("unit").is_not_null()

    @dy.rule()
    def changed_without_field(cls) -> pl.Expr:
        changes = pl.col("event_type") == "changed"
        return changes == pl.col("field").is_not_null()

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
        "unit",
        "field",
    ),
    key=(
        "work_item_id",
        "event_type",
        "happened_on",
        "period_start",
        "period_end",
        "progress",
        "new_deadline",
        "unit_id",
        "field",
        "new_value",
        "evidence",
        "reason",
        "author",
        "provenance",
    ),
    resolve=_resolve_work_events,
    rules=WorkEventRules,
    faults={
        **EVENT_FAULTS,
        **unit_faults("unit"),
        "item_unknown": Fault("item", proposal="work_item_id_proposal"),
        "event_without_period": Fault("period"),
        "event_before_period": Fault("happened_on"),
        "missed_before_period_end": Fault("happened_on", values=("period_start", "period_end")),
        "new_deadline_mismatch": Fault("new_deadline"),
        "moved_without_reason": Fault("reason"),
        "moved_without_author": Fault("author"),
        "replicated_without_unit": Fault("unit"),
        "changed_without_field": Fault("field"),
        "progress_missing": Fault("progress"),
        "progress_outside_0_1": Fault("progress"),
    },
    derived=("old_deadline", "recorded_on"),
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
    frame = frame.with_columns(province_id=pl.lit(here.id, dtype=pl.Int64), today=here.today)
    return _with_units_hit(landing, _with_items_blocked(landing, frame))


def _with_units_hit(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `hit_ids` and `units_missed` (codes that were not found, or null)."""
    lookup = UnitLookup(landing)
    ids: list[list[int]] = []
    missed: list[str | None] = []
    for row in frame.iter_rows(named=True):
        day = row["opened_on"]
        found = {code: lookup.find(code, start=day, end=day) for code in row["units"] or []}
        ids.append(sorted(each.unit.id for each in found.values() if each.unit))
        missed.append("; ".join(code for code, each in found.items() if not each.unit) or None)
    return frame.with_columns(
        pl.Series("hit_ids", ids, dtype=pl.List(pl.Int64)),
        pl.Series("units_missed", missed, dtype=pl.String),
    )


def _with_items_blocked(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `blocked_ids` and `items_missed`: the other items of the same plan."""
    asked = frame.select("line", "plan", "plan_version", item="items").explode("item")
    found = (
        with_work_item(landing, asked.drop_nulls("item"))
        .group_by("line")
        .agg(
            blocked_ids=pl.col("work_item_id").drop_nulls(),
            items_missed=pl.col("item").filter(pl.col("work_item_id").is_null()).str.join("; "),
        )
    )
    joined = frame.join(found, on="line", how="left", maintain_order="left")
    return joined.with_columns(
        items_missed=pl.when(pl.col("items_missed") != "").then("items_missed")
    )


def _add_units_and_items(landing: Landing, new: pl.DataFrame) -> None:
    there = frame_of(
        landing.connection,
        select(bottleneck.c.id, bottleneck.c.code).where(
            bottleneck.c.province_id == landing.for_province.id
        ),
    )
    added = new.drop("id").join(there.rename({"id": "bottleneck_id"}), on="code")
    for table, column, ids in (
        (bottleneck_unit, "unit_id", "hit_ids"),
        (bottleneck_work_item, "work_item_id", "blocked_ids"),
    ):
        pairs = added.select("bottleneck_id", pl.col(ids).alias(column)).explode(column)
        rows = pairs.drop_nulls().unique(maintain_order=True)
        if len(rows):
            landing.connection.execute(insert(table), rows.to_dicts())


class BottleneckRules(RowRules, DocumentRules, UnitRules):
    """A bottleneck has appeared, hits known units and stands in the way of known items."""

    item = dy.String(nullable=True)
    work_item_id = dy.Int64(nullable=True)
    units_missed = dy.String(nullable=True)
    items_missed = dy.String(nullable=True)
    opened_on = dy.Date()
    today = dy.Date()

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return known_if_named("item", "work_item_id")

    @dy.rule()
    def units_unknown(cls) -> pl.Expr:
        return pl.col("units_missed").is_null()

    @dy.rule()
    def items_unknown(cls) -> pl.Expr:
        return pl.col("items_missed").is_null()

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
        "units_unknown": Fault("units", values=("units_missed",)),
        "items_unknown": Fault("items", values=("items_missed",)),
        "event_in_future": Fault("opened_on", values=("today",)),
    },
    after=_add_units_and_items,
    existing=lambda landing, _: select(bottleneck).where(
        bottleneck.c.province_id == landing.for_province.id
    ),
)


# Events of bottlenecks -------------------------------------------------------------------------


def _resolve_bottleneck_events(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_bottleneck(landing, frame).with_columns(today=landing.for_province.today)
    return with_recorded_on(landing, frame, of=bottleneck_event.c.bottleneck_id)


class BottleneckEventRules(EventRules):
    """An event is of a known bottleneck, after it appeared."""

    bottleneck_id = dy.Int64(nullable=True)
    event_type = dy.String()
    opened_on = dy.Date(nullable=True)
    to_level = dy.String(nullable=True)

    @dy.rule()
    def bottleneck_unknown(cls) -> pl.Expr:
        return pl.col("bottleneck_id").is_not_null()

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
        **EVENT_FAULTS,
        "bottleneck_unknown": Fault("bottleneck", proposal="bottleneck_id_proposal"),
        "event_before_opening": Fault("happened_on", values=("opened_on",)),
        "escalated_without_level": Fault("to_level"),
    },
    derived=("recorded_on",),
    existing=lambda _landing, frame: select(bottleneck_event).where(
        bottleneck_event.c.bottleneck_id.in_(frame["bottleneck_id"].unique().to_list())
    ),
)
