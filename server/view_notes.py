"""Who saw which screen with which filters, noted in the audit log beside the reader's path."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from store import audit, clock
from store.database import engine
from store.settings import current_settings
from store.signed_in import SignedIn

# While a long import holds the store, each try waits (store/database.py) before it gives up.
TRIES = 12
MOST_REMEMBERED = 10_000

_log = logging.getLogger(__name__)
_notes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="view-notes")
# Store, account, session, screen.
Key = tuple[str, int, int | None, str]
_noted: dict[Key, datetime] = {}
_lock = Lock()
# In place of a minute: for what is noted once.
_ONCE = datetime(1, 1, 1, tzinfo=UTC)


def note_view(visitor: SignedIn, *, screen: str, filters: Mapping[str, str]) -> None:
    """Note that `visitor` saw `screen`: at most once per session, screen and minute."""
    url, now = current_settings().database_url, clock.now()
    key = (url, visitor.account_id, visitor.session_id, screen)
    if _is_new(key, now.replace(second=0, microsecond=0)):
        _notes.submit(_write, url, visitor.account_id, screen, dict(filters), now)


def note_live_view(visitor: SignedIn, *, meeting: int, detail: Mapping[str, audit.Detail]) -> None:
    """Note that `visitor` sees the newest figures while `meeting` stands still at others.

    Once per session, meeting and what `detail` says.
    """
    url, now = current_settings().database_url, clock.now()
    about = "~".join(map(str, ("live", meeting, *detail.values())))
    if _is_new((url, visitor.account_id, visitor.session_id, about), _ONCE):
        by, action = visitor.account_id, audit.Action.SAW_LIVE
        _notes.submit(_write, url, by, str(meeting), dict(detail), now, action=action)


def note_link_opened(visitor: SignedIn, code: str) -> None:
    """Note that `visitor` followed the short link `code`."""
    url, action = current_settings().database_url, audit.Action.LINK_OPENED
    _notes.submit(_write, url, visitor.account_id, code, {}, clock.now(), action=action)


def wait_until_written() -> None:
    """Return when every view noted so far is in the log, or given up."""
    _notes.submit(lambda: None).result()


def _is_new(key: Key, minute: datetime) -> bool:
    with _lock:
        if _noted.get(key) == minute:
            return False
        if len(_noted) >= MOST_REMEMBERED:
            _noted.clear()
        _noted[key] = minute
    return True


def _write(
    url: str,
    account_id: int,
    screen: str,
    filters: dict[str, audit.Detail],
    now: datetime,
    *,
    action: audit.Action = audit.Action.SAW,
) -> None:
    for _ in range(TRIES):
        try:
            with engine(url).execution_options(writes=True).begin() as connection:
                audit.record(
                    connection,
                    now=now,
                    action=action,
                    subject=screen,
                    account_id=account_id,
                    detail=filters,
                )
            return
        except SQLAlchemyError as error:
            reason = type(error).__name__
    _log.warning("Who saw the screen %s was not noted: %s", screen, reason)
