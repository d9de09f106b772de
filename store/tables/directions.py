"""What leaders ordered and what units asked for, and what came of it."""

from sqlalchemy import CheckConstraint, Column, Date, String, Table, Text, UniqueConstraint

from store.tables.base import PROVENANCES, metadata, one_of, reference, row_id

DIRECTION_KINDS = ("direction", "difficulty", "proposal")
DIRECTION_EVENT_TYPES = (
    "answered",
    "became_work",
    "became_bottleneck",
    "done",
    "withdrawn",
    "reopened",
)

# A direction goes down from a meeting, a difficulty or a proposal comes up from a unit.
direction = Table(
    "direction",
    metadata,
    row_id(),
    reference("province"),
    Column("code", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    # The words of the paper, and the meeting they mean.
    Column("meeting_vi", Text),
    Column("meeting_en", Text),
    reference("meeting", nullable=True),
    Column("raised_on", Date, nullable=False),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    reference("unit", nullable=True, column="from_unit_id"),
    reference("unit", nullable=True, column="to_unit_id"),
    Column("to_post_vi", Text),
    Column("to_post_en", Text),
    Column("due_on", Date),
    Column("due_text", Text),
    Column("provenance", String(20), nullable=False),
    reference("source_document", nullable=True),
    reference("import_batch"),
    UniqueConstraint("province_id", "code"),
    one_of("kind", DIRECTION_KINDS),
    one_of("provenance", PROVENANCES),
)

direction_event = Table(
    "direction_event",
    metadata,
    row_id(),
    reference("direction"),
    Column("event_type", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("recorded_on", Date, nullable=False),
    reference("work_item", nullable=True),
    reference("bottleneck", nullable=True),
    Column("reason", Text),
    Column("author", Text),
    reference("account", nullable=True),
    Column("provenance", String(20), nullable=False),
    reference("import_batch"),
    one_of("event_type", DIRECTION_EVENT_TYPES),
    one_of("provenance", PROVENANCES),
    CheckConstraint(
        "event_type <> 'became_work' or work_item_id is not null", name="became_work_names_it"
    ),
    CheckConstraint(
        "event_type <> 'became_bottleneck' or bottleneck_id is not null",
        name="became_bottleneck_names_it",
    ),
)
