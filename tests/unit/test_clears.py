from datetime import date
from typing import Any

import polars as pl
import pytest

from domain.clears import CLEARS, clears

ALL = dict.fromkeys(CLEARS, 1.0)
CLEAR = {
    "title_vi": "Ban hành quy chế phối hợp",
    "executor": "Phòng Kiểm soát thủ tục hành chính",
    "post_vi": "Chánh Văn phòng UBND tỉnh",
    "kind": "one_off",
    "deadline": date(2024, 6, 30),
    "product_vi": "Quyết định của UBND tỉnh",
    "measure": None,
    "authority_level": "working_group",
}
SCHEMA = {**dict.fromkeys(CLEAR, pl.String), "deadline": pl.Date}


def judged(*, weights: dict[str, float] = ALL, **changes: Any) -> dict[str, Any]:
    rows = pl.DataFrame([CLEAR | changes], schema=SCHEMA)
    return clears(rows, weights=weights).row(0, named=True)


def test_an_item_that_says_all_six_lacks_nothing() -> None:
    assert (judged()["unclear"], judged()["clear_score"]) == ([], 1.0)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"executor": None}, "person"),
        ({"executor": "  – "}, "person"),
        ({"post_vi": None}, "responsibility"),
        ({"deadline": None}, "time"),
        ({"product_vi": None}, "product"),
        ({"product_vi": None, "measure": "53 dịch vụ"}, "product"),
        ({"product_vi": "Nhận thức được nâng lên"}, "product"),
        ({"authority_level": None}, "authority"),
        ({"title_vi": "Ban hành"}, "work"),
        ({"title_vi": "Tinh thần trách nhiệm của cán bộ"}, "work"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], missing: str) -> None:
    found = judged(**changes)
    assert found["unclear"] == [missing]
    assert found["clear_score"] == pytest.approx(5 / 6)


def test_who_carries_it_out_does_not_answer_for_it() -> None:
    """However the one post is spelt."""
    found = judged(executor="CHÁNH VĂN PHÒNG UBND TỈNH")
    assert found["unclear"] == ["responsibility"]


def test_a_rhythm_is_a_time() -> None:
    assert judged(kind="recurring", deadline=None)["unclear"] == []


def test_a_number_in_the_measure_makes_a_product_countable() -> None:
    vague = {"product_vi": "Kết quả tốt", "measure": "đạt 100% xã"}
    assert judged(**vague)["unclear"] == []


def test_a_dropped_clear_is_neither_missed_nor_counted() -> None:
    without = ALL | {"authority": 0.0}
    found = judged(weights=without, authority_level=None, executor=None)
    assert (found["unclear"], found["clear_score"]) == (["person"], pytest.approx(4 / 5))


def test_a_heavier_clear_costs_more() -> None:
    heavy = ALL | {"time": 5.0}
    assert judged(weights=heavy, deadline=None)["clear_score"] == pytest.approx(5 / 10)


def test_where_no_clear_counts_there_is_no_score() -> None:
    found = judged(weights={}, deadline=None)
    assert (found["unclear"], found["clear_score"]) == ([], None)


def test_no_items_give_no_rows() -> None:
    assert clears(pl.DataFrame(schema=SCHEMA), weights=ALL).is_empty()
