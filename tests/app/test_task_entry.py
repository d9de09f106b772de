"""What people enter on the screens of work: seen at once, signed, and never over somebody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import pytest
from sqlalchemy import func, select, update
from streamlit.testing.v1 import AppTest

from components.reader import Reader
from domain.periods import month_period
from store import clock
from store.database import engine
from store.province_clock import move_clock
from store.tables import plan, work_event, work_item
from tests.app.visiting import everything_said, token_of, visit

STAFF, JUDGE = "chuyenvien", "quantri"
PLAN, ITEM = "NA-KH2024", "NV01"
TASK = f"{PLAN}/{ITEM}"
VI = Reader("vi")
EARLIER = date(2024, 1, 31)


@contextmanager
def as_person(url: str, username: str) -> Iterator[str]:
    """Every run meanwhile is this person's."""
    token = token_of(url, username)
    with patch("server.visitor.session_token", return_value=token):
        yield token


def opened(url: str, username: str, *, screen: str = "task", **address: str) -> AppTest:
    with as_person(url, username) as token:
        app = visit(token, screen=screen, province="nghe-an", **address)
    assert not app.error, [error.value for error in app.error]
    return app


def run(app: AppTest, url: str, username: str) -> AppTest:
    with as_person(url, username):
        app.run()
    assert not app.exception and not app.error, [error.value for error in app.error]
    return app


def labelled(elements: object, key: str):  # type: ignore[no-untyped-def]
    words = VI.text(f"tasks.field.{key}")
    return next(one for one in elements if one.label == words)  # type: ignore[attr-defined]


def tell_progress(app: AppTest, percent: int, reason: str) -> None:
    labelled(app.number_input, "progress").set_value(percent)
    labelled(app.text_area, "reason").set_value(reason)


def press_save(app: AppTest, url: str, username: str, *, of: str = "entry") -> AppTest:
    (button,) = [one for one in app.button if one.label == VI.text(f"tasks.{of}.save")]
    button.click()
    return run(app, url, username)


def events(url: str) -> int:
    with engine(url).connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(work_event)) or 0)


def test_what_is_entered_stands_on_the_page_signed_and_with_its_reason(visited_url: str) -> None:
    app = opened(visited_url, STAFF, task=TASK)
    tell_progress(app, 65, "Đã trình dự thảo lần 2")
    press_save(app, visited_url, STAFF)
    assert [told.value for told in app.success] == ["Đã lưu: cập nhật tiến độ."]
    said = everything_said(app)
    assert "Cập nhật tiến độ: 65%" in said and "Đã trình dự thảo lần 2" in said
    assert "Chuyên viên Văn phòng UBND tỉnh Nghệ An" in said
    # The next entry begins with an empty form.
    assert labelled(app.text_area, "reason").value == ""


def test_the_second_of_two_is_told_what_changed_and_loses_nothing(visited_url: str) -> None:
    first, second = opened(visited_url, STAFF, task=TASK), opened(visited_url, JUDGE, task=TASK)
    tell_progress(first, 40, "Người thứ nhất")
    press_save(first, visited_url, STAFF)
    before = events(visited_url)

    tell_progress(second, 80, "Người thứ hai")
    press_save(second, visited_url, JUDGE)
    assert events(visited_url) == before
    (warning,) = second.warning
    assert "1 thay đổi khác" in warning.value
    said = everything_said(second)
    assert "Người thứ nhất" in said[said.index("ioc-entry-changes") :]
    assert labelled(second.text_area, "reason").value == "Người thứ hai"
    assert labelled(second.number_input, "progress").value == 80

    press_save(second, visited_url, JUDGE)
    assert events(visited_url) == before + 1
    assert not second.warning and second.success


def test_looking_again_is_no_excuse_to_overwrite(visited_url: str) -> None:
    """Any run between drawing and saving must not renew what the person has seen."""
    second = opened(visited_url, JUDGE, task=TASK)
    labelled(second.text_area, "reason").set_value("đang viết dở")
    first = opened(visited_url, STAFF, task=TASK)
    tell_progress(first, 10, "Xen giữa")
    press_save(first, visited_url, STAFF)
    run(second, visited_url, JUDGE)
    tell_progress(second, 20, "đang viết dở")
    press_save(second, visited_url, JUDGE)
    assert second.warning


def test_what_is_missing_is_said_and_what_was_typed_stays(visited_url: str) -> None:
    app = opened(visited_url, STAFF, task=TASK)
    labelled(app.text_area, "reason").set_value("chưa ghi phần trăm")
    before = events(visited_url)
    press_save(app, visited_url, STAFF)
    assert [told.value for told in app.warning] == [VI.text("entry.progress_needed")]
    assert events(visited_url) == before
    assert labelled(app.text_area, "reason").value == "chưa ghi phần trăm"


def test_only_judges_may_accept_or_move_a_deadline(visited_url: str) -> None:
    offered = labelled(opened(visited_url, STAFF, task=TASK).selectbox, "event").options
    assert VI.text("tasks.event.accepted") not in offered
    judge = opened(visited_url, JUDGE, task=TASK)
    assert VI.text("tasks.event.accepted") in labelled(judge.selectbox, "event").options


def test_a_moved_deadline_needs_its_reason_and_keeps_the_old_one(visited_url: str) -> None:
    app = opened(visited_url, JUDGE, task=TASK)
    labelled(app.selectbox, "event").set_value("deadline_moved")
    run(app, visited_url, JUDGE)
    labelled(app.date_input, "new_deadline").set_value(date(2024, 6, 30))
    press_save(app, visited_url, JUDGE)
    assert [told.value for told in app.warning] == [VI.text("entry.reason_needed")]
    labelled(app.text_area, "reason").set_value("Chờ hướng dẫn của bộ")
    press_save(app, visited_url, JUDGE)
    said = everything_said(app)
    assert "31/03/2024 → 30/06/2024" in said and "Còn 89 ngày" in said


def test_recurring_work_is_kept_by_its_periods(visited_url: str) -> None:
    """On 2 April what is to be done in April may be done, but nobody can say that it was not."""
    task = "NA-DA06/NV12"
    app = opened(visited_url, STAFF, task=task)
    assert labelled(app.selectbox, "event").value == "kept"
    assert labelled(app.selectbox, "period").value.code == "2024-03"
    april = VI.period(month_period(2024, 4))
    assert april in labelled(app.selectbox, "period").options
    labelled(app.selectbox, "event").set_value("missed")
    run(app, visited_url, STAFF)
    assert labelled(app.selectbox, "period").value.code == "2024-03"
    assert april not in labelled(app.selectbox, "period").options
    labelled(app.selectbox, "event").set_value("kept")
    run(app, visited_url, STAFF)
    before = events(visited_url)
    press_save(app, visited_url, STAFF)
    assert events(visited_url) == before + 1
    assert "Đã thực hiện trong kỳ: 01/03/2024 – 31/03/2024" in everything_said(app)


def test_work_of_every_half_year_is_kept_by_half_years(visited_url: str) -> None:
    recurs = work_item.c.kind == "recurring"
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        connection.execute(update(work_item).where(recurs).values(recurrence="half_year"))
    app = opened(visited_url, STAFF, task="NA-DA06/NV12")
    assert labelled(app.selectbox, "period").value.code == "2023-H2"
    press_save(app, visited_url, STAFF)
    assert "Đã thực hiện trong kỳ: 01/07/2023 – 31/12/2023" in everything_said(app)


def test_a_judge_adds_a_task_and_is_told_which_clears_it_lacks(visited_url: str) -> None:
    app = opened(visited_url, JUDGE, screen="tasks")
    form = {
        "code": "NV99",
        "title_vi": "Ban hành quy trình số hóa hồ sơ",
        "accountable_post_vi": "Chánh Văn phòng UBND tỉnh",
    }
    for name, typed in form.items():
        boxes = app.text_area if name == "title_vi" else app.text_input
        labelled(boxes, name).set_value(typed)
    labelled(app.date_input, "deadline").set_value(date(2024, 9, 30))
    press_save(app, visited_url, JUDGE, of="new")
    (told,) = app.success
    assert "Đã thêm nhiệm vụ NA-DA06/NV99." in told.value
    assert "rõ người" in told.value and "rõ thời gian" not in told.value
    with engine(visited_url).connect() as connection:
        added = select(work_item.c.title_vi).where(work_item.c.code == "NV99")
        assert connection.scalar(added) == form["title_vi"]
    assert "task=NA-DA06%2FNV99" in everything_said(app)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_that_is_taken_is_refused_and_the_form_keeps_it(
    visited_url: str, language: str
) -> None:
    app = opened(visited_url, JUDGE, screen="tasks", lang=language)
    words = Reader(language).text
    boxes = {box.label: box for box in (*app.text_input, *app.text_area)}
    boxes[words("tasks.field.code")].set_value("NV01")
    boxes[words("tasks.field.title_vi")].set_value("Rà soát lại danh mục")
    (button,) = [one for one in app.button if one.label == words("tasks.new.save")]
    button.click()
    run(app, visited_url, JUDGE)
    assert [told.value for told in app.warning] == [words("entry.code_taken", code="NV01")]
    boxes = {box.label: box for box in (*app.text_input, *app.text_area)}
    assert boxes[words("tasks.field.title_vi")].value == "Rà soát lại danh mục"


def test_with_the_clock_standing_earlier_the_future_is_not_told_and_saving_still_works(
    visited_url: str,
) -> None:
    """What the board knows of later days must neither be shown nor refuse an entry for ever."""
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        move_clock(connection, "nghe-an", day=EARLIER, now=clock.now())
    with engine(visited_url).connect() as connection:
        later = connection.scalars(
            select(work_event.c.happened_on)
            .join(work_item, work_item.c.id == work_event.c.work_item_id)
            .join(plan, plan.c.id == work_item.c.plan_id)
            .where(plan.c.code == PLAN, work_item.c.code == ITEM)
            .where(work_event.c.happened_on > EARLIER)
        ).all()
    app = opened(visited_url, STAFF, task=TASK)
    shown = history_of(app)
    assert later and not [day for day in later if VI.date(day) in shown]
    tell_progress(app, 15, "Nhập khi đồng hồ đứng sớm hơn")
    press_save(app, visited_url, STAFF)
    assert not app.warning and app.success
    assert "Nhập khi đồng hồ đứng sớm hơn" in history_of(app)


def history_of(app: AppTest) -> str:
    said = everything_said(app)
    return said[said.index("ioc-history") :]
