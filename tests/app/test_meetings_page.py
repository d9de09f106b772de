"""The page of meetings: set up with an agenda, opened, moved on and closed, each after a look."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from domain.meetings import AgendaLine, Meeting, MeetingWords
from domain.scope import Scope
from queries.runner import data_version
from store.clock import now
from store.imports import batches
from store.imports.batches import Delivery
from store.meetings import agenda_of, create_meeting, meetings_of, open_meeting
from store.tables import audit_event, observation, unit
from tests.app.test_decisions_page import without_style
from tests.app.test_frozen import id_of, province_id
from tests.app.visiting import everything_said, forget_answers, token_of, visit
from tests.faults.files import csv_rows, made
from tests.store.people import reading, writing

SCREEN = "meetings"
TODAY = date(2024, 4, 2)
NAME = "Giao ban của buổi thử"


@contextmanager
def at_the_page(url: str, user: str = "lanhdao", **address: str) -> Iterator[AppTest]:
    """The page of `user`, whose further runs are the same person's."""
    token = token_of(url, user)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, **{"province": "nghe-an"} | address)
        assert not app.exception and not app.error
        yield app


def said(app: AppTest) -> str:
    assert not app.exception and not app.error, [error.value for error in app.error]
    told = [element.value for element in (*app.success, *app.warning)]
    return without_style(everything_said(app)) + "\n".join(told)


def press(app: AppTest, key: str) -> str:
    (button,) = [one for one in app.button if one.key == key or (one.key or "").startswith(key)]
    button.click().run()
    return said(app)


def set_up(url: str, *lines: AgendaLine, name: str = NAME) -> int:
    words = MeetingWords(name_vi=name, held_on=TODAY)
    return create_meeting(id_of(url, "lanhdao"), province_id(url), words, lines)


def the_meeting(url: str, name: str = NAME) -> Meeting:
    (found,) = [one for one in meetings_of(province_id(url)) if one.name_vi == name]
    return found


def correct_a_figure(url: str) -> None:
    """One figure of the province was wrong."""
    with writing(url) as connection:
        batch = batches.open_batch(
            connection, Delivery("sửa.csv", "1" * 64, 1, "observations", None, None), now=now()
        )
        old = (
            connection.execute(
                select(observation)
                .where(
                    observation.c.replaced_in.is_(None),
                    observation.c.value.between(0.2, 0.9),
                    observation.c.cut_off <= TODAY,
                    observation.c.unit_id.in_(
                        select(unit.c.id).where(
                            unit.c.province_id == province_id(url), unit.c.level == "district"
                        )
                    ),
                )
                .limit(1)
            )
            .mappings()
            .one()
        )
        connection.execute(
            observation.update().where(observation.c.id == old["id"]).values(replaced_in=batch)
        )
        new = {name: value for name, value in old.items() if name != "id"}
        connection.execute(
            observation.insert().values(new | {"value": 0.1, "import_batch_id": batch})
        )
    forget_answers()


def test_meetings_are_listed_going_on_to_come_and_held(visited_url: str) -> None:
    set_up(visited_url)
    opened = set_up(visited_url, name="Phiên đang họp")
    open_meeting(id_of(visited_url, "lanhdao"), opened)
    with at_the_page(visited_url) as app:
        # Without the band above, which names the meeting going on.
        told = said(app).partition("ioc-still ioc-live")[2].partition("</p>")[2]
    places = [told.index(word) for word in ("Đang họp", "Phiên đang họp", "Sắp họp", NAME)]
    assert places == sorted(places)
    assert told.index("Đã họp") > places[-1]
    assert "Giao ban Tổ công tác" in told


def test_a_meeting_is_set_up_with_a_topic_and_all_districts_at_one_click(visited_url: str) -> None:
    with at_the_page(visited_url, view="new") as app:
        app.text_input(key="meeting_name_vi_new").set_value(NAME).run()
        app.text_input(key="topic_text_new_0").set_value("Mô hình điểm").run()
        press(app, "add_topic")
        press(app, "add_all_units")
        assert "Đã lưu cuộc họp" in press(app, "save_new")
    agenda = agenda_of(the_meeting(visited_url).meeting_id)
    assert agenda[0].text == "Mô hình điểm"
    assert [line.kind for line in agenda[1:]] == ["unit"] * 21


def test_lines_are_moved_timed_and_taken_out(visited_url: str) -> None:
    lines = [AgendaLine(kind="topic", text=text) for text in "ABC"]
    one = set_up(visited_url, *lines)
    with at_the_page(visited_url, view="edit", one=str(one)) as app:
        app.selectbox(key=f"line_{one}_0").set_value(2).run()
        press(app, "up")
        press(app, "up")
        app.number_input(key=f"minutes_{one}_2_0").set_value(7).run()
        app.selectbox(key=f"line_{one}_2").set_value(1).run()
        press(app, "out")
        press(app, f"save_{one}")
    agenda = agenda_of(one)
    assert [(line.text, line.minutes) for line in agenda] == [("C", 7), ("B", None)]


def test_opening_asks_first_and_then_freezes_the_page(visited_url: str) -> None:
    one = set_up(visited_url)
    with at_the_page(visited_url, one=str(one)) as app:
        told = press(app, "ask_open")
        assert f"đợt nhập số {data_version()}" in told
        assert the_meeting(visited_url).opened_at is None
        told = press(app, f"open_{one}_")
        assert "Đã mở cuộc họp" in told
        assert app.query_params["at"] == str(one)
    assert the_meeting(visited_url).as_of == data_version()


def test_corrections_since_the_last_meeting_are_listed_when_the_next_one_opens(
    visited_url: str,
) -> None:
    open_meeting(id_of(visited_url, "lanhdao"), set_up(visited_url, name="Cuộc trước"))
    correct_a_figure(visited_url)
    one = set_up(visited_url)
    with at_the_page(visited_url, one=str(one), view="open") as app:
        told = said(app)
    assert "<b>1</b> số liệu được sửa" in told
    assert "→ <b>10,00%</b>" in told


def test_moving_on_lists_what_changed_and_is_done_by_a_button_of_its_own(visited_url: str) -> None:
    one = set_up(visited_url)
    before = open_meeting(id_of(visited_url, "lanhdao"), one).as_of
    correct_a_figure(visited_url)
    with at_the_page(visited_url, at=str(one), view="leave") as app:
        assert "<b>1</b> số liệu được sửa" in said(app)
        assert the_meeting(visited_url).as_of == before
        assert "Đã chuyển cuộc họp" in press(app, f"move_{data_version()}")
    assert the_meeting(visited_url).as_of == data_version()


def test_letting_go_is_an_act_on_record(visited_url: str) -> None:
    one = set_up(visited_url)
    open_meeting(id_of(visited_url, "lanhdao"), one)
    with at_the_page(visited_url, "chuyenvien", at=str(one), view="leave") as app:
        press(app, f"leave_{data_version()}")
        assert "at" not in app.query_params
    with reading(visited_url) as connection:
        newest = select(audit_event).where(audit_event.c.action == "unfroze")
        assert connection.execute(newest).one().subject == str(one)


def test_an_offer_that_is_out_of_date_does_nothing(visited_url: str) -> None:
    one = set_up(visited_url)
    with at_the_page(visited_url, one=str(one), view="open") as app:
        correct_a_figure(visited_url)
        press(app, f"open_{one}_")
    assert the_meeting(visited_url).opened_at is None


@pytest.mark.parametrize("user", ["chuyenvien", "canbo"])
def test_staff_see_meetings_and_run_none(visited_url: str, user: str) -> None:
    one = set_up(visited_url, AgendaLine(kind="topic", text="Mô hình điểm"))
    with at_the_page(visited_url, user, one=str(one)) as app:
        assert "Mô hình điểm" in said(app)
        assert not [button.key for button in app.button if str(button.key).startswith("ask_")]
    with at_the_page(visited_url, user, one=str(one), view="edit") as app:
        assert not [field.key for field in app.text_input]


def test_a_unit_out_of_scope_is_not_named_in_an_agenda(visited_url: str) -> None:
    with reading(visited_url) as connection:
        other = connection.scalar(
            select(unit.c.id).where(
                unit.c.province_id == province_id(visited_url), unit.c.code == "417"
            )
        )
    one = set_up(visited_url, AgendaLine(kind="unit", unit_id=other))
    with at_the_page(visited_url, "canbo", one=str(one)) as app:
        assert "đơn vị ngoài phạm vi" in said(app)


@pytest.mark.parametrize("asked", ["0", "999999", "abc", "1 or 1=1"])
def test_a_meeting_that_is_not_there_gets_one_sentence(visited_url: str, asked: str) -> None:
    with at_the_page(visited_url, one=asked) as app:
        assert "Không có cuộc họp" in said(app)


def test_the_file_of_changes_holds_old_and_new_value(visited_url: str) -> None:
    since = data_version()
    correct_a_figure(visited_url)
    scope = Scope(provinces=frozenset({province_id(visited_url)}))
    rows = csv_rows(made(scope, "changes", "csv", after=str(since)))
    (told,) = [row for row in rows if "số liệu được sửa" in row]
    assert "0.1" in [cell.replace(",", ".") for cell in told]
