"""Who is there: from the session cookie to the person and what they may see, at every action."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from server.browser_cookie import browser_id_in
from server.session_cookie import token_in
from store import clock
from store.accounts import SignedIn
from store.database import engine
from store.sessions import live_session, note_activity
from store.settings import current_settings
from store.sign_in import Caller

_log = logging.getLogger(__name__)
# Beside the reader's thread: while a long import holds the store, nobody waits for this note.
_notes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="activity")
_being_noted: set[int] = set()


def session_token() -> str | None:
    """What the session cookie of the running screen holds; the one place that reads it."""
    return token_in(st.context.cookies, settings=current_settings())


def current_caller() -> Caller:
    """Where the running screen's action comes from, known person or not."""
    return Caller(
        address=st.context.ip_address,
        browser=st.context.headers.get("User-Agent"),
        browser_id=browser_id_in(st.context.cookies, settings=current_settings()),
    )


def current_visitor() -> SignedIn | None:
    """Who uses the running screen, or None: then only the sign-in page may be drawn.

    Asked at every rerun, in one SQL statement, so that what was ended elsewhere ends here. Who
    must first change the password is somebody here: they need the form for it.
    """
    return _person_of(session_token())


def visitor_of(token: str | None) -> SignedIn | None:
    """Who may have figures and files by the cookie's `token`: nobody before a forced change."""
    person = _person_of(token)
    return None if person is None or person.must_change_password else person


def _person_of(token: str | None) -> SignedIn | None:
    if not token:
        return None
    settings, now = current_settings(), clock.now()
    with engine(settings.database_url).begin() as connection:
        found = live_session(
            connection, token, now=now, idle=timedelta(minutes=settings.idle_minutes)
        )
    if found is None:
        return None
    if found.is_due_for_noting(now=now) and found.session_id not in _being_noted:
        _being_noted.add(found.session_id)
        _notes.submit(_note, settings.database_url, found.session_id)
    return found.person


def _note(database_url: str, session_id: int) -> None:
    try:
        with engine(database_url).execution_options(writes=True).begin() as connection:
            note_activity(connection, session_id, now=clock.now())
    except SQLAlchemyError as error:
        _log.warning("A session's last action was not noted: %s", type(error).__name__)
    finally:
        _being_noted.discard(session_id)
