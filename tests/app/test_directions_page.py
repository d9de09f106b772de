"""Directions, difficulties and proposals through the shell: reading, entering, being second."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from domain.scope import Scope
from store.database import engine
from store.entry import NewDirectionEvent, enter_direction_event
from store.tables import account, bottleneck, direction, direction_event, province
from tests.app.test_decisions_page import without_style
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import csv_rows, made

SCREEN = "directions"
TODAY = date(2024, 4, 2)
SAVE = "Lưu"


def said(url: str, user: str = "lanhdao", **address: str) -> str:
    app = visit(token_of(url, user), screen=SCREEN, **{"province": "nghe-an"} | address)
    assert not app.exception and not app.error, [e.value for e in app.error]
    return without_style(everything_said(app))


@contextmanager
def at_the_form(url: str, user: str, **address: str) -> Iterator[AppTest]:
    """The screen of `user`, whose further runs are the same person's."""
    token = token_of(url, user)
    with patch("server.visitor.session_token", return_value=token):
        yield visit(token, screen=SCREEN, **{"province": "nghe-an"} | address)


def field(app: AppTest, label: str) -> Any:
    """The field of the form under that label; above the list there may be a filter of that name."""
    fields = (*app.selectbox, *app.text_area, *app.text_input, *app.date_input)
    return [one for one in fields if one.label == label][-1]


def save(app: AppTest) -> str:
    (button,) = [one for one in app.button if one.label == SAVE]
    button.click().run()
    assert not app.exception and not app.error
    return without_style(everything_said(app))


def row_of(url: str, code: str) -> Any:
    with engine(url).connect() as connection:
        here = select(province.c.id).where(province.c.slug == "nghe-an").scalar_subquery()
        return connection.execute(
            select(direction).where(direction.c.code == code, direction.c.province_id == here)
        ).one_or_none()


def events_of(url: str, code: str) -> list[Any]:
    with engine(url).connect() as connection:
        found = row_of(url, code)
        return list(
            connection.execute(
                select(direction_event)
                .where(direction_event.c.direction_id == found.id)
                .order_by(direction_event.c.id)
            )
        )


def account_of(url: str, username: str) -> int:
    with engine(url).connect() as connection:
        found = connection.scalar(select(account.c.id).where(account.c.username == username))
    assert found is not None
    return int(found)


def person_of(url: str, username: str) -> str:
    with engine(url).connect() as connection:
        name = select(account.c.display_name).where(account.c.username == username)
        return str(connection.scalar(name))


# ---- Reading ----


def test_a_leader_reads_what_is_overdue_what_was_done_and_who_waits(visited_url: str) -> None:
    told = said(visited_url)
    counts = told[told.index('class="ioc-direction-counts"') : told.index('class="ioc-directions"')]
    # 15 given on 19 January and 8 on 2 April; one is closed, one became a task that is accepted.
    assert "<em>/23</em>" in counts and "BCA03" in counts
    assert "quá hạn 215 ngày" in counts and "Sở Tư pháp" in counts
    assert "Lâu nhất 22 ngày, Diễn Châu" in counts
    assert "Tính đến ngày 02/04/2024" in told and "ioc-provenance-published" in told


def test_each_one_says_where_to_whom_by_when_and_what_came_of_it(visited_url: str) -> None:
    told = said(visited_url, direction="CD-0402-03", lang="en")
    for words in ("Meeting on solutions to speed up", "2 Apr 2024", "Became a task"):
        assert words in told
    assert "task=NA-CD2024%2FCD09" in told
    became_bottleneck = said(visited_url, direction="KN-06")
    assert "bottleneck=DN12" in became_bottleneck and "Đã thành điểm nghẽn" in became_bottleneck


def test_the_history_of_one_that_was_opened_again_is_kept_whole(visited_url: str) -> None:
    told = said(visited_url, direction="KN-10")
    for words in ("5 diễn biến", "Mở lại", "Quy trình mới chưa đến cấp xã", "18/08/2023"):
        assert words in told


def test_filters_narrow_the_list_and_its_file(visited_url: str) -> None:
    told = said(visited_url, kind="proposal", state="open")
    assert "KN-08" in told and "KN-04" in told and "Danh sách: 2 trong 33" in told
    meeting = str(row_of(visited_url, "CD-0402-01").meeting_id)
    assert "trong 33" in said(visited_url, meeting=meeting)
    with engine(visited_url).connect() as connection:
        here = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
    scope = Scope(provinces=frozenset({here}))
    table = csv_rows(made(scope, "directions", "csv", state="open"))
    codes = {cell for row in table for cell in row}
    assert {"KN-04", "KN-08"} <= codes and "KN-03" not in codes


@pytest.mark.parametrize(
    ("parameter", "asked"),
    [
        ("direction", "KN-99"),
        ("direction", "' OR 1=1 --"),
        ("kind", "order"),
        ("state", "9" * 500),
        ("meeting", "../../etc"),
    ],
)
def test_nonsense_in_the_address_gets_one_sentence(
    visited_url: str, parameter: str, asked: str
) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen=SCREEN, **{parameter: asked})
    assert not app.exception and not app.error
    assert len(app.info) == 1 and len(app.info[0].value) < 200
    assert "ioc-direction-text" not in without_style(everything_said(app))


def test_a_district_sees_its_own_and_nobody_elses(visited_url: str) -> None:
    told = said(visited_url, "canbo")
    assert "KN-03" in told and "KN-10" not in told and "Thanh Chương" not in told
    other = visit(
        token_of(visited_url, "canbo"), screen=SCREEN, province="nghe-an", direction="KN-10"
    )
    assert len(other.info) == 1


def test_a_leader_reads_and_enters_nothing(visited_url: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen=SCREEN, province="nghe-an")
    assert not app.text_area and SAVE not in [button.label for button in app.button]


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen=SCREEN, province="nghe-an")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="nghe-an")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


# ---- Entering ----


def test_a_district_raises_a_difficulty_for_itself(visited_url: str) -> None:
    with at_the_form(visited_url, "canbo") as app:
        assert "Chỉ đạo" not in field(app, "Loại").options
        field(app, "Nội dung").input("Đường truyền ở 02 xã bị gián đoạn")
        field(app, "Mã").input("KK-DC-01")
        # Of a district's own units the one it is itself.
        field(app, "Đơn vị nêu").select_index(0)
        told = save(app)
    assert [one.value for one in app.success] and "KK-DC-01" in told
    found = row_of(visited_url, "KK-DC-01")
    assert (found.kind, found.text_vi) == ("difficulty", "Đường truyền ở 02 xã bị gián đoạn")
    assert (found.raised_on, found.provenance) == (TODAY, "reported")
    own_page = said(visited_url, "canbo", direction="KK-DC-01")
    events = own_page[own_page.index('class="ioc-events"') :]
    events = events[: events.index("</ol>")]
    assert "1 diễn biến" in own_page and "Nêu, giao" in events
    assert person_of(visited_url, "canbo") in events


def test_a_taken_code_is_refused_and_the_text_stays(visited_url: str) -> None:
    with at_the_form(visited_url, "canbo") as app:
        field(app, "Nội dung").input("Nội dung còn nguyên")
        field(app, "Mã").input("KN-10")
        field(app, "Đơn vị nêu").select_index(0)
        save(app)
        assert [one.value for one in app.warning] == ["Mã KN-10 đã có."]
        assert field(app, "Nội dung").value == "Nội dung còn nguyên"


def test_who_judges_turns_a_proposal_into_a_bottleneck(visited_url: str) -> None:
    with at_the_form(visited_url, "quantri", direction="KN-08") as app:
        field(app, "Diễn biến").select("became_bottleneck").run()
        known = field(app, "Điểm nghẽn")
        known.select_index(0)
        field(app, "Nội dung, lý do").input("Theo dõi cùng điểm nghẽn hạ tầng")
        told = save(app)
    assert "Đã thành điểm nghẽn" in told
    (event,) = events_of(visited_url, "KN-08")
    assert (event.event_type, event.author) == ("became_bottleneck", "Quản trị hệ thống")
    with engine(visited_url).connect() as connection:
        assert connection.scalar(
            select(bottleneck.c.code).where(bottleneck.c.id == event.bottleneck_id)
        )


def test_staff_only_answer(visited_url: str) -> None:
    with at_the_form(visited_url, "chuyenvien", direction="KN-08") as app:
        assert field(app, "Diễn biến").options == ["Trả lời"]


def test_the_second_of_two_is_told_what_changed_and_loses_nothing(visited_url: str) -> None:
    mine = "Sở đang lấy ý kiến Công an tỉnh"
    with at_the_form(visited_url, "quantri", direction="KN-04") as app:
        field(app, "Nội dung, lý do").input(mine)
        enter_direction_event(
            account_of(visited_url, "chuyenvien"),
            row_of(visited_url, "KN-04").id,
            NewDirectionEvent(event_type="answered", happened_on=TODAY, reason="Đã có công văn"),
            seen=0,
        )
        told = save(app)
        assert len(events_of(visited_url, "KN-04")) == 1
        changes = told[told.index('class="ioc-entry-changes"') :]
        assert "Đã có công văn" in changes and "Chuyên viên" in changes
        assert len(app.warning) == 1
        assert field(app, "Nội dung, lý do").value == mine
        save(app)
    assert [event.reason for event in events_of(visited_url, "KN-04")] == ["Đã có công văn", mine]
