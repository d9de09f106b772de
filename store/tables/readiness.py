"""When a commune is ready, as rows: the conditions it must meet, and what its colour follows from.

A row without a province holds for all; a province that has any of its own goes by those alone.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    Integer,
    String,
    Table,
    Text,
)

from store.tables.base import LEVELS, metadata, one_of, reference, row_id

# How a condition is judged: done or not, a rate, or a count.
JUDGED = ("yes_no", "rate", "count")
# Colours that are given by counting; what is neither red nor yellow is green.
COUNTED_COLOURS = ("red", "yellow")

# A condition is met, half met or failed by the observation of its indicator at a unit.
readiness_condition = Table(
    "readiness_condition",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("code", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    # What stands over a narrow column.
    Column("short_vi", String(40), nullable=False),
    Column("short_en", String(40), nullable=False),
    reference("indicator"),
    Column("level", String(20), nullable=False),
    Column("judged", String(20), nullable=False),
    Column("polarity", String(20), nullable=False),
    # In the unit of the value, rates 0-1; equality counts as reached. None for yes_no.
    Column("green_from", Float),
    Column("yellow_from", Float),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date),
    Column("definition_source_vi", Text, nullable=False),
    Column("definition_source_en", Text, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("level", LEVELS),
    one_of("judged", JUDGED),
    one_of("polarity", ("higher", "lower")),
    CheckConstraint(
        "(judged = 'yes_no') = (green_from is null)"
        " and (judged <> 'yes_no' or yellow_from is null)",
        name="judged_by_its_thresholds",
    ),
    CheckConstraint(
        "yellow_from is null or (polarity = 'higher' and yellow_from <= green_from)"
        " or (polarity = 'lower' and yellow_from >= green_from)",
        name="yellow_not_above_green",
    ),
    CheckConstraint(
        "effective_to is null or effective_to >= effective_from", name="effect_in_order"
    ),
)

# From how many conditions of a colour on a commune has that colour as a whole.
readiness_rule = Table(
    "readiness_rule",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("colour", String(20), nullable=False),
    # So many failed conditions, or so many that are not fully met, are enough. None: not counted.
    Column("failed_from", Integer),
    Column("not_met_from", Integer),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("colour", COUNTED_COLOURS),
    CheckConstraint("failed_from >= 1 and not_met_from >= 1", name="counts_positive"),
    CheckConstraint("failed_from is not null or not_met_from is not null", name="counts_something"),
    CheckConstraint(
        "effective_to is null or effective_to >= effective_from", name="effect_in_order"
    ),
)
