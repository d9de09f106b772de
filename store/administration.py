"""What an administrator does to accounts: each act is checked, done and recorded as one.

Whoever acts must be an administrator at that very moment, and acts on what they saw: when
somebody else was quicker, the act is refused and says so. What is done holds at the account's
next action, because every action asks the store who is there.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from store import accounts, audit, clock
from store.account_list import Account, read_accounts, read_units
from store.audit import Action
from store.database import engine
from store.refused import Refused
from store.sessions import end_all_sessions
from store.settings import Mode, current_settings
from store.signed_in import SignedIn, people, person
from store.tables import account

ADMINISTRATOR = "administrator"
# Without letters that are taken for one another when read aloud or from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LETTERS_IN_A_GROUP, GROUPS = 4, 4


class AdministrationRefused(Refused):
    """An act that is not allowed, or that came too late."""


class ChangedMeanwhile(AdministrationRefused):
    """Somebody else was quicker."""


@dataclass(frozen=True)
class Act:
    """One transaction of one administrator, as they are at this moment."""

    connection: Connection
    by: SignedIn
    now: datetime

    def record(self, action: Action, username: str, **detail: audit.Detail) -> None:
        audit.record(
            self.connection,
            now=self.now,
            action=action,
            subject=username,
            account_id=self.by.account_id,
            detail=detail,
        )


def create_account(
    by: int, *, username: str, display_name: str, role: str, unit_ids: Iterable[int]
) -> str:
    """A new account; gives its first password, to be shown once and changed at first sign-in.

    `by` is the id of the acting account, here and below. Raises Refused.
    """
    password = new_password()
    with acting(by) as act:
        given = frozenset(unit_ids)
        refuse_foreign_units(act, given)
        accounts.create_account(
            act.connection,
            username=username,
            display_name=display_name,
            role=role,
            password=password,
            units=given,
            now=act.now,
        )
        name = accounts.fold_username(username)
        act.record(Action.ACCOUNT_CREATED, name, role=role, units=_named(act, given))
    return password


def change_account(by: int, seen: Account, *, role: str, unit_ids: Iterable[int]) -> None:
    """Give the account `role` and exactly the units of `unit_ids`. Raises Refused.

    `seen` is what the administrator saw: refused when role or scope have changed since.
    """
    given = frozenset(unit_ids)
    with acting(by) as act:
        present = _account(act, seen.account_id)
        if (present.role, present.unit_ids) != (seen.role, seen.unit_ids):
            raise ChangedMeanwhile("administration.changed_meanwhile", name=seen.username)
        if given != present.unit_ids:
            refuse_foreign_units(act, given ^ present.unit_ids)
            accounts.set_scope(act.connection, present.account_id, units=given)
            act.record(Action.SCOPE_CHANGED, present.username, units=_named(act, given))
        if role != present.role:
            accounts.set_role(act.connection, present.account_id, role=role)
            _refuse_without_administrator(act)
            act.record(Action.ROLE_CHANGED, present.username, role=role, role_before=present.role)


def reset_password(by: int, account_id: int) -> str:
    """End all sessions and set a password that is shown once and changed at the next sign-in.

    Refused for oneself: the session that should show the password would be over.
    """
    password = new_password()
    with acting(by) as act:
        present = _account(act, account_id)
        if account_id == act.by.account_id:
            raise AdministrationRefused("administration.not_own_password")
        accounts.change_password(
            act.connection,
            account_id,
            password=password,
            now=act.now,
            must_change_password=True,
        )
        act.record(Action.PASSWORD_RESET, present.username)
    return password


def disable_account(by: int, account_id: int) -> None:
    """Shut the account and end its sessions. Refused for oneself and the last administrator."""
    with acting(by) as act:
        present = _account(act, account_id)
        if account_id == act.by.account_id:
            raise AdministrationRefused("administration.not_oneself")
        if present.is_disabled:
            raise AdministrationRefused("administration.disabled_already", name=present.username)
        accounts.disable(act.connection, account_id, now=act.now)
        _refuse_without_administrator(act)
        act.record(Action.ACCOUNT_DISABLED, present.username)


def enable_account(by: int, account_id: int) -> None:
    """Open a disabled account again; its password is as before."""
    with acting(by) as act:
        present = _account(act, account_id)
        if not present.is_disabled:
            raise AdministrationRefused("administration.enabled_already", name=present.username)
        accounts.enable(act.connection, account_id)
        act.record(Action.ACCOUNT_ENABLED, present.username)


def end_sessions(by: int, account_id: int) -> int:
    """End every session of the account; gives how many were open."""
    with acting(by) as act:
        present = _account(act, account_id)
        ended = end_all_sessions(act.connection, account_id, now=act.now)
        act.record(Action.SESSIONS_ENDED, present.username, sessions=ended)
    return ended


def new_password() -> str:
    """A password to be read out once: four groups of four letters and digits, about 79 bits."""
    groups = (
        "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_A_GROUP)) for _ in range(GROUPS)
    )
    return "-".join(groups)


@contextmanager
def acting(by: int) -> Iterator[Act]:
    """Begin the act of the account `by`. Raises Refused unless it is an administrator's now."""
    with engine(current_settings().database_url).execution_options(writes=True).begin() as made:
        # From here on nobody else administers: two who take the role from each other meet here.
        audit.take_turn(made)
        still_there = (account.c.id == by) & account.c.disabled_at.is_(None)
        found = person(made.execute(people(source=account, where=still_there)).mappings())
        if found is None or found.role != ADMINISTRATOR:
            raise AdministrationRefused("administration.no_administrator")
        yield Act(made, found, clock.now())


def _account(act: Act, account_id: int) -> Account:
    found = read_accounts(act.connection, account_id=account_id)
    if not found:
        raise AdministrationRefused("administration.no_account")
    return found[0]


def refuse_foreign_units(act: Act, unit_ids: frozenset[int]) -> None:
    """Nobody gives or takes what they do not see themselves."""
    known = read_units(act.connection)
    if not all(unit_id in known and known[unit_id].lies_in(act.by.scope) for unit_id in unit_ids):
        raise AdministrationRefused("administration.foreign_unit")


def _refuse_without_administrator(act: Act) -> None:
    """Undo what would leave nobody to administer."""
    administrators = (account.c.role == ADMINISTRATOR) & account.c.disabled_at.is_(None)
    if current_settings().mode is Mode.PRODUCTION:
        administrators &= account.c.is_demo.is_(False)
    counted = select(func.count()).select_from(account).where(administrators)
    if not act.connection.scalar(counted):
        raise AdministrationRefused("administration.last_administrator")


def _named(act: Act, unit_ids: frozenset[int]) -> list[str]:
    """Units in an event: by the path that the command line takes, which outlives a new store."""
    known = read_units(act.connection)
    return sorted(known[unit_id].path for unit_id in unit_ids)
