"""The second door in: whom an identity provider has named becomes a session, or nobody.

Who comes by it has no password of ours to change: a first password that its holder never changed
lapses here, so that the change is not asked for and nobody else can use it.
"""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, select

from store import audit
from store.accounts import MAX_USERNAME, drop_password, fold_username
from store.database import engine
from store.sessions import end_session, open_session, redeem_ticket
from store.settings import Mode, Settings
from store.sign_in import NOBODY_KNOWN, Caller
from store.tables import account

# How a sign-in says in the audit log that no password was asked for here.
BY_PROVIDER = {"by": "oidc"}


def sign_in_by_provider(
    *,
    claimed: str,
    now: datetime,
    settings: Settings,
    caller: Caller = NOBODY_KNOWN,
    old_token: str | None = None,
) -> str | None:
    """A token for the browser's cookie; None when no open account bears the name `claimed`.

    `old_token`, what was open in the same browser before, ends.
    """
    with engine(settings.database_url).execution_options(writes=True).begin() as connection:
        found = _account_named(connection, claimed)
        is_open = found is not None and found["disabled_at"] is None
        if found is None or not is_open or (found["is_demo"] and settings.mode is not Mode.DEMO):
            audit.record(
                connection,
                now=now,
                action=audit.Action.SIGN_IN_REFUSED,
                # Only a name that is an account's: the provider knows more people than we do.
                subject=found["username"] if found else "",
                address=caller.address,
                detail=BY_PROVIDER,
            )
            return None
        if old_token:
            end_session(connection, old_token, now=now)
        if found["must_change_password"]:
            drop_password(connection, found["id"], now=now)
            audit.record(
                connection,
                now=now,
                action=audit.Action.PASSWORD_DROPPED,
                subject=found["username"],
                account_id=found["id"],
                address=caller.address,
                detail=BY_PROVIDER,
            )
        ticket = open_session(
            connection,
            found["id"],
            now=now,
            lifetime=timedelta(hours=settings.session_hours),
            address=caller.address,
            browser=caller.browser,
        )
        token = redeem_ticket(connection, ticket, now=now)
        audit.record(
            connection,
            now=now,
            action=audit.Action.SIGNED_IN,
            subject=found["username"],
            account_id=found["id"],
            address=caller.address,
            detail=BY_PROVIDER,
        )
        return token


def _account_named(connection: Connection, claimed: str) -> RowMapping | None:
    name = fold_username(claimed)
    # To a provider `admin` and its full-width spelling may be two people: only capitals may differ.
    is_plain = unicodedata.normalize("NFC", claimed).casefold() == name
    if not is_plain or not 0 < len(name) <= MAX_USERNAME:
        return None
    columns = (
        account.c.id,
        account.c.username,
        account.c.is_demo,
        account.c.disabled_at,
        account.c.must_change_password,
    )
    rows = connection.execute(select(*columns).where(account.c.username == name))
    return rows.mappings().one_or_none()
