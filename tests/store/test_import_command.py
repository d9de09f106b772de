"""`python -m store` as an administrator meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.__main__ import main
from store.settings import PROJECT
from tests.store.importing import OBSERVATION, furnish, write_csv


@pytest.fixture
def furnished(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    furnish(sqlite_url)
    monkeypatch.setenv("IOC_DATABASE_URL", sqlite_url)
    return sqlite_url


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_good_file_lands_with_exit_code_0(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path, "observations", [OBSERVATION])
    assert main(["import", str(path), "--province", "nghe-an"]) == 0
    assert said(capsys) == (
        "observations.csv: đã nhập thành lô 10. "
        "Thêm mới 1, thay thế 0, không đổi 0, giữ riêng 0 dòng.\n"
    )
    assert main(["import", str(path), "--province", "40", "--language", "en"]) == 0
    assert said(capsys) == (
        "observations.csv: this very file landed before as batch 10; nothing changed.\n"
    )


def test_a_bad_file_is_told_with_place_reason_and_proposal_and_exit_code_1(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path, "observations", [OBSERVATION | {"cut_off": "31/6/2023"}])
    assert main(["import", str(path), "--province", "nghe-an"]) == 1
    assert said(capsys) == (
        "observations.csv: không nhập (lô 10); 1/1 dòng sai, kho số liệu giữ nguyên.\n"
        "  dòng 2, cột “Ngày chốt”: Lịch không có ngày 31/6/2023. [no_such_day]"
        " Đề nghị: 30/06/2023\n"
    )
    assert main(["--language", "en", "rejected", "10"]) == 0
    assert said(capsys) == (
        "  row 2, column “Ngày chốt”: The calendar has no day 31/6/2023. [no_such_day]"
        " Proposal: 30/06/2023\n"
    )


def test_a_reason_that_needs_more_than_was_kept_is_told_as_it_was_kept(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path, "observations", [OBSERVATION | {"numerator": "41"}])
    main(["import", str(path), "--province", "nghe-an"])
    said(capsys)
    assert main(["rejected", "10", "--language", "en"]) == 0
    assert "Tử số 41 lớn hơn mẫu số 40." in said(capsys)


def test_many_refusals_are_cut_short_with_the_command_that_shows_all(
    furnished: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [OBSERVATION | {"unit": str(1000 + n)} for n in range(60)]
    path = write_csv(tmp_path, "observations", rows)
    assert main(["import", str(path), "--province", "nghe-an"]) == 1
    assert said(capsys).endswith("… và 10 lỗi nữa; xem toàn bộ bằng: python -m store rejected 10\n")
    assert main(["rejected", "10"]) == 0
    assert len(said(capsys).splitlines()) == 60


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "{file}"], "--province"),
        (["import", "{file}", "--province", "ha-noi"], "ha-noi"),
        (["import", "missing.csv", "--province", "nghe-an"], "missing.csv"),
        (["rejected", "99"], "99"),
    ],
)
def test_what_cannot_be_tried_is_said_with_exit_code_2(
    furnished: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    path = write_csv(tmp_path, "observations", [OBSERVATION])
    assert main([argument.format(file=path) for argument in arguments]) == 2
    assert words in said(capsys)


def test_the_batches_are_listed_newest_first(
    furnished: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batches", "--most", "2", "--language", "en"]) == 0
    head, newest, older = said(capsys).splitlines()
    assert head.startswith("Batch | Status | Province")
    assert newest.startswith("9 | landed | nghe-an | bottlenecks | 1 | 0 | ")
    assert older.startswith("8 | landed | nghe-an | work_items | 2 | 0 | ")
    assert main(["data-version"]) == 0
    assert said(capsys) == "9\n"


def test_a_store_that_does_not_exist_is_not_made_by_looking_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data" / "ioc.db"
    monkeypatch.setenv("IOC_DATABASE_URL", f"sqlite:///{path}")
    assert main(["batches"]) == 2
    assert "python -m store migrate" in said(capsys)
    assert not path.exists()
    assert main(["migrate"]) == 0
    said(capsys)
    assert main(["batches"]) == 0
    assert said(capsys) == "Chưa có lô nhập nào.\n"


def test_a_store_out_of_reach_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IOC_DATABASE_URL", "postgresql://ioc:secret@127.0.0.1:1/ioc")
    assert main(["batches"]) == 2
    told = said(capsys)
    assert told.startswith("Không mở được kho số liệu:")
    assert "secret" not in told


def test_it_runs_as_a_module_and_a_reader_that_leaves_early_is_no_error(furnished: str) -> None:
    listing = subprocess.run(
        f"{sys.executable} -m store batches | head -n 1",
        shell=True,
        cwd=PROJECT,
        env={**os.environ, "IOC_DATABASE_URL": furnished},
        capture_output=True,
        text=True,
        check=True,
    )
    assert listing.stdout.startswith("Lô | Trạng thái")
    assert listing.stderr == ""
