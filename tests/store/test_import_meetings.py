"""Meetings and their agendas that come with a file, and what a file does not write over."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from components.reader import Reader
from domain.meetings import AgendaLine
from pages.presenting.agenda import scene_titles
from store import clock
from store.meetings import agenda_of
from store.tables import meeting, meeting_agenda, unit
from tests.store.importing import Row, furnish, import_rows, reasons, rows_of
from tests.store.people import writing

NAME = "Giao ban tháng 4"
MEETING: Row = {"name_vi": NAME, "held_on": "05/04/2024", "chair_vi": "Chủ tịch UBND tỉnh"}
LINE: Row = {"held_on": "05/04/2024", "meeting_vi": NAME, "position": "1", "kind": "nội dung"}
SITUATION = LINE | {"scene": "situation", "minutes": "5"}
UNIT = LINE | {"position": "2", "kind": "đơn vị", "unit": "412", "minutes": "4"}


@pytest.fixture
def planned(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A furnished store with a meeting that came with a file."""
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    furnish(database_url)
    assert import_rows(database_url, tmp_path, "meetings", MEETING).status == "landed"
    return database_url


def test_a_meeting_comes_with_its_agenda_in_order(planned: str, tmp_path: Path) -> None:
    assert import_rows(planned, tmp_path, "meeting_agendas", UNIT, SITUATION).status == "landed"
    (there,) = rows_of(planned, meeting).to_dicts()
    assert there["held_on"] == date(2024, 4, 5) and there["name_en"] == NAME
    places = rows_of(planned, unit)
    unit_id = dict(zip(places["code"], places["id"], strict=True))["412"]
    assert agenda_of(there["id"]) == [
        AgendaLine(kind="topic", scene="situation", minutes=5),
        AgendaLine(kind="unit", unit_id=unit_id, minutes=4),
    ]


def test_the_same_meeting_again_changes_its_chair_and_no_more(planned: str, tmp_path: Path) -> None:
    again = MEETING | {"chair_vi": "Phó Chủ tịch UBND tỉnh"}
    report = import_rows(planned, tmp_path, "meetings", again)
    assert (report.status, report.replaced) == ("landed", 1)
    (there,) = rows_of(planned, meeting)["chair_vi"].to_list()
    assert there == "Phó Chủ tịch UBND tỉnh"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"meeting_vi": "Họp khác"}, "meeting_unknown"),
        ({"held_on": "06/04/2024"}, "meeting_unknown"),
        ({"scene": ""}, "line_says_nothing"),
        ({"kind": "đơn vị"}, "line_says_nothing"),
        ({"kind": "đơn vị", "unit": "999"}, "unit_unknown"),
        ({"position": "0"}, "number_not_positive"),
        ({"position": "201"}, "agenda_too_long"),
        ({"minutes": "0"}, "minutes_from_one"),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    planned: str, tmp_path: Path, changes: Row, reason: str
) -> None:
    report = import_rows(planned, tmp_path, "meeting_agendas", SITUATION | changes)
    assert reasons(report) == [reason]


@pytest.mark.parametrize("touched", ["changed_at", "opened_at"])
def test_what_was_written_or_opened_on_the_board_is_not_changed_by_a_file(
    planned: str, tmp_path: Path, touched: str
) -> None:
    fixed = {"as_of": 1, "stands_on": date(2024, 4, 2)} if touched == "opened_at" else {}
    with writing(planned) as connection:
        connection.execute(update(meeting).values({touched: clock.now(), **fixed}))
    report = import_rows(planned, tmp_path, "meeting_agendas", SITUATION)
    assert reasons(report) == ["agenda_is_written"]


def test_a_line_already_there_is_kept_as_it_is(planned: str, tmp_path: Path) -> None:
    import_rows(planned, tmp_path, "meeting_agendas", SITUATION)
    report = import_rows(planned, tmp_path, "meeting_agendas", SITUATION | {"minutes": "9"})
    assert reasons(report) == ["already_there_differently"]
    more = import_rows(planned, tmp_path, "meeting_agendas", SITUATION, UNIT)
    assert (more.status, more.added, more.unchanged) == ("landed", 1, 1)


def test_every_scene_of_the_sample_agendas_is_one_that_the_form_offers(sample_url: str) -> None:
    known = scene_titles(Reader("vi"))
    shown = set(rows_of(sample_url, meeting_agenda)["scene"].drop_nulls())
    assert shown and shown <= set(known)
