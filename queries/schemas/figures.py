"""Figures of indicators: of the province, of units, over time."""

import polars as pl

from queries.frames import joined

# How a figure read on another map came about. A figure that is read as it was, or that its unit
# itself reported, came from no other: from_units is empty.
CONVERSION = pl.Schema(
    {
        "is_converted": pl.Boolean(),  # made of figures of other units; null is false
        "from_units": pl.List(
            pl.Struct(
                {
                    "unit_id": pl.Int64(),
                    "name_vi": pl.String(),
                    "name_en": pl.String(),
                    "level": pl.String(),
                    "valid_to": pl.Date(),  # the source's last day; null: still there
                    "share": pl.Float64(),  # of the source, 0-1
                    "basis": pl.String(),  # of the share: area, population ...; null: all of it
                }
            )
        ),
        "from_others": pl.Int64(),  # sources beside these, out of the asker's scope: not named
        # Why there is no value although there are figures (obs_status not_convertible): measure,
        # counts_unknown, read_backwards, no_successor, too_large; null otherwise.
        "not_converted": pl.String(),
    }
)

# One row per headline indicator of the province (or of the asked unit), in reading order. Those
# placed side by side are always of the whole province.
HEADLINE_FIGURES = joined(
    pl.Schema(
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
            # final, provisional, estimated, missing, not_applicable, not_convertible
            "obs_status": pl.String,
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
            "attainment": pl.Float64,  # share of the target reached, capped; null: not known
            "parts_known": pl.Int64,  # parts that were added up; null: the whole was told as such
            "parts_expected": pl.Int64,  # parts that should have reported
            "of_whole": pl.Boolean,  # of the whole province, also where a unit is asked about
        }
    ),
    CONVERSION,
)

# One row per unit in scope at the asked level; worst first by polarity, no value last.
UNIT_VALUES = joined(
    pl.Schema(
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
    ),
    CONVERSION,
)

# One row per period of one indicator and unit, oldest first.
TREND = joined(
    pl.Schema(
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
    ),
    CONVERSION,
    pl.Schema(
        {
            # A reform of the province's places after the row before and by the end of this one.
            "break_before": pl.Date,  # its first day; null: none
            "level_before": pl.String,  # district or commune
            "units_before": pl.Int64,
            "level_after": pl.String,
            "units_after": pl.Int64,
        }
    ),
)

# One row per place and month: what TREND tells of each.
TRENDS_OF_PLACES = joined(pl.Schema({"unit_id": pl.Int64}), TREND)

# One row per indicator and whom it is of: the province, its two blocks, each unit in scope. Units
# in the order of their codes, places before agencies.
BLOCK_FIGURES = joined(
    pl.Schema(
        {
            "whom": pl.String,  # province, localities, departments, unit
            "indicator": pl.String,  # code
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
            "unit_id": pl.Int64,  # of a single unit; null for the province and its blocks
            "unit_code": pl.String,
            "level": pl.String,
            "unit_vi": pl.String,
            "unit_en": pl.String,
            "full_name_vi": pl.String,
            "full_name_en": pl.String,
            "is_part": pl.Boolean,  # a unit directly below the province: part of its sums
            "numerator": pl.Float64,
            "denominator": pl.Float64,
            "value": pl.Float64,
            "obs_status": pl.String,
            "provenance": pl.String,
            "cut_off": pl.Date,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "source_title_vi": pl.String,
            "source_title_en": pl.String,
            "source_issued_on": pl.Date,
            "target": pl.Float64,
            "target_due_on": pl.Date,
            "target_note_vi": pl.String,
            "target_note_en": pl.String,
            "target_provenance": pl.String,
            "distance": pl.Float64,
            "status": pl.String,
            "rank": pl.Int64,  # of a unit, among all places or departments: 1 = best
            "ranked_of": pl.Int64,
            "parts_known": pl.Int64,  # units it was added up from; null: it was told as such
            "parts_expected": pl.Int64,
            # Of the province and its blocks: what their units add up to, told as such or not.
            "sum_numerator": pl.Float64,
            "sum_denominator": pl.Float64,
            "sum_known": pl.Int64,
            "sum_expected": pl.Int64,
            "sum_status": pl.String,
            "sum_provenance": pl.String,
        }
    ),
    CONVERSION,
)

# One row per public service of a list, in its order.
LISTED_SERVICES = pl.Schema(
    {
        "list": pl.String,  # code: QD06, QD422
        "service": pl.String,  # code
        "number": pl.Int64,
        "name_vi": pl.String,  # null: a slot without a name
        "name_en": pl.String,
        "block": pl.String,
        # Online dossiers of the whole province, of the period.
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,  # null: no report, or nothing counted
        "obs_status": pl.String,  # null: no report
        "provenance": pl.String,
        "cut_off": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
        # Whether it is offered, as the unit that answers for it last said; null: nobody said it.
        "is_live": pl.Boolean,
        "live_provenance": pl.String,
        "live_cut_off": pl.Date,
        "unit_id": pl.Int64,  # who answers for it
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
    }
)

# One row per document and figure about which documents disagree; rows of one conflict together.
CONFLICTS = pl.Schema(
    {
        "conflict": pl.Int64,  # number of the conflict, from 1
        "indicator": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "unit_id": pl.Int64,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "provenance": pl.String,
        "cut_off": pl.Date,
        "document_number": pl.String,
        "document_issued_on": pl.Date,
        "publisher_vi": pl.String,
        "publisher_en": pl.String,
        "document_title_vi": pl.String,
        "document_title_en": pl.String,
    }
)
