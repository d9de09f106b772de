"""`python -m store audit`: what a terminal says about the log."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest
from sqlalchemy import text

from store import audit, clock
from store.audit import Action
from store.audit_head import forget_head, kept_head
from store.audit_reading import one_line
from store.commands import audit as command
from store.commands.talk import Talk
from store.settings import Settings
from tests.store.importing import PLAN, furnish, import_rows
from tests.store.people import NOW, account, reading, writing


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_DATA_DIR", str(tmp_path / "data"))


def said(url: str, *words: str, language: str = "en") -> tuple[int, list[str]]:
    """Exit code and lines of `python -m store audit <words>`."""
    parser = ArgumentParser()
    command.add(parser.add_subparsers(required=True), language=language)
    lines: list[str] = []
    arguments = parser.parse_args(["audit", *words])
    code: int = arguments.run(arguments, Talk(language, lines.append, url))
    return code, lines


def note(url: str, *subjects: str) -> None:
    with writing(url) as connection:
        for subject in subjects:
            audit.record(connection, now=NOW, action=Action.EXPORTED, subject=subject)


def cut_off(url: str, position: int) -> None:
    with writing(url) as connection:
        connection.execute(text("drop trigger audit_event_no_delete"))
        connection.execute(text(f"delete from audit_event where position >= {position}"))


def test_a_whole_log_gives_its_head_to_keep_elsewhere(sqlite_url: str) -> None:
    note(sqlite_url, "a", "b")
    with reading(sqlite_url) as connection:
        head = audit.head(connection)
    code, lines = said(sqlite_url, "verify")
    assert code == 0 and "2 events" in lines[0] and lines[1].endswith(f"2:{head.hash}")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_broken_log_is_an_error_that_names_the_first_position(
    sqlite_url: str, language: str
) -> None:
    note(sqlite_url, "a", "b", "c")
    with writing(sqlite_url) as connection:
        connection.execute(text("drop trigger audit_event_no_update"))
        connection.execute(text("update audit_event set subject = 'x' where position = 2"))
    code, lines = said(sqlite_url, "verify", language=language)
    assert code == 1 and len(lines) == 1 and " 2" in lines[0]


def test_an_end_that_was_cut_off_since_the_last_check_is_missed(sqlite_url: str) -> None:
    note(sqlite_url, "a", "b", "c")
    assert said(sqlite_url, "verify")[0] == 0
    cut_off(sqlite_url, 3)
    code, lines = said(sqlite_url, "verify")
    assert code == 1 and "3" in lines[0]


def test_a_head_that_was_kept_elsewhere_counts_when_ours_is_gone(sqlite_url: str) -> None:
    note(sqlite_url, "a", "b", "c")
    elsewhere = said(sqlite_url, "verify")[1][1].rsplit(" ", 1)[1]
    cut_off(sqlite_url, 2)
    forget_head(sqlite_url)
    assert said(sqlite_url, "verify", "--head", elsewhere)[0] == 1
    assert kept_head(Settings(database_url=sqlite_url)) == audit.NO_HEAD
    assert said(sqlite_url, "verify")[0] == 0


@pytest.mark.parametrize("head", ["3", "3:abc", "x:" + "0" * 64, "3:" + "G" * 64])
def test_a_head_that_is_none_is_refused(sqlite_url: str, head: str) -> None:
    with pytest.raises(SystemExit):
        said(sqlite_url, "verify", "--head", head)


def test_a_spoilt_file_of_ours_is_no_head(sqlite_url: str, tmp_path: Path) -> None:
    note(sqlite_url, "a")
    assert said(sqlite_url, "verify")[0] == 0
    (file,) = (tmp_path / "data").iterdir()
    for spoilt in ("", "[]", '{"position": "x"}'):
        file.write_text(spoilt)
        assert said(sqlite_url, "verify")[0] == 0


def test_the_list_gives_the_newest_first_with_the_account(sqlite_url: str) -> None:
    person = account(sqlite_url, units=[])
    note(sqlite_url, "a", "b")
    with writing(sqlite_url) as connection:
        audit.record(
            connection,
            now=NOW,
            action=Action.EXPORTED,
            subject="bảng.csv",
            account_id=person,
            address="10.0.0.7",
            detail={"rows": 3},
        )
    code, (_, newest, before) = said(sqlite_url, "list", "--last", "2")
    assert code == 0
    assert newest == (
        '3 | 2026-11-23 15:00:00+07:00 | canbo | exported | bảng.csv | {"rows": 3} | 10.0.0.7'
    )
    assert before.startswith("2 |") and before.endswith("| – | exported | b | {} | –")


def test_what_others_wrote_cannot_forge_a_line_or_a_column(sqlite_url: str) -> None:
    forged = "x\r\n9 | 2026-01-01 | lanhdao | approved\u2028\u202e\x1b[2J\u200b\\x7c"
    note(sqlite_url, forged)
    _, lines = said(sqlite_url, "list")
    assert len(lines) == 2 and lines[1].count(" | ") == 6 and lines[1].isprintable()
    assert r"x\x0d\x0a9 \x7c 2026-01-01" in lines[1] and r"\u2028\u202e\x1b[2J\u200b" in lines[1]


def test_different_texts_never_look_the_same_on_a_line() -> None:
    assert one_line("\n") == r"\x0a" and one_line(r"\x0a") == r"\x5cx0a"
    assert one_line("Kỳ Sơn – 45,03%") == "Kỳ Sơn – 45,03%"


def test_an_import_is_in_the_log_with_what_became_of_it(sqlite_url: str, tmp_path: Path) -> None:
    furnish(sqlite_url)
    landed = import_rows(sqlite_url, tmp_path, "plans", PLAN | {"code": "KH2025"})
    import_rows(sqlite_url, tmp_path, "plans", PLAN | {"code": "KH2025"})
    refused = import_rows(sqlite_url, tmp_path, "plans", PLAN | {"code": "X", "kind": "gì đó"})
    with reading(sqlite_url) as connection:
        rows = connection.execute(text("select action, subject, detail from audit_event")).all()
    assert audit_of(rows[-2]) == (
        "imported",
        "plans.csv",
        {
            "batch": landed.batch_id,
            "kind": "plans",
            "rows": 1,
            "rejected": 0,
            "province": "nghe-an",
        },
    )
    assert audit_of(rows[-1])[0] == "import_refused"
    assert audit_of(rows[-1])[2]["batch"] == refused.batch_id
    assert said(sqlite_url, "verify")[0] == 0


def audit_of(row: object) -> tuple[str, str, dict[str, object]]:
    action, subject, detail = row  # type: ignore[misc]
    return action, subject, json.loads(detail)


def test_the_events_of_an_import_are_of_its_own_time(sqlite_url: str) -> None:
    began = clock.now()
    furnish(sqlite_url)
    with reading(sqlite_url) as connection:
        moments = list(
            connection.scalars(
                audit.audit_event.select().with_only_columns(audit.audit_event.c.happened_at)
            )
        )
    assert moments and all(began <= moment <= clock.now() for moment in moments)
