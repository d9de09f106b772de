"""What came in between two batches: figures, targets, and what was told of work and obstacles."""

import polars as pl

# One row per figure that came in or was corrected; corrections first.
FIGURES_CHANGED = pl.Schema(
    {
        "indicator": pl.String,  # code
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "unit_id": pl.Int64,
        "unit_code": pl.String,
        "level": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "service": pl.String,  # code of the public service; null: of no single one
        "period_start": pl.Date,
        "period_end": pl.Date,
        "frequency": pl.String,
        "is_correction": pl.Boolean,  # there was a figure before
        "old_value": pl.Float64,  # a rate: 0-1
        "new_value": pl.Float64,
        "provenance": pl.String,
        "batch": pl.Int64,  # in which it came
    }
)

# One row per target that was set or corrected; `unit_id` null: for all units of `level`.
TARGETS_CHANGED = pl.Schema(
    {
        "indicator": pl.String,
        "name_vi": pl.String,
        "name_en": pl.String,
        "measure": pl.String,
        "unit_of_measure": pl.String,
        "polarity": pl.String,
        "unit_id": pl.Int64,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "level": pl.String,
        "period_start": pl.Date,
        "due_on": pl.Date,
        "effective_from": pl.Date,
        "is_correction": pl.Boolean,
        "old_value": pl.Float64,
        "new_value": pl.Float64,
        "batch": pl.Int64,
    }
)

# One row per event of a work item or a bottleneck, the newest first.
TOLD_SINCE = pl.Schema(
    {
        "subject": pl.String,  # work or bottleneck
        "plan": pl.String,  # code; null for a bottleneck
        "code": pl.String,
        "title_vi": pl.String,
        "title_en": pl.String,
        "unit_vi": pl.String,  # who leads the item, or owns the bottleneck
        "unit_en": pl.String,
        "event_type": pl.String,
        "happened_on": pl.Date,
        "recorded_on": pl.Date,
        "batch": pl.Int64,
    }
)
