"""The frames that queries return and figures take: names, types, grain, units.

Rates are 0-1; null means "no value"; `*_vi` and `*_en` are the two languages of one name.
"""

import polars as pl

# One row per headline indicator of the province (or of the asked unit), in reading order. Those
# placed side by side are always of the whole province.
HEADLINE_FIGURES = pl.Schema(
    {
        "place": pl.String,  # gauge, side_by_side or funnel
        "indicator": pl.String,  # code
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,  # rate, flow, stock, score, rank, duration
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,  # final, provisional, estimated, missing, not_applicable
        "provenance": pl.String,  # published, reported, derived, illustrative; null: no row
        "cut_off": pl.Date,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
        "batch": pl.Int64,
        "target": pl.Float64,
        "target_due_on": pl.Date,
        "target_note_vi": pl.String,
        "target_note_en": pl.String,
        "target_provenance": pl.String,
        "distance": pl.Float64,  # value - target, in the unit of the value
        # met, missed, ahead, on_course, behind, incomplete, no_target, no_value
        "status": pl.String,
        "parts_known": pl.Int64,  # parts that were added up; null: the whole was told as such
        "parts_expected": pl.Int64,  # parts that should have reported
        "of_whole": pl.Boolean,  # of the whole province, also where a unit is asked about
    }
)

# One row per unit in scope at the asked level; worst first by polarity, no value last.
UNIT_VALUES = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "target": pl.Float64,
        "status": pl.String,
        "rank": pl.Int64,  # 1 = best; null without value
        "ranked_of": pl.Int64,  # how many units have a rank, in scope or not; in every row
    }
)

# One row per unit: its outline. geometry is GeoJSON text, WGS 84.
UNIT_BOUNDARIES = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "geometry": pl.String,
        "label_lon": pl.Float64,
        "label_lat": pl.Float64,
        "boundary_kind": pl.String,  # schematic or official
        "boundary_source": pl.String,
    }
)

# One row per work item of the province as of its day.
WORK_ITEMS = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "plan_id": pl.Int64,
        "plan": pl.String,  # code
        "plan_kind": pl.String,  # tasks or pilot_models
        "plan_vi": pl.String,
        "plan_en": pl.String,
        "plan_position": pl.Int64,
        "item": pl.String,  # code
        "kind": pl.String,  # one_off, recurring, milestone
        "group_vi": pl.String,
        "group_en": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
        "lead_unit_id": pl.Int64,
        "lead_vi": pl.String,
        "lead_en": pl.String,
        "post_vi": pl.String,
        "post_en": pl.String,
        "deadline": pl.Date,  # the one in force on the day asked
        "deadline_text": pl.String,
        "state": pl.String,  # not_started, in_progress, submitted, accepted, cancelled, recurring
        "accepted_on": pl.Date,
        "flag": pl.String,  # done_on_time, done_late, open_in_time, open_overdue, no_deadline, none
        "days_left": pl.Int64,  # negative: days overdue; null without deadline or when done
        "provenance": pl.String,
    }
)

# One row per plan, in reading order: how many items stand where.
PLAN_STATES = pl.Schema(
    {
        "plan_id": pl.Int64,
        "plan": pl.String,
        "plan_kind": pl.String,
        "plan_vi": pl.String,
        "plan_en": pl.String,
        "total": pl.Int64,
        "accepted": pl.Int64,
        "recurring": pl.Int64,
        "in_progress": pl.Int64,  # submitted ones included
        "not_started": pl.Int64,
        "overdue": pl.Int64,
        "due_7": pl.Int64,
        "due_15": pl.Int64,
        "due_30": pl.Int64,
        "no_deadline": pl.Int64,
        "provenance": pl.String,  # published when published figures state exactly these counts
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# One row per day on which something changed, oldest first, ending at the day asked.
# Recurring items are left out: they never end.
BURN_UP = pl.Schema(
    {
        "day": pl.Date,
        "scope": pl.Int64,  # one-off items in the plan at the end of the day
        "done": pl.Int64,  # accepted at the end of the day
        "due": pl.Int64,  # deadline at or before the day
        "recurring": pl.Int64,  # recurring items of the plan, left out; the same in every row
    }
)

# One row per period of one indicator and unit, oldest first.
TREND = pl.Schema(
    {
        "period_start": pl.Date,
        "period_end": pl.Date,
        "frequency": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "provenance": pl.String,
    }
)

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

# One row per unit in scope: places first, then agencies, each by code.
UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
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
