"""Who may look, what they may see, and who did what when."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import Moment, metadata, one_of, reference, row_id

ROLES = ("leader", "staff", "editor", "approver", "presenter", "administrator")

account = Table(
    "account",
    metadata,
    row_id(),
    # Folded to one identity: NFKC, lower case, trimmed (store/accounts.py).
    Column("username", String(128), nullable=False),
    Column("display_name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Boolean, nullable=False, default=False),
    Column("is_demo", Boolean, nullable=False, default=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    UniqueConstraint("username"),
    one_of("role", ROLES),
)

account_scope = Table(
    "account_scope",
    metadata,
    row_id(),
    reference("account"),
    # The unit and everything below it; a province-level unit means the whole province.
    reference("unit"),
    UniqueConstraint("account_id", "unit_id"),
)

session = Table(
    "session",
    metadata,
    row_id(),
    reference("account"),
    # SHA-256 of a random secret: a copy of the table opens nothing.
    Column("ticket_hash", String(64), unique=True),
    Column("token_hash", String(64), unique=True),
    Column("created_at", Moment, nullable=False),
    Column("ticket_expires_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("address", Text),
    Column("browser", Text),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    row_id(),
    Column("username", String(128), nullable=False, index=True),
    Column("address", String(64), index=True),
    # SHA-256 of the secret of a browser that had signed in to this account before.
    Column("browser_hash", String(64)),
    Column("happened_at", Moment, nullable=False, index=True),
    Column("succeeded", Boolean, nullable=False),
)

audit_event = Table(
    "audit_event",
    metadata,
    row_id(),
    Column("position", Integer, nullable=False, unique=True),
    Column("happened_at", Moment, nullable=False),
    reference("account", nullable=True),
    Column("action", String(60), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", Text),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
