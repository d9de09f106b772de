"""Panels of links: a wall of several screens says so itself, not only its address"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        for name in ("panels_across", "panels_down"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_check_constraint(
            batch_op.f("ck_wall_link_panels_possible"),
            "panels_across between 1 and 8 and panels_down between 1 and 4",
        )


def downgrade() -> None:
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_wall_link_panels_possible"), type_="check")
        batch_op.drop_column("panels_down")
        batch_op.drop_column("panels_across")
