import re

import pytest
from streamlit.testing.v1 import AppTest

from store import clock
from store.accounts import disable, find_account
from store.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, create_demo_accounts
from store.sessions import redeem_ticket
from tests.store.people import writing


def page(language: str) -> None:
    # The test harness runs this function's text alone.
    from components.reader import Reader  # noqa: PLC0415
    from pages.account.sign_in import show_sign_in  # noqa: PLC0415

    show_sign_in(Reader(language))


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    with writing(sqlite_url) as connection:
        create_demo_accounts(connection, now=clock.now())
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def shown(language: str = "vi") -> AppTest:
    app = AppTest.from_function(page, args=(language,), default_timeout=20).run()
    assert not app.exception
    return app


def entered(app: AppTest, username: str, password: str) -> AppTest:
    app.text_input[0].set_value(username)
    app.text_input[1].set_value(password)
    app = (
        app.button(next(b.key for b in app.button if b.key and "FormSubmitter" in b.key))
        .click()
        .run()
    )
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_right_password_hands_a_ticket_to_the_browser_and_no_token(url: str) -> None:
    app = entered(shown(), "lanhdao", DEMO_PASSWORD)
    (ticket,) = re.findall(r'data-do="enter" data-ticket="([\w-]+)"', html(app))
    with writing(url) as connection:
        token = redeem_ticket(connection, ticket, now=clock.now())
    assert token is not None and token not in html(app)
    assert not app.error


@pytest.mark.trust("A7")
@pytest.mark.parametrize(
    ("username", "password"),
    [("lanhdao", "sai"), ("khong-ai", DEMO_PASSWORD), ("", ""), ("x" * 10_000, "y" * 10_000)],
)
def test_whatever_is_wrong_the_answer_is_the_same(url: str, username: str, password: str) -> None:
    app = entered(shown(), username, password)
    assert [error.value for error in app.error] == ["Tên đăng nhập hoặc mật khẩu không đúng."]
    assert "data-ticket" not in html(app)


@pytest.mark.trust("A7")
def test_a_disabled_account_gets_the_same_answer(url: str) -> None:
    with writing(url) as connection:
        disable(connection, find_account(connection, username="canbo"), now=clock.now())
    app = entered(shown("en"), "canbo", DEMO_PASSWORD)
    assert [error.value for error in app.error] == ["The user name or password is not right."]


def test_demo_accounts_are_named_in_demo_mode_only(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [demo.username for demo in DEMO_ACCOUNTS] + [DEMO_PASSWORD]
    for language in ("vi", "en"):
        assert all(name in html(shown(language)) for name in named)
    monkeypatch.setenv("IOC_MODE", "production")
    assert not any(name in html(shown()) for name in named)
    assert "data-ticket" not in html(entered(shown(), "lanhdao", DEMO_PASSWORD))


def test_the_page_speaks_the_readers_language(url: str) -> None:
    assert [field.label for field in shown("vi").text_input] == ["Tên đăng nhập", "Mật khẩu"]
    assert [field.label for field in shown("en").text_input] == ["User name", "Password"]
