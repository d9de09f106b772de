"""The frames that queries return and figures take: names, types, grain, units.

Rates are 0-1; null means "no value"; `*_vi` and `*_en` are the two languages of one name.
"""

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
        "boundary_licence": pl.String,
    }
)

# One row per work item of the province as of its day.
WORK_ITEMS = pl.Schema(
    {
        "work_item_id": pl.Int64(),
        "plan_id": pl.Int64(),
        "plan": pl.String(),  # code
        "plan_kind": pl.String(),  # tasks or pilot_models
        "plan_vi": pl.String(),
        "plan_en": pl.String(),
        "plan_position": pl.Int64(),
        "item": pl.String(),  # code
        "kind": pl.String(),  # one_off, recurring, milestone
        "recurrence": pl.String(),  # rhythm of a recurring one: month, quarter, ...
        "group": pl.String(),  # code
        "phase": pl.String(),
        "group_vi": pl.String(),
        "group_en": pl.String(),
        "title_vi": pl.String(),
        "title_en": pl.String(),
        "lead_unit_id": pl.Int64(),
        "lead_vi": pl.String(),
        "lead_en": pl.String(),
        "post_vi": pl.String(),
        "post_en": pl.String(),
        "deadline": pl.Date(),  # the one in force on the day asked
        "deadline_text": pl.String(),
        "executor": pl.String(),
        "product_vi": pl.String(),
        "product_en": pl.String(),
        "measure": pl.String(),
        "authority_level": pl.String(),  # unit, standing_agency, working_group, government
        "starts_on": pl.Date(),
        "note_vi": pl.String(),
        "note_en": pl.String(),
        "state": pl.String(),  # not_started, in_progress, submitted, accepted, cancelled, recurring
        "accepted_on": pl.Date(),
        "flag": pl.String(),  # done_on_time, done_late, open_in_time, open_overdue, no_deadline, none
        "days_left": pl.Int64(),  # negative: days overdue; null without deadline or when done
        "provenance": pl.String(),
        "unclear": pl.List(pl.String),  # of the six clears those that are missing and count
        "clear_score": pl.Float64(),  # 0-1; null where the province counts none
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

# At most one row: when what is open of a plan may be done.
PLAN_FORECAST = pl.Schema(
    {
        "remaining": pl.Int64,  # open items
        "due_on": pl.Date,  # the date to meet
        "outcome": pl.String,  # range, finished, not_enough_history, no_progress, empty
        "early": pl.Date,  # 10, 50, 90 of 100 outcomes are done by then; null: nobody can tell
        "likely": pl.Date,
        "late": pl.Date,
        "chance": pl.Float64,  # share of the simulations that meet the date
    }
)

# One row per recurring item: was it kept in a month?
RECURRING_KEPT = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "item": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
        "recurrence": pl.String,
        "lead_vi": pl.String,
        "lead_en": pl.String,
        "post_vi": pl.String,
        "post_en": pl.String,
        "is_due": pl.Boolean,  # a period of its rhythm ends in the month
        "period_start": pl.Date,
        "period_end": pl.Date,
        "outcome": pl.String,  # kept, missed; null: nothing told
    }
)

# One row per bottleneck: open ones first, longest over their time first.
BOTTLENECKS = pl.Schema(
    {
        "bottleneck_id": pl.Int64,
        "bottleneck": pl.String,  # code
        "kind": pl.String,  # institutions, infrastructure, services, data, resources
        "title_vi": pl.String,
        "title_en": pl.String,
        "owner_unit_id": pl.Int64,
        "owner_vi": pl.String,
        "owner_en": pl.String,
        "post_vi": pl.String,  # who answers for the owner
        "post_en": pl.String,
        "authority_level": pl.String,  # the rung that is competent to resolve it
        "opened_on": pl.Date,
        "next_step_vi": pl.String,
        "next_step_en": pl.String,
        "is_open": pl.Boolean,
        "rung": pl.String,  # unit, standing_agency, working_group, government
        "rung_since": pl.Date,
        "days_on_rung": pl.Int64,
        "days_allowed": pl.Int64,  # null: no rule for the rung
        "days_over": pl.Int64,
        "answered_on": pl.Date,
        "age": pl.Int64,  # days
        "closed_on": pl.Date,
        "is_beyond_rung": pl.Boolean,  # a higher rung is competent than the one it is on
        "blocked_items": pl.Int64,  # open work items
        "item_days": pl.Int64,  # blocked items times days open
        "units_hit_vi": pl.String,  # names, beside the owner
        "units_hit_en": pl.String,
        "provenance": pl.String,
    }
)

# One row per pilot model.
PILOT_MODELS = joined(
    joined(WORK_ITEMS, without=("unclear", "clear_score")),
    pl.Schema(
        {
            "stage": pl.String,  # not_started, running, done, reviewed, replicated
            "stage_since": pl.Date,
            "evidence": pl.String,  # of the benefit, from the review that let it pass
            "replicated_to": pl.Int64,  # units
            "lacks_evidence": pl.Boolean,  # a review without evidence did not let it pass
            "has_moved": pl.Boolean,  # its stage is another than on the day asked about
            "stage_before": pl.String,
        }
    ),
)

# One row per direction, difficulty or proposal: open ones first.
DIRECTIONS = pl.Schema(
    {
        "direction_id": pl.Int64,
        "direction": pl.String,  # code
        "kind": pl.String,  # direction, difficulty, proposal
        "meeting_vi": pl.String,
        "meeting_en": pl.String,
        "raised_on": pl.Date,
        "text_vi": pl.String,
        "text_en": pl.String,
        "from_unit_id": pl.Int64,
        "from_vi": pl.String,
        "from_en": pl.String,
        "to_unit_id": pl.Int64,
        "to_vi": pl.String,
        "to_en": pl.String,
        "to_post_vi": pl.String,
        "to_post_en": pl.String,
        "due_on": pl.Date,
        "due_text": pl.String,
        "state": pl.String,  # open, answered, became_work, became_bottleneck, done, withdrawn
        "since": pl.Date,
        "days_left": pl.Int64,
        "days_waited": pl.Int64,
        "item": pl.String,  # code of the work item it became
        "item_plan": pl.String,
        "bottleneck": pl.String,  # code of the bottleneck it became
        "outcome": pl.String,
        "provenance": pl.String,
    }
)

# One row per line of the list of what needs a decision, heaviest first.
DECISIONS = pl.Schema(
    {
        "line": pl.Int64(),  # place on the list, from 0
        "code": pl.String(),  # of the rule that brought it there
        "subject": pl.String(),  # work_item, pilot_model, bottleneck, indicator, direction
        "case_ids": pl.List(pl.String),  # heaviest first; ids, or the code of an indicator
        "cases": pl.Int64(),
        "title_vi": pl.List(pl.String),  # of the heaviest few
        "title_en": pl.List(pl.String),
        "who_vi": pl.String(),  # who answers for the heaviest; null: nobody is named
        "who_en": pl.String(),
        "key": pl.String(),  # official code of the heaviest
        "plan": pl.String(),  # code, of a task or pilot model
        "indicator": pl.String(),  # code, where the case is an indicator or a unit behind in it
        "indicator_vi": pl.String(),
        "indicator_en": pl.String(),
        "value": pl.Float64(),  # of the heaviest: days, or points (0-1) behind
        "since": pl.Date(),
        "weight": pl.Float64(),
        "provenance": pl.String(),
    }
)

# One row per case on that list, line by line, the heaviest first; `line` is that of DECISIONS.
DECISION_CASES = pl.Schema(
    {
        "line": pl.Int64,
        "code": pl.String,
        "subject": pl.String,
        "case_id": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
        "who_vi": pl.String,
        "who_en": pl.String,
        "key": pl.String,
        "plan": pl.String,
        "indicator": pl.String,
        "indicator_vi": pl.String,
        "indicator_en": pl.String,
        "value": pl.Float64,
        "since": pl.Date,
        "weight": pl.Float64,
        "provenance": pl.String,
    }
)

# One row per rule of what needs a decision, in force on the batch asked.
ATTENTION_RULES = pl.Schema(
    {
        "code": pl.String,
        "subject": pl.String,
        "enter_at": pl.Float64,  # from this value on: days, or points (0-1)
        "leave_at": pl.Float64,  # until below this one
        "weight": pl.Float64,
        "weight_of_excess": pl.Float64,
        "group_from": pl.Int64,
        "is_own": pl.Boolean,  # of the province itself, not for all
    }
)

# One row per event of a direction, difficulty or proposal, oldest first.
DIRECTION_EVENTS = pl.Schema(
    {
        "event_id": pl.Int64,
        "direction_id": pl.Int64,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "recorded_on": pl.Date,
        "item": pl.String,  # code of the work item it became
        "item_plan": pl.String,
        "bottleneck": pl.String,  # code of the bottleneck it became
        "reason": pl.String,
        "author": pl.String,
        "provenance": pl.String,
    }
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

# One row per span of days in which a province had the same localities, oldest first.
ERAS = pl.Schema(
    {
        "starts_on": pl.Date,
        "ends_on": pl.Date,  # null: still so
        "level": pl.String,  # of the localities: district or commune
        "unit_count": pl.Int64,
        "is_today": pl.Boolean,
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

# One row per unit of a province, of all levels and times; what domain.succession calls units.
REGISTRY_UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "province_id": pl.Int64,
        "level": pl.String,
        "code": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "parent_id": pl.Int64,  # in the unit's own era
        "valid_from": pl.Date,
        "valid_to": pl.Date,  # the last day; null: still valid
    }
)

# One row per old unit, new unit and day; what domain.succession calls successions.
REGISTRY_SUCCESSIONS = pl.Schema(
    {
        "old_unit_id": pl.Int64,
        "new_unit_id": pl.Int64,
        "on_date": pl.Date,
        "weight": pl.String,  # an exact fraction: 1/3
        "basis": pl.String,  # how the weight was found: store.tables.units.BASES
    }
)

# One row per unit of any era in scope: what a search looks through. Codes are recycled.
UNITS_OF_ALL_ERAS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "code": pl.String,
        "level": pl.String,  # district, commune, agency
        "name_vi": pl.String,
        "name_en": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,  # the last day; null: still valid
    }
)

# One row: the unit asked about, or the province as a whole.
UNIT_FACTS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "area_km2": pl.Float64,
        "population": pl.Int64,
        "post_vi": pl.String,  # the accountable post
        "post_en": pl.String,
    }
)

# One row per unit that went into the unit asked about (before) or took over of it (after).
UNIT_LINEAGE = pl.Schema(
    {
        "side": pl.String,  # before or after
        "on_date": pl.Date,  # the first day of what came after
        "unit_id": pl.Int64,  # of the other unit; null where it is out of scope, as its names
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "weight": pl.Float64,  # 0-1, of the older of the two units
        "basis": pl.String,
    }
)

# One row per indicator that the unit asked about reports, in the order of the catalogue.
UNIT_FIGURES = joined(
    pl.Schema(
        {
            "indicator": pl.String,  # code
            "name_vi": pl.String,
            "name_en": pl.String,
            "measure": pl.String,
            "unit_of_measure": pl.String,
            "polarity": pl.String,
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
            "target_provenance": pl.String,
            "distance": pl.Float64,
            "status": pl.String,
            "rank": pl.Int64,  # 1 = best among the units of its level; null without value
            "ranked_of": pl.Int64,  # how many of them have a rank
            "previous": pl.Float64,  # value of the period before; null where the two do not compare
            "previous_start": pl.Date,
            "previous_end": pl.Date,
            "change": pl.Float64,  # value - previous
            "whole_numerator": pl.Float64,  # of the province
            "whole_denominator": pl.Float64,
            "whole_value": pl.Float64,
            "whole_known": pl.Int64,  # units it was added up from; null: it was told as such
            "whole_expected": pl.Int64,
        }
    ),
    CONVERSION,
)

# One row per open bottleneck, the one that stands longest first.
UNIT_BOTTLENECKS = pl.Schema(
    {
        "bottleneck": pl.String,  # code
        "kind": pl.String,  # institutions, infrastructure, services, data, resources
        "title_vi": pl.String,
        "title_en": pl.String,
        "owner_unit_id": pl.Int64,
        "waits_for": pl.String,  # unit, standing_agency, working_group, government
        "opened_on": pl.Date,
        "age_days": pl.Int64,
        "next_step_vi": pl.String,
        "next_step_en": pl.String,
        "provenance": pl.String,
    }
)

# One row per report form of the unit's level, and one without form where there is none.
UNIT_REPORTS = pl.Schema(
    {
        "form": pl.String,  # code; null: no form is known
        "form_vi": pl.String,
        "form_en": pl.String,
        "due": pl.Int64,  # reports whose day has come, within the time shown
        "in_time": pl.Int64,
        "late": pl.Int64,  # sent after their day
        "not_sent": pl.Int64,
        "oldest_not_sent": pl.Date,  # day on which the oldest of these was due
    }
)

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

# One row per work item and unit that helps with it.
COORDINATORS = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "coordinator": pl.String,  # code of the unit
        "coordinator_vi": pl.String,
        "coordinator_en": pl.String,
    }
)

# One row per event of a work item, the newest last.
WORK_HISTORY = pl.Schema(
    {
        "event_id": pl.Int64,
        "work_item_id": pl.Int64,
        "plan": pl.String,  # code
        "item": pl.String,  # code
        "title_vi": pl.String,
        "title_en": pl.String,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "recorded_on": pl.Date,  # when it was written down
        "period_start": pl.Date,
        "period_end": pl.Date,
        "progress": pl.Float64,  # 0-1
        "old_deadline": pl.Date,
        "new_deadline": pl.Date,
        "unit_vi": pl.String,  # that took over, or leads from now on
        "unit_en": pl.String,
        "field": pl.String,
        "new_value": pl.String,
        "evidence": pl.String,
        "reason": pl.String,
        "author": pl.String,
        "provenance": pl.String,
    }
)

# One row per work item and what it hangs together with.
WORK_LINKS = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "link": pl.String,  # blocked_by, blocks, continues, continued_by, bottleneck
        "other_item_id": pl.Int64,  # null for a bottleneck
        "bottleneck_id": pl.Int64,
        "plan": pl.String,  # codes and title of the other item; null out of scope
        "version": pl.String,
        "item": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
    }
)

# One row per plan and version, the newest version last.
PLAN_VERSIONS = pl.Schema(
    {
        "plan_id": pl.Int64,
        "plan": pl.String,
        "version": pl.String,
        "starts_on": pl.Date,
        "ends_on": pl.Date,
        "items": pl.Int64,
    }
)

# One row per event of a bottleneck, the newest last.
BOTTLENECK_HISTORY = pl.Schema(
    {
        "event_id": pl.Int64,
        "bottleneck_id": pl.Int64,
        "bottleneck": pl.String,  # code
        "event_type": pl.String,  # opened, escalated, answered, closed, reopened
        "happened_on": pl.Date,
        "recorded_on": pl.Date,  # when it was written down
        "to_level": pl.String,  # the rung it was passed up to
        "reason": pl.String,
        "author": pl.String,
        "provenance": pl.String,
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

# One row per work item: its first days.
WORK_SPANS = pl.Schema(
    {
        "work_item_id": pl.Int64,
        "entered_on": pl.Date,  # from then on it counts
        "worked_on": pl.Date,  # first word of work on it
        "first_deadline": pl.Date,  # as the plan gave it
        "moves": pl.Int64,  # how often the deadline was moved
    }
)
