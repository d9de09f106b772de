"""Who did not report: of each form the newest report that is due, unit by unit."""

from datetime import date

import polars as pl
from sqlalchemy import Connection, and_, func, or_, select

from queries.conditions import counts, sees_province
from queries.frames import frame
from queries.question import Question
from queries.schemas import REPORTS_OWED
from store.tables import report_due, report_form, report_submission, unit

_COUNTED = ("state", "days_late", "year_due", "year_late", "year_not_sent")
_FROM_STORE = pl.Schema(
    {name: dtype for name, dtype in REPORTS_OWED.items() if name not in _COUNTED}
)


def reports_owed(conn: Connection, asked: Question) -> pl.DataFrame:
    """How the units in scope sent the newest report that is due, form by form.

    Grain: one row per form and unit; what has not come first, then what came late, the longest
    first. Schema: schemas.REPORTS_OWED; counts are of reports. The newest report is that of the
    last period up to the end of the asked one whose day has come; on its day a report is still
    awaited. The counts of a year are those of the reports due in the year up to that day.
    Source: report_form, report_due, report_submission. Honours: scope, unit_id, as_of, period
    (its end), today. Empty: nothing in scope, or nothing is due yet.
    """
    first_sent = (
        select(
            report_submission.c.report_due_id,
            func.min(report_submission.c.submitted_on).label("sent_on"),
        )
        .where(report_submission.c.submitted_on <= asked.today, counts(report_submission, asked))
        .group_by(report_submission.c.report_due_id)
        .subquery("first_sent")
    )
    sent_on = first_sent.c.sent_on
    whose = [asked.units_in_scope(), sees_province(asked)]
    if asked.unit_id is not None:
        whose.append(unit.c.id == asked.unit_id)
    statement = (
        select(
            report_form.c.code.label("form"),
            report_form.c.name_vi.label("form_vi"),
            report_form.c.name_en.label("form_en"),
            unit.c.id.label("unit_id"),
            unit.c.code.label("unit_code"),
            unit.c.full_name_vi.label("unit_vi"),
            unit.c.full_name_en.label("unit_en"),
            unit.c.accountable_post_vi.label("post_vi"),
            unit.c.accountable_post_en.label("post_en"),
            report_due.c.period_start,
            report_due.c.period_end,
            report_due.c.due_on,
            sent_on,
        )
        .select_from(
            report_due.join(report_form, report_form.c.id == report_due.c.report_form_id)
            .join(unit, unit.c.id == report_due.c.unit_id)
            .outerjoin(first_sent, first_sent.c.report_due_id == report_due.c.id)
        )
        .where(
            report_form.c.province_id == asked.province_id,
            report_due.c.period_end <= asked.period.end,
            report_due.c.due_on > _a_year_before(asked.today, asked.period.end),
            or_(
                report_due.c.due_on < asked.today,
                and_(report_due.c.due_on == asked.today, sent_on.is_not(None)),
            ),
            counts(report_due, asked),
            counts(report_form, asked),
            *whose,
        )
        .order_by(report_form.c.code, unit.c.code)
    )
    return _newest(frame(conn, statement, _FROM_STORE), today=asked.today)


def _a_year_before(today: date, end: date) -> date:
    """Further back no report is read: what ended then was due within the year after."""
    newest = min(today, end)
    return newest.replace(year=newest.year - 1, day=min(newest.day, 28))


def _newest(reports: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """The reports of the newest period of each form, with the year's counts of their units."""
    sent = pl.col("sent_on")
    late = (pl.coalesce(sent, pl.lit(today)) - pl.col("due_on")).dt.total_days()
    state = (
        pl.when(sent.is_null())
        .then(pl.lit("not_sent"))
        .when(sent > pl.col("due_on"))
        .then(pl.lit("late"))
        .otherwise(pl.lit("in_time"))
    )
    whose = ("form", "unit_id")
    told = reports.with_columns(state=state, days_late=late.clip(0)).with_columns(
        year_due=pl.len().over(whose),
        year_late=(pl.col("state") == "late").sum().over(whose),
        year_not_sent=(pl.col("state") == "not_sent").sum().over(whose),
    )
    return (
        told.filter(pl.col("period_end") == pl.col("period_end").max().over("form"))
        .sort(
            pl.col("state").replace_strict({"not_sent": 0, "late": 1, "in_time": 2}),
            -pl.col("days_late"),
            "form",
            "unit_code",
        )
        .select(pl.col(name).cast(dtype) for name, dtype in REPORTS_OWED.items())
    )
