import re
from datetime import timedelta
from unittest.mock import patch

import bcrypt
import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from pages.account.browsers import browser_and_system
from store import clock
from store.accounts import check_password, create_account, find_account, set_scope
from store.demo_accounts import DEMO_PASSWORD
from store.sessions import end_session, open_session, redeem_ticket
from store.tables import account, audit_event, session, unit
from tests.app.visiting import everything_said, token_of, visit
from tests.store.people import reading, writing

NEW = "  một mật khẩu mới 🔑 "
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hash takes a quarter of a second by design; here the cheapest will do."""
    dear = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: dear(rounds=4))


def again(app: AppTest, token: str) -> AppTest:
    with patch("server.visitor.session_token", return_value=token):
        app.run()
    assert not app.exception
    return app


def mine(url: str, username: str = "canbo", **address: str) -> tuple[AppTest, str]:
    token = token_of(url, username)
    app = visit(token, screen="account", **address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return app, token


def sent(app: AppTest, token: str, old: str, new: str, repeated: str | None = None) -> AppTest:
    """Fill in and send the form for a new password."""
    old_field, new_field, again_field = app.text_input
    old_field.set_value(old)
    new_field.set_value(new)
    again_field.set_value(new if repeated is None else repeated)
    next(button for button in app.button if button.key and "Submit" in button.key).click()
    return again(app, token)


def opens(url: str, username: str, password: str) -> bool:
    with reading(url) as connection:
        found = check_password(connection, username=username, password=password, demo_allowed=True)
    return found is not None


def open_ids(url: str, username: str = "canbo") -> list[int]:
    with reading(url) as connection:
        account_id = find_account(connection, username=username)
        asked = select(session.c.id).where(
            session.c.account_id == account_id, session.c.ended_at.is_(None)
        )
        return list(connection.scalars(asked.order_by(session.c.id)))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", ["Tài khoản của tôi", "Chuyên viên", "Huyện Diễn Châu, tỉnh Nghệ An"]),
        ("en", ["My account", "Staff", "Dien Chau District, Nghe An Province"]),
    ],
)
def test_it_says_who_one_is_in_which_role_and_with_what_scope(
    visited_url: str, language: str, told: list[str]
) -> None:
    said = everything_said(mine(visited_url, lang=language)[0])
    assert all(words in said for words in [*told, "canbo"])


def test_a_whole_province_is_told_as_one(visited_url: str) -> None:
    said = everything_said(mine(visited_url, "lanhdao")[0])
    assert said.count("Toàn bộ số liệu của Tỉnh") == 3


def test_without_a_unit_the_page_still_opens_and_says_so(visited_url: str) -> None:
    with writing(visited_url) as connection:
        set_scope(connection, find_account(connection, username="canbo"), units=[])
    assert "Chưa được giao đơn vị nào." in everything_said(mine(visited_url)[0])


@pytest.mark.trust("C24")
def test_names_in_the_data_are_text(visited_url: str) -> None:
    bad = '<img src=x onerror="alert(1)">'
    with writing(visited_url) as connection:
        connection.execute(
            update(account).where(account.c.username == "canbo").values(display_name=bad)
        )
        connection.execute(update(unit).values(full_name_vi=bad))
        connection.execute(update(session).values(address=bad))
    said = everything_said(mine(visited_url)[0])
    assert "<img" not in said and "&lt;img" in said


def test_the_new_password_holds_with_every_blank_and_the_other_sessions_end(
    visited_url: str,
) -> None:
    elsewhere = token_of(visited_url, "canbo")
    app, token = mine(visited_url)
    app = sent(app, token, DEMO_PASSWORD, NEW)
    assert [box.value for box in app.success] == [
        "Đã đổi mật khẩu. Các phiên làm việc khác đã kết thúc."
    ]
    assert opens(visited_url, "canbo", NEW) and not opens(visited_url, "canbo", NEW.strip())
    assert not opens(visited_url, "canbo", DEMO_PASSWORD)
    assert len(visit(elsewhere).text_input) == 2  # the sign-in form
    assert len(again(app, token).text_input) == 3


@pytest.mark.parametrize(
    ("old", "new", "repeated", "refusal"),
    [
        ("sai", NEW, NEW, "Mật khẩu hiện tại không đúng."),
        ("", NEW, NEW, "Mật khẩu hiện tại không đúng."),
        (DEMO_PASSWORD, NEW, NEW + " ", "Hai lần nhập mật khẩu mới không giống nhau."),
        (DEMO_PASSWORD, "ngắn", "ngắn", "Mật khẩu dài ít nhất 12 ký tự."),
        (DEMO_PASSWORD, "🔑" * 33, "🔑" * 33, "Mật khẩu dài không quá 128 byte (UTF-8)."),
        (DEMO_PASSWORD, DEMO_PASSWORD, DEMO_PASSWORD, "Mật khẩu mới phải khác mật khẩu hiện tại."),
    ],
)
def test_what_is_not_taken_is_said_and_changes_nothing(
    visited_url: str, old: str, new: str, repeated: str, refusal: str
) -> None:
    elsewhere = token_of(visited_url, "canbo")
    app, token = mine(visited_url)
    app = sent(app, token, old, new, repeated)
    assert [error.value for error in app.error] == [refusal]
    assert opens(visited_url, "canbo", DEMO_PASSWORD)
    assert len(visit(elsewhere, screen="account").text_input) == 3


def test_the_old_password_cannot_be_guessed_in_a_session_left_open(visited_url: str) -> None:
    app, token = mine(visited_url)
    for guess in range(5):
        app = sent(app, token, f"đoán {guess}", NEW)
    app = sent(app, token, DEMO_PASSWORD, NEW)
    assert [error.value for error in app.error] == [
        "Đã thử quá nhiều lần. Đề nghị thử lại sau 1 phút."
    ]
    assert opens(visited_url, "canbo", DEMO_PASSWORD)


def test_the_list_names_each_session_and_marks_this_one(visited_url: str) -> None:
    began = clock.now() - timedelta(minutes=30)
    with writing(visited_url) as connection:
        ticket = open_session(
            connection,
            find_account(connection, username="canbo"),
            now=began,
            lifetime=timedelta(hours=1),
            address="10.40.6.17",
            browser=FIREFOX,
        )
        redeem_ticket(connection, ticket, now=began)
    token_of(visited_url, "lanhdao")
    said = everything_said(mine(visited_url)[0])
    assert said.count('class="ioc-session"') == 2
    assert "Phiên làm việc đang mở: 2" in said
    here, other = re.findall(r'<div class="ioc-session">.*?</div>', said)
    assert "Phiên này" in here and "Phiên này" not in other
    assert "Firefox trên Linux" in other and "10.40.6.17" in other


def test_one_other_session_can_be_ended_and_it_alone(visited_url: str) -> None:
    elsewhere, third = token_of(visited_url, "canbo"), token_of(visited_url, "canbo")
    app, token = mine(visited_url)
    first = open_ids(visited_url)[0]
    app.button(key=f"end_{first}").click()
    app = again(app, token)
    assert len(visit(elsewhere).text_input) == 2
    assert not visit(third).text_input
    assert first not in open_ids(visited_url)
    assert len(open_ids(visited_url)) == 2


def test_all_others_can_be_ended_at_once_and_nobody_elses(visited_url: str) -> None:
    others = [token_of(visited_url, "canbo") for _ in range(2)]
    leader = token_of(visited_url, "lanhdao")
    app, token = mine(visited_url)
    app.button(key="end_others").click()
    app = again(app, token)
    assert [len(visit(other).text_input) for other in others] == [2, 2]
    assert len(open_ids(visited_url)) == 1
    assert not visit(leader).text_input
    assert app.button(key="end_others").disabled


@pytest.mark.trust("A3", "B21")
@pytest.mark.parametrize("act", ["one", "others"])
def test_a_tab_whose_session_has_ended_ends_no_other(visited_url: str, act: str) -> None:
    owner = token_of(visited_url, "canbo")
    app, stranger = mine(visited_url)
    first, strangers = open_ids(visited_url)
    with writing(visited_url) as connection:
        end_session(connection, stranger, now=clock.now())
    app.button(key=f"end_{first}" if act == "one" else "end_others").click()
    app = again(app, stranger)
    assert len(app.text_input) == 2, "the sign-in"
    assert open_ids(visited_url) == [first] and strangers != first
    assert not visit(owner).text_input


def test_somebody_elses_session_cannot_be_ended_from_here(visited_url: str) -> None:
    token_of(visited_url, "lanhdao")
    (leaders,) = open_ids(visited_url, "lanhdao")
    app, _ = mine(visited_url)
    assert f"end_{leaders}" not in {button.key for button in app.button}


def test_what_one_did_to_ones_account_stands_in_the_audit_log(visited_url: str) -> None:
    token_of(visited_url, "canbo")
    app, token = mine(visited_url)
    app.button(key="end_others").click()
    sent(again(app, token), token, DEMO_PASSWORD, NEW)
    with reading(visited_url) as connection:
        noted = connection.execute(
            select(audit_event.c.action, audit_event.c.subject, audit_event.c.detail)
        ).all()
    told = [tuple(row) for row in noted if row.action != "saw"]
    assert ("sessions_ended", "canbo", "{}") in told
    assert ("password_changed", "canbo", "{}") in told
    assert NEW.strip() not in str(noted) and DEMO_PASSWORD not in str(noted)


# ---- The first sign-in ----


@pytest.fixture
def newcomer(visited_url: str) -> str:
    """A token of somebody whose password was given by an administrator."""
    with writing(visited_url) as connection:
        create_account(
            connection,
            username="nguoi-moi",
            display_name="Chuyên viên mới",
            role="leader",
            password=DEMO_PASSWORD,
            units=list(connection.scalars(select(unit.c.id).where(unit.c.level == "province"))),
            now=clock.now(),
        )
    return token_of(visited_url, "nguoi-moi")


@pytest.mark.parametrize("screen", [None, "account"])
def test_before_the_forced_change_there_is_no_screen_but_its_form(
    visited_url: str, newcomer: str, screen: str | None
) -> None:
    app = visit(newcomer, screen=screen)
    assert not app.exception
    assert [field.label for field in app.text_input] == [
        "Mật khẩu hiện tại",
        "Mật khẩu mới",
        "Nhập lại mật khẩu mới",
    ]
    assert "45,03%" not in everything_said(app)
    assert not app.selectbox


def test_after_the_forced_change_the_board_opens(visited_url: str, newcomer: str) -> None:
    app = sent(visit(newcomer), newcomer, DEMO_PASSWORD, NEW)
    assert not app.text_input
    assert "45,03%" in everything_said(app)


def test_a_refused_change_leaves_the_form_and_nothing_else(visited_url: str, newcomer: str) -> None:
    app = sent(visit(newcomer), newcomer, DEMO_PASSWORD, DEMO_PASSWORD)
    assert len(app.error) == 1 and len(app.text_input) == 3
    assert "45,03%" not in everything_said(app)


@pytest.mark.parametrize(
    ("calls_itself", "names"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
            ("Microsoft Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            ("Safari", "iOS"),
        ),
        ("curl/8.9", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_browser_is_told_in_words(
    calls_itself: str | None, names: tuple[str | None, str | None]
) -> None:
    assert browser_and_system(calls_itself) == names
