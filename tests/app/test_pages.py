"""Every registered screen, through the shell, over the sample provinces."""

import pytest

from pages import PAGES
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)

PROVINCES = ("nghe-an", "ha-tinh", "bac-giang")


@pytest.mark.parametrize("page", [page.key for page in PAGES])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("province", PROVINCES)
def test_every_screen_runs_in_every_province_and_language(
    visited_url: str, page: str, language: str, province: str
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), province=province, lang=language)
    assert not app.exception and not app.error, [e.value for e in app.error]
    assert len(everything_said(app)) > 1000, page


def test_without_a_session_only_the_sign_in_form_is_drawn(visited_url: str) -> None:
    app = visit(None)
    assert [box.label for box in app.text_input] == ["Tên đăng nhập", "Mật khẩu"]
    assert "45,03%" not in everything_said(app)


def test_a_made_up_cookie_opens_nothing(visited_url: str) -> None:
    app = visit("x" * 43)
    assert len(app.text_input) == 2


def test_a_warm_run_asks_only_who_is_there_for_a_new_batch_and_for_an_open_meeting(
    visited_url: str,
) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token)
    with statements(visited_url) as seen:
        visit(token)
    assert len(seen) == STATEMENTS_OF_A_WARM_RUN, seen


@pytest.mark.trust("B15", "C23")
@pytest.mark.parametrize(
    ("parameter", "asked"),
    [
        ("province", "thanh-hoa"),
        ("province", "' OR 1=1 --"),
        ("period", "1999"),
        ("unit", "999"),
        ("unit", "x" * 10_000),
        ("unit", ["412", "413"]),
        ("indicator", "DVC99"),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_gets_one_sentence(
    visited_url: str, parameter: str, asked: str | list[str]
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), **{parameter: asked})
    assert not app.exception and not app.error
    assert len(app.info) == 1
    assert len(app.info[0].value) < 200
    assert "45,03%" not in everything_said(app)


@pytest.mark.trust("B16")
def test_two_people_with_different_scopes_never_share_an_answer(visited_url: str) -> None:
    leader = everything_said(visit(token_of(visited_url, "lanhdao")))
    district = everything_said(visit(token_of(visited_url, "canbo")))
    again = everything_said(visit(token_of(visited_url, "lanhdao")))
    assert "Kỳ Sơn" in leader and "Kỳ Sơn" not in district
    assert again == leader
