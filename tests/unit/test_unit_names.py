import unicodedata
from datetime import date

import polars as pl
import pytest

from domain.unit_names import FOUND_UNITS, find_units, folded_name, name_index

TODAY = date(2025, 8, 1)
OLD = (date(2020, 1, 1), date(2025, 6, 30))
NEW = (date(2025, 7, 1), None)
UNITS = [
    (1, "425", "district", "Diễn Châu", "Huyện Diễn Châu", "Dien Chau District", *OLD),
    (2, "17464", "commune", "Diễn Châu", "Xã Diễn Châu", "Dien Chau Commune", *NEW),
    (3, "17465", "commune", "Diễn Thái", "Xã Diễn Thái", "Dien Thai Commune", *OLD),
    (4, "16900", "commune", "Xá Lượng", "Xã Xá Lượng", "Xa Luong Commune", *OLD),
    (5, "412", "district", "Vinh", "Thành phố Vinh", "Vinh City", *OLD),
    (6, "413", "district", "Cửa Lò", "Thị xã Cửa Lò", "Cua Lo Town", *OLD),
    (7, "17920", "commune", "Vinh Hưng", "Phường Vinh Hưng", "Vinh Hung Ward", *NEW),
    (8, "16849", "commune", "Đô Lương", "Xã Đô Lương", "Do Luong Commune", *NEW),
    (9, "427", "district", "Đô Lương", "Huyện Đô Lương", "Do Luong District", *OLD),
    (10, "STC", "agency", "Tài chính", "Sở Tài chính", "Department of Finance", OLD[0], None),
]
UNIT_COLUMNS = {name: dtype for name, dtype in FOUND_UNITS.items() if name != "era"}
INDEX = name_index(pl.DataFrame(UNITS, schema=UNIT_COLUMNS, orient="row"))


def found(text: str, **also: int) -> list[int]:
    return find_units(INDEX, text, on=TODAY, **also)["unit_id"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "dien chau",
        "dienchau",
        "DIEN  CHAU",
        "Diễn Châu",
        "Điện Châu",
        unicodedata.normalize("NFD", "Diễn Châu"),
        unicodedata.normalize("NFD", "Điện Châu"),
        "Ðiện Châu",
        "diễn-châu",
        "dien\u00a0chau",
        "xã Diễn Châu",
        "xa dien chau",
        "X. Diễn Châu",
    ],
)
def test_the_district_and_the_commune_are_found_however_typed(text: str) -> None:
    assert found(text)[:2] == [2, 1]


@pytest.mark.parametrize(
    "text", ["huyện Diễn Châu", "huyen dien chau", "huyendienchau", "H. Diễn Châu", "h dien chau"]
)
def test_a_kind_named_comes_first_and_hides_nothing(text: str) -> None:
    assert found(text) == [1, 2]


def test_hits_are_told_apart_by_era() -> None:
    hits = find_units(INDEX, "dien chau", on=TODAY)
    assert hits.schema == FOUND_UNITS
    assert hits.select("full_name_vi", "era", "valid_from", "valid_to").rows() == [
        ("Xã Diễn Châu", "present", date(2025, 7, 1), None),
        ("Huyện Diễn Châu", "former", date(2020, 1, 1), date(2025, 6, 30)),
    ]


def test_eras_are_seen_from_the_day_asked() -> None:
    before = find_units(INDEX, "dien chau", on=date(2024, 3, 1))
    assert before.select("unit_id", "era").rows() == [(1, "present"), (2, "coming")]
    last_day = find_units(INDEX, "dien chau", on=date(2025, 6, 30))
    assert last_day["era"].to_list() == ["present", "coming"]


@pytest.mark.parametrize(
    "text", ["TP. Vinh", "TP Vinh", "tp.vinh", "tpvinh", "T.P Vinh", "thành phố Vinh", "Vinh"]
)
def test_a_whole_name_comes_before_a_longer_one(text: str) -> None:
    assert found(text) == [5, 7]


@pytest.mark.parametrize("text", ["TX Cửa Lò", "tx. cua lo", "thixacualo", "thị xã cửa lò"])
def test_shortened_kinds_are_understood(text: str) -> None:
    assert found(text) == [6]


@pytest.mark.parametrize("text", ["xa luong", "xaluong", "Xá Lượng", "xã Xá Lượng"])
def test_a_name_that_begins_like_a_kind_is_a_name(text: str) -> None:
    assert found(text)[0] == 4


def test_one_letter_run_together_is_no_kind() -> None:
    assert found("hdien chau") == []


def test_beginnings_come_before_middles() -> None:
    assert found("dien") == [2, 1, 3]
    assert found("luong")[-1] in (8, 9, 4)
    assert found("thai") == [3]


def test_both_d_are_found_by_either() -> None:
    assert found("do luong") == found("đô lương") == found("Đô Lương") == [8, 9]


def test_english_names_and_codes_are_found() -> None:
    assert found("dien chau district") == [1]
    assert found("Department of Finance") == found("sở tài chính") == [10]
    assert found("17464") == [2]


@pytest.mark.parametrize("text", ["", "   ", "...", "không có"])
def test_nothing_typed_or_nothing_like_it_finds_nothing(text: str) -> None:
    hits = find_units(INDEX, text, on=TODAY)
    assert hits.is_empty()
    assert hits.schema == FOUND_UNITS


def test_no_more_than_asked_for() -> None:
    assert found("dien", limit=1) == [2]


def test_letters_that_mean_something_to_a_search_are_only_letters() -> None:
    assert found("(dien") == found("dien")
    assert found(".*") == []


def test_folding_is_the_same_for_every_spelling() -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded_name(unicodedata.normalize(form, "Thị xã Đô Lương")) == "thixadoluong"
