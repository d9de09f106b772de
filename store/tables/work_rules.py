"""How work is judged, as rows: clears, escalation, holidays, what needs a decision.

A row without a province holds for all; a province's own row comes before it.
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
    UniqueConstraint,
)

from store.tables.base import AUTHORITY_LEVELS, metadata, one_of, reference, row_id
from store.tables.work import CLEARS

ATTENTION_SUBJECTS = ("work_item", "pilot_model", "bottleneck", "indicator", "direction")

# How much each of the six clears counts; 0 drops it.
clear_rule = Table(
    "clear_rule",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("clear", String(20), nullable=False),
    Column("weight", Float, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("clear", CLEARS),
    CheckConstraint("weight >= 0", name="weight_not_negative"),
)

# The ladder of escalation: how many days a bottleneck may stay on each rung.
escalation_rule = Table(
    "escalation_rule",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("level", String(20), nullable=False),
    Column("days", Integer, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("level", AUTHORITY_LEVELS),
    CheckConstraint("days >= 0", name="days_not_negative"),
)

# A deadline on such a day is met on the first day after it that is none.
holiday = Table(
    "holiday",
    metadata,
    row_id(),
    Column("day", Date, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    reference("import_batch"),
    UniqueConstraint("day"),
)

# What gets on the list of what needs a decision: from `enter_at` on, until below `leave_at`.
attention_rule = Table(
    "attention_rule",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("code", String(40), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("enter_at", Float, nullable=False),
    Column("leave_at", Float, nullable=False),
    # Points a case weighs, and more for every unit beyond `enter_at`.
    Column("weight", Float, nullable=False),
    Column("weight_of_excess", Float, nullable=False),
    # So many cases of one rule make one line.
    Column("group_from", Integer, nullable=False),
    reference("import_batch"),
    reference("import_batch", nullable=True, column="replaced_in"),
    one_of("subject", ATTENTION_SUBJECTS),
    CheckConstraint("leave_at <= enter_at", name="leaves_below_entry"),
)
