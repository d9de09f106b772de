"""Walls: links that open a screen without a password, the screens they opened, what is shown."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.base import Moment, metadata, one_of, reference, row_id

LANGUAGES = ("vi", "en")
LEAST_SECONDS, MOST_SECONDS = 5, 3600
MOST_ACROSS, MOST_DOWN = 8, 4


def _said() -> list[Column[Any]]:
    """What a window says of itself."""
    return [
        Column("scene", Text),
        Column("as_of", Integer),
        Column("version", Text),
        Column("heap_bytes", BigInteger),
        Column("dom_nodes", Integer),
        Column("frame_errors", Integer),
        Column("note", Text),
    ]


wall_link = Table(
    "wall_link",
    metadata,
    row_id(),
    # SHA-256 of a random secret: a copy of the table opens nothing.
    Column("token_hash", String(64), nullable=False, unique=True),
    reference("province"),
    # What is seen: the unit and everything below it; a province-level unit is the whole province.
    reference("unit"),
    Column("name", Text, nullable=False),
    # Keys of scenes, between commas.
    Column("scenes", Text, nullable=False),
    # Addresses and networks, between commas; null: from any address.
    Column("address_range", Text),
    # Who made it; null: the command line.
    reference("account", nullable=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("language", String(2), nullable=False, server_default="vi"),
    # How far away people stand, and how wide the screen is: the size of letters follows.
    Column("metres", Float, nullable=False, server_default="6.0"),
    Column("width", Float, nullable=False, server_default="4.2"),
    # Hours of the province's day between which the wall is dark; null: it never is.
    Column("night_from", Integer),
    Column("night_until", Integer),
    Column("seconds", Integer, nullable=False, server_default="20"),
    # Screens that make one picture: each is a window of its own.
    Column("panels_across", Integer, nullable=False, server_default="1"),
    Column("panels_down", Integer, nullable=False, server_default="1"),
    one_of("language", LANGUAGES),
    CheckConstraint("metres > 0 and metres <= 50", name="metres_possible"),
    CheckConstraint("width > 0 and width <= 50", name="width_possible"),
    CheckConstraint(f"seconds between {LEAST_SECONDS} and {MOST_SECONDS}", name="seconds_possible"),
    CheckConstraint(
        f"panels_across between 1 and {MOST_ACROSS} and panels_down between 1 and {MOST_DOWN}",
        name="panels_possible",
    ),
    CheckConstraint(
        "(night_from is null) = (night_until is null)"
        " and (night_from is null or night_from <> night_until)"
        " and night_from between 0 and 23 and night_until between 0 and 23",
        name="night_has_two_hours",
    ),
)

wall_session = Table(
    "wall_session",
    metadata,
    row_id(),
    reference("wall_link"),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("address", Text),
    Column("browser", Text),
    # What the screen said of itself last, of several panels whichever spoke last; null before.
    Column("beat_at", Moment),
    *_said(),
)

# Each window of a screen that is made of several: what it said of itself last.
wall_panel = Table(
    "wall_panel",
    metadata,
    row_id(),
    reference("wall_session"),
    Column("panel", Integer, nullable=False),
    Column("panels", Integer, nullable=False),
    Column("beat_at", Moment, nullable=False),
    *_said(),
    UniqueConstraint("wall_session_id", "panel"),
    CheckConstraint("panel between 1 and panels", name="panel_is_one_of"),
)

playlist_entry = Table(
    "playlist_entry",
    metadata,
    row_id(),
    reference("wall_link"),
    Column("position", Integer, nullable=False),
    Column("scene", String(40), nullable=False),
    # Codes of addresses: "" is the whole, the newest or the first; "*" each one in turn.
    Column("unit", String(40), nullable=False),
    Column("period", String(40), nullable=False),
    Column("indicator", String(40), nullable=False),
    Column("plan", String(40), nullable=False),
    # How long it stays; null: as long as the wall's scenes do.
    Column("seconds", Integer),
    UniqueConstraint("wall_link_id", "position"),
    CheckConstraint("position >= 1", name="position_counts_from_one"),
    CheckConstraint("scene <> ''", name="scene_named"),
    CheckConstraint(f"seconds between {LEAST_SECONDS} and {MOST_SECONDS}", name="seconds_possible"),
)
