"""The one door in: a name and a password become a ticket, or nothing."""

from datetime import datetime, timedelta

from store.accounts import check_password
from store.database import engine
from store.demo_accounts import demo_usernames
from store.sessions import open_session
from store.settings import Mode, Settings, current_settings


def sign_in(
    *,
    username: str,
    password: str,
    now: datetime,
    address: str | None = None,
    browser: str | None = None,
    settings: Settings | None = None,
) -> str | None:
    """A ticket for the browser (see store/sessions.py), or None without saying what was wrong."""
    known = settings or current_settings()
    doors = engine(known.database_url)
    with doors.begin() as connection:
        found = check_password(
            connection,
            username=username,
            password=password,
            demo_allowed=known.mode is Mode.DEMO,
        )
    if found is None:
        return None
    # Hashing takes a quarter of a second: the store is locked for writing only after it.
    with doors.execution_options(writes=True).begin() as connection:
        return open_session(
            connection,
            found.account_id,
            now=now,
            lifetime=timedelta(hours=known.session_hours),
            address=address,
            browser=browser,
        )


def demo_accounts_on_offer(settings: Settings | None = None) -> list[str]:
    """The demo accounts that the sign-in page names: none in production."""
    known = settings or current_settings()
    if known.mode is not Mode.DEMO:
        return []
    with engine(known.database_url).begin() as connection:
        return demo_usernames(connection)
