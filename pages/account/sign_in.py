"""Who is there? The only screen for whom no session is open, and the button that ends one.

The form is streamlit-authenticator's, over the store's accounts; its cookie and its file of
accounts are not used. For: everybody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit_authenticator.views import Authenticate

from assets.addresses import FOLDER, address_of
from components.blocks.browser_script import run_script
from components.blocks.frame import show_language_switch, show_theme_switch
from components.reader import Reader
from pages.account.provider import show_sign_in_by_provider
from store import clock
from store.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from store.sign_in import NOBODY_KNOWN, Caller, demo_accounts_on_offer, sign_in
from store.throttling import TooManyAttempts

STYLE = FOLDER / "sign-in.css"


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
        self.came_too_early: TooManyAttempts | None = None

    def login(self, username: str = "", password: str = "", *_: Any, **__: Any) -> bool:
        self.was_asked = True
        try:
            self.ticket = self._check(username, password)
        except TooManyAttempts as refused:
            self.came_too_early = refused
        return self.ticket is not None


class _Form(Authenticate):  # type: ignore[misc]
    """The library's form alone. Its own __init__ would load its cookie, key and file."""

    def __init__(self, accounts: _AsksTheStore) -> None:
        self.attrs = {"login_sleep_time": 0}
        self.path = None
        self.cookie_controller = _NoCookie()
        self.authentication_controller = accounts


def show_sign_in(reader: Reader, *, caller: Caller = NOBODY_KNOWN) -> None:
    """The sign-in page, whichever screen was asked for: after signing in that one opens."""
    with beside_the_name(reader):
        show_sign_in_by_provider(reader)
        _show_form(reader, caller)
        offered = demo_accounts_on_offer()
        if offered:
            st.html(_demo_accounts(reader, offered))


@contextmanager
def beside_the_name(reader: Reader) -> Iterator[None]:
    """The page of who may not see the board yet: its name at the left, a box at the right."""
    st.html(STYLE)
    with st.container(key="sign_in"):
        st.html(_brand(reader))
        with st.container(key="sign_in_side"):
            with st.container(
                horizontal=True, horizontal_alignment="right", vertical_alignment="center"
            ):
                show_language_switch(reader)
                show_theme_switch(reader)
            with st.container(key="sign_in_box"):
                yield


def show_sign_out_button(reader: Reader) -> None:
    """The button that ends the session in the store, in every tab, and clears the cookie."""
    if st.button(reader.text("sign_in.leave"), icon=":material/logout:", key="sign_out"):
        run_script("session.js", do="leave", failed=reader.text("sign_in.leave_failed"))


def _brand(reader: Reader) -> str:
    return (
        '<div class="sign-in-brand">'
        f'<img src="{address_of("icons/board.svg")}" alt="">'
        f'<p class="sign-in-owner">{reader.text("sign_in.owner")}</p>'
        f"<h1>{reader.text('shell.board')}</h1>"
        f"<p>{reader.text('sign_in.purpose')}</p>"
        "</div>"
    )


def _show_form(reader: Reader, caller: Caller) -> None:
    def ticket_for(username: str, password: str) -> str | None:
        return sign_in(username=username, password=password, now=clock.now(), caller=caller)

    accounts = _AsksTheStore(ticket_for)
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
    elif accounts.came_too_early is not None:
        st.error(accounts.came_too_early.sentence(language=reader.language), icon=":material/lock:")
    elif accounts.was_asked:
        st.error(reader.text("sign_in.refused"), icon=":material/lock:")


def _demo_accounts(reader: Reader, offered: list[str]) -> str:
    shared = reader.text("sign_in.demo_password", password=f"<b>{DEMO_PASSWORD}</b>")
    rows = "".join(
        f"<dt>{name}</dt><dd>{reader.text(f'sign_in.demo_sees_{name}')}</dd>"
        for name in (demo.username for demo in DEMO_ACCOUNTS)
        if name in offered
    )
    return (
        '<section class="sign-in-demo">'
        f"<h2>{reader.text('sign_in.demo_title')} <span>{shared}</span></h2><dl>{rows}</dl>"
        "</section>"
    )
