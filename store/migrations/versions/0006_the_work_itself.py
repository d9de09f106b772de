"""The work itself"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_EVENT_TYPES = (
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
EVENT_TYPES = (*OLD_EVENT_TYPES, "reviewed", "replicated", "changed")
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
NEW_CHECKS = {
    "event_type_known": f"event_type in ({', '.join(map(repr, EVENT_TYPES))})",
    "field_known": f"field in ({', '.join(map(repr, CHANGEABLE))})",
    "changed_names_field": "event_type <> 'changed' or field is not null",
    "replicated_names_unit": "event_type <> 'replicated' or unit_id is not null",
}


def upgrade() -> None:
    op.create_table(
        "attention_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("province_id", ID, nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("enter_at", sa.Float(), nullable=False),
        sa.Column("leave_at", sa.Float(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("weight_of_excess", sa.Float(), nullable=False),
        sa.Column("group_from", sa.Integer(), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.Column("replaced_in", ID, nullable=True),
        sa.CheckConstraint(
            "subject in ('work_item', 'pilot_model', 'bottleneck', 'indicator', 'direction')",
            name=op.f("ck_attention_rule_subject_known"),
        ),
        sa.CheckConstraint(
            "leave_at <= enter_at", name=op.f("ck_attention_rule_leaves_below_entry")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_attention_rule_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_attention_rule_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_in"], ["import_batch.id"], name=op.f("fk_attention_rule_replaced_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_rule")),
    )
    with op.batch_alter_table("attention_rule") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attention_rule_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attention_rule_province_id"), ["province_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attention_rule_replaced_in"), ["replaced_in"], unique=False
        )

    op.create_table(
        "clear_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("province_id", ID, nullable=True),
        sa.Column("clear", sa.String(length=20), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.Column("replaced_in", ID, nullable=True),
        sa.CheckConstraint(
            "clear in ('person', 'work', 'time', 'responsibility', 'product', 'authority')",
            name=op.f("ck_clear_rule_clear_known"),
        ),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_clear_rule_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_clear_rule_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_clear_rule_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_in"], ["import_batch.id"], name=op.f("fk_clear_rule_replaced_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clear_rule")),
    )
    with op.batch_alter_table("clear_rule") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clear_rule_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_clear_rule_province_id"), ["province_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_clear_rule_replaced_in"), ["replaced_in"], unique=False
        )

    op.create_table(
        "escalation_rule",
        sa.Column("id", ID, nullable=False),
        sa.Column("province_id", ID, nullable=True),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.Column("replaced_in", ID, nullable=True),
        sa.CheckConstraint(
            "level in ('unit', 'standing_agency', 'working_group', 'government')",
            name=op.f("ck_escalation_rule_level_known"),
        ),
        sa.CheckConstraint("days >= 0", name=op.f("ck_escalation_rule_days_not_negative")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_escalation_rule_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_escalation_rule_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_in"], ["import_batch.id"], name=op.f("fk_escalation_rule_replaced_in")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_rule")),
    )
    with op.batch_alter_table("escalation_rule") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_rule_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_rule_province_id"), ["province_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_rule_replaced_in"), ["replaced_in"], unique=False
        )

    op.create_table(
        "holiday",
        sa.Column("id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_holiday_import_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
    )
    with op.batch_alter_table("holiday") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_holiday_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "direction",
        sa.Column("id", ID, nullable=False),
        sa.Column("province_id", ID, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("meeting_vi", sa.Text(), nullable=True),
        sa.Column("meeting_en", sa.Text(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("from_unit_id", ID, nullable=True),
        sa.Column("to_unit_id", ID, nullable=True),
        sa.Column("to_post_vi", sa.Text(), nullable=True),
        sa.Column("to_post_en", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_text", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column(
            "source_document_id",
            ID,
            nullable=True,
        ),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.CheckConstraint(
            "kind in ('direction', 'difficulty', 'proposal')", name=op.f("ck_direction_kind_known")
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_direction_provenance_known"),
        ),
        sa.ForeignKeyConstraint(
            ["from_unit_id"], ["unit.id"], name=op.f("fk_direction_from_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_direction_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["province.id"], name=op.f("fk_direction_province_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name=op.f("fk_direction_source_document_id"),
        ),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_direction_to_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction")),
        sa.UniqueConstraint("province_id", "code", name=op.f("uq_direction_province_id_code")),
    )
    with op.batch_alter_table("direction") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_direction_from_unit_id"), ["from_unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_direction_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_direction_province_id"), ["province_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_direction_source_document_id"), ["source_document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_direction_to_unit_id"), ["to_unit_id"], unique=False)

    op.create_table(
        "work_item_dependency",
        sa.Column("id", ID, nullable=False),
        sa.Column("blocking_item_id", ID, nullable=False),
        sa.Column("blocked_item_id", ID, nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.CheckConstraint(
            "blocking_item_id <> blocked_item_id",
            name=op.f("ck_work_item_dependency_blocks_another"),
        ),
        sa.ForeignKeyConstraint(
            ["blocked_item_id"],
            ["work_item.id"],
            name=op.f("fk_work_item_dependency_blocked_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["blocking_item_id"],
            ["work_item.id"],
            name=op.f("fk_work_item_dependency_blocking_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_work_item_dependency_import_batch_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item_dependency")),
        sa.UniqueConstraint(
            "blocking_item_id",
            "blocked_item_id",
            name=op.f("uq_work_item_dependency_blocking_item_id_blocked_item_id"),
        ),
    )
    with op.batch_alter_table("work_item_dependency") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_item_dependency_blocked_item_id"), ["blocked_item_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_item_dependency_blocking_item_id"),
            ["blocking_item_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_work_item_dependency_import_batch_id"), ["import_batch_id"], unique=False
        )

    op.create_table(
        "bottleneck_unit",
        sa.Column("id", ID, nullable=False),
        sa.Column("bottleneck_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["bottleneck_id"], ["bottleneck.id"], name=op.f("fk_bottleneck_unit_bottleneck_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bottleneck_unit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck_unit")),
        sa.UniqueConstraint(
            "bottleneck_id", "unit_id", name=op.f("uq_bottleneck_unit_bottleneck_id_unit_id")
        ),
    )
    with op.batch_alter_table("bottleneck_unit") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bottleneck_unit_bottleneck_id"), ["bottleneck_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bottleneck_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "bottleneck_work_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("bottleneck_id", ID, nullable=False),
        sa.Column("work_item_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["bottleneck_id"], ["bottleneck.id"], name=op.f("fk_bottleneck_work_item_bottleneck_id")
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_bottleneck_work_item_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck_work_item")),
        sa.UniqueConstraint(
            "bottleneck_id",
            "work_item_id",
            name=op.f("uq_bottleneck_work_item_bottleneck_id_work_item_id"),
        ),
    )
    with op.batch_alter_table("bottleneck_work_item") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bottleneck_work_item_bottleneck_id"), ["bottleneck_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_bottleneck_work_item_work_item_id"), ["work_item_id"], unique=False
        )

    op.create_table(
        "direction_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("direction_id", ID, nullable=False),
        sa.Column("event_type", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("work_item_id", ID, nullable=True),
        sa.Column("bottleneck_id", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("provenance", sa.String(length=20), nullable=False),
        sa.Column("import_batch_id", ID, nullable=False),
        sa.CheckConstraint(
            "event_type <> 'became_bottleneck' or bottleneck_id is not null",
            name=op.f("ck_direction_event_became_bottleneck_names_it"),
        ),
        sa.CheckConstraint(
            "event_type <> 'became_work' or work_item_id is not null",
            name=op.f("ck_direction_event_became_work_names_it"),
        ),
        sa.CheckConstraint(
            "event_type in ('answered', 'became_work', 'became_bottleneck', 'done', 'withdrawn', 'reopened')",
            name=op.f("ck_direction_event_event_type_known"),
        ),
        sa.CheckConstraint(
            "provenance in ('published', 'reported', 'derived', 'illustrative')",
            name=op.f("ck_direction_event_provenance_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_direction_event_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["bottleneck_id"], ["bottleneck.id"], name=op.f("fk_direction_event_bottleneck_id")
        ),
        sa.ForeignKeyConstraint(
            ["direction_id"], ["direction.id"], name=op.f("fk_direction_event_direction_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_direction_event_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_item.id"], name=op.f("fk_direction_event_work_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_direction_event")),
    )
    with op.batch_alter_table("direction_event") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_direction_event_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_direction_event_bottleneck_id"), ["bottleneck_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_direction_event_direction_id"), ["direction_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_direction_event_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_direction_event_work_item_id"), ["work_item_id"], unique=False
        )

    _alter_bottleneck_events()
    _alter_work_events()
    with op.batch_alter_table("work_item") as batch_op:
        batch_op.add_column(sa.Column("continues_item_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_work_item_continues_item_id"), ["continues_item_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_work_item_continues_item_id"), "work_item", ["continues_item_id"], ["id"]
        )


def _alter_bottleneck_events() -> None:
    op.add_column("bottleneck_event", sa.Column("recorded_on", sa.Date(), nullable=True))
    op.execute("update bottleneck_event set recorded_on = happened_on")
    with op.batch_alter_table("bottleneck_event") as batch_op:
        batch_op.alter_column("recorded_on", existing_type=sa.Date(), nullable=False)
        batch_op.add_column(sa.Column("account_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_bottleneck_event_account_id"), ["account_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_bottleneck_event_account_id"), "account", ["account_id"], ["id"]
        )


def _alter_work_events() -> None:
    op.add_column("work_event", sa.Column("recorded_on", sa.Date(), nullable=True))
    op.execute("update work_event set recorded_on = happened_on")
    with op.batch_alter_table("work_event") as batch_op:
        batch_op.alter_column("recorded_on", existing_type=sa.Date(), nullable=False)
        batch_op.add_column(sa.Column("unit_id", ID, nullable=True))
        batch_op.add_column(sa.Column("field", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("new_value", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("evidence", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("account_id", ID, nullable=True))
        batch_op.create_index(batch_op.f("ix_work_event_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_work_event_unit_id"), ["unit_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_work_event_unit_id"), "unit", ["unit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_work_event_account_id"), "account", ["account_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("ck_work_event_event_type_known"), type_="check")
        for name, text in NEW_CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_work_event_{name}"), sa.text(text))


def downgrade() -> None:
    with op.batch_alter_table("work_item") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_work_item_continues_item_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_work_item_continues_item_id"))
        batch_op.drop_column("continues_item_id")
    _unalter_work_events()
    with op.batch_alter_table("bottleneck_event") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_bottleneck_event_account_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_bottleneck_event_account_id"))
        batch_op.drop_column("account_id")
        batch_op.drop_column("recorded_on")
    op.drop_table("direction_event")
    op.drop_table("bottleneck_work_item")
    op.drop_table("bottleneck_unit")
    op.drop_table("work_item_dependency")
    op.drop_table("direction")
    op.drop_table("holiday")
    op.drop_table("escalation_rule")
    op.drop_table("clear_rule")
    op.drop_table("attention_rule")


def _unalter_work_events() -> None:
    op.execute("delete from work_event where event_type in ('reviewed', 'replicated', 'changed')")
    with op.batch_alter_table("work_event") as batch_op:
        for name in NEW_CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_work_event_{name}"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_work_event_event_type_known"),
            sa.text(f"event_type in ({', '.join(map(repr, OLD_EVENT_TYPES))})"),
        )
        batch_op.drop_constraint(batch_op.f("fk_work_event_account_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_work_event_unit_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_work_event_unit_id"))
        batch_op.drop_index(batch_op.f("ix_work_event_account_id"))
        for column in ("account_id", "evidence", "new_value", "field", "unit_id", "recorded_on"):
            batch_op.drop_column(column)
