"""The way out: the session of a cookie ends, and the log says whose it was."""

from datetime import datetime, timedelta

from store import audit
from store.database import engine
from store.sessions import end_session, signed_in
from store.settings import Settings


def sign_out(token: str, *, now: datetime, settings: Settings) -> None:
    """End the session of `token` in every tab and process; an unknown token is no matter."""
    idle = timedelta(minutes=settings.idle_minutes)
    with engine(settings.database_url).execution_options(writes=True).begin() as connection:
        person = signed_in(connection, token, now=now, idle=idle)
        end_session(connection, token, now=now)
        if person is not None:
            audit.record(
                connection,
                now=now,
                action=audit.Action.SIGNED_OUT,
                subject=person.username,
                account_id=person.account_id,
            )
