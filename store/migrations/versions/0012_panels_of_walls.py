"""Panels: what each window of a wall that is made of several says of itself"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wall_panel",
        sa.Column("id", ID, nullable=False),
        sa.Column("wall_session_id", ID, nullable=False),
        sa.Column("panel", sa.Integer(), nullable=False),
        sa.Column("panels", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scene", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Integer(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("heap_bytes", sa.BigInteger(), nullable=True),
        sa.Column("dom_nodes", sa.Integer(), nullable=True),
        sa.Column("frame_errors", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "panel between 1 and panels", name=op.f("ck_wall_panel_panel_is_one_of")
        ),
        sa.ForeignKeyConstraint(
            ["wall_session_id"],
            ["wall_session.id"],
            name=op.f("fk_wall_panel_wall_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_panel")),
        sa.UniqueConstraint(
            "wall_session_id", "panel", name=op.f("uq_wall_panel_wall_session_id_panel")
        ),
    )
    with op.batch_alter_table("wall_panel", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wall_panel_wall_session_id"), ["wall_session_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("wall_panel")
