"""Work at scale: where an item stands is found without a walk through its events"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STORY = ["work_item_id", "happened_on", "id", "event_type", "import_batch_id"]
# Each index holds only the events that can say one thing: its condition, and columns beyond STORY.
DECISIVE: dict[str, tuple[str, list[str]]] = {
    "added": ("event_type = 'added'", []),
    "turn": ("event_type in ('accepted', 'cancelled', 'reopened')", []),
    "opening": ("event_type in ('started', 'progress', 'reopened', 'submitted')", []),
    "move": ("new_deadline is not null", ["new_deadline"]),
    "changed": ("event_type = 'changed'", []),
}


def upgrade() -> None:
    for name, (condition, more) in DECISIVE.items():
        held = sa.text(condition)
        op.create_index(
            f"ix_work_event_{name}",
            "work_event",
            [*STORY, *more],
            sqlite_where=held,
            postgresql_where=held,
        )
    op.create_index("ix_work_event_provenance", "work_event", ["work_item_id", "provenance"])


def downgrade() -> None:
    for name in ("provenance", *reversed(DECISIVE)):
        op.drop_index(f"ix_work_event_{name}", table_name="work_event")
