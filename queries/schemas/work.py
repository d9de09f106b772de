"""The work: items, plans, pilot models and how they got where they are."""

import polars as pl

from queries.frames import joined

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
        "lead_ended_on": pl.Date(),  # last day of a lead unit that is gone; null while it is there
        "lead_successors": pl.Int64(),  # how many units took over from it
        "lead_successors_vi": pl.String(),  # their names, with commas
        "lead_successors_en": pl.String(),
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
        "flag": pl.String(),  # done_on_time, done_late, open_in_time ...
        "days_left": pl.Int64(),  # negative: days overdue; null without deadline or when done
        "provenance": pl.String(),
        "unclear": pl.List(pl.String),  # of the six clears those that are missing and count
        "clear_score": pl.Float64(),  # 0-1; null where the province counts none
    }
)

# One row per place and item that it leads, has led or coordinates.
ITEMS_OF_PLACES = pl.Schema({"unit_id": pl.Int64, "work_item_id": pl.Int64})

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

# The same of every plan, plan by plan.
BURN_UPS = joined(pl.Schema({"plan_id": pl.Int64}), BURN_UP)

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

# One row per recurring item and month: was it kept?
RECURRING_KEPT = pl.Schema(
    {
        "month": pl.Date,  # its first day
        "plan_id": pl.Int64,
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
