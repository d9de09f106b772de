"""The one door in: a name and a password become a ticket, or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from store import audit
from store.accounts import check_password, fold_username, is_account
from store.database import engine
from store.demo_accounts import demo_usernames
from store.sessions import open_session
from store.settings import Mode, Settings, current_settings
from store.signed_in import SignedIn
from store.throttling import claim_attempt, confirm_attempt, place_of


@dataclass(frozen=True)
class Caller:
    """Where a request comes from.

    `address` as the server tells it, `browser` as it names itself,
    `browser_id` the secret this browser keeps from its last sign-in.
    """

    address: str | None = None
    browser: str | None = None
    browser_id: str | None = None


NOBODY_KNOWN = Caller()


def sign_in(
    *,
    username: str,
    password: str,
    now: datetime,
    caller: Caller = NOBODY_KNOWN,
    settings: Settings | None = None,
) -> str | None:
    """A ticket for the browser (see store/sessions.py), or None without saying what was wrong.

    Raises store.throttling.TooManyAttempts when the try comes too early, whoever was named.
    """
    known = settings or current_settings()
    name = fold_username(username)
    if not name or not password:
        return None
    doors = engine(known.database_url)
    writing = doors.execution_options(writes=True)
    with writing.begin() as connection:
        attempt = claim_attempt(
            connection,
            username=name,
            place=place_of(caller.address, caller.browser_id),
            now=now,
        )
    # Hashing takes a quarter of a second: nobody is kept from writing meanwhile.
    with doors.begin() as connection:
        found = check_password(
            connection,
            username=username,
            password=password,
            demo_allowed=known.mode is Mode.DEMO,
        )
    with writing.begin() as connection:
        if found is None:
            _note_refusal(connection, name, caller=caller, now=now)
            return None
        confirm_attempt(connection, attempt)
        lifetime = timedelta(hours=known.session_hours)
        return _enter(connection, found, caller=caller, now=now, lifetime=lifetime)


def demo_accounts_on_offer(settings: Settings | None = None) -> list[str]:
    """The demo accounts that the sign-in page names: none in production."""
    known = settings or current_settings()
    if known.mode is not Mode.DEMO:
        return []
    with engine(known.database_url).begin() as connection:
        return demo_usernames(connection)


def _enter(
    connection: Connection, who: SignedIn, *, caller: Caller, now: datetime, lifetime: timedelta
) -> str:
    ticket = open_session(
        connection,
        who.account_id,
        now=now,
        lifetime=lifetime,
        address=caller.address,
        browser=caller.browser,
    )
    audit.record(
        connection,
        now=now,
        action=audit.Action.SIGNED_IN,
        subject=who.username,
        account_id=who.account_id,
        address=caller.address,
    )
    return ticket


def _note_refusal(connection: Connection, name: str, *, caller: Caller, now: datetime) -> None:
    # Only a name that is an account's: what else is typed there may be a password.
    audit.record(
        connection,
        now=now,
        action=audit.Action.SIGN_IN_REFUSED,
        subject=name if is_account(connection, username=name) else "",
        address=caller.address,
    )
