"""The meetings that let the figures stand still, and the short links to what was looked at."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import Moment, metadata, one_of, reference, row_id

AGENDA_KINDS = ("topic", "unit")

meeting = Table(
    "meeting",
    metadata,
    row_id(),
    reference("province"),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text),
    Column("held_on", Date, nullable=False),
    # Who takes the chair: a post, never a name.
    Column("chair_vi", Text),
    Column("chair_en", Text),
    # What every page shows at the meeting: this batch, on this day of the province, and the period
    # that led when it was opened (null: the newest).
    reference("import_batch", nullable=True, column="as_of"),
    Column("stands_on", Date),
    Column("default_period", String(20)),
    Column("opened_at", Moment),
    Column("closed_at", Moment),
    # Of words and agenda; null for a meeting that nobody has touched since it came with a file.
    Column("changed_at", Moment),
    # Null for a meeting that was set up on the board.
    reference("import_batch", nullable=True),
    UniqueConstraint("province_id", "held_on", "name_vi"),
    CheckConstraint(
        "(opened_at is null) = (as_of is null) and (opened_at is null) = (stands_on is null)",
        name="opened_stands_still",
    ),
    CheckConstraint("closed_at is null or closed_at >= opened_at", name="closed_after_opened"),
)

meeting_agenda = Table(
    "meeting_agenda",
    metadata,
    row_id(),
    reference("meeting"),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    # Of a topic: the scene that shows it, what is said of it, or both.
    Column("scene", String(60)),
    Column("text", Text),
    reference("unit", nullable=True),
    Column("minutes", Integer),
    UniqueConstraint("meeting_id", "position"),
    one_of("kind", AGENDA_KINDS),
    CheckConstraint(
        "case kind when 'unit' then unit_id is not null"
        " else scene is not null or text is not null end",
        name="says_what",
    ),
    CheckConstraint("position >= 1", name="position_from_1"),
    CheckConstraint("minutes >= 1", name="minutes_from_1"),
)

# An address of the board under a code that can be read out. It opens nothing by itself.
short_link = Table(
    "short_link",
    metadata,
    row_id(),
    Column("code", String(16), nullable=False, unique=True),
    Column("screen", String(60), nullable=False),
    Column("query", Text, nullable=False),
    reference("account", column="created_by"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)
