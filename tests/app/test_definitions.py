"""The page of definitions: what is found, what is told, and that an indicator is a row."""

from pathlib import Path

import pytest

from tests.app.visiting import everything_said, forget_answers, token_of, visit
from tests.store.importing import RATE, import_rows

LONG = "Tỷ lệ rất dài " * 15
NEW = RATE | {
    "code": "MOI01",
    "subject": "online_services",
    "name_vi": "Tỷ lệ cuộc gọi được trả lời",
    "name_en": "Calls answered",
    "numerator": "calls answered",
    "numerator_vi": "cuộc gọi được trả lời",
    "denominator": "calls",
    "denominator_vi": "cuộc gọi",
    "position": "999",
}


def said(url: str, **address: str) -> str:
    """All that the page says to a leader in Nghệ An."""
    app = visit(token_of(url, "lanhdao"), screen="definitions", **{"province": "nghe-an"} | address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return everything_said(app)


def test_every_indicator_is_told_with_its_formula_and_rules(visited_url: str) -> None:
    page = said(visited_url)
    assert page.count("<article") == 93 + 6  # the six of commune readiness
    for words in (
        "hồ sơ tiếp nhận trực tuyến trong kỳ",
        "Tỷ số của tổng",
        "0/0 không phải là 0% cũng không phải là 100%.",
        "Cao hơn là tốt",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ty le ho so nop truc tuyen", "DVC01"),
        ("TRỰC TUYẾN nộp", "DVC01"),
        ("dvc 01", "DVC01"),
        ("Online dossier submission", "DVC01"),
        ("ddi05", "DDI05"),
    ],
)
def test_a_search_folds_accents_blanks_and_case(visited_url: str, query: str, found: str) -> None:
    page = said(visited_url, q=query)
    assert f'id="{found}"' in page
    assert page.count("<article") < 10


def test_a_search_that_finds_nothing_says_so(visited_url: str) -> None:
    page = said(visited_url, q="<script>alert(1)</script>")
    assert "Không có chỉ tiêu nào phù hợp" in page
    assert "<script>alert" not in page


def test_a_target_names_its_decision_and_date_and_its_steps(visited_url: str) -> None:
    page = said(visited_url, q="DVC05")
    assert "14 đến 31/03/2022" in page
    assert "(18/03/2022)" in page


def test_two_sources_that_disagree_stand_on_the_page_and_on_the_first_one(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    for screen in ("definitions", "situation"):
        page = everything_said(visit(token, screen=screen, province="ha-tinh"))
        assert "1.128.438" in page and "1.130.342" in page, screen
        assert "Báo Tiền Phong" in page and "Báo Dân trí" in page, screen


def test_adding_an_indicator_is_a_row(visited_url: str, tmp_path: Path) -> None:
    assert import_rows(visited_url, tmp_path, "indicators", NEW, province=None).status == "landed"
    figure = {
        "indicator": "MOI01",
        "level": "cấp huyện",
        "unit": "412",
        "period": "2023",
        "numerator": "3",
        "denominator": "4",
        "provenance": "báo cáo",
        "cut_off": "31/12/2023",
    }
    assert import_rows(visited_url, tmp_path, "observations", figure).status == "landed"
    forget_answers()
    page = said(visited_url, q="moi01")
    assert "Tỷ lệ cuộc gọi được trả lời" in page and "cuộc gọi được trả lời" in page
    assert "indicator=MOI01" in page
    seen = visit(token_of(visited_url, "lanhdao"), province="nghe-an", indicator="MOI01")
    assert "75,00%" in everything_said(seen)


def test_names_are_text_however_long_and_whatever_they_hold(
    visited_url: str, tmp_path: Path
) -> None:
    nasty = NEW | {
        "code": "MOI02",
        "name_vi": f"<script>alert(1)</script> **đậm** {LONG}",
        "numerator_vi": "<img src=x onerror=alert(1)>",
    }
    import_rows(visited_url, tmp_path, "indicators", nasty, province=None)
    forget_answers()
    page = said(visited_url, q="MOI02")
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **đậm**" in page
