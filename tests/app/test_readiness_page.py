"""The screen of commune readiness through the shell, and its files."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from domain.scope import Scope
from store.database import engine
from store.tables import province, unit
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import csv_rows, made

SCREEN = "readiness"


def seen(url: str, user: str = "lanhdao", **address: str) -> str:
    app = visit(token_of(url, user), screen=SCREEN, **{"province": "bac-giang"} | address)
    assert not app.exception and not app.error, [e.value for e in app.error]
    return everything_said(app)


def test_a_leader_reads_how_many_are_ready_what_fails_most_and_where(visited_url: str) -> None:
    said = seen(visited_url)
    assert "<b>55</b><span>/58</span>" in said
    assert "55/58 xã, phường đạt tất cả điều kiện. Còn lại: 1 đỏ, 1 vàng, 1 chưa báo cáo." in said
    assert "Chưa đạt nhiều nhất: Cán bộ được cấp chữ ký số (3 xã, phường)." in said
    for name in ("Sa Lý", "Vân Sơn", "An Lạc"):
        assert name in said
    assert "Minh họa" in said and "Chốt 30/09/2025" in said


def test_the_same_in_english(visited_url: str) -> None:
    said = seen(visited_url, lang="en", period="2025-07")
    assert "41 of 58 communes and wards meet all conditions" in said
    assert "Officials have digital signatures (10 communes and wards)" in said
    assert "68 matters are not yet handed over, in Luc Ngan District, Son Dong District." in said


def test_every_commune_stands_in_the_matrix_with_words_for_every_cell(visited_url: str) -> None:
    said = seen(visited_url)
    assert said.count('<th scope="row">') == 58 + 10  # communes, and the old districts
    assert "Đỏ: 34/44 (77,3%)" in said
    assert "Chưa báo cáo: Chưa báo cáo" in said
    assert "Xanh: đã thực hiện" in said


def test_a_condition_narrows_the_matrix_to_those_who_fail_it(visited_url: str) -> None:
    said = seen(visited_url, condition="signatures")
    assert "Đang xem 3/58 xã, phường" in said
    assert said.count('<th scope="row">') == 3 + 10
    assert "Đang xem 8/58" in seen(visited_url, condition="unsettled", period="2025-08")
    assert "Không có xã, phường nào trong lựa chọn này." in seen(
        visited_url, condition="one_stop", period="2025-09"
    )


def test_what_the_old_districts_still_have_to_hand_over_is_told(visited_url: str) -> None:
    said = seen(visited_url)
    assert "Còn 6 việc chưa bàn giao xong, thuộc Huyện Lục Ngạn, Huyện Sơn Động." in said
    assert "Xã Sa Lý (4)" in said and "264" in said


def test_means_are_told_with_both_sides_of_their_shares(visited_url: str) -> None:
    said = seen(visited_url)
    assert "1.433/1.699 (84,3%)" in said
    assert "14.202/22.940 (61,9%)" in said


def test_a_commune_that_is_asked_for_is_told_by_itself(visited_url: str) -> None:
    said = seen(visited_url, unit="07534")
    assert "Xã Sa Lý: đỏ, đạt 5/8 điều kiện." in said
    assert 'class="ioc-chosen"' in said


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"period": "2025-06"}, "điều kiện sẵn sàng áp dụng từ ngày 01/07/2025"),
        ({"province": "nghe-an"}, "Năm 2023: tỉnh Nghệ An chưa có cấp xã"),
        ({"province": "ha-tinh"}, "tỉnh Hà Tĩnh chưa có cấp xã"),
    ],
)
def test_where_there_are_no_communes_yet_a_sentence_says_so(
    visited_url: str, address: dict[str, str], words: str
) -> None:
    said = seen(visited_url, **address)
    assert words in said
    assert "/58" not in said


@pytest.mark.parametrize(
    "value", ["nghịch", "<script>alert(1)</script>", "1=1", "signatures ", "🙂", "x" * 5000]
)
def test_a_condition_that_is_none_gets_a_plain_message(visited_url: str, value: str) -> None:
    app = visit(
        token_of(visited_url, "lanhdao"), screen=SCREEN, province="bac-giang", condition=value
    )
    assert not app.exception and not app.error
    said = everything_said(app)
    assert "Không có điều kiện nào mang mã" in said
    assert "Đang xem" not in said


def test_several_conditions_at_once_are_refused(visited_url: str) -> None:
    app = visit(
        token_of(visited_url, "lanhdao"),
        screen=SCREEN,
        province="bac-giang",
        condition=["signatures", "one_stop"],
    )
    assert not app.exception and not app.error
    assert "Không có điều kiện nào mang mã" in everything_said(app)


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen=SCREEN, province="bac-giang")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="bac-giang")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_a_cold_run_needs_few_statements(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen="definitions", province="bac-giang", period="2025-08")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="bac-giang", period="2025-08")
    own = [text for text in asked if "readiness" in text or "indicator" in text]
    assert len(own) <= 8, own


# ---- Files


@pytest.fixture
def of_bac_giang(sample_url: str, monkeypatch: pytest.MonkeyPatch) -> Scope:
    monkeypatch.setenv("IOC_DATABASE_URL", sample_url)
    with engine(sample_url).connect() as connection:
        found = connection.scalar(select(province.c.id).where(province.c.slug == "bac-giang"))
    return Scope(provinces=frozenset({found}))


def test_the_file_holds_every_condition_of_every_commune(of_bac_giang: Scope) -> None:
    rows = csv_rows(made(of_bac_giang, "readiness", "csv", province="bac-giang"))
    assert len([row for row in rows if "Cán bộ được cấp chữ ký số" in row]) == 58
    assert ["Xã Sa Lý", "07534", "Đỏ", "Cán bộ được cấp chữ ký số", "Đỏ"] in [r[:5] for r in rows]


def test_the_file_holds_the_communes_of_the_screen(of_bac_giang: Scope) -> None:
    address = {"province": "bac-giang", "condition": "signatures"}
    rows = csv_rows(made(of_bac_giang, "readiness", "csv", **address))
    assert {row[0] for row in rows if "Cán bộ được cấp chữ ký số" in row} == {
        "Xã Sa Lý",
        "Xã Vân Sơn",
        "Xã An Lạc",
    }


@pytest.mark.parametrize(
    ("name", "unit_name", "amount"),
    [("readiness_handover", "Xã Sa Lý", 4), ("readiness_means", "Xã Sa Lý", 21)],
)
def test_a_workbook_has_typed_cells(
    of_bac_giang: Scope, name: str, unit_name: str, amount: int
) -> None:
    body = made(of_bac_giang, name, "xlsx", province="bac-giang")
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(unit_name in row and amount in row for row in rows)


def test_a_person_of_one_commune_gets_that_one(of_bac_giang: Scope, sample_url: str) -> None:
    with engine(sample_url).connect() as connection:
        found = connection.scalar(
            select(unit.c.id).where(unit.c.code == "07534", unit.c.valid_to.is_(None))
        )
    own = Scope(units=frozenset({found}))
    rows = csv_rows(made(own, "readiness", "csv", province="bac-giang", period="2025-09"))
    assert any("Xã Sa Lý" in row for row in rows)
    assert not any("Xã Vân Sơn" in row for row in rows)
