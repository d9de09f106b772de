"""The service index and the readiness of communes."""

import polars as pl

# One row per metric of the service index in force, of the unit or province asked about first
# (is_subject), then of each unit directly below the province in scope.
INDEX_POINTS = pl.Schema(
    {
        "unit_id": pl.Int64,  # null: the province as a whole
        "unit_code": pl.String,
        "level": pl.String,
        "unit_vi": pl.String,
        "unit_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "is_subject": pl.Boolean,
        "scheme": pl.String,  # code
        "scheme_vi": pl.String,
        "scheme_en": pl.String,
        "scheme_note_vi": pl.String,
        "scheme_note_en": pl.String,
        "effective_from": pl.Date,
        "scale": pl.Float64,  # points of the whole scheme
        "document_number": pl.String,
        "document_vi": pl.String,
        "document_en": pl.String,
        "document_issued_on": pl.Date,
        "group": pl.String,  # code
        "group_vi": pl.String,
        "group_en": pl.String,
        "group_points": pl.Float64,
        "part": pl.String,  # code of the group or of the part of it that the metric is in
        "part_vi": pl.String,
        "part_en": pl.String,
        "metric": pl.String,  # code
        "metric_vi": pl.String,
        "metric_en": pl.String,
        "indicator": pl.String,  # code
        "counted": pl.String,  # what one of the denominator is: dossier, petition ...
        "rule": pl.String,  # domain.service_index.RULES
        "full_at": pl.Float64,  # 0-1, capped only
        "factor": pl.Float64,  # linear only
        "zero_denominator": pl.String,
        "max_points": pl.Float64,
        "full_rate": pl.Float64,  # the rate that brings all points
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "rate": pl.Float64,  # 0-1
        "state": pl.String,  # by_rate, by_rule, not_applicable, missing
        "points": pl.Float64,
        "applicable": pl.Float64,  # max_points where points could be given, else 0
        "unknown": pl.Float64,  # max_points where nobody reported, else 0
        "lost": pl.Float64,
        "is_sum": pl.Boolean,  # the counts are the sums of the units directly below
        "parts_known": pl.Int64,  # of a sum: how many units it is made of
        "parts_expected": pl.Int64,
        # Of a sum: of its least certain unit, provisional also where a unit is still missing.
        "obs_status": pl.String,  # null: no report
        "provenance": pl.String,
        "cut_off": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# One row per grade of the scheme in force, best first.
INDEX_GRADES = pl.Schema(
    {
        "code": pl.String,
        "grade_vi": pl.String,
        "grade_en": pl.String,
        "from_points": pl.Float64,  # belongs to the grade
        "tone": pl.String,
        "definition_source": pl.String,
    }
)

# What was officially published of the index: the total first, then the groups and their parts.
INDEX_OFFICIAL = pl.Schema(
    {
        "group": pl.String,  # code; null: the total
        "points": pl.Float64,
        "is_added_up": pl.Boolean,  # not published itself, but all that it is made of
        "provenance": pl.String,
        "cut_off": pl.Date,
        "source_title_vi": pl.String,
        "source_title_en": pl.String,
        "source_issued_on": pl.Date,
    }
)

# One row per condition of readiness and commune in scope, worst communes first, conditions in
# order; where there is no commune, one row per condition without unit.
COMMUNE_READINESS = pl.Schema(
    {
        "condition": pl.String,  # code
        "name_vi": pl.String,
        "name_en": pl.String,
        "short_vi": pl.String,
        "short_en": pl.String,
        "definition_source_vi": pl.String,
        "definition_source_en": pl.String,
        "indicator": pl.String,  # code of what it is judged by
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "judged": pl.String,  # yes_no, rate, count
        "polarity": pl.String,
        "green_from": pl.Float64,
        "yellow_from": pl.Float64,
        "unit_id": pl.Int64,
        "unit_code": pl.String,
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
        "last_report": pl.Date,  # end of the last period reported, where it lies before the asked
        "state": pl.String,  # of the condition: domain.readiness.STATES; null without unit
        "overall": pl.String,  # of the commune
        "effective_from": pl.Date,  # of the condition; after the day asked: still to come
        # From how many failed, or not fully met, conditions on a commune is red or yellow.
        "red_failed_from": pl.Int64,
        "red_not_met_from": pl.Int64,
        "yellow_failed_from": pl.Int64,
        "yellow_not_met_from": pl.Int64,
    }
)

# One row per locality in scope: what the old districts still have to hand over to it.
HANDOVER = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "still_open": pl.Float64,  # matters; null: not reported
        "obs_status": pl.String,
        "provenance": pl.String,
        "cut_off": pl.Date,
        # The district that most of it came from, where the asker may see it; null: none.
        "old_unit_id": pl.Int64,
        "old_name_vi": pl.String,
        "old_name_en": pl.String,
        "old_open": pl.Float64,  # matters open in that district when it ended
        "old_cut_off": pl.Date,
    }
)

# One row per indicator of means and unit in scope that the catalogue asks for it.
RESOURCES = pl.Schema(
    {
        "indicator": pl.String,  # code
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "counted_vi": pl.String,  # numerator and denominator in words
        "counted_en": pl.String,
        "out_of_vi": pl.String,
        "out_of_en": pl.String,
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "obs_status": pl.String,
        "provenance": pl.String,
        "cut_off": pl.Date,
    }
)
