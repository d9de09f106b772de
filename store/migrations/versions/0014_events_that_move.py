"""Events that move work: all that draws the lines of a plan lies in one index"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STORY = ["work_item_id", "happened_on", "id", "event_type", "import_batch_id"]
TURNS = "event_type in ('accepted', 'cancelled', 'reopened')"
MOVES = "event_type in ('added', 'accepted', 'cancelled', 'reopened') or new_deadline is not null"
# What each index held, and the columns it had beyond STORY.
BEFORE: dict[str, tuple[str, list[str]]] = {
    "added": ("event_type = 'added'", []),
    "turn": (TURNS, []),
    "move": ("new_deadline is not null", ["new_deadline"]),
}
AFTER = {"move": (MOVES, ["new_deadline", "recorded_on"])}


def upgrade() -> None:
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    _replace(AFTER, BEFORE)


def _replace(old: dict[str, tuple[str, list[str]]], new: dict[str, tuple[str, list[str]]]) -> None:
    for name in old:
        op.drop_index(f"ix_work_event_{name}", table_name="work_event")
    for name, (condition, more) in new.items():
        held = sa.text(condition)
        op.create_index(
            f"ix_work_event_{name}",
            "work_event",
            [*STORY, *more],
            sqlite_where=held,
            postgresql_where=held,
        )
