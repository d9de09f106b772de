"""Which reports are owed and came, as province files say it."""

from pathlib import Path

import pytest

from store.tables import report_due, report_form, report_submission
from tests.store.importing import Row, counts, furnish, import_rows, reasons, rows_of

FORM: Row = {
    "code": "BC06",
    "name_vi": "Báo cáo tháng",
    "name_en": "Monthly report",
    "frequency": "tháng",
    "level": "cấp huyện",
    "days_to_submit": "5",
}
DUE: Row = {"form": "BC06", "unit": "412", "period": "Tháng 2/2024", "due_on": "05/03/2024"}
SENT: Row = {
    "form": "BC06",
    "unit": "412",
    "period": "Tháng 2/2024",
    "submitted_on": "07/03/2024",
}


@pytest.fixture
def furnished(database_url: str, tmp_path: Path) -> str:
    furnish(database_url)
    assert import_rows(database_url, tmp_path, "report_forms", FORM).status == "landed"
    return database_url


def test_a_report_that_is_due_and_came_stands_there_once(furnished: str, tmp_path: Path) -> None:
    assert rows_of(furnished, report_form)["days_to_submit"].to_list() == [5]
    for kind, row in (("report_dues", DUE), ("report_submissions", SENT)):
        assert import_rows(furnished, tmp_path, kind, row).status == "landed"
    (due,) = rows_of(furnished, report_due).to_dicts()
    (sent,) = rows_of(furnished, report_submission).to_dicts()
    assert sent["report_due_id"] == due["id"]
    assert f"{due['period_start']} {due['period_end']}" == "2024-02-01 2024-02-29"
    # The same rows in another file change nothing.
    again = import_rows(furnished, tmp_path, "report_submissions", SENT, SENT | {"unit": "414"})
    assert reasons(again) == ["report_not_due"]
    assert rows_of(furnished, report_submission).height == 1


def test_what_was_sent_again_is_kept_beside_the_first(furnished: str, tmp_path: Path) -> None:
    import_rows(furnished, tmp_path, "report_dues", DUE)
    later = SENT | {"submitted_on": "09/03/2024"}
    import_rows(furnished, tmp_path, "report_submissions", SENT)
    import_rows(furnished, tmp_path, "report_submissions", SENT, later)
    assert rows_of(furnished, report_submission).height == 2


@pytest.mark.parametrize(
    ("kind", "row", "reason"),
    [
        ("report_forms", FORM | {"code": "BC07", "days_to_submit": "400"}, "window_too_long"),
        ("report_dues", DUE | {"form": "BC99"}, "form_unknown"),
        ("report_dues", DUE | {"unit": "STP"}, "unit_level_mismatch"),
        ("report_dues", DUE | {"unit": "999"}, "unit_unknown"),
        ("report_dues", DUE | {"due_on": "20/02/2024"}, "due_before_period_ends"),
        ("report_submissions", SENT, "report_not_due"),
        ("report_submissions", SENT | {"submitted_on": "03/04/2024"}, "event_in_future"),
        ("report_submissions", SENT | {"submitted_on": "31/01/2024"}, "sent_before_period"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    furnished: str, tmp_path: Path, kind: str, row: Row, reason: str
) -> None:
    if reason in ("event_in_future", "sent_before_period"):
        import_rows(furnished, tmp_path, "report_dues", DUE)
    before = counts(furnished)[kind.removesuffix("s")]
    assert reasons(import_rows(furnished, tmp_path, kind, row)) == [reason]
    assert counts(furnished)[kind.removesuffix("s")] == before
