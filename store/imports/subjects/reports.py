"""Which reports units owe, when each was due, and when it came."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_ids
from store.imports.subjects.rules import ROW_FAULTS, RowRules, UnitRules, unit_faults
from store.imports.unit_lookup import with_unit
from store.tables import report_due, report_form, report_submission

LONGEST_WAIT_DAYS = 366
_FORM_FAULTS = {"form_unknown": Fault("form", proposal="report_form_id_proposal")}


def _with_form(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`form` resolved to `report_form_id`, with the `form_level` whose units owe it."""
    known = select(report_form.c.id, report_form.c.code, report_form.c.level.label("form_level"))
    here = known.where(report_form.c.province_id == landing.for_province.id)
    return with_ids(landing, frame, here, columns=("form",), to="report_form_id")


def _with_unit(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`unit` resolved among those of the form's level that there were at the end of the period."""
    return with_unit(
        landing, frame, start="period_end", end="period_end", level="form_level", name="unit_name"
    )


class FormRules(dy.Schema):
    """The form of a row is known."""

    report_form_id = dy.Int64(nullable=True)

    @dy.rule()
    def form_unknown(cls) -> pl.Expr:
        return pl.col("report_form_id").is_not_null()


# Forms -------------------------------------------------------------------------------------------


def _resolve_forms(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(province_id=pl.lit(landing.for_province.id, dtype=pl.Int64))


class ReportFormRules(RowRules):
    """A report is due some days after its period, a year at most."""

    days_to_submit = dy.Int64(min=0, max=LONGEST_WAIT_DAYS)


REPORT_FORMS = Subject(
    kind="report_forms",
    file_key=("code",),
    key=("province_id", "code"),
    resolve=_resolve_forms,
    rules=ReportFormRules,
    faults={
        **ROW_FAULTS,
        "days_to_submit|min": Fault("days_to_submit", "count_negative"),
        "days_to_submit|max": Fault("days_to_submit", "window_too_long"),
    },
    existing=lambda landing, _: select(report_form).where(
        report_form.c.province_id == landing.for_province.id
    ),
)


# What is due -------------------------------------------------------------------------------------


def _resolve_dues(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return _with_unit(landing, _with_form(landing, frame))


class ReportDueRules(RowRules, FormRules, UnitRules):
    """A unit of the form's level owes the report, after the period it is about."""

    period_end = dy.Date()
    due_on = dy.Date()

    @dy.rule()
    def due_before_period_ends(cls) -> pl.Expr:
        return pl.col("due_on") >= pl.col("period_end")


REPORT_DUES = Subject(
    kind="report_dues",
    file_key=("form", "unit", "period_start"),
    key=("report_form_id", "unit_id", "period_start"),
    resolve=_resolve_dues,
    rules=ReportDueRules,
    faults={
        **ROW_FAULTS,
        **_FORM_FAULTS,
        **unit_faults("unit"),
        "due_before_period_ends": Fault("due_on"),
    },
    existing=lambda _landing, frame: select(report_due).where(
        report_due.c.report_form_id.in_(frame["report_form_id"].unique().to_list())
    ),
)


# What came ---------------------------------------------------------------------------------------


def _resolve_submissions(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    found = _resolve_dues(landing, frame)
    forms = found["report_form_id"].drop_nulls().unique().to_list()
    known = select(
        report_due.c.id.label("report_due_id"),
        report_due.c.report_form_id,
        report_due.c.unit_id,
        report_due.c.period_start,
    ).where(report_due.c.report_form_id.in_(forms))
    return found.join(
        frame_of(landing.connection, known),
        on=["report_form_id", "unit_id", "period_start"],
        how="left",
        maintain_order="left",
    ).with_columns(today=pl.lit(landing.for_province.today))


class ReportSubmissionRules(RowRules, FormRules, UnitRules):
    """What came had been due, and came after its period began and not in days to come."""

    unit_id = dy.Int64(nullable=True)
    report_form_id = dy.Int64(nullable=True)
    report_due_id = dy.Int64(nullable=True)
    period_start = dy.Date()
    submitted_on = dy.Date()
    today = dy.Date()

    @dy.rule()
    def report_not_due(cls) -> pl.Expr:
        is_known = pl.col("unit_id").is_not_null() & pl.col("report_form_id").is_not_null()
        return ~is_known | pl.col("report_due_id").is_not_null()

    @dy.rule()
    def sent_before_period(cls) -> pl.Expr:
        return pl.col("submitted_on") >= pl.col("period_start")

    @dy.rule()
    def event_in_future(cls) -> pl.Expr:
        return pl.col("submitted_on") <= pl.col("today")


REPORT_SUBMISSIONS = Subject(
    kind="report_submissions",
    file_key=("form", "unit", "period_start", "submitted_on"),
    key=("report_due_id", "submitted_on"),
    resolve=_resolve_submissions,
    rules=ReportSubmissionRules,
    faults={
        **ROW_FAULTS,
        **_FORM_FAULTS,
        **unit_faults("unit"),
        "report_not_due": Fault("period"),
        "sent_before_period": Fault("submitted_on"),
        "event_in_future": Fault("submitted_on", values=("today",)),
    },
    existing=lambda _landing, frame: select(report_submission).where(
        report_submission.c.report_due_id.in_(frame["report_due_id"].unique().to_list())
    ),
)
