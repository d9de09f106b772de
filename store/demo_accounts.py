"""The accounts of the sample provinces, for looking around; production knows none of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from store.accounts import (
    AccountRefused,
    change_password,
    create_account,
    find_account,
    set_scope,
)
from store.tables import account, province, unit

# Public on purpose: it stands on the sign-in page of a demonstration.
DEMO_PASSWORD = "xem-thu-de-an-06"


@dataclass(frozen=True)
class DemoAccount:
    """`sees`: codes of provinces seen whole, or (province, level, unit) codes of single units."""

    username: str
    display_name: str
    role: str
    sees: tuple[str | tuple[str, str, str], ...]


NGHE_AN, HA_TINH, BAC_GIANG = "40", "42", "24"
DEMO_ACCOUNTS = (
    DemoAccount("lanhdao", "Lãnh đạo UBND tỉnh", "leader", (NGHE_AN, HA_TINH, BAC_GIANG)),
    DemoAccount("chuyenvien", "Chuyên viên Văn phòng UBND tỉnh Nghệ An", "staff", (NGHE_AN,)),
    DemoAccount("canbo", "Cán bộ huyện Diễn Châu", "staff", ((NGHE_AN, "district", "425"),)),
    DemoAccount("quantri", "Quản trị hệ thống", "administrator", (NGHE_AN, HA_TINH, BAC_GIANG)),
)


def create_demo_accounts(connection: Connection, *, now: datetime) -> None:
    """Make the demo accounts, or set them back to their password and scope.

    Run it after the provinces have landed: a province or unit that is not there is not seen.
    Raises AccountRefused when somebody real bears the name of one.
    """
    for demo in DEMO_ACCOUNTS:
        units = _units(connection, demo)
        if not _exists(connection, demo):
            create_account(
                connection,
                username=demo.username,
                display_name=demo.display_name,
                role=demo.role,
                password=DEMO_PASSWORD,
                units=units,
                now=now,
                must_change_password=False,
                is_demo=True,
            )
            continue
        account_id = find_account(connection, username=demo.username)
        change_password(connection, account_id, password=DEMO_PASSWORD, now=now)
        set_scope(connection, account_id, units=units)


def demo_usernames(connection: Connection) -> list[str]:
    """The names of the demo accounts that are open in this store, in the order of DEMO_ACCOUNTS."""
    found = set(
        connection.scalars(
            select(account.c.username).where(
                account.c.is_demo.is_(True), account.c.disabled_at.is_(None)
            )
        )
    )
    order = [demo.username for demo in DEMO_ACCOUNTS if demo.username in found]
    return order + sorted(found.difference(order))


def _exists(connection: Connection, demo: DemoAccount) -> bool:
    is_demo = connection.scalar(
        select(account.c.is_demo).where(account.c.username == demo.username)
    )
    if is_demo is False:
        raise AccountRefused("accounts.demo_name_taken", name=demo.username)
    return is_demo is True


def _units(connection: Connection, demo: DemoAccount) -> list[int]:
    wanted: list[ColumnElement[bool]] = []
    for seen in demo.sees:
        code, level, unit_code = (seen, "province", None) if isinstance(seen, str) else seen
        of_level = and_(province.c.code == code, unit.c.level == level)
        wanted.append(of_level if unit_code is None else and_(of_level, unit.c.code == unit_code))
    rows = select(unit.c.id).join(province, province.c.id == unit.c.province_id).where(or_(*wanted))
    return list(connection.scalars(rows))
