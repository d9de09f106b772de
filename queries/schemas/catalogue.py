"""What there is to ask about: provinces, periods, indicators, their targets."""

import polars as pl

from queries.frames import joined

# One row per province in scope, in the order in which they were registered.
PROVINCES = pl.Schema(
    {
        "province_id": pl.Int64,
        "code": pl.String,
        "slug": pl.String,  # its word in addresses
        "name_vi": pl.String,
        "name_en": pl.String,
        "time_zone": pl.String,
        "clock_stands_at": pl.Date,  # null: the real clock
        "default_period": pl.String,  # as in addresses: 2023, 2024-Q1
    }
)

# One row per period that can be asked about: years, quarters, months; each newest first.
PERIODS = pl.Schema(
    {
        "period": pl.String,  # as in addresses: 2023, 2023-Q4, 2023-12
        "frequency": pl.String,  # year, quarter, month
        "period_start": pl.Date,
        "period_end": pl.Date,
        "is_default": pl.Boolean,  # at most one
    }
)

# One row per indicator that units report, in the order of the catalogue.
INDICATORS = pl.Schema(
    {
        "indicator": pl.String,  # code
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
    }
)

# One row: how fresh the figures are, and what they are made of.
FRESHNESS = pl.Schema(
    {
        "batch": pl.Int64(),  # the newest import that counts; null: none
        "imported_at": pl.Datetime("us", "UTC"),
        "file_name": pl.String(),
        "cut_off": pl.Date(),  # newest among the headline indicators' rows in the period
        "published_rows": pl.Int64(),  # rows in the period, by provenance
        "reported_rows": pl.Int64(),
        "derived_rows": pl.Int64(),
        "illustrative_rows": pl.Int64(),
    }
)

# One row per subject that is reported in a cycle: how old its figures are, whose are in them.
FIGURE_AGES = pl.Schema(
    {
        "subject": pl.String,
        "frequency": pl.String,  # the shortest cycle it is reported in: week, month, quarter ...
        "indicators": pl.Int64,  # the most that one unit reports of it
        "period_end": pl.Date,  # of the newest period
        "cut_off": pl.Date,  # the newest of that period
        "units_known": pl.Int64,  # units with a figure of that period
        "units_expected": pl.Int64,  # units with a figure within a year
        "provenance": pl.String,  # the weakest
    }
)

# One row per plan, one for all bottlenecks, one for all directions: how new what is recorded is.
RECORD_AGES = pl.Schema(
    {
        "record": pl.String,  # plan, bottlenecks, directions
        "plan": pl.String,  # code; null: not of a plan
        "cut_off": pl.Date,  # the newest day on which anything was recorded
        "frequency": pl.String,  # the cycle it is reported in: month, quarter ...
        "days_to_submit": pl.Int64,  # after the end of a period; null: nobody said it
    }
)

# One row per indicator of the catalogue, in its order: how it is defined.
DEFINITIONS = pl.Schema(
    {
        "indicator": pl.String,  # code
        "subject": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "numerator_vi": pl.String,  # in words
        "numerator_en": pl.String,
        "denominator_vi": pl.String,
        "denominator_en": pl.String,
        "aggregation": pl.String,
        "zero_denominator": pl.String,
        "polarity": pl.String,
        "frequency": pl.String,
        "levels": pl.String,
        "definition_source_vi": pl.String,
        "definition_source_en": pl.String,
        "official_target_vi": pl.String,
        "official_target_en": pl.String,
        "has_figures": pl.Boolean,  # of the province or of units in scope, by the day asked
    }
)

# One row per target of a province and step of its revisions: which number, by when, by whose order.
_TARGETS_SET = pl.Schema(
    {
        "target_id": pl.Int64,
        "indicator": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "level": pl.String,  # null: for all
        "unit_vi": pl.String,  # null: for no single unit
        "unit_en": pl.String,
        "value": pl.Float64,
        "period_start": pl.Date,
        "due_on": pl.Date,
        "path": pl.String,  # flat, linear, stepped, stated
        "start_value": pl.Float64,
        "effective_from": pl.Date,
        "effective_to": pl.Date,
        "due_soon_days": pl.Int64,
        "document_number": pl.String,
        "document_issued_on": pl.Date,
        "document_title_vi": pl.String,
        "document_title_en": pl.String,
        "note_vi": pl.String,
        "note_en": pl.String,
        "provenance": pl.String,
        # in_force, changed (by a later decision), ended, to_come: on the day asked
        "standing": pl.String,
    }
)

# With the steps on the way to it, oldest first; null for a path without any.
DEFINED_TARGETS = joined(
    _TARGETS_SET,
    pl.Schema({"steps": pl.List(pl.Struct({"reached_by": pl.Date, "value": pl.Float64}))}),
)
