"""The accounts of a store as an administrator sees them, and the units that a scope may name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, case, func, select, true

from domain.scope import Scope
from store import clock
from store.audit_reading import TIME_ZONE
from store.database import engine
from store.settings import current_settings
from store.tables import account, account_scope, province, session, unit


@dataclass(frozen=True)
class Account:
    """An account as it stands. `last_seen_at` is local time; `unit_ids` are the units given."""

    account_id: int
    username: str
    display_name: str
    role: str
    unit_ids: frozenset[int]
    is_disabled: bool
    is_demo: bool
    must_change_password: bool
    last_seen_at: datetime | None
    open_sessions: int


@dataclass(frozen=True)
class Unit:
    """A unit of some era that a scope may name."""

    unit_id: int
    level: str
    code: str
    valid_from: date
    valid_to: date | None
    full_name_vi: str
    full_name_en: str
    province_id: int
    slug: str
    province_vi: str
    province_en: str

    def lies_in(self, scope: Scope) -> bool:
        return self.province_id in scope.provinces or self.unit_id in scope.units

    @property
    def path(self) -> str:
        """As `python -m store accounts` names it: nghe-an, nghe-an/district/425@2020-01-01."""
        if self.level == "province":
            return self.slug
        return f"{self.slug}/{self.level}/{self.code}@{self.valid_from}"


def all_accounts() -> list[Account]:
    """Every account by its name, as of this moment."""
    with engine(current_settings().database_url).begin() as connection:
        return read_accounts(connection)


def all_units() -> dict[int, Unit]:
    """Every unit of every era by its id; see `read_units`."""
    with engine(current_settings().database_url).begin() as connection:
        return read_units(connection)


def read_accounts(connection: Connection, *, account_id: int | None = None) -> list[Account]:
    """As `all_accounts`; `account_id` asks for one account, which may not be there."""
    settings, now = current_settings(), clock.now()
    wanted = true() if account_id is None else account.c.id == account_id
    is_open = and_(
        session.c.ended_at.is_(None),
        session.c.expires_at > now,
        session.c.last_seen_at > now - timedelta(minutes=settings.idle_minutes),
    )
    seen = (
        select(
            session.c.account_id,
            func.max(session.c.last_seen_at).label("last_seen_at"),
            func.sum(case((is_open, 1), else_=0)).label("open_sessions"),
        )
        .group_by(session.c.account_id)
        .subquery()
    )
    rows = connection.execute(
        select(account, seen.c.last_seen_at, seen.c.open_sessions)
        .select_from(account.outerjoin(seen, seen.c.account_id == account.c.id))
        .where(wanted)
        .order_by(account.c.username)
    )
    given = _units_by_account(connection)
    return [
        Account(
            account_id=row.id,
            username=row.username,
            display_name=row.display_name,
            role=row.role,
            unit_ids=frozenset(given.get(row.id, ())),
            is_disabled=row.disabled_at is not None,
            is_demo=row.is_demo,
            must_change_password=row.must_change_password,
            last_seen_at=row.last_seen_at and row.last_seen_at.astimezone(TIME_ZONE),
            open_sessions=int(row.open_sessions or 0),
        )
        for row in rows
    ]


def read_units(connection: Connection) -> dict[int, Unit]:
    """Units by id, in reading order: a province, then its districts, communes and agencies."""
    order = case({"province": 0, "district": 1, "commune": 2}, value=unit.c.level, else_=3)
    rows = connection.execute(
        select(
            unit.c.id,
            unit.c.level,
            unit.c.code,
            unit.c.valid_from,
            unit.c.valid_to,
            unit.c.full_name_vi,
            unit.c.full_name_en,
            province.c.id.label("province_id"),
            province.c.slug,
            province.c.name_vi.label("province_vi"),
            province.c.name_en.label("province_en"),
        )
        .join(province, province.c.id == unit.c.province_id)
        .order_by(province.c.id, order, unit.c.code, unit.c.valid_from)
    )
    return {row.id: Unit(*row) for row in rows}


def _units_by_account(connection: Connection) -> dict[int, set[int]]:
    given: dict[int, set[int]] = {}
    for row in connection.execute(select(account_scope.c.account_id, account_scope.c.unit_id)):
        given.setdefault(row.account_id, set()).add(row.unit_id)
    return given
