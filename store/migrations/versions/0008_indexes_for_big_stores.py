"""Indexes for big stores: what documents state is found without walking through the rest"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DOCUMENTED = sa.text("source_document_id is not null")


def upgrade() -> None:
    op.create_index(
        "ix_observation_documented",
        "observation",
        ["unit_id", "period_end"],
        sqlite_where=DOCUMENTED,
        postgresql_where=DOCUMENTED,
    )


def downgrade() -> None:
    op.drop_index("ix_observation_documented", table_name="observation")
