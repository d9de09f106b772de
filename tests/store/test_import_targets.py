"""Targets, their steps and the thresholds of their status, imported as files of a province."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.database import engine
from store.tables import target
from tests.store.importing import furnish, import_rows

TARGET = {
    "indicator": "DVC01",
    "value": "40%",
    "period": "2024",
    "due_on": "31/12/2024",
    "provenance": "đã công bố",
}
STEP = {
    "indicator": "DVC01",
    "period": "2024",
    "due_on": "31/12/2024",
    "reached_by": "30/06/2024",
    "value": "30%",
}
RULE = {
    "measure": "tỷ lệ",
    "margin_in": "giá trị",
    "ahead_margin": "2%",
    "course_margin": "1%",
    "attainment_cap": "100%",
    "due_soon_days": "30",
}


@pytest.fixture
def url(sqlite_url: str) -> str:
    furnish(sqlite_url)
    return sqlite_url


def reasons(report: Any) -> list[str]:
    return [refusal.reason_code for refusal in report.refusals]


def in_store(url: str) -> list[tuple[float, str, bool]]:
    """Value, day of effect and whether it still counts, of every target."""
    columns = (target.c.value, target.c.effective_from, target.c.replaced_in.is_(None))
    with engine(url).connect() as connection:
        found = connection.execute(select(*columns).order_by(target.c.id))
        return [(row[0], row[1].isoformat(), bool(row[2])) for row in found]


def test_a_later_decision_stands_beside_the_one_it_changes(url: str, tmp_path: Path) -> None:
    import_rows(url, tmp_path, "targets", TARGET)
    changed = TARGET | {"value": "50%", "effective_from": "01/07/2024"}
    import_rows(url, tmp_path, "targets", changed)
    assert in_store(url) == [(0.4, "2024-01-01", True), (0.5, "2024-07-01", True)]


def test_a_correction_replaces_what_was_written_wrongly(url: str, tmp_path: Path) -> None:
    import_rows(url, tmp_path, "targets", TARGET)
    import_rows(url, tmp_path, "targets", TARGET | {"value": "45%"})
    assert in_store(url) == [(0.4, "2024-01-01", False), (0.45, "2024-01-01", True)]


def test_a_target_without_a_date_is_refused_by_its_column(url: str, tmp_path: Path) -> None:
    report = import_rows(url, tmp_path, "targets", TARGET | {"due_on": ""})
    assert report.status == "refused"
    assert [(r.column_name, r.reason_code) for r in report.refusals] == [
        ("Thời hạn", "value_required")
    ]


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ({"effective_from": "01/01/2025"}, "effect_outside_period"),
        (
            {"effective_from": "01/07/2024", "effective_to": "30/06/2024"},
            "effect_ends_before_it_begins",
        ),
    ],
)
def test_an_effect_that_cannot_be_is_refused(
    url: str, tmp_path: Path, spoiled: dict[str, str], reason: str
) -> None:
    assert reasons(import_rows(url, tmp_path, "targets", TARGET | spoiled)) == [reason]


def test_a_step_belongs_to_a_target(url: str, tmp_path: Path) -> None:
    assert reasons(import_rows(url, tmp_path, "target_steps", STEP)) == ["target_unknown"]
    import_rows(url, tmp_path, "targets", TARGET | {"path": "bậc thang"})
    late = STEP | {"reached_by": "01/01/2025"}
    assert reasons(import_rows(url, tmp_path, "target_steps", late)) == ["step_outside_period"]
    assert import_rows(url, tmp_path, "target_steps", STEP).status == "landed"


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ({"indicator": "DVC01"}, "for_one_or_a_kind"),
        ({"measure": ""}, "for_one_or_a_kind"),
        ({"measure": "", "indicator": "DVC99"}, "indicator_unknown"),
        ({"course_margin": "-1%"}, "count_negative"),
        ({"attainment_cap": "90%"}, "cap_below_target"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(
    url: str, tmp_path: Path, spoiled: dict[str, str], reason: str
) -> None:
    report = import_rows(url, tmp_path, "status_rules", RULE | spoiled, province=None)
    assert reasons(report) == [reason]


def test_a_window_is_a_year_at_most(url: str, tmp_path: Path) -> None:
    month = {"frequency": "tháng", "days_open": "15"}
    assert import_rows(url, tmp_path, "reporting_windows", month, province=None).status == "landed"
    long = month | {"days_open": "400"}
    report = import_rows(url, tmp_path, "reporting_windows", long, province=None)
    assert reasons(report) == ["window_too_long"]
