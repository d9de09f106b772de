"""Conditions of readiness and what a colour follows from, as rows of a file: kept or refused."""

from datetime import date
from pathlib import Path

import pytest

from store.tables import readiness_condition, readiness_rule
from tests.store.importing import Row, furnish, import_rows, reasons, rows_of

CONDITION: Row = {
    "code": "signatures",
    "position": "1",
    "name_vi": "Cán bộ được cấp chữ ký số",
    "name_en": "Officials have digital signatures",
    "short_vi": "Chữ ký số",
    "short_en": "E-sign",
    "indicator": "DVC01",
    "level": "cấp xã",
    "judged": "tỷ lệ",
    "polarity": "cao",
    "green_from": "95%",
    "yellow_from": "80%",
    "effective_from": "01/07/2025",
    "definition_source_vi": "thử",
    "definition_source_en": "test",
}
RULE: Row = {"colour": "đỏ", "failed_from": "1", "effective_from": "01/07/2025"}


@pytest.fixture
def furnished(database_url: str) -> str:
    furnish(database_url)
    return database_url


def test_a_condition_is_kept_with_its_thresholds(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "readiness_conditions", CONDITION, province=None)
    assert report.status == "landed"
    row = rows_of(furnished, readiness_condition).row(0, named=True)
    assert (row["judged"], row["green_from"], row["yellow_from"]) == ("rate", 0.95, 0.8)
    assert (row["level"], row["province_id"]) == ("commune", None)
    assert row["effective_from"] == date(2025, 7, 1)


def test_a_corrected_threshold_replaces_the_old_row_and_a_new_day_does_not(
    furnished: str, tmp_path: Path
) -> None:
    import_rows(furnished, tmp_path, "readiness_conditions", CONDITION, province=None)
    corrected = CONDITION | {"green_from": "90%"}
    import_rows(furnished, tmp_path, "readiness_conditions", corrected, province=None)
    later = CONDITION | {"effective_from": "01/10/2025"}
    import_rows(furnished, tmp_path, "readiness_conditions", later, province=None)
    rows = rows_of(furnished, readiness_condition)
    assert rows["green_from"].to_list() == [0.95, 0.9, 0.95]
    assert [batch is None for batch in rows["replaced_in"]] == [False, True, True]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"indicator": "KHONGCO"}, "indicator_unknown"),
        ({"province": "99"}, "province_unknown"),
        ({"green_from": ""}, "threshold_missing"),
        ({"judged": "có hoặc không"}, "threshold_of_yes_no"),
        ({"green_from": "95"}, "rate_threshold_not_a_share"),
        ({"yellow_from": "96%"}, "yellow_beyond_green"),
        (
            {"judged": "số lượng", "polarity": "thấp", "green_from": "5", "yellow_from": "4"},
            "yellow_beyond_green",
        ),
        ({"effective_to": "30/06/2025"}, "effect_ends_before_it_begins"),
        ({"judged": "đại khái"}, "word_unknown"),
    ],
)
def test_a_condition_that_cannot_be_judged_is_refused(
    furnished: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    row = CONDITION | changes
    report = import_rows(furnished, tmp_path, "readiness_conditions", row, province=None)
    assert reasons(report) == [reason]
    assert report.refusals[0].sentence(language="vi") and report.refusals[0].sentence(language="en")
    assert rows_of(furnished, readiness_condition).is_empty()


def test_thresholds_that_are_equal_leave_no_yellow_and_are_taken(
    furnished: str, tmp_path: Path
) -> None:
    row = CONDITION | {"yellow_from": "95%"}
    report = import_rows(furnished, tmp_path, "readiness_conditions", row, province=None)
    assert report.status == "landed"


def test_twice_the_same_condition_of_one_day_is_refused(furnished: str, tmp_path: Path) -> None:
    twice = (CONDITION, CONDITION)
    report = import_rows(furnished, tmp_path, "readiness_conditions", *twice, province=None)
    assert "duplicate_in_file" in reasons(report)


def test_a_rule_is_kept(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "readiness_rules", RULE, province=None)
    assert report.status == "landed"
    row = rows_of(furnished, readiness_rule).row(0, named=True)
    assert (row["colour"], row["failed_from"], row["not_met_from"]) == ("red", 1, None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"failed_from": "0"}, "colour_from_no_condition"),
        ({"failed_from": ""}, "colour_counts_nothing"),
        ({"colour": "xanh"}, "word_unknown"),
        ({"province": "99"}, "province_unknown"),
    ],
)
def test_a_rule_that_counts_nothing_is_refused(
    furnished: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    report = import_rows(furnished, tmp_path, "readiness_rules", RULE | changes, province=None)
    assert reasons(report) == [reason]
