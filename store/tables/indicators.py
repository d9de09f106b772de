"""What is measured, where it should be, and what was observed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.tables.base import (
    FREQUENCIES,
    LEVELS,
    PROVENANCES,
    RowId,
    metadata,
    one_of,
    reference,
    row_id,
)

# Counts are whole in practice, but a sum of minutes or of dong is not; float would lose digits.
Amount = Numeric(24, 6, asdecimal=False)

MEASURES = ("rate", "flow", "stock", "score", "rank", "duration")

indicator = Table(
    "indicator",
    metadata,
    row_id(),
    Column("code", String(20), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("measure", String(20), nullable=False),
    Column("unit_of_measure", String(30), nullable=False),
    # In words, in English; *_vi beside them in Vietnamese.
    Column("numerator", Text),
    Column("numerator_vi", Text),
    Column("denominator", Text),
    Column("denominator_vi", Text),
    Column("aggregation", String(30), nullable=False),
    Column("zero_denominator", String(30), nullable=False),
    Column("polarity", String(10), nullable=False),
    Column("frequency", String(80), nullable=False),
    Column("levels", String(120), nullable=False),
    Column("definition_source", Text, nullable=False),
    Column("definition_source_vi", Text),
    Column("official_target", Text),
    Column("official_target_vi", Text),
    Column("target_source", Text),
    Column("position", Integer, nullable=False),
    reference("import_batch"),
    UniqueConstraint("code"),
    one_of("measure", MEASURES),
    one_of("polarity", ("higher", "lower", "neutral")),
    one_of(
        "aggregation",
        (
            "ratio_of_sums",
            "ratio_of_latest",
            "weighted_mean",
            "sum",
            "sum_of_latest",
            "count",
            "recompute",
            "maximum",
            "median",
            "not_aggregated",
        ),
    ),
    one_of(
        "zero_denominator",
        ("no_value", "zero_is_a_value", "zero_points", "full_points", "last_year", "see_parts"),
    ),
)

public_service = Table(
    "public_service",
    metadata,
    row_id(),
    Column("code", String(20), nullable=False),
    Column("list_code", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    # Null: a slot of an official list whose names the customer has still to fill in.
    Column("name_vi", Text),
    Column("name_en", Text),
    Column("block", String(20)),
    reference("import_batch"),
    UniqueConstraint("code"),
    UniqueConstraint("list_code", "number"),
)

observation = Table(
    "observation",
    metadata,
    row_id(),
    Column("indicator_id", RowId, ForeignKey("indicator.id"), nullable=False),
    Column("unit_id", RowId, ForeignKey("unit.id"), nullable=False),
    reference("public_service", nullable=True),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("frequency", String(20), nullable=False),
    Column("numerator", Amount),
    Column("denominator", Amount),
    # For a rate numerator / denominator, 0-1; null is "no value" and never zero.
    Column("value", Float),
    Column("obs_status", String(20), nullable=False, default="final"),
    Column("provenance", String(20), nullable=False),
    Column("cut_off", Date, nullable=False),
    reference("source_document", nullable=True),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("frequency", FREQUENCIES),
    one_of("obs_status", ("final", "provisional", "estimated", "missing", "not_applicable")),
    one_of("provenance", PROVENANCES),
    CheckConstraint("period_end >= period_start", name="period_in_order"),
    CheckConstraint(
        "numerator is null or denominator is null or denominator >= 0",
        name="denominator_not_negative",
    ),
    CheckConstraint(
        "obs_status not in ('missing', 'not_applicable') or value is null",
        name="no_value_stays_null",
    ),
    # What screens ask: one indicator of a unit in a period or the newest before a day, as of a
    # batch. The unit comes before the day: a unit without rows must not cost a walk through all.
    Index("ix_observation_asked", "indicator_id", "unit_id", "period_end"),
    # Where documents disagree: few rows name one, and they lie anywhere among the indicators.
    Index(
        "ix_observation_documented",
        "unit_id",
        "period_end",
        sqlite_where=text("source_document_id is not null"),
        postgresql_where=text("source_document_id is not null"),
    ),
    Index(
        "uq_observation_current",
        "indicator_id",
        "unit_id",
        "period_start",
        "period_end",
        text("coalesce(public_service_id, 0)"),
        text("coalesce(source_document_id, 0)"),
        unique=True,
        sqlite_where=text("replaced_in is null"),
        postgresql_where=text("replaced_in is null"),
    ),
)

target = Table(
    "target",
    metadata,
    row_id(),
    reference("indicator"),
    reference("province"),
    reference("unit", nullable=True),
    Column("level", String(20)),
    Column("value", Float, nullable=False),
    Column("period_start", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("path", String(20), nullable=False, default="flat"),
    Column("start_value", Float),
    # A decision that changes a target during its period is a row of its own, in force from its
    # day; earlier days keep the older one. A correction of a mistake is `replaced_in`.
    Column("effective_from", Date, nullable=False),
    # Null: until another one comes into force.
    Column("effective_to", Date),
    reference("source_document", nullable=True),
    Column("note_vi", Text),
    Column("note_en", Text),
    Column("provenance", String(20), nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("level", LEVELS),
    one_of("path", ("flat", "linear", "stepped", "stated")),
    one_of("provenance", PROVENANCES),
    CheckConstraint(
        "effective_to is null or effective_to >= effective_from", name="effect_in_order"
    ),
)

# What must have been reached by a day on the way. Belongs to the target with the same indicator,
# unit, level, period, due day and day of effect, whichever correction of it counts.
target_step = Table(
    "target_step",
    metadata,
    row_id(),
    reference("indicator"),
    reference("province"),
    reference("unit", nullable=True),
    Column("level", String(20)),
    Column("period_start", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("reached_by", Date, nullable=False),
    Column("value", Float, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("level", LEVELS),
    CheckConstraint(
        "reached_by >= period_start and reached_by <= due_on", name="step_within_period"
    ),
)

# When a figure that has not reached its target is ahead, on course or behind: configuration, by
# kind of measure or, coming first, for one indicator.
status_rule = Table(
    "status_rule",
    metadata,
    row_id(),
    Column("measure", String(20)),
    reference("indicator", nullable=True),
    # The two margins are in the unit of the value (rates 0-1) or shares of the target.
    Column("margin_in", String(20), nullable=False),
    # Better than its path by more than this: ahead.
    Column("ahead_margin", Float, nullable=False),
    # Worse than its path by no more than this: still on course.
    Column("course_margin", Float, nullable=False),
    # As how much of its target a figure counts at most in a mean over indicators.
    Column("attainment_cap", Float, nullable=False),
    # From how many days before its due day a target that is not reached is told as due soon.
    Column("due_soon_days", Integer, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("measure", MEASURES),
    one_of("margin_in", ("value", "share_of_target")),
    CheckConstraint("(measure is null) <> (indicator_id is null)", name="for_one_or_a_kind"),
    CheckConstraint("ahead_margin >= 0 and course_margin >= 0", name="margins_not_negative"),
    CheckConstraint("attainment_cap >= 1", name="cap_not_below_target"),
    CheckConstraint("due_soon_days >= 0", name="days_not_negative"),
)

# For how many days after the end of a period its figures may still change.
reporting_window = Table(
    "reporting_window",
    metadata,
    row_id(),
    Column("frequency", String(20), nullable=False),
    # Null: for all indicators that have no window of their own.
    reference("indicator", nullable=True),
    Column("days_open", Integer, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("frequency", FREQUENCIES),
    CheckConstraint("days_open between 0 and 366", name="days_within_a_year"),
)

headline = Table(
    "headline",
    metadata,
    row_id(),
    reference("province"),
    reference("indicator"),
    Column("position", Integer, nullable=False),
    # Which figure of the first page it leads: gauge, side_by_side or funnel.
    Column("place", String(20), nullable=False),
    reference("import_batch"),
    UniqueConstraint("province_id", "indicator_id", "place"),
    one_of("place", ("gauge", "side_by_side", "funnel")),
)
