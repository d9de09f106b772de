"""Who became whom, from files: what lands, what is refused by name, and what an as_of sees.

The furnished store has Vinh (412), Thái Hoà (414) and, until 30 November 2023, Cửa Lò (413).
"""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from store.database import engine
from store.imports.importer import ImportReport, import_file
from store.imports.reform import Reform
from store.tables import import_batch, rejected_row, unit, unit_succession
from tests.store.importing import (
    PROVINCE,
    Row,
    counts,
    furnish,
    import_rows,
    reasons,
    rows_of,
    unit_row,
    write_csv,
)

MERGED = {
    "old_level": "huyện",
    "old_unit": "413",
    "new_level": "huyện",
    "new_unit": "412",
    "on_date": "01/12/2023",
}
TO_THAI_HOA = MERGED | {"new_unit": "414"}
REFORM = "01/07/2025"
WARDS = (
    unit_row("16681", "xã", "Thành Vinh", kind="Phường", valid_from=REFORM, area_km2="30"),
    unit_row("16702", "xã", "Vinh Phú", kind="Phường", valid_from=REFORM, area_km2="10"),
    unit_row("16708", "xã", "Vinh Lộc", kind="Phường", valid_from=REFORM, area_km2="20"),
)
ENDING = {"valid_to": "30/06/2025"}
VINH_ENDS = unit_row("412", "huyện", "Vinh", kind="Thành phố", **ENDING)


@pytest.fixture
def furnished(database_url: str) -> str:
    furnish(database_url)
    return database_url


def crosswalk_row(old: str, new: str, **more: str) -> Row:
    """`16663 Phường Đông Vĩnh` -> `16681 Phường Thành Vinh`, of Vinh."""
    (old_code, old_name), (new_code, new_name) = old.split(" ", 1), new.split(" ", 1)
    return {
        "province_old_code": "40",
        "old_ward_code": old_code,
        "old_ward": old_name,
        "old_district_2025_code": "412",
        "old_district_2025": "Thành phố Vinh",
        "old_district_2024_code": "412",
        "new_ward_code": new_code,
        "new_ward": new_name,
        "split_unit": "False",
        "main_target": "True",
    } | more


THREE = (
    crosswalk_row("16664 Phường Lê Mao", "16681 Phường Thành Vinh"),
    crosswalk_row("16666 Phường Hà Huy Tập", "16702 Phường Vinh Phú"),
    crosswalk_row("16669 Phường Lê Lợi", "16702 Phường Vinh Phú"),
)
DIVIDED = (
    crosswalk_row("16670 Phường Quán Bàu", "16681 Phường Thành Vinh", split_unit="True"),
    crosswalk_row(
        "16670 Phường Quán Bàu", "16702 Phường Vinh Phú", split_unit="True", main_target="False"
    ),
)


def with_the_reform(url: str, folder: Path) -> None:
    ended = unit_row("16663", "xã", "Đông Vĩnh", kind="Phường", above="412", **ENDING)
    report = import_rows(url, folder, "units", VINH_ENDS, ended, *WARDS)
    assert (report.status, report.replaced, report.added) == ("landed", 2, 3)


def shares(url: str) -> dict[tuple[str, str], tuple[Fraction, str]]:
    """Codes of old and new -> share and basis, of the successions that count."""
    codes = dict(rows_of(url, unit).select("id", "code").rows())
    return {
        (codes[row["old_unit_id"]], codes[row["new_unit_id"]]): (
            Fraction(row["weight_part"], row["weight_whole"]),
            row["basis"],
        )
        for row in rows_of(url, unit_succession).to_dicts()
        if row["replaced_in"] is None
    }


def refused(url: str, report: ImportReport, before: dict[str, int]) -> list[str]:
    """The reasons of a report that changed nothing but the books of imports."""
    after = counts(url)
    for table in ("import_batch", "rejected_row", "audit_event"):
        del after[table], before[table]
    assert (report.status, after) == ("refused", before)
    return reasons(report)


# Successions -----------------------------------------------------------------------------------


def test_a_merger_needs_no_weight(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "unit_successions", MERGED)
    assert (report.status, report.added) == ("landed", 1)
    assert shares(furnished) == {("413", "412"): (Fraction(1), "whole")}


def test_thirds_are_kept_exactly_and_names_do_for_codes(furnished: str, tmp_path: Path) -> None:
    by_name = MERGED | {"old_unit": "", "old_name": "Thị xã Cửa Lò"}
    report = import_rows(
        furnished,
        tmp_path,
        "unit_successions",
        by_name | {"weight": "1/3", "basis": "diện tích"},
        by_name | {"new_unit": "414", "weight": "2/3", "basis": "dân số"},
    )
    assert report.status == "landed", report.refusals
    assert shares(furnished) == {
        ("413", "412"): (Fraction(1, 3), "area"),
        ("413", "414"): (Fraction(2, 3), "population"),
    }


def test_a_later_file_replaces_all_of_an_old_unit_and_the_past_stays(
    furnished: str, tmp_path: Path
) -> None:
    first = import_rows(furnished, tmp_path, "unit_successions", MERGED)
    again = import_rows(furnished, tmp_path, "unit_successions", TO_THAI_HOA)
    assert shares(furnished) == {("413", "414"): (Fraction(1), "whole")}
    kept = rows_of(furnished, unit_succession).select("import_batch_id", "replaced_in").rows()
    assert kept == [(first.batch_id, again.batch_id), (again.batch_id, None)]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([MERGED | {"old_unit": "999"}], "unknown_unit"),
        ([MERGED | {"new_unit": "", "new_name": ""}], "unknown_unit"),
        ([MERGED, MERGED], "succession_twice"),
        ([MERGED, MERGED | {"new_unit": "", "new_name": "Vinh"}], "succession_twice"),
        ([MERGED | {"on_date": "01/01/2024"}], "predecessor_does_not_end"),
        ([MERGED | {"on_date": "30/11/2023"}], "predecessor_does_not_end"),
        ([MERGED | {"new_level": "xã", "new_unit": "16681"}], "successor_not_there"),
        ([MERGED | {"weight": "một nửa"}], "unreadable_weight"),
        ([MERGED | {"weight": "1/0"}], "unreadable_weight"),
        ([MERGED | {"weight": "0"}], "weight_out_of_range"),
        ([MERGED | {"weight": "3/2"}], "weight_out_of_range"),
        ([MERGED | {"weight": f"1/{10**18 + 1}"}], "weight_too_fine"),
        ([MERGED | {"weight": "0,5"}], "basis_missing"),
        ([MERGED, TO_THAI_HOA], "split_without_weight"),
        ([MERGED | {"weight": "50%", "basis": "diện tích"}], "weights_do_not_sum_to_one"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_changes_nothing(
    furnished: str, tmp_path: Path, rows: list[Row], reason: str
) -> None:
    import_rows(furnished, tmp_path, "units", *WARDS)
    before = counts(furnished)
    report = import_rows(furnished, tmp_path, "unit_successions", *rows)
    assert set(refused(furnished, report, before)) == {reason}
    for language in ("vi", "en"):
        assert "{" not in report.refusals[0].sentence(language=language)


def test_a_way_back_in_time_is_refused_naming_the_days(furnished: str, tmp_path: Path) -> None:
    ends = {"valid_to": "30/11/2023"}
    report = import_rows(
        furnished, tmp_path, "units",
        unit_row("412", "huyện", "Vinh", kind="Thành phố", **ends),
        unit_row("501", "huyện", "Đông", valid_from="01/12/2023", valid_to="31/12/2023"),
    )  # fmt: skip
    assert report.status == "landed", report.refusals
    east = {"old_level": "huyện", "old_unit": "501", "new_level": "huyện", "on_date": "01/01/2024"}
    assert import_rows(
        furnished, tmp_path, "unit_successions", MERGED | {"new_unit": "501"}
    ).status == "landed"  # fmt: skip
    report = import_rows(furnished, tmp_path, "unit_successions", east | {"new_unit": "413"})
    assert reasons(report) == ["successor_not_there"]
    assert "30/11/2023" in report.refusals[0].sentence(language="vi")


def test_a_registry_fault_refuses_the_file_even_in_quarantine(
    furnished: str, tmp_path: Path
) -> None:
    half = MERGED | {"weight": "1/2", "basis": "diện tích"}
    report = import_rows(furnished, tmp_path, "unit_successions", half, quarantine=True)
    assert (report.status, reasons(report)) == ("refused", ["weights_do_not_sum_to_one"])
    (kept,) = rows_of(furnished, rejected_row)["reason"].to_list()
    assert kept == report.refusals[0].sentence(language="vi")
    assert "Thị xã Cửa Lò (413, 01/01/2020 – 30/11/2023)" in kept
    assert "01/12/2023" in kept


def test_rows_set_aside_do_not_leave_half_a_unit_behind(furnished: str, tmp_path: Path) -> None:
    """In quarantine the good half would land alone: the other half named an unknown unit."""
    half = MERGED | {"weight": "1/2", "basis": "diện tích"}
    report = import_rows(
        furnished, tmp_path, "unit_successions", half, half | {"new_unit": "999"}, quarantine=True
    )
    assert (report.status, set(reasons(report))) == (
        "refused",
        {"unknown_unit", "weights_do_not_sum_to_one"},
    )
    assert shares(furnished) == {}


# Ends of units ---------------------------------------------------------------------------------


def test_an_open_unit_is_given_its_last_day_once(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "units", VINH_ENDS)
    assert (report.status, report.replaced) == ("landed", 1)
    (vinh,) = [row for row in rows_of(furnished, unit).to_dicts() if row["code"] == "412"]
    assert (vinh["valid_to"], vinh["closed_in"]) == (date(2025, 6, 30), report.batch_id)
    another_day = unit_row("412", "huyện", "Vinh", kind="Thành phố", valid_to="31/05/2025")
    again = import_rows(furnished, tmp_path, "units", another_day)
    assert reasons(again) == ["already_there_differently"]


def test_one_file_ends_a_unit_and_begins_its_namesake(furnished: str, tmp_path: Path) -> None:
    ends = unit_row("414", "huyện", "Thái Hoà", kind="Thị xã", valid_to="30/11/2024")
    begins = unit_row("414", "huyện", "Thái Hoà", kind="Thị xã", valid_from="01/12/2024")
    report = import_rows(furnished, tmp_path, "units", ends, begins)
    assert (report.status, report.replaced, report.added) == ("landed", 1, 1)


def test_a_unit_that_comes_back_after_a_gap_is_refused(furnished: str, tmp_path: Path) -> None:
    back = unit_row("413", "huyện", "Cửa Lò", kind="Thị xã", valid_from="01/01/2024")
    report = import_rows(furnished, tmp_path, "units", back)
    assert (report.status, reasons(report)) == ("refused", ["validity_gap"])
    assert "Thị xã Cửa Lò" in report.refusals[0].sentence(language="vi")


def test_the_end_of_a_unit_may_not_contradict_its_successions(
    furnished: str, tmp_path: Path
) -> None:
    """Vinh took Cửa Lò in on 1 December 2023: it cannot have ended before."""
    import_rows(furnished, tmp_path, "unit_successions", MERGED)
    ends = unit_row("412", "huyện", "Vinh", kind="Thành phố", valid_to="31/10/2023")
    report = import_rows(furnished, tmp_path, "units", ends)
    assert (report.status, reasons(report)) == ("refused", ["successor_not_there"])


# Crosswalks ------------------------------------------------------------------------------------


def test_a_crosswalk_brings_its_old_communes_and_knows_its_day(
    furnished: str, tmp_path: Path
) -> None:
    with_the_reform(furnished, tmp_path)
    report = import_rows(furnished, tmp_path, "crosswalk", *THREE)
    assert (report.status, report.added) == ("landed", 3), report.refusals
    assert shares(furnished) == {
        ("16664", "16681"): (Fraction(1), "whole"),
        ("16666", "16702"): (Fraction(1), "whole"),
        ("16669", "16702"): (Fraction(1), "whole"),
    }
    brought = {row["code"]: row for row in rows_of(furnished, unit).to_dicts()}["16666"]
    assert (brought["kind_vi"], brought["name_vi"], brought["full_name_en"]) == (
        "Phường",
        "Hà Huy Tập",
        "Ha Huy Tap Ward",
    )
    assert (brought["valid_from"], brought["valid_to"]) == (date(2020, 1, 1), date(2025, 6, 30))
    again = import_rows(
        furnished, tmp_path, "crosswalk", *THREE, reform=Reform(on_date=date(2025, 7, 1))
    )
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 3)


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("equal", {"16681": Fraction(1, 2), "16702": Fraction(1, 2)}),
        ("main", {"16681": Fraction(1)}),
        ("area", {"16681": Fraction(3, 4), "16702": Fraction(1, 4)}),
    ],
)
def test_a_divided_commune_is_divided_as_stated_and_says_so(
    furnished: str, tmp_path: Path, split: str, expected: dict[str, Fraction]
) -> None:
    with_the_reform(furnished, tmp_path)
    report = import_rows(furnished, tmp_path, "crosswalk", *DIVIDED, reform=Reform(split=split))
    assert report.status == "landed", report.refusals
    assert shares(furnished) == {("16670", new): (share, split) for new, share in expected.items()}


def test_districts_follow_their_communes_by_area(furnished: str, tmp_path: Path) -> None:
    """Of Vinh 30 of 40 km2 went into Thành Vinh, and 10 into Vinh Phú."""
    with_the_reform(furnished, tmp_path)
    stated = Reform(districts_by="area")
    report = import_rows(furnished, tmp_path, "crosswalk", *THREE, reform=stated)
    assert report.status == "landed", report.refusals
    of_vinh = {new: share for (old, new), share in shares(furnished).items() if old == "412"}
    assert of_vinh == {"16681": (Fraction(3, 4), "area"), "16702": (Fraction(1, 4), "area")}


def test_sizes_of_the_old_communes_come_before_those_of_the_new(
    furnished: str, tmp_path: Path
) -> None:
    with_the_reform(furnished, tmp_path)
    sized = [row | {"old_area_km2": area} for row, area in zip(THREE, ("2", "3", "5"), strict=True)]
    stated = Reform(districts_by="area")
    import_rows(furnished, tmp_path, "crosswalk", *sized, reform=stated)
    assert shares(furnished)["412", "16681"] == (Fraction(1, 5), "area")


@pytest.mark.parametrize(
    ("rows", "stated", "told"),
    [
        (DIVIDED, Reform(), ("split_not_stated", "Quán Bàu (16670")),
        (DIVIDED[:1], Reform(split="equal"), ("split_incomplete", "Quán Bàu (16670")),
        (DIVIDED, Reform(split="population"), ("split_not_possible", "Quán Bàu (16670")),
        (THREE, Reform(districts_by="population"), ("size_missing", "Thành Vinh (16681")),
        (THREE, Reform(on_date=date(2025, 8, 1)), ("predecessor_does_not_end", "412")),
        (
            [crosswalk_row("16664 Phường Lê Mao", "16999 Phường Vinh Mới")],
            Reform(on_date=date(2025, 7, 1)),
            ("unknown_unit", "Vinh Mới (16999)"),
        ),
        (
            [crosswalk_row("16664 Phường Lê Mao", "16999 Phường Vinh Mới")],
            Reform(),
            ("reform_day_not_stated", "--on"),
        ),
        (
            [THREE[0] | {"province_old_code": "42"}],
            Reform(),
            ("crosswalk_of_another_province", "42"),
        ),
        ([THREE[0] | {"split_unit": "chắc"}], Reform(), ("not_yes_or_no", "True/False")),
    ],
)
def test_a_crosswalk_that_leaves_something_open_is_refused_and_changes_nothing(
    furnished: str, tmp_path: Path, rows: tuple[Row, ...], stated: Reform, told: tuple[str, str]
) -> None:
    with_the_reform(furnished, tmp_path)
    reason, named = told
    before = counts(furnished)
    report = import_rows(furnished, tmp_path, "crosswalk", *rows, reform=stated)
    assert set(refused(furnished, report, before)) == {reason}
    assert named in report.refusals[0].sentence(language="vi")
    assert named in report.refusals[0].sentence(language="en")


def test_a_crosswalk_is_recognised_by_the_headers_of_the_public_tables(
    furnished: str, tmp_path: Path
) -> None:
    with_the_reform(furnished, tmp_path)
    header = (
        "province_old,province_old_code,old_ward_code,old_ward,old_district_2025_code,"
        "old_district_2025,old_district_2024_code,old_district_2024,new_province,"
        "new_province_code,new_ward_code,new_ward,split_unit,main_target"
    )
    row = (
        "Nghệ An,40,16666,Phường Hà Huy Tập,412,Thành phố Vinh,412,Thành phố Vinh,Tỉnh Nghệ An,"
        "40,16702,Phường Vinh Phú,False,True"
    )
    path = tmp_path / "crosswalk_nghe_an.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    report = import_file(engine(furnished), path, province=PROVINCE)
    assert (report.status, report.kind, report.added) == ("landed", "crosswalk", 1)


def test_the_same_crosswalk_under_another_statement_is_another_batch(
    furnished: str, tmp_path: Path
) -> None:
    with_the_reform(furnished, tmp_path)
    path = write_csv(tmp_path, "crosswalk", DIVIDED)

    def batch(**stated: Any) -> ImportReport:
        return import_file(engine(furnished), path, province=PROVINCE, reform=Reform(**stated))

    assert batch(split="equal").added == 2
    corrected = batch(split="main")
    assert (corrected.status, corrected.replaced) == ("landed", 1)
    assert shares(furnished) == {("16670", "16681"): (Fraction(1), "main")}
    assert len(rows_of(furnished, import_batch).filter(kind="crosswalk")) == 2
