"""The screen of pilot models through the shell: figures, entry, conflict, scope, files."""

import re
from datetime import date
from unittest.mock import patch

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from domain.scope import Scope
from store.database import engine
from store.entry import NewWorkEvent, enter_work_event
from store.tables import account, plan, province, work_event, work_item
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import made

SCREEN = "pilot_models"
STAFF, LEADER, DISTRICT, JUDGE = "chuyenvien", "lanhdao", "canbo", "quantri"
HOSTILE = ("' OR 1=1 --", "<script>alert(1)</script>", "x" * 5000, "\x00")


def opened(url: str, user: str = LEADER, **address: str) -> AppTest:
    app = visit(token_of(url, user), screen=SCREEN, **({"province": "nghe-an"} | address))
    assert not app.exception and not app.error, [e.value for e in app.error]
    return app


def seen(url: str, user: str = LEADER, **address: str) -> str:
    return everything_said(opened(url, user, **address))


def item(url: str, code: str) -> int:
    of_models = (
        select(work_item.c.id)
        .join(plan, plan.c.id == work_item.c.plan_id)
        .where(plan.c.kind == "pilot_models", work_item.c.code == code)
    )
    with engine(url).connect() as connection:
        return int(connection.execute(of_models).scalar_one())


def account_id(url: str, user: str) -> int:
    with engine(url).connect() as connection:
        found = select(account.c.id).where(account.c.username == user)
        return int(connection.execute(found).scalar_one())


def newest_event(url: str, item_id: int) -> int:
    events = select(work_event.c.id).where(work_event.c.work_item_id == item_id)
    with engine(url).connect() as connection:
        return max(connection.execute(events).scalars(), default=0)


def newest_reason(url: str, item_id: int) -> str | None:
    newest = work_event.c.id == newest_event(url, item_id)
    with engine(url).connect() as connection:
        return connection.execute(select(work_event.c.reason).where(newest)).scalar_one()


def test_a_leader_reads_the_three_published_counts_and_whose_they_are(visited_url: str) -> None:
    said = seen(visited_url)
    assert "38 mô hình điểm: 6 đã hoàn thành, 20 đang triển khai, 12 chưa triển khai." in said
    head = said.split("ioc-board")[0]
    assert "Công bố" in head and "02/04/2024" in head


def test_the_same_in_english(visited_url: str) -> None:
    said = seen(visited_url, lang="en")
    assert "38 pilot models: 6 completed, 20 running, 12 not started." in said


@pytest.mark.parametrize(("view", "columns"), [("table", 7), ("next", 5)])
def test_every_model_has_its_row_in_the_tables(visited_url: str, view: str, columns: int) -> None:
    said = seen(visited_url, view=view)
    table = re.search(r"<tbody>.*</tbody>", said, re.S)
    assert table is not None
    assert table[0].count("<tr>") == {"table": 38, "next": 12}[view]
    assert said.count('<th scope="col">') == columns


def test_what_moved_is_asked_since_any_day_before_today(visited_url: str) -> None:
    assert "Không có mô hình nào chuyển bước từ sau ngày" in seen(visited_url, since="2024-04-01")
    assert "mô hình chuyển bước" in seen(visited_url, since="2022-01-01")


@pytest.mark.trust("C23")
@pytest.mark.parametrize("parameter", ["since", "view", "model", "plan"])
@pytest.mark.parametrize("asked", [*HOSTILE, "2024-04-02", "9999-01-01"])
def test_an_address_that_asks_for_nonsense_gets_one_sentence(
    visited_url: str, parameter: str, asked: str
) -> None:
    app = visit(
        token_of(visited_url, LEADER), screen=SCREEN, province="nghe-an", **{parameter: asked}
    )
    assert not app.exception and not app.error
    assert len(app.info) == 1


def test_a_person_of_one_district_sees_the_models_of_that_district(visited_url: str) -> None:
    said = seen(visited_url, DISTRICT, view="table")
    assert "M24" in said
    assert "M23" not in said and "M13" not in said and "Thành phố Vinh" not in said


def test_who_only_reads_finds_no_form(visited_url: str) -> None:
    app = opened(visited_url, LEADER, model="M13")
    assert "Tài khoản này chỉ xem" in everything_said(app) or app.caption
    assert not app.text_area


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def test_what_staff_enter_moves_the_model_at_once(visited_url: str) -> None:
    token = token_of(visited_url, STAFF)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", model="M01")
        app.text_area[0].set_value("Đã ký kế hoạch triển khai")
        app = press(app, "Lưu")
        assert not app.exception and not app.error
        assert [told.value for told in app.success] == ["Đã ghi diễn biến."]
        assert "Đã ký kế hoạch triển khai" in everything_said(app)
        app = press(app, "Về danh mục")
        assert "6 đã hoàn thành, 21 đang triển khai, 11 chưa triển khai" in everything_said(app)


def test_the_second_of_two_is_told_what_changed_and_keeps_what_was_typed(visited_url: str) -> None:
    token, item_id = token_of(visited_url, STAFF), item(visited_url, "M01")
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", model="M01")
        quicker = NewWorkEvent(
            event_type="progress", happened_on=date(2024, 4, 1), progress=0.1, reason="Nhanh hơn"
        )
        before = newest_event(visited_url, item_id)
        enter_work_event(account_id(visited_url, STAFF), item_id, quicker, seen=before)
        app.text_area[0].set_value("Của tôi")
        app = press(app, "Lưu")
        assert len(app.warning) == 1
        assert "Nhanh hơn" in everything_said(app)
        # The quicker one's alone was written down.
        told = newest_reason(visited_url, item_id)
        assert told == "Nhanh hơn"


def test_a_review_without_evidence_is_refused(visited_url: str) -> None:
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "update account set role = 'approver' where username = ?", (STAFF,)
        )
    token = token_of(visited_url, STAFF)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", model="M17")
        app = press(app, "Lưu")
        assert "minh chứng" in app.warning[0].value
        app.text_area[0].set_value("Báo cáo số 12: giảm 25 xuống 9 phút")
        app = press(app, "Lưu")
        assert app.success
        assert "Báo cáo số 12: giảm 25 xuống 9 phút" in everything_said(app)


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, LEADER)
    visit(token, screen=SCREEN, province="nghe-an")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="nghe-an")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_the_file_holds_every_model_with_its_stage(visited_url: str) -> None:
    with engine(visited_url).connect() as connection:
        found = connection.scalar(select(province.c.id).where(province.c.slug == "nghe-an"))
    assert found is not None
    scope = Scope(provinces=frozenset({found}))
    body = made(scope, "pilot_models", "csv", since="2022-01-01").decode("utf-8-sig")
    lines = body.splitlines()
    assert len(lines) == 39
    assert sum(";Chưa triển khai;" in line for line in lines) >= 12


def test_who_judges_puts_a_new_model_in_the_plan_and_it_stands_on_the_board(
    visited_url: str,
) -> None:
    token = token_of(visited_url, JUDGE)
    with patch("server.visitor.session_token", return_value=token):
        app = visit(token, screen=SCREEN, province="nghe-an", view="new")
        assert app.text_input[0].value == "M39"
        app.text_area[0].set_value("<b>Xác thực</b> tại bến xe")
        app = press(app, "Đưa vào kế hoạch")
        assert not app.exception
        assert "M39" in app.success[0].value
        # The next form begins empty, with the next free code.
        assert (app.text_input[0].value, app.text_area[0].value) == ("M40", "")
        app = press(app, "Về danh mục")
    said = everything_said(app)
    assert "&lt;b&gt;Xác thực&lt;/b&gt; tại bến xe" in said and "<b>Xác thực" not in said
    assert "39 mô hình điểm: 6 đã hoàn thành, 20 đang triển khai, 13 chưa triển khai." in said


def test_who_does_not_judge_is_offered_no_new_model(visited_url: str) -> None:
    for user in (STAFF, LEADER):
        app = opened(visited_url, user)
        assert not [button for button in app.button if button.label == "Thêm mô hình"]
        refused = visit(token_of(visited_url, user), screen=SCREEN, view="new")
        assert len(refused.info) == 1
