"""Which reports are owed, and which came."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import FREQUENCIES, LEVELS, metadata, one_of, reference, row_id

report_form = Table(
    "report_form",
    metadata,
    row_id(),
    reference("province"),
    Column("code", String(40), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("frequency", String(20), nullable=False),
    Column("level", String(20), nullable=False),
    # Days after the end of the period by which the report must be in.
    Column("days_to_submit", Integer, nullable=False),
    reference("import_batch"),
    UniqueConstraint("province_id", "code"),
    one_of("frequency", FREQUENCIES),
    one_of("level", LEVELS),
)

report_due = Table(
    "report_due",
    metadata,
    row_id(),
    reference("report_form"),
    reference("unit"),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    reference("import_batch"),
    UniqueConstraint("report_form_id", "unit_id", "period_start"),
    CheckConstraint("period_end >= period_start", name="period_in_order"),
)

report_submission = Table(
    "report_submission",
    metadata,
    row_id(),
    reference("report_due"),
    Column("submitted_on", Date, nullable=False),
    Column("author", Text),
    reference("import_batch"),
)
