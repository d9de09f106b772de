"""The tasks page and a task's own page through the shell, and their files."""

from datetime import date

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from components.reader import Reader
from domain.scope import Scope
from store.database import engine
from store.tables import province, unit, work_event
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    statements,
    token_of,
    visit,
)
from tests.faults.files import csv_rows, made

LEADER, STAFF, DISTRICT = "lanhdao", "chuyenvien", "canbo"
LATE_TASK = "NA-KH2024/NV01"


def opened(url: str, screen: str, user: str = LEADER, **address: str) -> AppTest:
    app = visit(token_of(url, user), screen=screen, **address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return app


def seen(url: str, screen: str, user: str = LEADER, **address: str) -> str:
    return everything_said(opened(url, screen, user, **address))


def whole(url: str, slug: str) -> Scope:
    with engine(url).connect() as connection:
        found = connection.scalar(
            province.select().with_only_columns(province.c.id).where(province.c.slug == slug)
        )
    return Scope(provinces=frozenset({found}))


# What is read -----------------------------------------------------------------------------------


def test_who_is_late_since_when_and_who_answers_stand_together(visited_url: str) -> None:
    said = seen(visited_url, "tasks", province="nghe-an")
    row = said[said.index("Quá 2 ngày") :][:900]
    assert "Giám đốc Sở Tư pháp" in row and "31/03/2024" in row
    assert "10 nhiệm vụ quá hạn" in said


def test_the_plans_are_told_side_by_side_and_what_recurs_apart(visited_url: str) -> None:
    said = seen(visited_url, "tasks", province="nghe-an")
    assert (
        "Hoàn thành 9/11" in said
        and "14 việc thường xuyên: tháng 3/2024 đã thực hiện 14/14" in said
    )
    assert "Hoàn thành 7/43" in said and "3 chưa có thời hạn" in said


def test_the_forecast_is_a_range_or_the_honest_reason_why_not(visited_url: str) -> None:
    late = seen(visited_url, "tasks", province="nghe-an", plan="NA-KH2024")
    assert "21/01/2025 – 25/03/2025" in late and "khả năng kịp hạn 31/12/2024: 2%" in late
    still = seen(visited_url, "tasks", province="nghe-an", plan="NA-DA06", lang="en")
    assert "No forecast: no progress for 4 weeks (last closing 26 Dec 2023), 2 left." in still
    new = seen(visited_url, "tasks", province="nghe-an", plan="NA-CD2024", lang="en")
    assert "Not enough history for a forecast: 0 done" in new


def test_plan_02_is_read_by_pillar_and_phase_with_the_reform_marked(visited_url: str) -> None:
    said = seen(visited_url, "tasks", province="bac-giang")
    assert "Thể chế · Cấp bách" in said and "Sắp xếp đơn vị 01/07/2025" in said


def test_the_orders_of_ha_tinh_are_read_by_lead_and_31_june_as_written(visited_url: str) -> None:
    said = seen(visited_url, "tasks", province="ha-tinh")
    parts = said[said.index('class="ioc-parts"') :]
    assert "Sở Thông tin và Truyền thông" in parts[:4000]
    assert "văn bản ghi: trước ngày 31/6/2023" in said
    assert "Trình kỳ họp giữa năm 2023" in said


def test_filters_of_the_address_narrow_list_and_counts(visited_url: str) -> None:
    said = seen(
        visited_url, "tasks", province="nghe-an", flag="open_overdue", post="giam-doc-so-tu-phap"
    )
    assert "Danh sách: 1 nhiệm vụ" in said
    assert "Danh sách: 31 nhiệm vụ" not in said
    unclear = seen(visited_url, "tasks", province="nghe-an", plan="NA-KH2024", unclear="person")
    assert "Chưa nêu người" not in unclear and "NV06" in unclear


@pytest.mark.parametrize(
    "parameter",
    ["plan", "group", "phase", "lead", "coordinator", "post", "flag", "unclear", "known", "draw",
     "by"],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_said_plainly(visited_url: str, parameter: str) -> None:
    address = {"province": "nghe-an", parameter: "<b>vô nghĩa</b>"}
    app = opened(visited_url, "tasks", **address)
    (notice,) = app.info
    assert "vô nghĩa" in notice.value
    app.query_params.clear()


@pytest.mark.parametrize("task", ["NA-KH2024/NV999", "NA-KH2024", "/", "a/b/c"])
def test_an_unknown_task_is_said_plainly(visited_url: str, task: str) -> None:
    app = opened(visited_url, "task", province="nghe-an", task=task)
    assert app.info[0].value.startswith("Không có nhiệm vụ")


def test_a_task_has_a_page_of_its_own(visited_url: str) -> None:
    said = seen(visited_url, "task", province="nghe-an", task=LATE_TASK)
    assert "Quá 2 ngày so với thời hạn 31/03/2024" in said
    assert "Người chịu trách nhiệm: Giám đốc Sở Tư pháp" in said
    assert "Đưa vào kế hoạch" in said and "Bắt đầu thực hiện" in said


def test_a_task_names_the_bottleneck_that_stops_it(visited_url: str) -> None:
    said = seen(visited_url, "task", province="nghe-an", task="NA-CD2024/CD09")
    assert "DN01" in said and "chưa chính thức hoạt động" in said


def test_moved_deadlines_are_all_kept(visited_url: str) -> None:
    said = seen(visited_url, "task", province="nghe-an", task="NA-DA06/NV09", lang="en")
    assert "moved, before:" in said and "Deadline moved:" in said


def test_without_a_task_the_page_says_where_to_choose_one(visited_url: str) -> None:
    app = opened(visited_url, "task", province="nghe-an")
    assert "Chọn một nhiệm vụ" in app.info[0].value


# Who sees what ----------------------------------------------------------------------------------


def test_staff_of_a_district_see_only_what_their_units_lead_or_help_with(visited_url: str) -> None:
    said = seen(visited_url, "tasks", DISTRICT, province="nghe-an")
    rows = said[said.index("ioc-tasks-all") :]
    everything = seen(visited_url, "tasks", province="nghe-an")
    assert rows.count("/task?") < everything[everything.index("ioc-tasks-all") :].count("/task?")
    app = opened(visited_url, "task", DISTRICT, province="nghe-an", task=LATE_TASK)
    assert app.info[0].value.startswith("Không có nhiệm vụ")


def test_who_only_reads_is_offered_no_form(visited_url: str) -> None:
    assert not opened(visited_url, "task", province="nghe-an", task=LATE_TASK).text_area
    assert opened(visited_url, "task", STAFF, province="nghe-an", task=LATE_TASK).text_area
    assert not opened(visited_url, "tasks", STAFF, province="nghe-an").expander
    assert opened(visited_url, "tasks", "quantri", province="nghe-an").expander


# Speed and files --------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["tasks", "task"])
def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str, screen: str) -> None:
    token = token_of(visited_url, LEADER)
    address = {"province": "nghe-an"} | ({"task": LATE_TASK} if screen == "task" else {})
    visit(token, screen=screen, **address)
    with statements(visited_url) as asked:
        visit(token, screen=screen, **address)
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_a_tasks_own_page_needs_few_statements(visited_url: str) -> None:
    token = token_of(visited_url, LEADER)
    visit(token, screen="tasks", province="nghe-an")
    with statements(visited_url) as asked:
        visit(token, screen="task", province="nghe-an", task=LATE_TASK)
    of_task = [text for text in asked if "work_event" in text or "work_item" in text]
    assert len(of_task) <= 8, of_task


def test_the_file_of_tasks_holds_the_rows_of_the_screen(visited_url: str) -> None:
    scope = whole(visited_url, "nghe-an")
    rows = csv_rows(made(scope, "tasks", "csv", plan="NA-KH2024", flag="open_overdue"))
    assert len(rows) == 11
    post = rows[0].index("Chức danh chịu trách nhiệm")
    assert "Giám đốc Sở Tư pháp" in [row[post] for row in rows]


def test_the_files_of_course_and_history_hold_what_is_drawn(visited_url: str) -> None:
    scope = whole(visited_url, "nghe-an")
    course = csv_rows(made(scope, "burn_up", "csv", plan="NA-KH2024", known="then"))
    assert course[-1][1:5] == ["43", "7", "17", "36"]
    history = csv_rows(made(scope, "work_history", "csv", task="NA-DA06/NV09"))
    assert any("Dời thời hạn" in cell for row in history for cell in row)
    assert {row[1] for row in history[1:]} == {"NV09"}


def test_units_of_others_stay_out_of_the_history(visited_url: str) -> None:
    with engine(visited_url).connect() as connection:
        own = connection.scalar(
            unit.select()
            .with_only_columns(unit.c.id)
            .where(unit.c.code == "425", unit.c.level == "district")
        )
    part = csv_rows(made(Scope(units=frozenset({own})), "work_history", "csv"))
    everything = csv_rows(made(whole(visited_url, "nghe-an"), "work_history", "csv"))
    assert 1 < len(part) < len(everything)


def test_what_recurs_is_told_of_the_last_month_that_is_over(visited_url: str) -> None:
    """On 2 April a first word on April changes nothing of what is said of March."""
    april = {"period_start": date(2024, 4, 1), "period_end": date(2024, 4, 30)}
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        kept = select(work_event).where(work_event.c.event_type == "kept").limit(1)
        told = dict(connection.execute(kept).mappings().one())
        told |= {"happened_on": date(2024, 4, 2), "recorded_on": date(2024, 4, 2)}
        del told["id"]
        connection.execute(work_event.insert().values(told | april))
    said = seen(visited_url, "tasks", province="nghe-an")
    assert "14 việc thường xuyên: tháng 3/2024 đã thực hiện 14/14" in said


def test_a_reform_to_come_is_not_marked_on_the_course(visited_url: str) -> None:
    """The board stands at 2 April 2024; the units change on 1 December."""
    said = seen(visited_url, "tasks", province="nghe-an")
    assert Reader("vi").text("tasks.course.reform", day="01/12/2024") not in said


def test_who_cannot_add_a_task_is_told_who_can(visited_url: str) -> None:
    words = Reader("vi").text("tasks.new.who")
    staff = opened(visited_url, "tasks", STAFF, province="nghe-an")
    assert words in [told.value for told in staff.caption]
    judge = opened(visited_url, "tasks", "quantri", province="nghe-an")
    assert words not in [told.value for told in judge.caption]
