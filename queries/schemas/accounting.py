"""Frames about how figures came to be: who reports, who entered what, what is still overdue."""

import polars as pl

# One row per report form and unit that owes the newest report due. sent_on: the day it first came,
# null while it has not; state: in_time, late, not_sent; days_late counts from the day it was due.
REPORTS_OWED = pl.Schema(
    {
        "form": pl.String,
        "form_vi": pl.String,
        "form_en": pl.String,
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "post_vi": pl.String,
        "post_en": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "due_on": pl.Date,
        "sent_on": pl.Date,
        "state": pl.String,
        "days_late": pl.Int64,
        # Of the reports due in the year up to that one, this one included.
        "year_due": pl.Int64,
        "year_late": pl.Int64,
        "year_not_sent": pl.Int64,
    }
)

# One row per figure that was ever entered, the newest entry first; *_before is what stood there
# until then, null for a first entry. entered_on: the day in the province; entered_by: null where it
# came in by command.
FIGURE_HISTORY = pl.Schema(
    {
        "batch": pl.Int64,
        "entered_on": pl.Date,
        "entered_by": pl.String,
        "file_name": pl.String,
        "unit_code": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "level": pl.String,
        "service": pl.String,
        "service_vi": pl.String,
        "service_en": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "indicator": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "is_revision": pl.Boolean,
        "numerator_before": pl.Float64,
        "denominator_before": pl.Float64,
        "value_before": pl.Float64,
        "obs_status_before": pl.String,
        "replaced_in": pl.Int64,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# One row per subject: of kind province (one), unit and service; value: dossiers past their due
# day, null without a report. code and names are of the unit or the service.
OVERDUE_DOSSIERS = pl.Schema(
    {
        "kind": pl.String,
        "unit_id": pl.Int64,
        "code": pl.String,
        "number": pl.Int64,
        "name_vi": pl.String,
        "name_en": pl.String,
        "value": pl.Float64,
        "obs_status": pl.String,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# At most one row: the place of the province among `ranked` provinces in the asked period, and in
# the compared one (rank_before of ranked_before, null where not known).
NATIONAL_RANK = pl.Schema(
    {
        "rank": pl.Int64,
        "ranked": pl.Int64,
        "rank_before": pl.Int64,
        "ranked_before": pl.Int64,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# One row per indicator and month of the province that has a value, oldest first within each.
GOAL_MONTHS = pl.Schema(
    {
        "indicator": pl.String,
        "period_end": pl.Date,
        "value": pl.Float64,
    }
)
