"""Plans, their work items, and what became of them."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Select, insert, select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_document, with_plan, with_work_item
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
    plan,
    unit,
    work_item,
    work_item_coordinator,
    work_item_dependency,
)

# Plans -----------------------------------------------------------------------------------------


def _resolve_plans(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_document(landing, frame)
    return frame.with_columns(province_id=pl.lit(landing.for_province.id, dtype=pl.Int64))


class PlanRules(RowRules, DocumentRules):
    """A plan ends after it starts."""

    starts_on = dy.Date()
    ends_on = dy.Date(nullable=True)

    @dy.rule()
    def end_before_start(cls) -> pl.Expr:
        return pl.col("ends_on") >= pl.col("starts_on")


PLANS = Subject(
    kind="plans",
    file_key=("code", "version"),
    key=("province_id", "code", "version"),
    resolve=_resolve_plans,
    rules=PlanRules,
    faults={**ROW_FAULTS, **DOCUMENT_FAULTS, "end_before_start": Fault("ends_on")},
    existing=lambda landing, _: select(plan).where(plan.c.province_id == landing.for_province.id),
)


# Work items ------------------------------------------------------------------------------------


def _resolve_items(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_plan(landing, frame)
    frame = with_document(landing, frame)
    frame = with_unit(
        landing, frame, column="lead_unit", start="plan_starts_on", end="plan_ends_on"
    )
    frame = _with_continued(landing, frame)
    return _with_coordinators_before(landing, _with_coordinators(landing, frame))


def _with_continued(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `continues_item_id`: the item that this one goes on with, if it names one."""
    names = {"continues_plan": "plan", "continues_plan_version": "plan_version"}
    asked = frame.select(*names, item="continues_item").rename(names)
    found = with_work_item(landing, asked)
    return frame.with_columns(
        continues_item_id=found["work_item_id"], continues_proposal=found["work_item_id_proposal"]
    )


def _with_coordinators(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `coordinator_ids` (sorted) and `coordinators_unknown` (codes, or null)."""
    lookup = UnitLookup(landing)
    ids: list[list[int]] = []
    unknown: list[str | None] = []
    for row in frame.iter_rows(named=True):
        start = row["plan_starts_on"] or date.min
        end = row["plan_ends_on"] or date.max
        codes = row["coordinators"] or []
        found = {code: lookup.find(code, start=start, end=end) for code in codes}
        ids.append(sorted(each.unit.id for each in found.values() if each.unit))
        missed = [code for code, each in found.items() if not each.unit]
        unknown.append("; ".join(missed) or None)
    return frame.with_columns(
        pl.Series("coordinator_ids", ids, dtype=pl.List(pl.Int64)),
        pl.Series("coordinators_unknown", unknown, dtype=pl.String),
    )


def _with_coordinators_before(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `ids_before` and `codes_before` of items that are there already, else null."""
    items = frame_of(landing.connection, _items_there(landing, frame)).select(
        "plan_id", "code", work_item_id="id"
    )
    coordinating = frame_of(
        landing.connection,
        select(
            work_item_coordinator.c.work_item_id,
            work_item_coordinator.c.unit_id,
            unit.c.code.label("unit_code"),
        ).join(unit, unit.c.id == work_item_coordinator.c.unit_id),
    )
    before = (
        items.join(coordinating, on="work_item_id", how="left")
        .group_by("plan_id", "code")
        .agg(
            ids_before=pl.col("unit_id").drop_nulls().sort(),
            codes_before=pl.col("unit_code").drop_nulls().sort().str.join("; "),
        )
    )
    return frame.join(before, on=["plan_id", "code"], how="left", maintain_order="left")


class ItemRules(RowRules, DocumentRules, UnitRules):
    """A work item belongs to a plan and says who, and in which rhythm."""

    plan_id = dy.Int64(nullable=True)
    kind = dy.String()
    recurrence = dy.String(nullable=True)
    coordinators_unknown = dy.String(nullable=True)
    coordinator_ids = dy.List(dy.Int64())
    ids_before = dy.List(dy.Int64(), nullable=True)
    starts_on = dy.Date(nullable=True)
    deadline = dy.Date(nullable=True)
    continues_item = dy.String(nullable=True)
    continues_item_id = dy.Int64(nullable=True)

    @dy.rule()
    def continues_unknown(cls) -> pl.Expr:
        return known_if_named("continues_item", "continues_item_id")

    @dy.rule()
    def plan_unknown(cls) -> pl.Expr:
        return pl.col("plan_id").is_not_null()

    @dy.rule()
    def coordinator_unknown(cls) -> pl.Expr:
        return pl.col("coordinators_unknown").is_null()

    @dy.rule()
    def coordinators_changed(cls) -> pl.Expr:
        is_new = pl.col("ids_before").is_null()
        return is_new | (pl.col("ids_before") == pl.col("coordinator_ids"))

    @dy.rule()
    def recurring_without_rhythm(cls) -> pl.Expr:
        return (pl.col("kind") != "recurring") | pl.col("recurrence").is_not_null()

    @dy.rule()
    def deadline_before_start(cls) -> pl.Expr:
        return pl.col("deadline") >= pl.col("starts_on")


def _items_there(landing: Landing, _frame: pl.DataFrame) -> Select[Any]:
    plans = select(plan.c.id).where(plan.c.province_id == landing.for_province.id)
    return select(work_item).where(work_item.c.plan_id.in_(plans))


def _add_coordinators(landing: Landing, new: pl.DataFrame) -> None:
    items = frame_of(landing.connection, _items_there(landing, new)).select(
        "plan_id", "code", work_item_id="id"
    )
    pairs = (
        new.join(items, on=["plan_id", "code"])
        .explode("coordinator_ids")
        .drop_nulls("coordinator_ids")
        .select("work_item_id", unit_id="coordinator_ids")
    )
    if len(pairs):
        landing.connection.execute(insert(work_item_coordinator), pairs.to_dicts())


WORK_ITEMS = Subject(
    kind="work_items",
    file_key=("plan", "plan_version", "code"),
    key=("plan_id", "code"),
    resolve=_resolve_items,
    rules=ItemRules,
    faults={
        **ROW_FAULTS,
        **DOCUMENT_FAULTS,
        **unit_faults("lead_unit"),
        "plan_unknown": Fault("plan", proposal="plan_id_proposal"),
        "continues_unknown": Fault("continues_item", proposal="continues_proposal"),
        "coordinator_unknown": Fault("coordinators", values=("coordinators_unknown",)),
        "coordinators_changed": Fault("coordinators", values=("codes_before",)),
        "recurring_without_rhythm": Fault("recurrence"),
        "deadline_before_start": Fault("deadline"),
    },
    existing=_items_there,
    after=_add_coordinators,
)


# Dependencies ----------------------------------------------------------------------------------


def _resolve_dependencies(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    frame = with_work_item(landing, frame).rename(
        {"work_item_id": "blocking_item_id", "work_item_id_proposal": "blocking_proposal"}
    )
    names = {
        "blocked_plan": "plan",
        "blocked_plan_version": "plan_version",
        "blocked_item": "item",
    }
    blocked = with_work_item(landing, frame.select(*names).rename(names))
    frame = frame.with_columns(
        blocked_item_id=blocked["work_item_id"], blocked_proposal=blocked["work_item_id_proposal"]
    )
    return frame.with_columns(circle=pl.lit(_circle(landing, frame), dtype=pl.String))


def _circle(landing: Landing, frame: pl.DataFrame) -> str | None:
    """Codes of items that would block each other in a circle with what is there, if any would."""
    pair = ["blocking_item_id", "blocked_item_id"]
    there = frame_of(landing.connection, select(*(work_item_dependency.c[name] for name in pair)))
    order: TopologicalSorter[int] = TopologicalSorter()
    for blocking, blocked in pl.concat([there, frame.select(pair).drop_nulls()]).iter_rows():
        if blocking != blocked:
            order.add(blocked, blocking)
    try:
        order.prepare()
    except CycleError as error:
        inside = error.args[1]
        codes = select(work_item.c.id, work_item.c.code).where(work_item.c.id.in_(inside))
        named = {row.id: row.code for row in landing.connection.execute(codes)}
        return " → ".join(named[item] for item in inside)
    return None


class DependencyRules(RowRules):
    """Both items are known, differ, and block nobody in a circle."""

    blocking_item_id = dy.Int64(nullable=True)
    blocked_item_id = dy.Int64(nullable=True)
    circle = dy.String(nullable=True)

    @dy.rule()
    def item_unknown(cls) -> pl.Expr:
        return pl.col("blocking_item_id").is_not_null()

    @dy.rule()
    def blocked_item_unknown(cls) -> pl.Expr:
        return pl.col("blocked_item_id").is_not_null()

    @dy.rule()
    def blocks_itself(cls) -> pl.Expr:
        return pl.col("blocking_item_id") != pl.col("blocked_item_id")

    @dy.rule()
    def dependencies_in_a_circle(cls) -> pl.Expr:
        return pl.col("circle").is_null()


WORK_ITEM_DEPENDENCIES = Subject(
    kind="work_item_dependencies",
    file_key=(
        "plan",
        "plan_version",
        "item",
        "blocked_plan",
        "blocked_plan_version",
        "blocked_item",
    ),
    key=("blocking_item_id", "blocked_item_id"),
    resolve=_resolve_dependencies,
    rules=DependencyRules,
    faults={
        **ROW_FAULTS,
        "item_unknown": Fault("item", proposal="blocking_proposal"),
        "blocked_item_unknown": Fault("blocked_item", proposal="blocked_proposal"),
        "blocks_itself": Fault("blocked_item"),
        "dependencies_in_a_circle": Fault("blocked_item", values=("circle",)),
    },
    existing=lambda _landing, _frame: select(work_item_dependency),
)
