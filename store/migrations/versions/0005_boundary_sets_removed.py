"""Boundary sets that can be taken away again"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("boundary_set", sa.Column("replaced_in", number, nullable=True))


def downgrade() -> None:
    # Without the column a set that was taken away would come back.
    op.execute(
        "delete from boundary where boundary_set_id in"
        " (select id from boundary_set where replaced_in is not null)"
    )
    op.execute("delete from boundary_set where replaced_in is not null")
    op.drop_column("boundary_set", "replaced_in")
