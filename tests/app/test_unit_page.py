"""The profile of a unit, through the shell, over the sample provinces."""

import pytest

from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)

SHEET = '<article class="ioc-sheet">'


def said(url: str, account: str = "lanhdao", **address: str) -> str:
    app = visit(token_of(url, account), screen="unit", **address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return everything_said(app)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("province", "unit"),
    [("nghe-an", "412"), ("nghe-an", "STTTT"), ("bac-giang", "07210"), ("ha-tinh", "436")],
)
def test_a_unit_of_every_kind_has_a_profile_and_a_sheet_of_paper(
    visited_url: str, province: str, unit: str, language: str
) -> None:
    told = said(visited_url, province=province, unit=unit, lang=language)
    assert SHEET in told and "ioc-tiles" in told and "ioc-unit-table" in told


def test_without_a_unit_every_unit_of_all_eras_is_a_link(visited_url: str) -> None:
    told = said(visited_url, province="nghe-an")
    assert SHEET not in told
    assert "Huyện Diễn Châu" in told and "Xã Diễn Châu" in told
    assert "unit=425&amp;era=2020-01-01" in told and "unit=17464&amp;era=2025-07-01" in told


@pytest.mark.parametrize(
    "typed", ["dien chau", "dienchau", "Điện Châu", "Die\u0302\u0303n Cha\u0302u"]
)
def test_however_it_is_typed_the_district_and_the_commune_are_found(
    visited_url: str, typed: str
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen="unit", province="nghe-an", unit="412")
    with_text = app.text_input(key="unit_search_text")
    assert "Diễn Châu" not in everything_said(app)
    with_text.set_value(typed)
    found = said_after(app, visited_url)
    assert "Huyện Diễn Châu" in found and "đến 30/06/2025" in found
    assert "Xã Diễn Châu" in found and "từ 01/07/2025" in found


def said_after(app, url: str) -> str:  # type: ignore[no-untyped-def]
    """What stands on the screen after the next run of `app`."""
    from unittest.mock import patch  # noqa: PLC0415

    with patch("server.visitor.session_token", return_value=token_of(url, "lanhdao")):
        app.run()
    assert not app.exception and not app.error
    return everything_said(app)


def test_one_code_of_two_eras_opens_the_unit_of_the_era_asked_for(visited_url: str) -> None:
    """Bắc Giang's codes were all given anew: 07210 was that of a commune of another name."""
    now = said(visited_url, province="bac-giang", unit="07210", era="2025-07-01")
    before = said(visited_url, province="bac-giang", unit="07210", era="2020-01-01")
    assert "<h1>Phường Bắc Giang</h1>" in now
    assert "<h1>Phường Hoàng Văn Thụ</h1>" in before


def test_a_district_sees_its_own_profile_and_nobody_elses(visited_url: str) -> None:
    own = said(visited_url, "canbo", province="nghe-an", unit="425")
    assert SHEET in own and "Kỳ Sơn" not in own
    other = visit(token_of(visited_url, "canbo"), screen="unit", province="nghe-an", unit="417")
    assert len(other.info) == 1 and SHEET not in everything_said(other)
    assert "Kỳ Sơn" not in said(visited_url, "canbo", province="nghe-an")


def test_a_warm_profile_asks_the_store_no_more_than_any_page(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    asked = {"screen": "unit", "province": "nghe-an", "unit": "412"}
    visit(token, **asked)
    with statements(visited_url) as seen:
        visit(token, **asked)
    assert len(seen) == STATEMENTS_OF_A_WARM_RUN, seen
