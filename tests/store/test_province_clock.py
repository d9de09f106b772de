"""A province's day can be moved, by command or by its file; everybody asks anew afterwards."""

from datetime import date
from pathlib import Path

import pytest

from store.__main__ import main
from store.database import engine
from store.imports.batches import newest_batch
from store.tables import audit_event, province
from tests.store.importing import FURNITURE, PROVINCE, furnish, import_rows, reasons, rows_of


@pytest.fixture
def furnished(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    furnish(database_url)
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    return database_url


def stands_at(url: str) -> date | None:
    return dict(rows_of(url, province).select("slug", "clock_stands_at").rows())[PROVINCE]


def newest(url: str) -> int:
    with engine(url).connect() as connection:
        return newest_batch(connection)


def test_the_clock_is_moved_as_a_batch_and_in_the_log(
    furnished: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newest(furnished)
    assert main(["--language", "en", "clock", PROVINCE, "2025-08-31"]) == 0
    assert "stands still at 31/08/2025" in capsys.readouterr().out
    assert stands_at(furnished) == date(2025, 8, 31)
    assert newest(furnished) == before + 1
    event = rows_of(furnished, audit_event).row(-1, named=True)
    assert (event["action"], event["subject"]) == ("changed", PROVINCE)
    assert "2025-08-31" in event["detail"]
    assert "2024-04-02" in event["detail"]


def test_a_clock_that_runs_and_one_that_is_only_looked_at(
    furnished: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = newest(furnished)
    assert main(["clock", "40"]) == 0
    assert "02/04/2024" in capsys.readouterr().out
    assert newest(furnished) == before
    assert main(["clock", PROVINCE, "--runs"]) == 0
    assert stands_at(furnished) is None
    assert main(["clock", "ha-noi"]) == 2


def test_the_file_of_provinces_moves_the_clock_and_nothing_else(
    furnished: str, tmp_path: Path
) -> None:
    row = next(rows[0] for kind, _, rows in FURNITURE if kind == "provinces")
    moved = row | {"clock_stands_at": "31/08/2025"}
    report = import_rows(furnished, tmp_path, "provinces", moved, province=None)
    assert (report.status, report.replaced) == ("landed", 1)
    assert stands_at(furnished) == date(2025, 8, 31)
    renamed = moved | {"name_vi": "Nghệ Tĩnh"}
    report = import_rows(furnished, tmp_path, "provinces", renamed, province=None)
    assert reasons(report) == ["already_there_differently"]
