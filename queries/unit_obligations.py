"""What a unit owes: the bottlenecks it has to clear and the reports it has to send."""

from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from queries.conditions import counts, last_day, places_asked_about, subject
from queries.frames import frame, joined
from queries.question import Question
from queries.schemas import REPORTS_OF_PLACES, UNIT_BOTTLENECKS, UNIT_REPORTS
from store.tables import (
    bottleneck,
    bottleneck_event,
    report_due,
    report_form,
    report_submission,
    unit,
)

# How far back the record of reports goes.
YEARS_OF_REPORTS = 1
_FROM_EVENTS = ("waits_for", "age_days")
_EVENTS = joined(
    joined(UNIT_BOTTLENECKS, without=_FROM_EVENTS),
    pl.Schema(
        {
            "authority_level": pl.String,
            "event_id": pl.Int64,
            "event_type": pl.String,
            "happened_on": pl.Date,
            "to_level": pl.String,
        }
    ),
)


def unit_bottlenecks(conn: Connection, asked: Question) -> pl.DataFrame:
    """The bottlenecks that are open on asked.today and owned by the unit asked about.

    Grain: one row per bottleneck, the oldest first. Schema: schemas.UNIT_BOTTLENECKS; age_days
    counts from its first day. It waits for whom it was last passed on to. Without unit_id those
    owned by any unit in scope, and, for whoever sees the whole province, those without owner.
    Source: bottleneck, bottleneck_event. Honours: scope, unit_id, as_of, today; not the period.
    Empty: nothing in scope, or nothing is open.
    """
    happened = and_(
        bottleneck_event.c.bottleneck_id == bottleneck.c.id,
        bottleneck_event.c.happened_on <= asked.today,
        counts(bottleneck_event, asked),
    )
    statement = (
        select(
            bottleneck.c.code.label("bottleneck"),
            *(bottleneck.c[name] for name in _EVENTS if name in bottleneck.c),
            bottleneck_event.c.id.label("event_id"),
            bottleneck_event.c.event_type,
            bottleneck_event.c.happened_on,
            bottleneck_event.c.to_level,
        )
        .select_from(bottleneck.outerjoin(bottleneck_event, happened))
        .where(
            bottleneck.c.province_id == asked.province_id,
            bottleneck.c.opened_on <= asked.today,
            counts(bottleneck, asked),
            _owned(asked),
        )
        .order_by(
            bottleneck.c.opened_on,
            bottleneck.c.code,
            bottleneck_event.c.happened_on,
            bottleneck_event.c.id,
        )
    )
    return _open(frame(conn, statement, _EVENTS), today=asked.today)


def _owned(asked: Question) -> ColumnElement[bool]:
    owner = bottleneck.c.owner_unit_id
    if asked.unit_id is not None:
        return owner.in_(select(subject(asked).subquery().c.id))
    in_scope = owner.in_(select(unit.c.id).where(asked.units_in_scope()))
    if asked.province_id in asked.scope.provinces:
        return or_(in_scope, owner.is_(None))
    return in_scope


def _open(events: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """The bottlenecks whose last event did not close them, with age and whom they wait for."""
    is_closed = pl.col("event_type").is_in(["closed"])
    decides = pl.col("event_type").is_in(["opened", "closed", "reopened"])
    return (
        events.with_columns(
            closed=is_closed.filter(decides).last().over("bottleneck").fill_null(value=False),
            passed_to=pl.col("to_level").drop_nulls().last().over("bottleneck"),
        )
        .filter(~pl.col("closed"))
        .unique("bottleneck", keep="first", maintain_order=True)
        .with_columns(
            waits_for=pl.coalesce("passed_to", "authority_level"),
            age_days=(pl.lit(today) - pl.col("opened_on")).dt.total_days(),
        )
        .select(UNIT_BOTTLENECKS.names())
    )


def unit_reports(conn: Connection, asked: Question) -> pl.DataFrame:
    """How the unit asked about, else the province, sent the reports due in the last year.

    Grain: one row per form that units of its level owe, by code; one without form where none is
    known. Schema: schemas.UNIT_REPORTS (counts of reports). A report is in time when it came on
    its day at the latest; what is not yet due does not count.
    Source: report_form, report_due, report_submission. Honours: scope, unit_id, as_of, period (its
    last day). Empty: out of scope.
    """
    return frame(conn, _reports(asked, subject(asked)), UNIT_REPORTS)


def reports_of_places(conn: Connection, asked: Question) -> pl.DataFrame:
    """What `unit_reports` tells of each place on the map asked for, in one answer.

    Grain: one row per place in scope and form that places of its level owe, by unit_id, then by
    code; one without form where none is known. Schema: schemas.REPORTS_OF_PLACES. Source and
    Honours: as unit_reports, but all places instead of unit_id. Empty: no place in scope.
    """
    return frame(conn, _reports(asked, places_asked_about(asked)), REPORTS_OF_PLACES)


def _reports(asked: Question, subjects: Select[Any]) -> Select[Any]:
    """How each of `subjects` (id, level) sent its reports: columns of REPORTS_OF_PLACES."""
    me = subjects.subquery("me")
    day = last_day(asked)
    since = day.replace(year=day.year - YEARS_OF_REPORTS, day=min(day.day, 28))
    first_sent = (
        select(
            report_submission.c.report_due_id,
            func.min(report_submission.c.submitted_on).label("sent_on"),
        )
        .where(report_submission.c.submitted_on <= asked.today, counts(report_submission, asked))
        .group_by(report_submission.c.report_due_id)
        .subquery("first_sent")
    )
    owed = and_(
        report_due.c.report_form_id == report_form.c.id,
        report_due.c.unit_id == me.c.id,
        report_due.c.due_on > since,
        report_due.c.due_on <= day,
        # On its day a report is still awaited.
        or_(report_due.c.due_on < asked.today, first_sent.c.sent_on.is_not(None)),
        counts(report_due, asked),
    )
    sent, due_on = first_sent.c.sent_on, report_due.c.due_on
    of_level = and_(
        report_form.c.province_id == asked.province_id,
        report_form.c.level == me.c.level,
        counts(report_form, asked),
    )
    owed_reports = report_due.outerjoin(first_sent, first_sent.c.report_due_id == report_due.c.id)
    return (
        select(
            me.c.id.label("unit_id"),
            report_form.c.code.label("form"),
            report_form.c.name_vi.label("form_vi"),
            report_form.c.name_en.label("form_en"),
            func.count(due_on).label("due"),
            func.count(due_on).filter(sent <= due_on).label("in_time"),
            func.count(due_on).filter(sent > due_on).label("late"),
            func.count(due_on).filter(sent.is_(None)).label("not_sent"),
            func.min(due_on).filter(sent.is_(None)).label("oldest_not_sent"),
        )
        .select_from(me.outerjoin(report_form, of_level).outerjoin(owed_reports, owed))
        .group_by(me.c.id, report_form.c.code, report_form.c.name_vi, report_form.c.name_en)
        .order_by(me.c.id, report_form.c.code)
    )
