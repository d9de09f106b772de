"""What somebody may do to the account they are signed in to: its password and its sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from store import audit
from store.accounts import change_password, check_password
from store.database import engine
from store.passwords import NO_PASSWORD, PasswordRefused
from store.refused import Refused
from store.sessions import (
    OpenSession,
    end_all_sessions,
    end_one_session,
    is_open,
    open_sessions,
)
from store.settings import Mode, Settings, current_settings
from store.sign_in import Caller
from store.signed_in import SignedIn
from store.tables import account, account_scope, province, unit
from store.throttling import claim_attempt, confirm_attempt, place_of


class OldPasswordWrong(Refused):
    """Who asks for a new password does not know the old one."""


def change_own_password(
    person: SignedIn,
    *,
    old: str,
    new: str,
    now: datetime,
    caller: Caller,
    settings: Settings | None = None,
) -> None:
    """Set a new password and end every other session of the account.

    Raises OldPasswordWrong, PasswordRefused for an unfit new one, and TooManyAttempts: the old
    password can be guessed here no oftener than on the sign-in page.
    """
    known = settings or current_settings()
    if new == old:
        raise PasswordRefused("account.password_same")
    doors = engine(known.database_url)
    writing = doors.execution_options(writes=True)
    with writing.begin() as connection:
        attempt = claim_attempt(
            connection,
            username=person.username,
            place=place_of(caller.address, caller.browser_id),
            now=now,
        )
    with doors.begin() as connection:
        found = check_password(
            connection,
            username=person.username,
            password=old,
            demo_allowed=known.mode is Mode.DEMO,
        )
    if found is None or found.account_id != person.account_id:
        raise OldPasswordWrong("account.old_wrong")
    with writing.begin() as connection:
        confirm_attempt(connection, attempt)
    with writing.begin() as connection:
        change_password(connection, person.account_id, password=new, now=now, but=person.session_id)
        _record(connection, audit.Action.PASSWORD_CHANGED, person, caller=caller, now=now)


def has_password(person: SignedIn, *, settings: Settings | None = None) -> bool:
    """False for who signs in by an identity provider alone."""
    asked = select(account.c.password_hash).where(account.c.id == person.account_id)
    with engine((settings or current_settings()).database_url).begin() as connection:
        return connection.scalar(asked) != NO_PASSWORD


@dataclass(frozen=True)
class GivenUnit:
    """A unit that stands in an account's scope; what comes with it is not listed."""

    full_name_vi: str
    full_name_en: str
    province_vi: str
    province_en: str
    is_province: bool


def given_units(person: SignedIn, *, settings: Settings | None = None) -> list[GivenUnit]:
    """The units given to this person's account, whole provinces first."""
    asked = (
        select(
            unit.c.full_name_vi,
            unit.c.full_name_en,
            province.c.name_vi,
            province.c.name_en,
            unit.c.level == "province",
        )
        .join(account_scope, account_scope.c.unit_id == unit.c.id)
        .join(province, province.c.id == unit.c.province_id)
        .where(account_scope.c.account_id == person.account_id)
        .order_by(unit.c.level != "province", province.c.id, unit.c.code)
    )
    with engine((settings or current_settings()).database_url).begin() as connection:
        return [GivenUnit(*row) for row in connection.execute(asked)]


def own_sessions(
    person: SignedIn, *, now: datetime, settings: Settings | None = None
) -> list[OpenSession]:
    """The open sessions of this person's account, the last used first."""
    known = settings or current_settings()
    with engine(known.database_url).begin() as connection:
        return open_sessions(
            connection,
            person.account_id,
            now=now,
            idle=timedelta(minutes=known.idle_minutes),
        )


def end_own_session(
    person: SignedIn,
    session_id: int,
    *,
    now: datetime,
    caller: Caller,
    settings: Settings | None = None,
) -> None:
    """End one session of this person's account; one that is over or another's is no matter.

    Nor is anything done when the person's own session has ended meanwhile.
    """
    known = settings or current_settings()
    with engine(known.database_url).execution_options(writes=True).begin() as connection:
        if not _is_still_here(connection, person, now=now, settings=known):
            return
        if end_one_session(connection, session_id, account_id=person.account_id, now=now):
            _record(connection, audit.Action.SESSION_ENDED, person, caller=caller, now=now)


def end_other_sessions(
    person: SignedIn, *, now: datetime, caller: Caller, settings: Settings | None = None
) -> int:
    """End all sessions of this person's account but the one they are here by; gives how many.

    None when their own has ended meanwhile.
    """
    known = settings or current_settings()
    with engine(known.database_url).execution_options(writes=True).begin() as connection:
        if not _is_still_here(connection, person, now=now, settings=known):
            return 0
        ended = end_all_sessions(connection, person.account_id, now=now, but=person.session_id)
        if ended:
            _record(connection, audit.Action.SESSIONS_ENDED, person, caller=caller, now=now)
    return ended


def _is_still_here(
    connection: Connection, person: SignedIn, *, now: datetime, settings: Settings
) -> bool:
    """Asked at the act itself: a press may arrive before the screen has asked who is there."""
    idle = timedelta(minutes=settings.idle_minutes)
    return person.session_id is not None and is_open(
        connection, person.session_id, now=now, idle=idle
    )


def _record(
    connection: Connection, action: audit.Action, person: SignedIn, *, caller: Caller, now: datetime
) -> None:
    audit.record(
        connection,
        now=now,
        action=action,
        subject=person.username,
        account_id=person.account_id,
        address=caller.address,
    )
