"""How a batch lands: whole or not at all, in order, once, and never over what is there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread

import polars as pl
import pytest
from sqlalchemy import select

from store.database import engine
from store.imports.batches import newest_batch
from store.imports.importer import ImportReport, ProvinceNeeded, import_file
from store.imports.landing import CHUNK
from store.imports.provinces import UnknownProvince
from store.settings import PROJECT
from store.tables import (
    import_batch,
    observation,
    rejected_row,
    target,
    unit,
    work_event,
    work_item_coordinator,
)
from tests.store.importing import (
    ITEM,
    OBSERVATION,
    PLAN,
    PROVINCE,
    RATE,
    TARGET,
    WORK_EVENT,
    counts,
    furnish,
    import_rows,
    reasons,
    rows_of,
    write_csv,
)

BAD = OBSERVATION | {"unit": "999"}
OTHER_MONTH = OBSERVATION | {"period": "Tháng 2/2024", "cut_off": "29/02/2024"}


@pytest.fixture
def furnished(database_url: str) -> str:
    furnish(database_url)
    return database_url


# Whole or not at all ---------------------------------------------------------------------------


def test_one_bad_row_refuses_the_whole_file_and_only_the_refusal_is_written(
    furnished: str, tmp_path: Path
) -> None:
    before = counts(furnished)
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION, BAD)
    after = counts(furnished)
    assert (report.status, report.rows, report.added, report.refused_rows) == ("refused", 2, 0, 1)
    assert after.pop("import_batch") == before.pop("import_batch") + 1
    assert after.pop("rejected_row") == before.pop("rejected_row") + 1
    assert after.pop("audit_event") == before.pop("audit_event") + 1
    assert after == before
    batch = rows_of(furnished, import_batch).row(-1, named=True)
    assert (batch["id"], batch["status"]) == (report.batch_id, "refused")
    assert (batch["row_count"], batch["rejected_count"]) == (2, 1)


def test_in_quarantine_the_good_rows_land_and_the_bad_ones_are_kept(
    furnished: str, tmp_path: Path
) -> None:
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION, BAD, quarantine=True)
    assert (report.status, report.added, report.refused_rows) == ("landed", 1, 1)
    assert rows_of(furnished, observation)["numerator"].to_list() == [30]
    kept = rows_of(furnished, rejected_row).row(-1, named=True)
    assert (kept["reason_code"], kept["row_number"], kept["raw_text"]) == ("unit_unknown", 3, "999")


def test_in_quarantine_a_file_without_a_good_row_is_refused(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "observations", BAD, quarantine=True)
    assert report.status == "refused"


def test_a_file_that_cannot_be_read_is_kept_as_a_refused_batch(
    furnished: str, tmp_path: Path
) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    report = import_file(engine(furnished), path, province=PROVINCE)
    kept = rows_of(furnished, rejected_row).row(-1, named=True)
    assert (kept["import_batch_id"], kept["reason_code"]) == (report.batch_id, "file_empty")


def test_raw_text_that_no_store_can_keep_does_not_stop_its_own_refusal(
    furnished: str, tmp_path: Path
) -> None:
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION | {"numerator": "3\x000"})
    assert reasons(report) == ["not_a_number"]
    assert rows_of(furnished, rejected_row)["raw_text"].to_list() == ["3\u24000"]


KILLED = """
import os, signal, sys
from store.database import engine
from store.imports.importer import import_file

def kill_in_the_middle(step, done, of):
    if step == "land" and 0 < done < of:
        print("killed", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

import_file(engine(sys.argv[1]), sys.argv[2], province="nghe-an", on_progress=kill_in_the_middle)
"""


SERVICES = 50


def many_figures(url: str, folder: Path, *, days: int) -> Path:
    """A file of SERVICES rows for each of `days` days and each of two districts."""
    services = [
        {"code": f"S{n}", "list_code": "S", "number": str(n)} for n in range(1, SERVICES + 1)
    ]
    import_rows(url, folder, "public_services", *services, province=None)
    last = date(2024, 3, 31).toordinal()
    return write_csv(
        folder,
        "observations",
        (
            OBSERVATION
            | {
                "unit": district,
                "unit_name": "",
                "public_service": service["code"],
                "period": date.fromordinal(last - day).isoformat(),
                "numerator": str(day % 40),
                "cut_off": "31/03/2024",
            }
            for day in range(days)
            for district in ("412", "414")
            for service in services
        ),
    )


def test_an_import_killed_while_it_writes_leaves_the_store_as_it_was(
    furnished: str, tmp_path: Path
) -> None:
    path = many_figures(furnished, tmp_path, days=2 * CHUNK // (2 * SERVICES))
    before = counts(furnished)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, furnished, str(path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.stdout == "killed\n", killed.stderr
    assert killed.returncode == -signal.SIGKILL
    assert counts(furnished) == before
    # And the same file lands afterwards as if nothing had been.
    report = import_file(engine(furnished), path, province=PROVINCE)
    assert (report.status, report.added) == ("landed", 2 * CHUNK)


@pytest.mark.slow
def test_fifty_thousand_rows_land_in_seconds(furnished: str, tmp_path: Path) -> None:
    path = many_figures(furnished, tmp_path, days=500)
    started = time.perf_counter()
    report = import_file(engine(furnished), path, province=PROVINCE)
    assert report.added == 50_000
    # Some 5 s on two cores; the margin is for a busy machine.
    assert time.perf_counter() - started < 30


# Once ------------------------------------------------------------------------------------------


def test_the_same_file_a_second_time_changes_nothing_and_says_so(
    furnished: str, tmp_path: Path
) -> None:
    first = import_rows(furnished, tmp_path, "observations", OBSERVATION)
    before = counts(furnished)
    again = import_rows(furnished, tmp_path, "observations", OBSERVATION)
    assert (again.status, again.batch_id) == ("unchanged", first.batch_id)
    assert counts(furnished) == before


def test_a_refused_file_is_tried_again(furnished: str, tmp_path: Path) -> None:
    """What it lacked may have come in the meantime."""
    first = import_rows(furnished, tmp_path, "observations", BAD)
    again = import_rows(furnished, tmp_path, "observations", BAD)
    assert again.status == "refused"
    assert again.batch_id > first.batch_id


def test_rows_that_are_there_already_are_left_alone(furnished: str, tmp_path: Path) -> None:
    import_rows(furnished, tmp_path, "observations", OBSERVATION)
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION, OTHER_MONTH)
    assert (report.added, report.replaced, report.unchanged) == (1, 0, 1)
    assert rows_of(furnished, observation)["replaced_in"].to_list() == [None, None]


# Append, never overwrite -----------------------------------------------------------------------


def as_of(url: str, batch: int) -> list[float]:
    """The numerators that counted when `batch` was the newest."""
    rows = rows_of(url, observation)
    counted = (pl.col("import_batch_id") <= batch) & (
        pl.col("replaced_in").is_null() | (pl.col("replaced_in") > batch)
    )
    return rows.filter(counted)["numerator"].to_list()


def test_a_corrected_figure_is_a_revision_and_the_old_one_stays_readable(
    furnished: str, tmp_path: Path
) -> None:
    first = import_rows(furnished, tmp_path, "observations", OBSERVATION, OTHER_MONTH)
    corrected = OBSERVATION | {"numerator": "31"}
    second = import_rows(furnished, tmp_path, "observations", corrected, OTHER_MONTH)
    assert (second.added, second.replaced, second.unchanged) == (0, 1, 1)
    assert as_of(furnished, first.batch_id) == [30, 30]
    assert as_of(furnished, second.batch_id) == [30, 31]
    assert rows_of(furnished, observation)["value"].to_list() == [0.75, 0.75, 0.775]


def test_figures_of_two_documents_stand_beside_each_other(furnished: str, tmp_path: Path) -> None:
    import_rows(furnished, tmp_path, "observations", OBSERVATION)
    published = OBSERVATION | {"source_document": "QD06", "numerator": "29"}
    report = import_rows(furnished, tmp_path, "observations", published)
    assert (report.added, report.replaced) == (1, 0)


def test_a_changed_target_is_a_revision(furnished: str, tmp_path: Path) -> None:
    import_rows(furnished, tmp_path, "targets", TARGET)
    second = import_rows(furnished, tmp_path, "targets", TARGET | {"value": "85%"})
    assert (second.added, second.replaced) == (0, 1)
    stored = rows_of(furnished, target)
    assert stored["value"].to_list() == [0.8, 0.85]
    assert stored["replaced_in"].to_list() == [second.batch_id, None]
    assert stored["path"].to_list() == ["flat", "flat"]


def test_a_province_wide_and_a_units_target_are_two(furnished: str, tmp_path: Path) -> None:
    of_vinh = TARGET | {"unit": "412", "value": "90%"}
    report = import_rows(furnished, tmp_path, "targets", TARGET, of_vinh)
    assert report.added == 2
    assert import_rows(furnished, tmp_path, "targets", of_vinh).unchanged == 1


def test_reference_rows_may_come_again_but_not_differently(furnished: str, tmp_path: Path) -> None:
    same = import_rows(furnished, tmp_path, "plans", PLAN, PLAN | {"version": "2"})
    assert (same.added, same.unchanged) == (1, 1)
    changed = import_rows(furnished, tmp_path, "plans", PLAN | {"source_document": ""})
    assert changed.refusals[0].sentence(language="vi") == (
        "Đã có trong kho số liệu với “Văn bản” là “QD06”; tệp không được ghi đè."
    )


def test_a_work_item_keeps_its_coordinating_units(furnished: str, tmp_path: Path) -> None:
    """NV01 and NV02 are coordinated by 412 and 414."""
    pairs = rows_of(furnished, work_item_coordinator)
    units = dict(rows_of(furnished, unit).select("id", "code").iter_rows())
    assert [units[unit_id] for unit_id in pairs["unit_id"]] == ["412", "414"] * 2
    again = import_rows(furnished, tmp_path, "work_items", ITEM | {"coordinators": "414;412"})
    assert (again.status, again.unchanged) == ("landed", 1)


def test_events_that_are_there_are_left_alone_and_a_moved_deadline_knows_the_old_one(
    furnished: str, tmp_path: Path
) -> None:
    moved = WORK_EVENT | {
        "event_type": "gia hạn",
        "happened_on": "20/01/2024",
        "new_deadline": "31/08/2024",
        "reason": "Chờ hướng dẫn của bộ",
        "author": "Giám đốc Sở Tư pháp",
    }
    again = moved | {"happened_on": "20/02/2024", "new_deadline": "30/09/2024"}
    import_rows(furnished, tmp_path, "work_events", WORK_EVENT, moved)
    report = import_rows(furnished, tmp_path, "work_events", WORK_EVENT, moved, again)
    assert (report.added, report.unchanged) == (1, 2)
    stored = rows_of(furnished, work_event)
    assert stored["old_deadline"].to_list() == [None, date(2024, 6, 30), date(2024, 8, 31)]
    assert stored["new_deadline"].to_list() == [None, date(2024, 8, 31), date(2024, 9, 30)]


def test_a_first_history_is_told_as_it_happened_and_a_later_word_on_the_day_it_comes(
    furnished: str, tmp_path: Path
) -> None:
    """The province's day is 2 April 2024; the second file tells of February."""
    late = WORK_EVENT | {"event_type": "tiến độ", "progress": "50%", "happened_on": "20/02/2024"}
    dated = late | {"progress": "60%", "recorded_on": "25/02/2024"}
    import_rows(furnished, tmp_path, "work_events", WORK_EVENT)
    import_rows(furnished, tmp_path, "work_events", WORK_EVENT, late, dated)
    first, second, third = rows_of(furnished, work_event).sort("id").to_dicts()
    assert first["recorded_on"] == first["happened_on"]
    assert second["recorded_on"] == date(2024, 4, 2)
    assert third["recorded_on"] == date(2024, 2, 25)


# No value is never zero ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "value", "status"),
    [
        ({"numerator": "0", "denominator": "0"}, None, "final"),
        ({"numerator": "0"}, 0.0, "final"),
        (
            {"numerator": "", "denominator": "", "obs_status": "chưa có số liệu"},
            None,
            "missing",
        ),
        (
            {"numerator": "", "denominator": "40", "obs_status": "not_applicable"},
            None,
            "not_applicable",
        ),
        ({"numerator": "", "denominator": "", "value": "45,03%"}, 0.4503, "final"),
        ({"numerator": "30", "denominator": "40", "value": "75%"}, 0.75, "final"),
        ({"numerator": "1", "denominator": "3", "value": "33,33%"}, 1 / 3, "final"),
        ({"indicator": "DDI01", "denominator": ""}, 30.0, "final"),
        (
            {"indicator": "DDI01", "numerator": "", "denominator": "", "value": "2.852.992"},
            2_852_992.0,
            "final",
        ),
    ],
)
def test_the_value_follows_from_the_counts(
    furnished: str, tmp_path: Path, changes: dict[str, str], value: float | None, status: str
) -> None:
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION | changes)
    assert report.status == "landed", report.refusals
    stored = rows_of(furnished, observation).row(-1, named=True)
    assert (stored["value"], stored["obs_status"]) == (value, status)


# In order --------------------------------------------------------------------------------------


def test_of_two_importers_at_once_the_later_batch_lands_later(
    furnished: str, tmp_path: Path
) -> None:
    """The first has its batch number and waits; the second must not land before it."""
    order: list[str] = []
    first_writes, first_may_go = Event(), Event()
    reports: dict[str, ImportReport] = {}

    def wait_while_writing(step: str, _done: int, _of: int) -> None:
        if step == "land":
            first_writes.set()
            assert first_may_go.wait(timeout=30)

    def note_writing(step: str, _done: int, _of: int) -> None:
        if step == "land":
            order.append("second writes")

    def run(name: str, row: dict[str, str], on_progress: Callable[[str, int, int], None]) -> None:
        folder = tmp_path / name
        folder.mkdir()
        reports[name] = import_rows(furnished, folder, "observations", row, on_progress=on_progress)

    first = Thread(target=run, args=("first", OBSERVATION, wait_while_writing))
    second = Thread(target=run, args=("second", OTHER_MONTH, note_writing))
    first.start()
    assert first_writes.wait(timeout=30)
    second.start()
    # Nobody sees anything of a batch that has not landed.
    with engine(furnished).connect() as connection:
        seen = newest_batch(connection)
        assert connection.execute(select(observation)).all() == []
    order.append("first may go")
    first_may_go.set()
    first.join(timeout=30)
    second.join(timeout=30)
    assert seen < reports["first"].batch_id < reports["second"].batch_id
    assert order == ["first may go", "second writes"]
    assert [reports[name].status for name in ("first", "second")] == ["landed", "landed"]


def test_eight_importers_at_once_all_land_in_the_order_of_their_numbers(
    furnished: str, tmp_path: Path
) -> None:
    """A reader never sees a batch appear below one it has seen already."""
    months = [OBSERVATION | {"period": f"Tháng {n}/2023"} for n in range(1, 9)]
    landed: list[ImportReport] = []

    def run(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        landed.append(import_rows(furnished, folder, "observations", months[number]))

    threads = [Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    known: set[int] = set()
    while any(thread.is_alive() for thread in threads):
        with engine(furnished).connect() as connection:
            seen = set(connection.scalars(select(import_batch.c.id)))
        assert all(batch > max(known, default=0) for batch in seen - known)
        known = seen
    for thread in threads:
        thread.join()
    assert {report.status for report in landed} == {"landed"}
    assert len({report.batch_id for report in landed}) == 8


# For whom --------------------------------------------------------------------------------------


def test_a_file_of_a_province_needs_one_that_exists(furnished: str, tmp_path: Path) -> None:
    before = counts(furnished)
    with pytest.raises(ProvinceNeeded):
        import_rows(furnished, tmp_path, "observations", OBSERVATION, province=None)
    with pytest.raises(UnknownProvince):
        import_rows(furnished, tmp_path, "observations", OBSERVATION, province="ha-noi")
    assert counts(furnished) == before


def test_a_province_is_known_by_its_code_as_well(furnished: str, tmp_path: Path) -> None:
    report = import_rows(furnished, tmp_path, "observations", OBSERVATION, province="40")
    assert report.status == "landed"


def test_a_catalogue_belongs_to_no_province(furnished: str, tmp_path: Path) -> None:
    row = RATE | {"code": "DVC02", "position": "3"}
    report = import_rows(furnished, tmp_path, "indicators", row, province=PROVINCE)
    batch = rows_of(furnished, import_batch).row(-1, named=True)
    assert (batch["id"], batch["province_id"]) == (report.batch_id, None)


def test_a_province_without_a_stopped_clock_lives_today(furnished: str, tmp_path: Path) -> None:
    figure = OBSERVATION | {"unit": "436", "unit_name": "", "cut_off": "31/12/2098"}
    report = import_rows(furnished, tmp_path, "observations", figure, province="ha-tinh")
    assert reasons(report) == ["cut_off_in_future"]
    past = figure | {"cut_off": "01/10/2026"}
    landed = import_rows(furnished, tmp_path, "observations", past, province="ha-tinh")
    assert landed.status == "landed", os.linesep.join(map(str, landed.refusals))
