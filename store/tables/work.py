"""Plans and their work items, pilot models among them, and what stands in their way.

A work item has no stored state: it follows from its events (domain/work.py).
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

from store.tables.base import (
    AUTHORITY_LEVELS,
    FREQUENCIES,
    PROVENANCES,
    metadata,
    one_of,
    reference,
    row_id,
)

EVENT_TYPES = (
    "added",
    "started",
    "submitted",
    "accepted",
    "reopened",
    "deadline_moved",
    "cancelled",
    "kept",
    "missed",
    "progress",
)

plan = Table(
    "plan",
    metadata,
    row_id(),
    reference("province"),
    Column("code", String(40), nullable=False),
    Column("version", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("position", Integer, nullable=False),
    reference("source_document", nullable=True),
    reference("import_batch"),
    UniqueConstraint("province_id", "code", "version"),
    one_of("kind", ("tasks", "pilot_models")),
)

work_item = Table(
    "work_item",
    metadata,
    row_id(),
    reference("plan"),
    Column("code", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("recurrence", String(20)),
    Column("group_code", String(40)),
    Column("group_vi", Text),
    Column("group_en", Text),
    Column("phase", String(40)),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    reference("unit", nullable=True, column="lead_unit_id"),
    Column("accountable_post_vi", Text),
    Column("accountable_post_en", Text),
    Column("executor", Text),
    Column("product_vi", Text),
    Column("product_en", Text),
    Column("measure", Text),
    Column("authority_level", String(20)),
    Column("starts_on", Date),
    Column("deadline", Date),
    # As the document says it, also when it says no date: "urgent", "31/6/2023".
    Column("deadline_text", Text),
    Column("note_vi", Text),
    Column("note_en", Text),
    Column("provenance", String(20), nullable=False),
    reference("source_document", nullable=True),
    reference("import_batch"),
    UniqueConstraint("plan_id", "code"),
    one_of("kind", ("one_off", "recurring", "milestone")),
    one_of("recurrence", FREQUENCIES),
    one_of("authority_level", AUTHORITY_LEVELS),
    one_of("provenance", PROVENANCES),
    CheckConstraint("kind <> 'recurring' or recurrence is not null", name="recurring_has_rhythm"),
)

work_item_coordinator = Table(
    "work_item_coordinator",
    metadata,
    row_id(),
    reference("work_item"),
    reference("unit"),
    UniqueConstraint("work_item_id", "unit_id"),
)

work_event = Table(
    "work_event",
    metadata,
    row_id(),
    reference("work_item"),
    Column("event_type", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("progress", Float),
    Column("old_deadline", Date),
    Column("new_deadline", Date),
    Column("reason", Text),
    Column("author", Text),
    Column("provenance", String(20), nullable=False),
    reference("import_batch"),
    one_of("event_type", EVENT_TYPES),
    one_of("provenance", PROVENANCES),
    CheckConstraint("progress is null or (progress >= 0 and progress <= 1)", name="progress_share"),
    CheckConstraint(
        "event_type not in ('kept', 'missed')"
        " or (period_start is not null and period_end is not null)",
        name="kept_or_missed_names_period",
    ),
)

bottleneck = Table(
    "bottleneck",
    metadata,
    row_id(),
    reference("province"),
    Column("code", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    reference("unit", nullable=True, column="owner_unit_id"),
    reference("work_item", nullable=True),
    Column("authority_level", String(20), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("next_step_vi", Text),
    Column("next_step_en", Text),
    Column("provenance", String(20), nullable=False),
    reference("source_document", nullable=True),
    reference("import_batch"),
    UniqueConstraint("province_id", "code"),
    one_of("kind", ("institutions", "infrastructure", "services", "data", "resources")),
    one_of("authority_level", AUTHORITY_LEVELS),
    one_of("provenance", PROVENANCES),
)

bottleneck_event = Table(
    "bottleneck_event",
    metadata,
    row_id(),
    reference("bottleneck"),
    Column("event_type", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("to_level", String(20)),
    Column("reason", Text),
    Column("author", Text),
    Column("provenance", String(20), nullable=False),
    reference("import_batch"),
    one_of("event_type", ("opened", "escalated", "answered", "closed", "reopened")),
    one_of("to_level", AUTHORITY_LEVELS),
    one_of("provenance", PROVENANCES),
)
