"""The plans of a province, and whether the counts of their items are those of a document.

Published observations state how many tasks (NVU01 to NVU03) or pilot models (MHI01 to MHI03) stand
where. Counts that follow from our events are published only while they say exactly the same.
"""

from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select, true

from queries.conditions import counts, sees_province
from queries.frames import joined
from queries.observed import NO_SERVICE, observed_by_then, of_service, preference, with_document
from queries.parts import is_province
from queries.question import Question
from queries.schemas import PLAN_STATES
from queries.work_rows import newest_versions, told_by_then
from store.tables import (
    indicator,
    observation,
    plan,
    source_document,
    unit,
    work_event,
    work_item,
)

# Of each indicator the column that is a count, under the name it has here.
_STATED = {
    "stated_tasks": ("NVU01", "denominator"),
    "stated_done": ("NVU01", "numerator"),  # recurring ones included
    "stated_recurring": ("NVU02", "value"),
    "stated_open": ("NVU03", "value"),
    "stated_completed_models": ("MHI01", "value"),
    "stated_running_models": ("MHI02", "value"),
    "stated_waiting_models": ("MHI03", "value"),
}
_NAMES = ("plan_id", "plan", "plan_kind", "plan_vi", "plan_en")
_SOURCE = ("source_title_vi", "source_title_en", "source_issued_on")
COUNTS = [name for name in PLAN_STATES if name not in (*_NAMES, *_SOURCE, "provenance")]
PLANS = joined(
    joined(PLAN_STATES, without=COUNTS),
    pl.Schema(dict.fromkeys(_STATED, pl.Float64())),
)
_WEAKEST_FIRST = ("illustrative", "derived", "reported", "published")


def plans_with_stated_counts(asked: Question, seen: ColumnElement[bool]) -> Select[Any]:
    """The newest versions of the province's plans in reading order; columns of PLANS.

    `seen`: the items that are counted; provenance is the weakest of them and of their events.
    No row when the province, or the unit asked about, is out of scope.
    """
    stated = _stated_counts(asked)
    visible = sees_province(asked)
    if asked.unit_id is not None:
        is_asked = and_(unit.c.id == asked.unit_id, unit.c.province_id == asked.province_id)
        visible = exists().where(is_asked, asked.units_in_scope())
    return (
        select(
            plan.c.id.label("plan_id"),
            plan.c.code.label("plan"),
            plan.c.kind.label("plan_kind"),
            plan.c.name_vi.label("plan_vi"),
            plan.c.name_en.label("plan_en"),
            source_document.c.title_vi.label("source_title_vi"),
            source_document.c.title_en.label("source_title_en"),
            source_document.c.issued_on.label("source_issued_on"),
            _weakest_provenance(asked, seen).label("provenance"),
            *stated.c,
        )
        .select_from(
            plan.join(stated, true()).outerjoin(
                source_document, source_document.c.id == plan.c.source_document_id
            )
        )
        .where(plan.c.id.in_(newest_versions(asked)), visible)
        .order_by(plan.c.position, plan.c.code)
    )


def _stated_counts(asked: Question) -> Subquery:
    """One row: the newest published counts of the province, null where none was published."""
    newest = func.row_number().over(
        partition_by=observation.c.indicator_id,
        order_by=[observation.c.period_end.desc(), *preference()],
    )
    of_province = select(unit.c.id).where(is_province(asked))
    rows = (
        select(
            indicator.c.code,
            observation.c.numerator,
            observation.c.denominator,
            observation.c.value,
            newest.label("choice"),
        )
        .select_from(with_document().join(indicator, indicator.c.id == observation.c.indicator_id))
        .where(
            indicator.c.code.in_({code for code, _ in _STATED.values()}),
            observation.c.unit_id.in_(of_province),
            observation.c.provenance == "published",
            of_service(NO_SERVICE),
            observed_by_then(asked),
        )
        .subquery()
    )
    return (
        select(
            *(
                func.max(case((rows.c.code == code, rows.c[column]))).label(name)
                for name, (code, column) in _STATED.items()
            )
        )
        .where(rows.c.choice == 1)
        .subquery("stated")
    )


def provenance_of_counts() -> pl.Expr:
    """Where the counts of a plan come from.

    For frames with COUNTS, the stated counts and `provenance`, the weakest of what the counts
    follow from; published where they are the stated ones.
    """
    col = pl.col
    as_tasks = (
        (col("plan_kind") == "tasks")
        & (col("total") == col("stated_tasks"))
        & (col("accepted") + col("recurring") == col("stated_done"))
        & (col("recurring") == col("stated_recurring"))
        & (col("in_progress") == col("stated_open"))
    )
    as_models = (
        (col("plan_kind") == "pilot_models")
        & (col("accepted") == col("stated_completed_models"))
        & (col("in_progress") == col("stated_running_models"))
        & (col("not_started") == col("stated_waiting_models"))
    )
    is_stated = as_tasks.fill_null(value=False) | as_models.fill_null(value=False)
    return pl.when(is_stated).then(pl.lit("published")).otherwise("provenance")


def _weakest_provenance(asked: Question, seen: ColumnElement[bool]) -> ColumnElement[str | None]:
    """The weakest provenance of the plan's items that meet `seen` and of their events."""
    of_plan = select(work_item.c.id).where(
        work_item.c.plan_id == plan.c.id, counts(work_item, asked), seen
    )
    of_events = of_plan.join(work_event, work_event.c.work_item_id == work_item.c.id).where(
        told_by_then(asked)
    )
    weaker = [
        (
            or_(
                of_plan.where(work_item.c.provenance == word).exists(),
                of_events.where(work_event.c.provenance == word).exists(),
            ),
            word,
        )
        for word in _WEAKEST_FIRST
    ]
    return case(*weaker)
