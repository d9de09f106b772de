"""The screens of online services and digital identity through the shell, and their files."""

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from domain.scope import Scope
from store.database import engine
from store.tables import province
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import made

SERVICES, IDENTITY = "online_services", "digital_identity"


def seen(url: str, screen: str, user: str = "lanhdao", **address: Any) -> str:
    app = visit(token_of(url, user), screen=screen, **address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return everything_said(app)


def test_a_leader_reads_the_target_and_who_pulls_down_by_how_many_points(visited_url: str) -> None:
    said = seen(visited_url, SERVICES, province="nghe-an", period="2023")
    for words in ("45,03%", "57,12%", "27,96%", "+5,03 điểm %", "Đạt mục tiêu"):
        assert words in said
    assert "Sở Tài nguyên và Môi trường" in said and "−4,44 điểm %" in said
    assert "36 đơn vị còn lại" in said and "Công bố" in said and "Minh họa" in said


def test_what_is_missing_of_the_lists_and_whose_it_is(visited_url: str) -> None:
    said = seen(visited_url, SERVICES, province="nghe-an", period="2023")
    for words in ("25/25", "6/11", "QD422-07", "danh mục chưa ghi tên", "Sở Nội vụ tỉnh Nghệ An"):
        assert words in said
    assert "chưa giao chỉ tiêu cho kỳ này" in said


def test_the_goals_of_plan_02(visited_url: str) -> None:
    said = seen(visited_url, SERVICES, province="bac-giang", lang="en")
    for words in ("826/982", "651/1,139", "Target 80%", "48/53", "Work files processed"):
        assert words in said


def test_the_switches_are_read_from_the_address(visited_url: str) -> None:
    address = {"province": "bac-giang", "indicator": "TTT01", "view": "localities"}
    app = visit(token_of(visited_url, "lanhdao"), screen=SERVICES, **address)
    chosen = {box.key: box.value for box in app.selectbox}
    assert (chosen["choose_indicator"], chosen["choose_view"]) == ("TTT01", "localities")
    pulls = everything_said(app).split('class="ioc-pulls"')[1].split("</ol>")[0]
    assert "Sở " not in pulls


@pytest.mark.parametrize(
    "nonsense",
    [
        {"indicator": "DDI01"},
        {"indicator": "<script>"},
        {"view": "everybody"},
        {"view": ["localities", "departments"]},
        {"unit": "999999"},
        {"period": "2019"},
    ],
    ids=str,
)
def test_a_nonsense_address_is_refused_by_name(visited_url: str, nonsense: dict[str, Any]) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen=SERVICES, province="nghe-an", **nonsense)
    assert not app.exception and not app.error
    assert not app.get("html") or "ioc-rates" not in everything_said(app).split("ioc-pulls")[-1]
    assert app.button(key="back") is not None


def test_a_person_of_one_district_reads_totals_and_no_other_unit(visited_url: str) -> None:
    said = seen(visited_url, SERVICES, "canbo", province="nghe-an", period="2023")
    assert "45,03%" in said and "Huyện Diễn Châu" in said
    assert "Kỳ Sơn" not in said and "Sở Tài nguyên" not in said
    assert "40 đơn vị còn lại" in said


def test_people_at_each_step_and_both_denominators(visited_url: str) -> None:
    said = seen(visited_url, IDENTITY, province="nghe-an", period="2023")
    for words in ("2.852.992", "2.389.718", "1.899.673", "79,49%", "490.045", "463.274"):
        assert words in said
    assert "không nêu mẫu số" in said
    of_people = seen(visited_url, IDENTITY, province="bac-giang", lang="en")
    for words in ("81.47%", "1,287,940/1,580,783", "No source tells the number of adults"):
        assert words in of_people


def test_cards_about_which_two_newspapers_disagree_are_both_shown(visited_url: str) -> None:
    said = seen(visited_url, IDENTITY, province="ha-tinh", period="2023-05")
    assert "1.128.438" in said and "1.130.342" in said


def test_the_unit_asked_about_stands_in_both_screens(visited_url: str) -> None:
    address = {"province": "nghe-an", "period": "2023", "unit": "425"}
    assert "66,35%" in seen(visited_url, SERVICES, **address)
    assert "73,44%" in seen(visited_url, IDENTITY, **address)


@pytest.mark.parametrize("screen", [SERVICES, IDENTITY])
def test_a_cold_run_needs_few_statements_and_a_warm_one_none(visited_url: str, screen: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, province="nghe-an", period="2023-10")
    with statements(visited_url) as asked:
        visit(token, screen=screen, province="nghe-an", period="2023-10")
    assert len(asked) <= 9, asked
    with statements(visited_url) as asked:
        visit(token, screen=screen, province="nghe-an", period="2023-10")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_on_another_map_a_cold_run_stays_within_its_bound(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    address = {"province": "nghe-an", "period": "2023-09", "era": "2025-07-01"}
    visit(token, **address)
    with statements(visited_url) as asked:
        visit(token, screen=SERVICES, **address)
    assert len(asked) <= 12, asked


def scope_of(url: str, slug: str) -> Scope:
    with engine(url).connect() as connection:
        found = connection.scalar(select(province.c.id).where(province.c.slug == slug))
    assert found is not None
    return Scope(provinces=frozenset({found}))


@pytest.mark.parametrize("name", ["online_services", "pulls", "services", "identity"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_file_says_what_is_illustrative(visited_url: str, name: str, language: str) -> None:
    scope = scope_of(visited_url, "bac-giang")
    file = made(scope, name, "csv", language=language, province="bac-giang").decode("utf-8-sig")
    assert ("Minh họa" if language == "vi" else "Illustrative") in file


def test_the_pulls_of_a_spreadsheet_are_numbers_that_add_up(visited_url: str) -> None:
    scope = scope_of(visited_url, "nghe-an")
    body = made(scope, "pulls", "xlsx", language="en", period="2023", indicator="DVC01")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    heading = "Contribution (points of the provincial rate)"
    [head] = [row for row in rows if heading in row]
    place = head.index(heading)
    points = [
        value
        for row in rows[rows.index(head) + 1 :]
        if isinstance(value := row[place], (int, float))
    ]
    assert len(points) == 41 + 1
    assert sum(points[:-1]) == pytest.approx(points[-1], abs=1e-9)
    assert points[-1] == pytest.approx(0.0503, abs=1e-9)
    assert any(value < 0 for value in points)
