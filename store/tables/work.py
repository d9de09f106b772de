"""Plans and their work items, pilot models among them, and what stands in their way.

A work item has no stored state: it follows from its events (domain/work.py).
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
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
    # Of a pilot model that is done: found worth keeping, and taken over by a unit.
    "reviewed",
    "replicated",
    # A field of the item says something else from now on.
    "changed",
)
# Where an item stands follows from a few of its events: those that added it, closed it, opened it
# again or moved its deadline, and the last that tells of work on it; what it says, from the last
# change of each field.
TURNS = ("accepted", "cancelled", "reopened")
OPENINGS = ("started", "progress", "reopened", "submitted")
# What of an item an event may change; deadlines are moved, not changed.
CHANGEABLE = (
    "title_vi",
    "title_en",
    "lead_unit",
    "accountable_post_vi",
    "accountable_post_en",
    "executor",
    "product_vi",
    "product_en",
    "measure",
    "authority_level",
    "note_vi",
    "note_en",
)
BOTTLENECK_KINDS = ("institutions", "infrastructure", "services", "data", "resources")
CLEARS = ("person", "work", "time", "responsibility", "product", "authority")

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
    # The item of another plan, or of an older version, that this one goes on with.
    reference("work_item", nullable=True, column="continues_item_id"),
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

# The blocked item cannot be finished before the blocking one.
work_item_dependency = Table(
    "work_item_dependency",
    metadata,
    row_id(),
    reference("work_item", column="blocking_item_id"),
    reference("work_item", column="blocked_item_id"),
    reference("import_batch"),
    UniqueConstraint("blocking_item_id", "blocked_item_id"),
    CheckConstraint("blocking_item_id <> blocked_item_id", name="blocks_another"),
)


def _is_one_of(*words: str) -> str:
    return f"event_type in ({', '.join(repr(word) for word in words)})"


def _only_events(name: str, condition: str, *more: str) -> Index:
    """An index of those events only: of an item they are found without a look at the others."""
    held = text(condition)
    columns = ("work_item_id", "happened_on", "id", "event_type", "import_batch_id", *more)
    return Index(f"ix_work_event_{name}", *columns, sqlite_where=held, postgresql_where=held)


work_event = Table(
    "work_event",
    metadata,
    row_id(),
    reference("work_item"),
    Column("event_type", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    # The province's day on which it was written down: what was known then (domain/work.py).
    Column("recorded_on", Date, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("progress", Float),
    Column("old_deadline", Date),
    Column("new_deadline", Date),
    # The unit that took a pilot model over.
    reference("unit", nullable=True),
    Column("field", String(40)),
    Column("new_value", Text),
    # What proves it: number of a document, address of a record.
    Column("evidence", Text),
    Column("reason", Text),
    Column("author", Text),
    reference("account", nullable=True),
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
    one_of("field", CHANGEABLE),
    CheckConstraint("event_type <> 'changed' or field is not null", name="changed_names_field"),
    CheckConstraint(
        "event_type <> 'replicated' or unit_id is not null", name="replicated_names_unit"
    ),
    _only_events(
        "move",
        f"{_is_one_of('added', *TURNS)} or new_deadline is not null",
        "new_deadline",
        "recorded_on",
    ),
    _only_events("opening", _is_one_of(*OPENINGS)),
    _only_events("changed", "event_type = 'changed'"),
    # How sure the counts of a plan are: whether any event is of a weaker provenance.
    Index("ix_work_event_provenance", "work_item_id", "provenance"),
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
    one_of("kind", BOTTLENECK_KINDS),
    one_of("authority_level", AUTHORITY_LEVELS),
    one_of("provenance", PROVENANCES),
)

# Units hit by a bottleneck beside its owner.
bottleneck_unit = Table(
    "bottleneck_unit",
    metadata,
    row_id(),
    reference("bottleneck"),
    reference("unit"),
    UniqueConstraint("bottleneck_id", "unit_id"),
)

# Work items it blocks beside the one it was reported of.
bottleneck_work_item = Table(
    "bottleneck_work_item",
    metadata,
    row_id(),
    reference("bottleneck"),
    reference("work_item"),
    UniqueConstraint("bottleneck_id", "work_item_id"),
)

bottleneck_event = Table(
    "bottleneck_event",
    metadata,
    row_id(),
    reference("bottleneck"),
    Column("event_type", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("to_level", String(20)),
    Column("reason", Text),
    Column("author", Text),
    reference("account", nullable=True),
    Column("provenance", String(20), nullable=False),
    reference("import_batch"),
    one_of("event_type", ("opened", "escalated", "answered", "closed", "reopened")),
    one_of("to_level", AUTHORITY_LEVELS),
    one_of("provenance", PROVENANCES),
)
