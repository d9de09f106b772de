"""Sign-in by an identity provider: our accounts, our sessions, and nothing of it when it is off."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Page, expect
from sqlalchemy import select

from components.reader import Reader
from server.oidc import secrets_for_streamlit
from store import audit, clock
from store.accounts import change_password, disable, find_account
from store.database import engine
from store.settings import Settings
from store.tables import audit_event, session
from tests.app.caller import Caller
from tests.browser.board import Board, NewVisitor, serving
from tests.browser.screens import SignIn, Situation
from tests.oidc_provider import Provider, running_provider
from tests.postgres import free_port
from tests.store.people import account, reading, units_of, writing

USERNAME = "nguyen.van.a"


@dataclass(frozen=True)
class Joined:
    """A board that takes the word of `provider`."""

    board: Board
    provider: Provider

    @property
    def url(self) -> str:
        return self.board.url


@pytest.fixture
def joined(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    units = units_of(sqlite_url)
    account(sqlite_url, units=[units["province"]], username=USERNAME)
    engine(sqlite_url).dispose()
    folder = tmp_path_factory.mktemp("joined")
    url = f"http://localhost:{free_port()}"
    board = Board(url=url, database_url=sqlite_url, data_dir=folder, log=folder / "server.log")
    with ExitStack() as stack:
        provider = stack.enter_context(running_provider())
        stack.enter_context(serving(board, **provider.settings(url)))
        yield Joined(board, provider)


class ByProvider(SignIn):
    """The sign-in page with the provider's button."""

    def set_provider(self) -> None:
        """Press the button; the provider asks nothing and sends the browser back."""
        self.page.get_by_role("button", name=self.reader.text("provider.enter")).click()

    def expect_told(self, reason: str) -> None:
        expect(self.page.get_by_text(self.reader.text(f"provider.{reason}"))).to_be_visible()
        self.expect_shown()


def sign_in(joined: Joined, page: Page, address: str = "/?lang=vi", **person: object) -> ByProvider:
    joined.provider.person = dict(person) or None
    page.goto(address)
    form = ByProvider(page, language="en" if "lang=en" in address else "vi")
    form.set_provider()
    return form


def expect_signed_in(page: Page) -> None:
    expect(page.locator(".st-key-topline")).to_be_visible()


def cookies_of(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


def test_whom_the_provider_names_gets_a_session_of_ours_and_no_other_cookie(
    joined: Joined, new_visitor: NewVisitor
) -> None:
    page = new_visitor(joined)
    sign_in(joined, page, preferred_username="Nguyen.Van.A")
    expect_signed_in(page)
    assert "ioc_session" in cookies_of(page)
    assert not [name for name in cookies_of(page) if name.startswith("_streamlit_user")]
    with reading(joined.board.database_url) as connection:
        (told,) = connection.execute(
            select(audit_event.c.subject, audit_event.c.detail).where(
                audit_event.c.action == audit.Action.SIGNED_IN
            )
        ).all()
    assert told.subject == USERNAME and "oidc" in told.detail

    # Signing out ends it: the sign-in page stays, and does not sign in again by itself.
    kept = page.context.storage_state()
    Situation(page).set_signed_out()
    SignIn(page).expect_shown()
    page.reload()
    SignIn(page).expect_shown()
    replayed = new_visitor(joined, storage_state=kept)
    replayed.goto("/?lang=vi")
    SignIn(replayed).expect_shown()

    said = joined.board.log.read_text()
    for never in (USERNAME, "Nguyen.Van.A", "code=", *cookies_of(page).values()):
        assert never not in said


def test_whom_we_do_not_know_or_have_shut_out_is_told_so_and_gets_nothing(
    joined: Joined, new_visitor: NewVisitor
) -> None:
    page = new_visitor(joined)
    sign_in(joined, page, preferred_username="nobody.of.ours").expect_told("unknown")
    # To the provider a full-width spelling is somebody else.
    sign_in(joined, page, preferred_username="ｎguyen.van.a").expect_told("unknown")
    sign_in(joined, page, preferred_username=[USERNAME]).expect_told("unknown")
    sign_in(joined, page, email=USERNAME).expect_told("unknown")
    with writing(joined.board.database_url) as connection:
        disable(connection, find_account(connection, username=USERNAME), now=clock.now())
    sign_in(joined, page, preferred_username=USERNAME).expect_told("unknown")
    assert "ioc_session" not in cookies_of(page)
    with reading(joined.board.database_url) as connection:
        assert connection.scalars(select(session.c.id)).all() == []


@pytest.mark.trust("A4")
def test_what_the_provider_did_not_say_or_sign_is_not_believed(
    joined: Joined, new_visitor: NewVisitor
) -> None:
    page = new_visitor(joined)
    sign_in(joined, page).expect_told("failed")
    sign_in(joined, page, preferred_username=USERNAME, nonce="another").expect_told("failed")
    sign_in(joined, page, preferred_username=USERNAME, aud="another").expect_told("failed")
    sign_in(joined, page, preferred_username=USERNAME, exp=1).expect_told("failed")
    joined.provider.forged_with = RSAKey.generate_key(2048, {"kid": "one"})
    sign_in(joined, page, preferred_username=USERNAME).expect_told("failed")
    # An answer that nobody asked for in this browser.
    page.goto("/oauth2callback?code=x&state=y")
    ByProvider(page).expect_told("failed")
    assert "ioc_session" not in cookies_of(page)


def test_without_a_provider_its_addresses_are_shut_and_its_button_is_not_there(
    caller: Caller,
) -> None:
    for address in ("/auth/login", "/oauth2callback", "/oauth2callback?code=x&state=y"):
        assert caller.ask(address, cookie=caller.cookie()).status == 404, address
    assert secrets_for_streamlit(Settings(oidc_client_id="board")) is None


def test_the_screen_first_asked_for_opens_after_the_provider(
    joined: Joined, new_visitor: NewVisitor
) -> None:
    page = new_visitor(joined)
    asked = "/account?lang=en&province=nghe-an"
    form = sign_in(joined, page, asked, preferred_username="nobody.of.ours")
    form.expect_told("unknown")
    joined.provider.person = {"preferred_username": USERNAME}
    form.set_provider()
    expect_signed_in(page)
    expect(page).to_have_url(f"{joined.url}{asked}")
    expect(page.get_by_text(Reader("en").text("account.sessions_note"))).to_be_visible()
    assert "ioc_return" not in cookies_of(page)


def test_whom_the_provider_names_is_asked_for_no_password(
    joined: Joined, new_visitor: NewVisitor
) -> None:
    with writing(joined.board.database_url) as connection:
        account_id = find_account(connection, username=USERNAME)
        given = "mật khẩu do quản trị cấp"
        change_password(
            connection, account_id, password=given, now=clock.now(), must_change_password=True
        )
    page = new_visitor(joined)
    sign_in(joined, page, "/account?lang=vi", preferred_username=USERNAME)
    expect_signed_in(page)
    expect(page.get_by_text(Reader("vi").text("account.password_none"))).to_be_visible()
    expect(page.locator("input[type=password]")).to_have_count(0)
