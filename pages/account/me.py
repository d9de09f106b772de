"""Who am I to the board, what may I see, where am I signed in, and which links did I make?

For: everybody, about nobody but themselves.
"""

from datetime import datetime

import streamlit as st

from assets.addresses import FOLDER
from components.blocks.card import show_title
from components.blocks.own_links import show_own_links
from components.markup import safe
from components.reader import NO_VALUE, Reader
from components.state import current_reader
from components.visit import Visit, current_visit
from pages.account.browsers import browser_and_system
from pages.account.password import show_password_form
from store import clock
from store.audit_reading import TIME_ZONE
from store.own_account import (
    end_other_sessions,
    end_own_session,
    given_units,
    has_password,
    own_sessions,
)
from store.sessions import OpenSession

STYLE = FOLDER / "account.css"


def show() -> None:
    """Four cards: who one is, one's password, one's sessions, one's short links."""
    reader, visit = current_reader(), current_visit()
    st.html(STYLE)
    with st.container(key="account"):
        with st.container(key="card_account_who"):
            show_title(reader.text("account.title"), key="account_who")
            st.html(_who(reader, visit))
        with st.container(key="card_account_password"):
            show_title(reader.text("account.password_title"), key="account_password")
            if has_password(visit.person):
                show_password_form(reader, visit)
            else:
                st.text(reader.text("account.password_none"))
        with st.container(key="card_account_sessions"):
            _show_sessions(reader, visit)
        with st.container(key="card_account_links"):
            show_own_links(visit.person.account_id, reader=reader)


def _who(reader: Reader, visit: Visit) -> str:
    person = visit.person
    facts = {
        "post": safe(person.display_name),
        "username": safe(person.username),
        "role": reader.text(f"shell.role_{person.role}"),
        "may": reader.text(f"account.may_{person.role}"),
        "scope": _scope(reader, visit),
    }
    rows = "".join(
        f"<dt>{reader.text(f'account.{name}')}</dt><dd>{said}</dd>" for name, said in facts.items()
    )
    return f'<dl class="ioc-account-facts">{rows}</dl>'


def _scope(reader: Reader, visit: Visit) -> str:
    """The units given, in words; what comes with them is told by its number."""
    given = given_units(visit.person)
    if not given:
        return reader.text("account.scope_none")
    named = [
        reader.text(
            "account.scope_whole" if unit.is_province else "account.scope_unit",
            unit=safe(reader.pick(vars(unit), "full_name")),
            province=safe(reader.pick(vars(unit), "province")),
        )
        for unit in given
    ]
    units = "".join(f"<li>{one}</li>" for one in named)
    more = len(visit.person.scope.units) - sum(not unit.is_province for unit in given)
    also = reader.counted("account.scope_more", more) if more > 0 else ""
    return f"<ul>{units}</ul>{also}"


def _show_sessions(reader: Reader, visit: Visit) -> None:
    sessions = own_sessions(visit.person, now=clock.now())
    here = visit.person.session_id
    others = [session for session in sessions if session.session_id != here]

    def show_end_all() -> None:
        st.button(
            reader.text("account.end_others"),
            icon=":material/logout:",
            key="end_others",
            disabled=not others,
            on_click=_end_others,
            args=(visit,),
        )

    show_title(
        reader.counted("account.sessions", len(sessions)), key="sessions", control=show_end_all
    )
    for session in sorted(sessions, key=lambda session: session.session_id != here):
        is_here = session.session_id == here
        with st.container(
            key=f"session_{session.session_id}", horizontal=True, vertical_alignment="center"
        ):
            st.html(_session(reader, session, is_here=is_here))
            if not is_here:
                st.button(
                    reader.text("account.end_one"),
                    key=f"end_{session.session_id}",
                    on_click=_end_one,
                    args=(visit, session.session_id),
                )
    st.caption(reader.text("account.sessions_note"))


def _session(reader: Reader, session: OpenSession, *, is_here: bool) -> str:
    mark = f" <b>{reader.text('account.this_session')}</b>" if is_here else ""
    when = reader.text(
        "account.session_when",
        since=_moment(reader, session.created_at),
        last=_moment(reader, session.last_seen_at),
        address=safe(session.address or reader.text("account.address_own"), limit=64),
    )
    return (
        '<div class="ioc-session">'
        f"<p>{_browser(reader, session.browser)}{mark}</p><p>{when}</p></div>"
    )


def _browser(reader: Reader, calls_itself: str | None) -> str:
    browser, system = browser_and_system(calls_itself)
    if browser is None and system is None:
        return reader.text("account.browser_unknown")
    return reader.text("account.browser", browser=browser or NO_VALUE, system=system or NO_VALUE)


def _moment(reader: Reader, moment: datetime) -> str:
    local = moment.astimezone(TIME_ZONE)
    return f"{local:%H:%M} {reader.date(local.date())}"


def _end_one(visit: Visit, session_id: int) -> None:
    end_own_session(visit.person, session_id, now=clock.now(), caller=visit.caller)


def _end_others(visit: Visit) -> None:
    end_other_sessions(visit.person, now=clock.now(), caller=visit.caller)


show()
