"""Up to which day the work of a province is on record, and in which cycle it is reported.

Indicators are told with a cut-off. Work, pilot models, bottlenecks and directions are told event by
event: the newest day on which one was written down is theirs.
"""

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, select, union_all

from domain.data_age import DAYS_OF_CYCLE
from queries.conditions import counts, sees_province
from queries.frames import frame
from queries.question import Question
from queries.schemas import RECORD_AGES
from queries.work_rows import newest_versions
from store.tables import (
    bottleneck,
    bottleneck_event,
    direction,
    direction_event,
    plan,
    report_form,
    work_event,
    work_item,
)

# Where a province has no report forms: plans are summed up every month.
USUAL_CYCLE = "month"
_PLANS = pl.Schema({"plan": pl.String, "cut_off": pl.Date})
_REGISTERS = pl.Schema({"record": pl.String, "cut_off": pl.Date})
_FORMS = pl.Schema({"frequency": pl.String, "days_to_submit": pl.Int64})


def record_ages(conn: Connection, asked: Question) -> pl.DataFrame:
    """The newest day on which anything was recorded of each plan, of bottlenecks, of directions.

    Grain: one row per plan (its newest version) in reading order, one for all bottlenecks and one
    for all directions of the province, as far as anything is on record. Schema:
    schemas.RECORD_AGES. All of them are reported in the shortest cycle of the province's report
    forms, else in USUAL_CYCLE. Days are of the whole province, for whoever has any scope in it.
    Source: work_event, bottleneck, bottleneck_event, direction, direction_event, report_form.
    Honours: scope, as_of, today; neither the period nor unit_id. Empty: nothing in scope or on
    record.
    """
    plans = frame(conn, _of_plans(asked), _PLANS).with_columns(record=pl.lit("plan"))
    registers = union_all(
        _of_register("bottlenecks", bottleneck, "opened_on", bottleneck_event, asked),
        _of_register("directions", direction, "raised_on", direction_event, asked),
    ).subquery()
    others = frame(conn, select(registers), _REGISTERS).with_columns(
        plan=pl.lit(None, dtype=pl.String)
    )
    frequency, days = _cycle(conn, asked)
    return (
        pl.concat([plans, others], how="diagonal")
        .filter(pl.col("cut_off").is_not_null())
        .with_columns(frequency=pl.lit(frequency), days_to_submit=pl.lit(days, dtype=pl.Int64))
        .select(RECORD_AGES.names())
    )


def _of_plans(asked: Question) -> Select[Any]:
    return (
        select(plan.c.code.label("plan"), func.max(work_event.c.recorded_on).label("cut_off"))
        .select_from(
            plan.join(work_item, work_item.c.plan_id == plan.c.id).join(
                work_event, work_event.c.work_item_id == work_item.c.id
            )
        )
        .where(
            plan.c.id.in_(newest_versions(asked)),
            counts(work_item, asked),
            *_recorded(work_event.c.recorded_on, work_event, asked),
        )
        .group_by(plan.c.position, plan.c.code)
        .order_by(plan.c.position, plan.c.code)
    )


def _of_register(
    record: str, entries: Table, begun: str, events: Table, asked: Question
) -> Select[Any]:
    """The newest day of `entries`, which begin on their column `begun`, and of their `events`."""
    of_province = entries.c.province_id == asked.province_id
    first = select(entries.c[begun].label("day")).where(
        of_province, *_recorded(entries.c[begun], entries, asked)
    )
    later = (
        select(events.c.recorded_on.label("day"))
        .select_from(entries.join(events, events.c[f"{entries.name}_id"] == entries.c.id))
        .where(of_province, counts(entries, asked), *_recorded(events.c.recorded_on, events, asked))
    )
    days = first.union_all(later).subquery()
    named: ColumnElement[Any] = literal(record).label("record")
    return select(named, func.max(days.c.day).label("cut_off"))


def _recorded(
    day: ColumnElement[date], rows: Table, asked: Question
) -> tuple[ColumnElement[bool], ...]:
    """What had come in and was written down by asked.today."""
    return counts(rows, asked), day <= asked.today, sees_province(asked)


def _cycle(conn: Connection, asked: Question) -> tuple[str, int | None]:
    """The shortest cycle of the province's forms, and the most days one of them allows."""
    statement = select(report_form.c.frequency, report_form.c.days_to_submit).where(
        report_form.c.province_id == asked.province_id,
        report_form.c.frequency.in_(list(DAYS_OF_CYCLE)),
        counts(report_form, asked),
    )
    forms = frame(conn, statement, _FORMS).rows()
    if not forms:
        return USUAL_CYCLE, None
    shortest = min((word for word, _ in forms), key=DAYS_OF_CYCLE.__getitem__)
    return shortest, max(days for word, days in forms if word == shortest)
