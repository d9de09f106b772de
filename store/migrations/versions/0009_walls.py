"""Walls: how a wall is seen, the screens a link opened, and their playlist"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("wall_session", "playlist_entry")
CHECKS = {
    "language_known": "language in ('vi', 'en')",
    "metres_possible": "metres > 0 and metres <= 50",
    "width_possible": "width > 0 and width <= 50",
    "seconds_possible": "seconds between 5 and 3600",
    "night_has_two_hours": (
        "(night_from is null) = (night_until is null)"
        " and (night_from is null or night_from <> night_until)"
        " and night_from between 0 and 23 and night_until between 0 and 23"
    ),
}
ADDED = ("language", "metres", "width", "night_from", "night_until", "seconds")


def upgrade() -> None:
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        # A link may also be made at the command line, where nobody is signed in.
        batch_op.alter_column("account_id", existing_type=ID, nullable=True)
        batch_op.add_column(
            sa.Column("language", sa.String(length=2), nullable=False, server_default="vi")
        )
        batch_op.add_column(sa.Column("metres", sa.Float(), nullable=False, server_default="6.0"))
        batch_op.add_column(sa.Column("width", sa.Float(), nullable=False, server_default="4.2"))
        batch_op.add_column(sa.Column("night_from", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("night_until", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seconds", sa.Integer(), nullable=False, server_default="20"))
        for name, condition in CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_wall_link_{name}"), condition)
    _create(
        "wall_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("last_seen_at", nullable=False),
        _moment("ended_at"),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        _moment("beat_at"),
        sa.Column("scene", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Integer(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("heap_bytes", sa.BigInteger(), nullable=True),
        sa.Column("dom_nodes", sa.Integer(), nullable=True),
        sa.Column("frame_errors", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_session_token_hash")),
    )
    _create(
        "playlist_entry",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.UniqueConstraint(
            "wall_link_id", "position", name=op.f("uq_playlist_entry_wall_link_id_position")
        ),
        sa.CheckConstraint(
            "position >= 1", name=op.f("ck_playlist_entry_position_counts_from_one")
        ),
        sa.CheckConstraint("scene <> ''", name=op.f("ck_playlist_entry_scene_named")),
        sa.CheckConstraint(
            "seconds between 5 and 3600", name=op.f("ck_playlist_entry_seconds_possible")
        ),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_index(op.f(f"ix_{table}_wall_link_id"), table_name=table)
        op.drop_table(table)
    # What nobody signed in made has no place in the older table.
    op.execute("delete from wall_link where account_id is null")
    with op.batch_alter_table("wall_link", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_wall_link_{name}"), type_="check")
        for column in reversed(ADDED):
            batch_op.drop_column(column)
        batch_op.alter_column("account_id", existing_type=ID, nullable=False)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what belongs to one wall link."""
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("wall_link_id", ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["wall_link_id"], ["wall_link.id"], name=op.f(f"fk_{table}_wall_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_wall_link_id"), table, ["wall_link_id"])


def _moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
