"""What came in, from where, and what was refused."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import Moment, metadata, one_of, reference, row_id

source_document = Table(
    "source_document",
    metadata,
    row_id(),
    # Two different decisions are numbered 422, so a document is known by number and date.
    Column("code", String(80), nullable=False),
    Column("number", String(80)),
    Column("issued_on", Date),
    Column("publisher_vi", Text),
    Column("publisher_en", Text),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("address", Text),
    reference("import_batch"),
    UniqueConstraint("code"),
)

import_batch = Table(
    "import_batch",
    metadata,
    row_id(),
    reference("province", nullable=True),
    Column("kind", String(40), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False, index=True),
    Column("file_bytes", BigInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("rejected_count", Integer, nullable=False),
    reference("account", nullable=True),
    Column("imported_at", Moment, nullable=False),
    one_of("status", ("landed", "refused")),
)

rejected_row = Table(
    "rejected_row",
    metadata,
    row_id(),
    reference("import_batch"),
    Column("file_name", Text, nullable=False),
    Column("sheet_name", Text),
    Column("row_number", Integer),
    Column("column_name", Text),
    Column("raw_text", Text),
    Column("reason_code", String(60), nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposal", Text),
)
