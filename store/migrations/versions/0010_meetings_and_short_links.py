"""Meetings that let the figures stand still, and short links"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS_STILL = "(opened_at is null) = (as_of is null) and (opened_at is null) = (stands_on is null)"
SAYS_WHAT = (
    "case kind when 'unit' then unit_id is not null else scene is not null or text is not null end"
)
# Each day on which something was directed at a meeting of a name is a meeting.
MEETINGS_OF_DIRECTIONS = """
insert into meeting (province_id, name_vi, name_en, held_on, import_batch_id)
select province_id, meeting_vi, min(meeting_en), raised_on, min(import_batch_id)
from direction where meeting_vi is not null
group by province_id, meeting_vi, raised_on
"""
DIRECTIONS_POINT_TO_THEM = """
update direction set meeting_id = (
    select meeting.id from meeting
    where meeting.province_id = direction.province_id
    and meeting.held_on = direction.raised_on and meeting.name_vi = direction.meeting_vi
)
"""


def upgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.drop_column("agenda")
        table.add_column(sa.Column("chair_vi", sa.Text(), nullable=True))
        table.add_column(sa.Column("chair_en", sa.Text(), nullable=True))
        table.add_column(sa.Column("stands_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("default_period", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("import_batch_id", ID, nullable=True))
        table.create_foreign_key(
            op.f("fk_meeting_import_batch_id"), "import_batch", ["import_batch_id"], ["id"]
        )
        table.create_index(op.f("ix_meeting_import_batch_id"), ["import_batch_id"], unique=False)
        table.create_unique_constraint(
            op.f("uq_meeting_province_id_held_on_name_vi"), ["province_id", "held_on", "name_vi"]
        )
        table.create_check_constraint(op.f("ck_meeting_opened_stands_still"), STANDS_STILL)
        table.create_check_constraint(
            op.f("ck_meeting_closed_after_opened"), "closed_at is null or closed_at >= opened_at"
        )
    _agenda()
    _short_link()
    with op.batch_alter_table("direction") as table:
        table.add_column(sa.Column("meeting_id", ID, nullable=True))
        table.create_foreign_key(op.f("fk_direction_meeting_id"), "meeting", ["meeting_id"], ["id"])
        table.create_index(op.f("ix_direction_meeting_id"), ["meeting_id"], unique=False)
    op.execute(MEETINGS_OF_DIRECTIONS)
    op.execute(DIRECTIONS_POINT_TO_THEM)


def _agenda() -> None:
    op.create_table(
        "meeting_agenda",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('topic', 'unit')", name=op.f("ck_meeting_agenda_kind_known")),
        sa.CheckConstraint(SAYS_WHAT, name=op.f("ck_meeting_agenda_says_what")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_meeting_agenda_position_from_1")),
        sa.CheckConstraint("minutes >= 1", name=op.f("ck_meeting_agenda_minutes_from_1")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_agenda_meeting_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_meeting_agenda_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_agenda")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_meeting_agenda_meeting_id_position")
        ),
    )
    with op.batch_alter_table("meeting_agenda") as table:
        table.create_index(op.f("ix_meeting_agenda_meeting_id"), ["meeting_id"], unique=False)
        table.create_index(op.f("ix_meeting_agenda_unit_id"), ["unit_id"], unique=False)


def _short_link() -> None:
    op.create_table(
        "short_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("screen", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_short_link_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_link")),
        sa.UniqueConstraint("code", name=op.f("uq_short_link_code")),
    )
    with op.batch_alter_table("short_link") as table:
        table.create_index(op.f("ix_short_link_created_by"), ["created_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("direction") as table:
        table.drop_index(op.f("ix_direction_meeting_id"))
        table.drop_constraint(op.f("fk_direction_meeting_id"), type_="foreignkey")
        table.drop_column("meeting_id")
    op.drop_table("short_link")
    op.drop_table("meeting_agenda")
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("ck_meeting_closed_after_opened"), type_="check")
        table.drop_constraint(op.f("ck_meeting_opened_stands_still"), type_="check")
        table.drop_constraint(op.f("uq_meeting_province_id_held_on_name_vi"), type_="unique")
        table.drop_index(op.f("ix_meeting_import_batch_id"))
        table.drop_constraint(op.f("fk_meeting_import_batch_id"), type_="foreignkey")
        for column in (
            "import_batch_id", "changed_at", "default_period", "stands_on", "chair_en", "chair_vi",
        ):  # fmt: skip
            table.drop_column(column)
        table.add_column(sa.Column("agenda", sa.Text(), nullable=True))
