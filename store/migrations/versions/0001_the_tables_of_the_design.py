"""The tables of the design"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('leader', 'staff', 'editor', 'approver', 'presenter', 'administrator')",
            name=op.f("ck_account_role_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_attempt_address"), ["address"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_login_attempt_happened_at"), ["happened_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_login_attempt_username"), ["username"], unique=False)

    op.create_table(
        "province",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("clock_stands_at", sa.Date(), nullable=True),
        sa.Column("default_period", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province")),
        sa.UniqueConstraint("code", name=op.f("uq_province_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_province_slug")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("position", name=op.f("uq_audit_event_position")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_account_id"), ["account_id"], unique=False)
    _let_audit_event_only_grow()

    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("rejected_count", sa.Integer(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('landed', 'refused')", name=op.f("ck_import_batch_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_import_batch_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_import_batch_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batch_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_batch_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_batch_province_id"), ["province_id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ticket_hash", sa.String(length=64), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_session_ticket_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "boundary_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "kind in ('schematic', 'official')", name=op.f("ck_boundary_set_kind_known")
        ),
        sa.CheckConstraint(
            "level in ('province', 'district', 'commune', 'agency')",
            name=op.f("ck_boundary_set_level_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_boundary_set_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_boundary_set_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_set")),
    )
    with op.batch_alter_table("boundary_set", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_boundary_set_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_boundary_set_province_id"), ["province_id"], unique=False
        )

    op.create_table(
        "indicator",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("unit_of_measure", sa.String(length=30), nullable=False),
        sa.Column("numerator", sa.Text(), nullable=True),
        sa.Column("denominator", sa.Text(), nullable=True),
        sa.Column("aggregation", sa.String(length=30), nullable=False),
        sa.Column("zero_denominator", sa.String(length=30), nullable=False),
        sa.Column("polarity", sa.String(length=10), nullable=False),
        sa.Column("frequency", sa.String(length=80), nullable=False),
        sa.Column("levels", sa.String(length=120), nullable=False),
        sa.Column("definition_source", sa.Text(), nullable=False),
        sa.Column("official_target", sa.Text(), nullable=True),
        sa.Column("target_source", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "aggregation in ('ratio_of_sums', 'ratio_of_latest', 'weighted_mean', 'sum', 'sum_of_latest', 'count', 'recompute', 'maximum', 'median', 'not_aggregated')",
            name=op.f("ck_indicator_aggregation_known"),
        ),
        sa.CheckConstraint(
            "measure in ('rate', 'flow', 'stock', 'score', 'rank', 'duration')",
            name=op.f("ck_indicator_measure_known"),
        ),
        sa.CheckConstraint(
            "polarity in ('higher', 'lower', 'neutral')", name=op.f("ck_indicator_polarity_known")
        ),
        sa.CheckConstraint(
            "zero_denominator in ('no_value', 'zero_is_a_value', 'zero_points', 'full_points', 'last_year', 'see_parts')",
            name=op.f("ck_indicator_zero_denominator_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_indicator_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_indicator_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["as_of"], ["import_batch.id"], name=op.f("fk_meeting_as_of")),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_meeting_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_as_of"), ["as_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_province_id"), ["province_id"], unique=False)

    op.create_table(
        "public_service",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("list_code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("block", sa.String(length=20), nullable=True),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_public_service_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_service")),
        sa.UniqueConstraint("code", name=op.f("uq_public_service_code")),
        sa.UniqueConstraint("list_code", "number", name=op.f("uq_public_service_list_code_number")),
    )
    with op.batch_alter_table("public_service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_service_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "rejected_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet_name", sa.Text(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("raw_text", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_rejected_row_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_row")),
    )
    with op.batch_alter_table("rejected_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rejected_row_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "report_form",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("days_to_submit", sa.Integer(), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "frequency in ('day', 'week', 'month', 'quarter', 'half_year', 'year', 'once')",
            name=op.f("ck_report_form_frequency_known"),
        ),
        sa.CheckConstraint(
            "level in ('province', 'district', 'commune', 'agency')",
            name=op.f("ck_report_form_level_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_report_form_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_report_form_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_form")),
        sa.UniqueConstraint("province_id", "code", name=op.f("uq_report_form_province_id_code")),
    )
    with op.batch_alter_table("report_form", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_form_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_report_form_province_id"), ["province_id"], unique=False
        )

    op.create_table(
        "source_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("publisher_vi", sa.Text(), nullable=True),
        sa.Column("publisher_en", sa.Text(), nullable=True),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_source_document_import_batch_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_document")),
        sa.UniqueConstraint("code", name=op.f("uq_source_document_code")),
    )
    with op.batch_alter_table("source_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_source_document_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("kind_vi", sa.String(length=40), nullable=True),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("full_name_vi", sa.Text(), nullable=False),
        sa.Column("full_name_en", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("area_km2", sa.Float(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("accountable_post_vi", sa.Text(), nullable=True),
        sa.Column("accountable_post_en", sa.Text(), nullable=True),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "level in ('province', 'district', 'commune', 'agency')",
            name=op.f("ck_unit_level_known"),
        ),
        sa.CheckConstraint(
            "valid_to is null or valid_to >= valid_from", name=op.f("ck_unit_validity_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_unit_import_batch_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_unit_province_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint(
            "province_id",
            "level",
            "code",
            "valid_from",
            name=op.f("uq_unit_province_id_level_code_valid_from"),
        ),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unit_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_province_id"), ["province_id"], unique=False)

    op.create_table(
        "account_scope",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_scope_account_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_scope_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_scope")),
        sa.UniqueConstraint(
            "account_id", "unit_id", name=op.f("uq_account_scope_account_id_unit_id")
        ),
    )
    with op.batch_alter_table("account_scope", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_scope_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_account_scope_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "boundary",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "boundary_set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("label_lon", sa.Float(), nullable=False),
        sa.Column("label_lat", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["boundary_set_id"], ["boundary_set.id"], name=op.f("fk_boundary_boundary_set_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_boundary_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary")),
        sa.UniqueConstraint(
            "boundary_set_id", "unit_id", name=op.f("uq_boundary_boundary_set_id_unit_id")
        ),
    )
    with op.batch_alter_table("boundary", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_boundary_boundary_set_id"), ["boundary_set_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_boundary_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "headline",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "place in ('gauge', 'side_by_side', 'funnel')", name=op.f("ck_headline_place_known")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_headline_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_headline_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_headline_province_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headline")),
        sa.UniqueConstraint(
            "province_id",
            "indicator_id",
            "place",
            name=op.f("uq_headline_province_id_indicator_id_place"),
        ),
    )
    with op.batch_alter_table("headline", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_headline_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_headline_indicator_id"), ["indicator_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_headline_province_id"), ["province_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "public_service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("numerator", sa.Numeric(precision=24, scale=6, asdecimal=False), nullable=True),
        sa.Column("denominator", sa.Numeric(precision=24, scale=6, asdecimal=False), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("obs_status", sa.String(length=20), nullable=False),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column(
            "source_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "replaced_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "frequency in ('day', 'week', 'month', 'quarter', 'half_year', 'year', 'once')",
            name=op.f("ck_observation_frequency_known"),
        ),
        sa.CheckConstraint(
            "obs_status in ('final', 'provisional', 'estimated', 'missing', 'not_applicable')",
            name=op.f("ck_observation_obs_status_known"),
        ),
        sa.CheckConstraint(
            "obs_status not in ('missing', 'not_applicable') or value is null",
            name=op.f("ck_observation_no_value_stays_null"),
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_observation_provenance_known"),
        ),
        sa.CheckConstraint(
            "numerator is null or denominator is null or denominator >= 0",
            name=op.f("ck_observation_denominator_not_negative"),
        ),
        sa.CheckConstraint(
            "period_end >= period_start", name=op.f("ck_observation_period_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_observation_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_observation_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_service_id"],
            ["public_service.id"],
            name=op.f("fk_observation_public_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_in"], ["import_batch.id"], name=op.f("fk_observation_replaced_in")
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name=op.f("fk_observation_source_document_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_observation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_observation_asked", ["indicator_id", "unit_id", "period_end"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_observation_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_observation_public_service_id"), ["public_service_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_observation_replaced_in"), ["replaced_in"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_observation_source_document_id"), ["source_document_id"], unique=False
        )

    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "source_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("kind in ('tasks', 'pilot_models')", name=op.f("ck_plan_kind_known")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_plan_import_batch_id")
        ),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_plan_province_id")),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name=op.f("fk_plan_source_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint(
            "province_id", "code", "version", name=op.f("uq_plan_province_id_code_version")
        ),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_plan_province_id"), ["province_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_plan_source_document_id"), ["source_document_id"], unique=False
        )

    op.create_table(
        "report_due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_form_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "period_end >= period_start", name=op.f("ck_report_due_period_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_report_due_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_form_id"], ["report_form.id"], name=op.f("fk_report_due_report_form_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_due_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_due")),
        sa.UniqueConstraint(
            "report_form_id",
            "unit_id",
            "period_start",
            name=op.f("uq_report_due_report_form_id_unit_id_period_start"),
        ),
    )
    with op.batch_alter_table("report_due", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_due_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_report_due_report_form_id"), ["report_form_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_due_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("path", sa.String(length=20), nullable=False),
        sa.Column("start_value", sa.Float(), nullable=True),
        sa.Column(
            "source_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("note_vi", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "replaced_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "level in ('province', 'district', 'commune', 'agency')",
            name=op.f("ck_target_level_known"),
        ),
        sa.CheckConstraint(
            "path in ('flat', 'linear', 'stepped')", name=op.f("ck_target_path_known")
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_target_provenance_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_target_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_target_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_target_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_in"], ["import_batch.id"], name=op.f("fk_target_replaced_in")
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name=op.f("fk_target_source_document_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_target_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_target_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_province_id"), ["province_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_replaced_in"), ["replaced_in"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_target_source_document_id"), ["source_document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_target_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_succession",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "old_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "new_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=20, scale=18), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "basis in ('whole', 'area', 'population', 'dossiers', 'resolution')",
            name=op.f("ck_unit_succession_basis_known"),
        ),
        sa.CheckConstraint(
            "weight > 0 and weight <= 1", name=op.f("ck_unit_succession_weight_is_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_unit_succession_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["new_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_new_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["old_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_old_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sa.UniqueConstraint(
            "old_unit_id",
            "new_unit_id",
            "on_date",
            name=op.f("uq_unit_succession_old_unit_id_new_unit_id_on_date"),
        ),
    )
    with op.batch_alter_table("unit_succession", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unit_succession_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unit_succession_new_unit_id"), ["new_unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_unit_succession_old_unit_id"), ["old_unit_id"], unique=False
        )

    op.create_table(
        "wall_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scenes", sa.Text(), nullable=False),
        sa.Column("address_range", sa.Text(), nullable=True),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_wall_link_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_wall_link_province_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_wall_link_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_link_token_hash")),
    )
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wall_link_province_id"), ["province_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wall_link_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "report_submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_due_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_report_submission_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["report_due_id"], ["report_due.id"], name=op.f("fk_report_submission_report_due_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_submission")),
    )
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_submission_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_report_submission_report_due_id"), ["report_due_id"], unique=False
        )

    op.create_table(
        "work_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("recurrence", sa.String(length=20), nullable=True),
        sa.Column("group_code", sa.String(length=40), nullable=True),
        sa.Column("group_vi", sa.Text(), nullable=True),
        sa.Column("group_en", sa.Text(), nullable=True),
        sa.Column("phase", sa.String(length=40), nullable=True),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column(
            "lead_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("accountable_post_vi", sa.Text(), nullable=True),
        sa.Column("accountable_post_en", sa.Text(), nullable=True),
        sa.Column("executor", sa.Text(), nullable=True),
        sa.Column("product_vi", sa.Text(), nullable=True),
        sa.Column("product_en", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("authority_level", sa.String(length=20), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("deadline_text", sa.Text(), nullable=True),
        sa.Column("note_vi", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "source_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "authority_level in ('unit', 'standing_agency', 'working_group', 'government')",
            name=op.f("ck_work_item_authority_level_known"),
        ),
        sa.CheckConstraint(
            "kind <> 'recurring' or recurrence is not null",
            name=op.f("ck_work_item_recurring_has_rhythm"),
        ),
        sa.CheckConstraint(
            "kind in ('one_off', 'recurring', 'milestone')", name=op.f("ck_work_item_kind_known")
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_work_item_provenance_known"),
        ),
        sa.CheckConstraint(
            "recurrence in ('day', 'week', 'month', 'quarter', 'half_year', 'year', 'once')",
            name=op.f("ck_work_item_recurrence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_work_item_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["unit.id"], name=op.f("fk_work_item_lead_unit_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_work_item_plan_id")),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name=op.f("fk_work_item_source_document_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_work_item_plan_id_code")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_item_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_item_lead_unit_id"), ["lead_unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_item_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_work_item_source_document_id"), ["source_document_id"], unique=False
        )

    op.create_table(
        "bottleneck",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column(
            "owner_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "work_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("authority_level", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("next_step_vi", sa.Text(), nullable=True),
        sa.Column("next_step_en", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "source_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "authority_level in ('unit', 'standing_agency', 'working_group', 'government')",
            name=op.f("ck_bottleneck_authority_level_known"),
        ),
        sa.CheckConstraint(
            "kind in ('institutions', 'infrastructure', 'services', 'data', 'resources')",
            name=op.f("ck_bottleneck_kind_known"),
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_bottleneck_provenance_known"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_bottleneck_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_unit_id"], ["unit.id"], name=op.f("fk_bottleneck_owner_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_bottleneck_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name=op.f("fk_bottleneck_source_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_bottleneck_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck")),
        sa.UniqueConstraint("province_id", "code", name=op.f("uq_bottleneck_province_id_code")),
    )
    with op.batch_alter_table("bottleneck", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bottleneck_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_owner_unit_id"), ["owner_unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_province_id"), ["province_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_source_document_id"), ["source_document_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_work_item_id"), ["work_item_id"], unique=False
        )

    op.create_table(
        "work_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "work_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("event_type", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("progress", sa.Float(), nullable=True),
        sa.Column("old_deadline", sa.Date(), nullable=True),
        sa.Column("new_deadline", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "event_type in ('added', 'started', 'submitted', 'accepted', 'reopened', 'deadline_moved', 'cancelled', 'kept', 'missed', 'progress')",
            name=op.f("ck_work_event_event_type_known"),
        ),
        sa.CheckConstraint(
            "event_type not in ('kept', 'missed') or (period_start is not null and period_end is not null)",
            name=op.f("ck_work_event_kept_or_missed_names_period"),
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_work_event_provenance_known"),
        ),
        sa.CheckConstraint(
            "progress is null or (progress >= 0 and progress <= 1)",
            name=op.f("ck_work_event_progress_share"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_work_event_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_work_event_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_event")),
    )
    with op.batch_alter_table("work_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_event_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_event_work_item_id"), ["work_item_id"], unique=False
        )

    op.create_table(
        "work_item_coordinator",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "work_item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_work_item_coordinator_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_coordinator_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_coordinator")),
        sa.UniqueConstraint(
            "work_item_id", "unit_id", name=op.f("uq_work_item_coordinator_work_item_id_unit_id")
        ),
    )
    with op.batch_alter_table("work_item_coordinator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_item_coordinator_unit_id"), ["unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_item_coordinator_work_item_id"), ["work_item_id"], unique=False
        )

    op.create_table(
        "bottleneck_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "bottleneck_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("event_type", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("to_level", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "import_batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint(
            "event_type in ('opened', 'escalated', 'answered', 'closed', 'reopened')",
            name=op.f("ck_bottleneck_event_event_type_known"),
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_bottleneck_event_provenance_known"),
        ),
        sa.CheckConstraint(
            "to_level in ('unit', 'standing_agency', 'working_group', 'government')",
            name=op.f("ck_bottleneck_event_to_level_known"),
        ),
        sa.ForeignKeyConstraint(
            ["bottleneck_id"], ["bottleneck.id"], name=op.f("fk_bottleneck_event_bottleneck_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_bottleneck_event_import_batch_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck_event")),
    )
    with op.batch_alter_table("bottleneck_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bottleneck_event_bottleneck_id"), ["bottleneck_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_event_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_index(
        "uq_observation_current",
        "observation",
        [
            "indicator_id",
            "unit_id",
            "period_start",
            "period_end",
            sa.text("coalesce(public_service_id, 0)"),
            sa.text("coalesce(source_document_id, 0)"),
        ],
        unique=True,
        sqlite_where=sa.text("replaced_in is null"),
        postgresql_where=sa.text("replaced_in is null"),
    )


def downgrade() -> None:
    with op.batch_alter_table("bottleneck_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bottleneck_event_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_bottleneck_event_bottleneck_id"))

    op.drop_table("bottleneck_event")
    with op.batch_alter_table("work_item_coordinator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_coordinator_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_coordinator_unit_id"))

    op.drop_table("work_item_coordinator")
    with op.batch_alter_table("work_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_event_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_work_event_import_batch_id"))

    op.drop_table("work_event")
    with op.batch_alter_table("bottleneck", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bottleneck_work_item_id"))
        batch_op.drop_index(batch_op.f("ix_bottleneck_source_document_id"))
        batch_op.drop_index(batch_op.f("ix_bottleneck_province_id"))
        batch_op.drop_index(batch_op.f("ix_bottleneck_owner_unit_id"))
        batch_op.drop_index(batch_op.f("ix_bottleneck_import_batch_id"))

    op.drop_table("bottleneck")
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_source_document_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_plan_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_lead_unit_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_import_batch_id"))

    op.drop_table("work_item")
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_submission_report_due_id"))
        batch_op.drop_index(batch_op.f("ix_report_submission_import_batch_id"))

    op.drop_table("report_submission")
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wall_link_unit_id"))
        batch_op.drop_index(batch_op.f("ix_wall_link_province_id"))
        batch_op.drop_index(batch_op.f("ix_wall_link_account_id"))

    op.drop_table("wall_link")
    with op.batch_alter_table("unit_succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_succession_old_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_succession_new_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_succession_import_batch_id"))

    op.drop_table("unit_succession")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_unit_id"))
        batch_op.drop_index(batch_op.f("ix_target_source_document_id"))
        batch_op.drop_index(batch_op.f("ix_target_replaced_in"))
        batch_op.drop_index(batch_op.f("ix_target_province_id"))
        batch_op.drop_index(batch_op.f("ix_target_indicator_id"))
        batch_op.drop_index(batch_op.f("ix_target_import_batch_id"))

    op.drop_table("target")
    with op.batch_alter_table("report_due", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_due_unit_id"))
        batch_op.drop_index(batch_op.f("ix_report_due_report_form_id"))
        batch_op.drop_index(batch_op.f("ix_report_due_import_batch_id"))

    op.drop_table("report_due")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_source_document_id"))
        batch_op.drop_index(batch_op.f("ix_plan_province_id"))
        batch_op.drop_index(batch_op.f("ix_plan_import_batch_id"))

    op.drop_table("plan")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observation_source_document_id"))
        batch_op.drop_index(batch_op.f("ix_observation_replaced_in"))
        batch_op.drop_index(batch_op.f("ix_observation_public_service_id"))
        batch_op.drop_index(batch_op.f("ix_observation_import_batch_id"))
        batch_op.drop_index("ix_observation_asked")

    op.drop_table("observation")
    with op.batch_alter_table("headline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_headline_province_id"))
        batch_op.drop_index(batch_op.f("ix_headline_indicator_id"))
        batch_op.drop_index(batch_op.f("ix_headline_import_batch_id"))

    op.drop_table("headline")
    with op.batch_alter_table("boundary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_boundary_unit_id"))
        batch_op.drop_index(batch_op.f("ix_boundary_boundary_set_id"))

    op.drop_table("boundary")
    with op.batch_alter_table("account_scope", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_scope_unit_id"))
        batch_op.drop_index(batch_op.f("ix_account_scope_account_id"))

    op.drop_table("account_scope")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_province_id"))
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_unit_import_batch_id"))

    op.drop_table("unit")
    with op.batch_alter_table("source_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_document_import_batch_id"))

    op.drop_table("source_document")
    with op.batch_alter_table("report_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_form_province_id"))
        batch_op.drop_index(batch_op.f("ix_report_form_import_batch_id"))

    op.drop_table("report_form")
    with op.batch_alter_table("rejected_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rejected_row_import_batch_id"))

    op.drop_table("rejected_row")
    with op.batch_alter_table("public_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_service_import_batch_id"))

    op.drop_table("public_service")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_province_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_as_of"))

    op.drop_table("meeting")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_import_batch_id"))

    op.drop_table("indicator")
    with op.batch_alter_table("boundary_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_boundary_set_province_id"))
        batch_op.drop_index(batch_op.f("ix_boundary_set_import_batch_id"))

    op.drop_table("boundary_set")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_account_id"))

    op.drop_table("session")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_province_id"))
        batch_op.drop_index(batch_op.f("ix_import_batch_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_import_batch_account_id"))

    op.drop_table("import_batch")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_account_id"))

    op.drop_table("audit_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_event_only_grows()")
    op.drop_table("province")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempt_username"))
        batch_op.drop_index(batch_op.f("ix_login_attempt_happened_at"))
        batch_op.drop_index(batch_op.f("ix_login_attempt_address"))

    op.drop_table("login_attempt")
    op.drop_table("account")


def _let_audit_event_only_grow() -> None:
    """Triggers that refuse to change, remove or replace an event."""
    said = "audit_event is append-only"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function audit_event_only_grows() returns trigger language plpgsql as "
            f"$$ begin raise exception '{said}'; end $$"
        )
        op.execute(
            "create trigger audit_event_only_grows before update or delete or truncate "
            "on audit_event for each statement execute function audit_event_only_grows()"
        )
        return
    for change, when in (
        ("update", ""),
        ("delete", ""),
        # "insert or replace" deletes without asking the trigger above.
        (
            "insert",
            "when exists (select 1 from audit_event where id = new.id or position = new.position)",
        ),
    ):
        op.execute(
            f"create trigger audit_event_no_{change} before {change} on audit_event {when} "
            f"begin select raise(abort, '{said}'); end"
        )
