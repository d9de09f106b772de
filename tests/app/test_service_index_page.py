"""The screen of the service index through the shell, and its files."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from components.export.of_index import PARTS
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

SCREEN = "service_index"


def seen(url: str, user: str = "lanhdao", **address: str) -> str:
    app = visit(token_of(url, user), screen=SCREEN, **address)
    assert not app.exception and not app.error, [e.value for e in app.error]
    return everything_said(app)


def test_a_leader_reads_score_grade_worst_group_and_the_official_score(visited_url: str) -> None:
    said = seen(visited_url, province="bac-giang")
    assert "Nhóm mất nhiều điểm nhất" in said and "Số hóa hồ sơ" in said
    assert "Xuất sắc" in said or "Tốt" in said
    assert "88,42" in said  # published with the sample, marked as illustrative
    assert "Minh họa" in said
    assert "Quyết định 766/QĐ-TTg" in said and "01/08/2022" in said


def test_the_same_in_english(visited_url: str) -> None:
    said = seen(visited_url, province="nghe-an", period="2024-Q1", lang="en")
    for words in ("Group that lost most points", "Officially published score", "85.91"):
        assert words in said
    assert "1 Aug 2022" in said


def test_a_unit_is_scored_of_the_points_that_apply_to_it(visited_url: str) -> None:
    said = seen(visited_url, province="nghe-an", unit="425")
    assert "trên 80 điểm áp dụng" in said
    assert "Mất điểm ở chỉ số nào" in said


def test_a_province_without_most_figures_gets_no_grade(visited_url: str) -> None:
    said = seen(visited_url, province="ha-tinh")
    assert "Chưa xếp loại" in said
    assert "điểm chưa có số liệu" in said


def test_a_person_of_one_district_sees_no_other_unit(visited_url: str) -> None:
    said = seen(visited_url, "canbo", province="nghe-an")
    assert "Diễn Châu" in said
    assert "Kỳ Sơn" not in said and "Sở Tài nguyên" not in said


def test_nothing_can_be_learnt_only_by_hovering(visited_url: str) -> None:
    said = seen(visited_url, province="bac-giang")
    # What the table of metrics holds of one of them: counts, rate, points, rule.
    for words in ("Hồ sơ giải quyết trước hạn, đúng hạn", "94.176/96.279", "97,8%", "20 × tỷ lệ"):
        assert words in said


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen=SCREEN, province="bac-giang")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="bac-giang")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_a_cold_run_needs_few_statements(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, province="nghe-an", period="2023-11")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="nghe-an", period="2023-11")
    of_index = [text for text in asked if "index_" in text or "observation" in text]
    assert len(of_index) <= 8, of_index


def scope_of(url: str, slug: str) -> Scope:
    with engine(url).connect() as connection:
        found = connection.scalar(select(province.c.id).where(province.c.slug == slug))
    assert found is not None
    return Scope(provinces=frozenset({found}))


@pytest.mark.parametrize("part", PARTS)
def test_every_figure_can_be_downloaded_with_the_scheme_it_was_made_by(
    visited_url: str, part: str
) -> None:
    scope = scope_of(visited_url, "bac-giang")
    file = made(scope, f"index_{part}", "csv", province="bac-giang").decode("utf-8-sig")
    assert "Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766/QĐ-TTg)" in file
    assert "Minh họa" in file or "minh họa" in file


def test_a_spreadsheet_keeps_points_as_numbers_and_losses_add_up(visited_url: str) -> None:
    scope = scope_of(visited_url, "bac-giang")

    def cells(part: str) -> list[tuple[object, ...]]:
        body = made(scope, f"index_{part}", "xlsx", province="bac-giang")
        sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
        return [row for row in sheet.iter_rows(values_only=True) if any(row)]

    def column(rows: list[tuple[object, ...]], heading: str) -> list[float]:
        (head,) = (row for row in rows if heading in row)
        place = head.index(heading)
        below = rows[rows.index(head) + 1 :]
        return [value for row in below if isinstance(value := row[place], (int, float))]

    total, *groups = column(cells("groups"), "Điểm mất")
    assert sum(column(cells("metrics"), "Điểm mất")) == pytest.approx(total, abs=1e-6)
    assert sum(column(cells("losses"), "Điểm mất")) == pytest.approx(total, abs=1e-6)
    assert len(groups) == 7  # five groups, one of them with its two parts
