"""Who is there? The only screen for whom no session is open, and the button that ends one.

The form is streamlit-authenticator's, over the store's accounts; its cookie and its file of
accounts are not used. For: everybody.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_authenticator.views import Authenticate

from components.blocks.browser_script import run_script
from components.blocks.frame import show_language_switch, show_theme_switch
from components.reader import Reader
from store import clock
from store.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from store.sign_in import demo_accounts_on_offer, sign_in

CARD_WIDTH = 1040


class _NoCookie:
    """In place of the library's cookie: ours is set by our own route, and no script can read it."""

    def get_cookie(self) -> None: ...

    def set_cookie(self) -> None: ...


class _AsksTheStore:
    """In place of the library's accounts: hands name and password on and keeps the ticket."""

    def __init__(self, check: Callable[[str, str], str | None]) -> None:
        self._check = check
        self.was_asked = False
        self.ticket: str | None = None

    def login(self, username: str = "", password: str = "", *_: Any, **__: Any) -> bool:
        self.was_asked = True
        self.ticket = self._check(username, password)
        return self.ticket is not None


class _Form(Authenticate):  # type: ignore[misc]
    """The library's form alone. Its own __init__ would load its cookie, key and file."""

    def __init__(self, accounts: _AsksTheStore) -> None:
        self.attrs = {"login_sleep_time": 0}
        self.path = None
        self.cookie_controller = _NoCookie()
        self.authentication_controller = accounts


def show_sign_in(reader: Reader) -> None:
    """The sign-in page, whichever screen was asked for: after signing in that one opens."""
    with st.container(key="sign_in", horizontal_alignment="center", gap="medium"):
        with st.container(horizontal=True, horizontal_alignment="right", width=CARD_WIDTH):
            show_language_switch(reader)
            show_theme_switch(reader)
        with st.container(key="sign_in_card", border=True, width=CARD_WIDTH):
            brand, form = st.columns([11, 9], gap="large", vertical_alignment="center")
            with brand:
                _show_brand(reader)
            with form:
                _show_form(reader)
        offered = demo_accounts_on_offer()
        if offered:
            with st.container(key="sign_in_demo", width=CARD_WIDTH):
                _show_demo_accounts(reader, offered)


def show_sign_out_button(reader: Reader) -> None:
    """The button that ends the session in the store, in every tab, and clears the cookie."""
    if st.button(reader.text("sign_in.leave"), icon=":material/logout:", key="sign_out"):
        run_script("session.js", do="leave", failed=reader.text("sign_in.leave_failed"))


def _show_brand(reader: Reader) -> None:
    st.caption(reader.text("sign_in.owner"))
    st.title(reader.text("shell.board"), anchor=False)
    st.markdown(reader.text("sign_in.purpose"))


def _show_form(reader: Reader) -> None:
    accounts = _AsksTheStore(_ticket_for)
    _Form(accounts).login(
        key="sign_in_form",
        fields={
            "Form name": reader.text("sign_in.title"),
            "Username": reader.text("sign_in.username"),
            "Password": reader.text("sign_in.password"),
            "Login": reader.text("sign_in.enter"),
        },
    )
    if accounts.ticket is not None:
        st.caption(reader.text("sign_in.opening"))
        run_script(
            "session.js",
            do="enter",
            ticket=accounts.ticket,
            failed=reader.text("sign_in.enter_failed"),
        )
    elif accounts.was_asked:
        st.error(reader.text("sign_in.refused"), icon=":material/lock:")


def _ticket_for(username: str, password: str) -> str | None:
    return sign_in(
        username=username,
        password=password,
        now=clock.now(),
        address=st.context.ip_address,
        browser=st.context.headers.get("User-Agent"),
    )


def _show_demo_accounts(reader: Reader, offered: list[str]) -> None:
    st.markdown(f"**{reader.text('sign_in.demo_title')}**")
    header = [reader.text(f"sign_in.demo_{column}") for column in ("name", "role", "sees")]
    lines = [header, ["---"] * len(header)]
    for demo in DEMO_ACCOUNTS:
        if demo.username in offered:
            role = reader.text(f"shell.role_{demo.role}")
            sees = reader.text(f"sign_in.demo_sees_{demo.username}")
            lines.append([f"{demo.username}", role, sees])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))
    st.caption(reader.text("sign_in.demo_password", password=f"**{DEMO_PASSWORD}**"))
