"""Accounts: one identity per person however the name is typed, one role, a scope of units."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store.passwords import NO_PASSWORD, PasswordRefused, hash_new, matches
from store.refused import Refused
from store.sessions import end_all_sessions
from store.signed_in import SignedIn, people, person
from store.tables import account, account_scope
from store.tables.accounts import ROLES

__all__ = [
    "AccountRefused",
    "PasswordRefused",
    "SignedIn",
    "change_password",
    "check_password",
    "create_account",
    "disable",
    "drop_password",
    "enable",
    "find_account",
    "fold_username",
    "is_account",
    "set_role",
    "set_scope",
]

MAX_USERNAME = 64
_NAME_PUNCTUATION = frozenset("._@-")


class AccountRefused(Refused):
    """An account that cannot be made or found."""


def fold_username(username: str) -> str:
    """The one spelling of `Admin`, `admin `, full-width `ａｄｍｉｎ` and decomposed letters.

    Also of what cannot be stored: a zero character or half of a pair becomes a blank.
    """
    folded = unicodedata.normalize("NFKC", username[: 4 * MAX_USERNAME]).casefold()
    kinds = ((letter, unicodedata.category(letter)) for letter in folded)
    visible = "".join(
        " " if kind in ("Cc", "Cs") else letter for letter, kind in kinds if kind != "Cf"
    )
    return unicodedata.normalize("NFKC", visible).strip()


def create_account(
    connection: Connection,
    *,
    username: str,
    display_name: str,
    role: str,
    password: str,
    units: Iterable[int],
    now: datetime,
    must_change_password: bool = True,
    is_demo: bool = False,
) -> int:
    """A new account's id. `units` are ids: each is seen with everything below it.

    Raises AccountRefused for a name that is taken or unfit or an unknown role, PasswordRefused
    for a password that is too short or too long.
    """
    name = _fit_name(username)
    _check_role(role)
    values = {
        "username": name,
        "display_name": display_name.strip() or name,
        "role": role,
        "password_hash": hash_new(password),
        "must_change_password": must_change_password,
        "is_demo": is_demo,
        "created_at": now,
    }
    if connection.scalar(select(account.c.id).where(account.c.username == name)) is not None:
        raise AccountRefused("accounts.name_taken", name=name)
    account_id: int = connection.execute(
        insert(account).values(**values).returning(account.c.id)
    ).scalar_one()
    set_scope(connection, account_id, units=units)
    return account_id


def _fit_name(username: str) -> str:
    name = fold_username(username)
    if not 2 <= len(name) <= MAX_USERNAME:
        raise AccountRefused("accounts.name_length", most=MAX_USERNAME)
    if not all(letter.isalnum() or letter in _NAME_PUNCTUATION for letter in name):
        raise AccountRefused("accounts.name_letters")
    return name


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise AccountRefused("accounts.unknown_role", role=role, roles=", ".join(ROLES))


def find_account(connection: Connection, *, username: str) -> int:
    """The id of the account of that name in any spelling. Raises AccountRefused without one."""
    name = fold_username(username)
    found = connection.scalar(select(account.c.id).where(account.c.username == name))
    if found is None:
        raise AccountRefused("accounts.unknown_name", name=name)
    return int(found)


def is_account(connection: Connection, *, username: str) -> bool:
    """Whether there is an account of that name in any spelling."""
    name = fold_username(username)
    return connection.scalar(select(account.c.id).where(account.c.username == name)) is not None


def check_password(
    connection: Connection, *, username: str, password: str, demo_allowed: bool = False
) -> SignedIn | None:
    """Whom the name and password belong to; None, after the same work, whatever was wrong.

    A disabled account and, unless `demo_allowed`, a demo account belong to nobody.
    """
    name = fold_username(username)
    found = connection.execute(
        select(account.c.password_hash, account.c.disabled_at, account.c.is_demo).where(
            account.c.username == name
        )
    ).one_or_none()
    is_right = matches(password, found.password_hash if found else None)
    if not is_right or found is None or found.disabled_at is not None:
        return None
    if found.is_demo and not demo_allowed:
        return None
    rows = connection.execute(people(source=account, where=account.c.username == name))
    return person(rows.mappings())


def change_password(
    connection: Connection,
    account_id: int,
    *,
    password: str,
    now: datetime,
    must_change_password: bool = False,
    but: int | None = None,
) -> None:
    """Set a new password and end every session of the account, `but` one if its id is given.

    Raises PasswordRefused.
    """
    connection.execute(
        update(account)
        .where(account.c.id == account_id)
        .values(password_hash=hash_new(password), must_change_password=must_change_password)
    )
    end_all_sessions(connection, account_id, now=now, but=but)


def drop_password(connection: Connection, account_id: int, *, now: datetime) -> None:
    """Leave the account without a password and end every session of it.

    For who signs in by an identity provider; an administrator can give a password again.
    """
    connection.execute(
        update(account)
        .where(account.c.id == account_id)
        .values(password_hash=NO_PASSWORD, must_change_password=False)
    )
    end_all_sessions(connection, account_id, now=now)


def disable(connection: Connection, account_id: int, *, now: datetime) -> None:
    """Shut the account and end every session of it."""
    connection.execute(update(account).where(account.c.id == account_id).values(disabled_at=now))
    end_all_sessions(connection, account_id, now=now)


def enable(connection: Connection, account_id: int) -> None:
    """Open a disabled account again; its password is as before."""
    connection.execute(update(account).where(account.c.id == account_id).values(disabled_at=None))


def set_role(connection: Connection, account_id: int, *, role: str) -> None:
    """Give the account another role; holds at its next action. Raises AccountRefused."""
    _check_role(role)
    connection.execute(update(account).where(account.c.id == account_id).values(role=role))


def set_scope(connection: Connection, account_id: int, *, units: Iterable[int]) -> None:
    """Let the account see exactly `units` (ids) and what lies below; holds at its next action."""
    connection.execute(delete(account_scope).where(account_scope.c.account_id == account_id))
    rows = [{"account_id": account_id, "unit_id": unit_id} for unit_id in sorted(set(units))]
    if rows:
        connection.execute(insert(account_scope), rows)
