"""What came in after a batch, up to the one asked about: what a frozen screen does not show yet.

`since` is the id of the older batch, `asked.as_of` of the newer one. A figure that was replaced
more than once in between is told once, as it stood and as it stands.
"""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    literal,
    null,
    or_,
    select,
)

from queries import bottlenecks
from queries.conditions import counts, may_be_named, sees_province
from queries.frames import frame
from queries.question import Question
from queries.schemas import FIGURES_CHANGED, TARGETS_CHANGED, TOLD_SINCE
from queries.work_rows import led_in_scope
from store.tables import (
    bottleneck,
    bottleneck_event,
    indicator,
    observation,
    plan,
    public_service,
    target,
    unit,
    work_event,
    work_item,
)

_OF_A_FIGURE = (
    "indicator_id",
    "unit_id",
    "period_start",
    "period_end",
    "public_service_id",
    "source_document_id",
)
_OF_A_TARGET = (
    "indicator_id",
    "province_id",
    "unit_id",
    "level",
    "period_start",
    "due_on",
    "effective_from",
)


def figures_changed(conn: Connection, asked: Question, *, since: int) -> pl.DataFrame:
    """Figures that came in after the batch `since`, or say something else than then.

    Grain: one row per indicator, unit, service, period and document; corrections first, then in
    the order of the catalogue, the newest period first. Schema: schemas.FIGURES_CHANGED (rates
    0-1; a null value is no value). Source: observation. Honours: scope (units in scope), unit_id,
    as_of, today; not the period. Empty: nothing came in that is in scope.
    """
    old, told = observation.alias("old"), func.coalesce
    before = observation.join(indicator, indicator.c.id == observation.c.indicator_id)
    new_value = told(observation.c.value, observation.c.numerator)
    old_value = told(old.c.value, old.c.numerator)
    statement = (
        select(
            *_of_indicator(),
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.level,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            public_service.c.code.label("service"),
            observation.c.period_start,
            observation.c.period_end,
            observation.c.frequency,
            old.c.id.is_not(None).label("is_correction"),
            old_value.label("old_value"),
            new_value.label("new_value"),
            observation.c.provenance,
            observation.c.import_batch_id.label("batch"),
        )
        .select_from(
            before.join(unit, unit.c.id == observation.c.unit_id)
            .outerjoin(public_service, public_service.c.id == observation.c.public_service_id)
            .outerjoin(old, _is_before(old, observation, _OF_A_FIGURE, since=since))
        )
        .where(
            unit.c.province_id == asked.province_id,
            asked.units_in_scope(),
            *_of_asked_unit(asked, unit),
            counts(observation, asked),
            observation.c.import_batch_id > since,
            observation.c.cut_off <= asked.today,
            or_(
                old.c.id.is_(None),
                new_value.is_distinct_from(old_value),
                observation.c.obs_status != old.c.obs_status,
            ),
        )
        .order_by(
            old.c.id.is_(None),
            indicator.c.position,
            observation.c.period_end.desc(),
            unit.c.code,
            observation.c.id,
        )
    )
    return frame(conn, statement, FIGURES_CHANGED)


def targets_changed(conn: Connection, asked: Question, *, since: int) -> pl.DataFrame:
    """Targets that were set after the batch `since`, or say something else than then.

    Grain: one row per indicator, unit or level, period and day of effect. Schema:
    schemas.TARGETS_CHANGED. Source: target. Honours: scope (targets of units in scope; those of
    levels for whoever has any in the province), unit_id, as_of. Empty: none came in.
    """
    old = target.alias("old")
    of_nobody_else = and_(target.c.unit_id.is_(None), sees_province(asked))
    is_theirs = and_(asked.units_in_scope(), *_of_asked_unit(asked, unit))
    statement = (
        select(
            *_of_indicator(),
            unit.c.id.label("unit_id"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            target.c.level,
            target.c.period_start,
            target.c.due_on,
            target.c.effective_from,
            old.c.id.is_not(None).label("is_correction"),
            old.c.value.label("old_value"),
            target.c.value.label("new_value"),
            target.c.import_batch_id.label("batch"),
        )
        .select_from(
            target.join(indicator, indicator.c.id == target.c.indicator_id)
            .outerjoin(unit, unit.c.id == target.c.unit_id)
            .outerjoin(old, _is_before(old, target, _OF_A_TARGET, since=since))
        )
        .where(
            target.c.province_id == asked.province_id,
            or_(of_nobody_else, is_theirs),
            counts(target, asked),
            target.c.import_batch_id > since,
            or_(old.c.id.is_(None), target.c.value != old.c.value),
        )
        .order_by(old.c.id.is_(None), indicator.c.position, target.c.due_on, target.c.id)
    )
    return frame(conn, statement, TARGETS_CHANGED)


def told_since(conn: Connection, asked: Question, *, since: int) -> pl.DataFrame:
    """What was told of work items and bottlenecks after the batch `since`.

    Grain: one row per event, the newest first. Schema: schemas.TOLD_SINCE. Source: work_event,
    bottleneck_event, bottleneck. Honours: scope, unit_id, as_of, today. Empty: nothing was told.
    """
    parts = [
        frame(conn, statement, TOLD_SINCE)
        for statement in (
            _of_work(asked, since),
            _of_bottlenecks(asked, since),
            _new_bottlenecks(asked, since),
        )
    ]
    order = ["recorded_on", "happened_on", "code"]
    return pl.concat(parts).sort(order, descending=[True, True, False], maintain_order=True)


def _is_before(
    old: FromClause, new: FromClause, key: tuple[str, ...], *, since: int
) -> ColumnElement[bool]:
    """Whether `old` is what stood for the same thing as `new` when the batch `since` was newest."""
    # What is never null is compared so that an index can find it.
    same = (
        old.c[name].is_not_distinct_from(new.c[name])
        if new.c[name].nullable
        else old.c[name] == new.c[name]
        for name in key
    )
    stood = or_(old.c.replaced_in.is_(None), old.c.replaced_in > since)
    return and_(*same, old.c.import_batch_id <= since, stood)


def _of_indicator() -> list[ColumnElement[Any]]:
    return [
        indicator.c.code.label("indicator"),
        indicator.c.name_vi,
        indicator.c.name_en,
        indicator.c.measure,
        indicator.c.unit_of_measure,
        indicator.c.polarity,
    ]


def _of_asked_unit(asked: Question, units: FromClause) -> tuple[ColumnElement[bool], ...]:
    return () if asked.unit_id is None else (units.c.id == asked.unit_id,)


def _of_work(asked: Question, since: int) -> Select[Any]:
    lead = unit.alias("lead")
    return (
        select(
            literal("work").label("subject"),
            plan.c.code.label("plan"),
            work_item.c.code,
            work_item.c.title_vi,
            work_item.c.title_en,
            lead.c.name_vi.label("unit_vi"),
            lead.c.name_en.label("unit_en"),
            work_event.c.event_type,
            work_event.c.happened_on,
            work_event.c.recorded_on,
            work_event.c.import_batch_id.label("batch"),
        )
        .select_from(
            work_event.join(work_item, work_item.c.id == work_event.c.work_item_id)
            .join(plan, plan.c.id == work_item.c.plan_id)
            .outerjoin(lead, and_(lead.c.id == work_item.c.lead_unit_id, may_be_named(lead, asked)))
        )
        .where(
            plan.c.province_id == asked.province_id,
            led_in_scope(asked),
            counts(work_event, asked),
            work_event.c.import_batch_id > since,
            work_event.c.recorded_on <= asked.today,
        )
        .order_by(work_event.c.id.desc())
    )


def _of_bottlenecks(asked: Question, since: int) -> Select[Any]:
    owner = unit.alias("owner")
    return (
        select(
            *_of_bottleneck(owner),
            bottleneck_event.c.event_type,
            bottleneck_event.c.happened_on,
            bottleneck_event.c.recorded_on,
            bottleneck_event.c.import_batch_id.label("batch"),
        )
        .select_from(
            bottleneck_event.join(
                bottleneck, bottleneck.c.id == bottleneck_event.c.bottleneck_id
            ).outerjoin(owner, _names_owner(owner, asked))
        )
        .where(
            bottleneck.c.province_id == asked.province_id,
            bottlenecks.in_scope(asked),
            counts(bottleneck_event, asked),
            bottleneck_event.c.import_batch_id > since,
            bottleneck_event.c.recorded_on <= asked.today,
            # Told by the bottleneck itself.
            bottleneck_event.c.event_type != "opened",
        )
        .order_by(bottleneck_event.c.id.desc())
    )


def _new_bottlenecks(asked: Question, since: int) -> Select[Any]:
    owner = unit.alias("owner")
    return (
        select(
            *_of_bottleneck(owner),
            literal("opened").label("event_type"),
            bottleneck.c.opened_on.label("happened_on"),
            bottleneck.c.opened_on.label("recorded_on"),
            bottleneck.c.import_batch_id.label("batch"),
        )
        .select_from(bottleneck.outerjoin(owner, _names_owner(owner, asked)))
        .where(
            bottleneck.c.province_id == asked.province_id,
            bottlenecks.in_scope(asked),
            counts(bottleneck, asked),
            bottleneck.c.import_batch_id > since,
            bottleneck.c.opened_on <= asked.today,
        )
        .order_by(bottleneck.c.id.desc())
    )


def _of_bottleneck(owner: FromClause) -> list[ColumnElement[Any]]:
    return [
        literal("bottleneck").label("subject"),
        null().label("plan"),
        bottleneck.c.code,
        bottleneck.c.title_vi,
        bottleneck.c.title_en,
        owner.c.name_vi.label("unit_vi"),
        owner.c.name_en.label("unit_en"),
    ]


def _names_owner(owner: FromClause, asked: Question) -> ColumnElement[bool]:
    return and_(owner.c.id == bottleneck.c.owner_unit_id, may_be_named(owner, asked))
