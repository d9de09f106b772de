"""What stands in the way and what waits for a decision."""

import polars as pl

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

# One row per direction, difficulty or proposal: open ones first.
DIRECTIONS = pl.Schema(
    {
        "direction_id": pl.Int64,
        "direction": pl.String,  # code
        "kind": pl.String,  # direction, difficulty, proposal
        "meeting_id": pl.Int64,  # the meeting of that name on that day
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
        "entered_by": pl.String,  # whoever entered it on the form; null for what was imported
        "entered_on": pl.Date,  # the day in the province
        "provenance": pl.String,
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
