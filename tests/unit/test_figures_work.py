"""Work by plan, burn-up, overdue and due: counts, lines and order, by hand."""

import re
from datetime import date
from itertools import pairwise

import pytest

from components.blocks.work import burn_up_card
from components.figures.burn_up import burn_up_chart, step_path
from components.figures.due_list import due_list, pressing_items, written_deadline
from components.figures.plan_bars import plan_bars
from tests.unit.figure_rows import EN, VI, burn_up, item, items, plan, plans


def test_a_plan_shows_its_states_their_counts_and_their_sum() -> None:
    drawn = plan_bars(plans(plan()), reader=VI)
    for state, count in (("accepted", 9), ("recurring", 14), ("in_progress", 2)):
        assert f'class="ioc-state-{state}" style="flex-grow:{count}"' in drawn
    assert "9 hoàn thành + 14 thường xuyên + 2 đang thực hiện = 25 nhiệm vụ." in drawn
    assert "ioc-state-not_started" not in drawn
    assert "quá hạn" not in drawn


def test_what_is_overdue_is_said_beside_the_plan_and_not_added_to_it() -> None:
    drawn = plan_bars(
        plans(plan(total=51, accepted=8, recurring=11, in_progress=19, not_started=13, overdue=10)),
        reader=EN,
    )
    assert "10 overdue" in drawn
    assert (
        "8 done + 11 recurring + 19 in progress + 13 not started = 51 tasks; 10 overdue." in drawn
    )


def test_pilot_models_are_called_models() -> None:
    drawn = plan_bars(
        plans(
            plan(
                plan_kind="pilot_models",
                total=38,
                accepted=6,
                recurring=0,
                in_progress=20,
                not_started=12,
            )
        ),
        reader=VI,
    )
    assert "6 hoàn thành + 20 đang thực hiện + 12 chưa thực hiện = 38 mô hình." in drawn


def test_a_burn_up_ends_with_its_three_counts_and_its_day() -> None:
    frame = burn_up((date(2024, 1, 1), 40, 0, 0), (date(2024, 4, 2), 43, 7, 17))
    drawn = burn_up_chart(frame, reader=VI)
    for shown in ("<b>43</b> tổng số", "<b>17</b> đến hạn", "<b>7</b> hoàn thành", "02/04/2024"):
        assert shown in drawn


def test_a_plan_of_dated_items_says_so_at_the_line() -> None:
    frame = burn_up((date(2024, 4, 2), 43, 7, 17))
    card = burn_up_card(frame, plan=plan(overdue=10), reader=VI)
    assert "<b>43</b> có thời hạn" in card.body
    some_without = burn_up_card(frame, plan=plan(no_deadline=2), reader=VI)
    assert "<b>43</b> tổng số" in some_without.body


def test_days_to_come_move_today_to_the_left() -> None:
    frame = burn_up((date(2024, 1, 1), 10, 0, 0), (date(2024, 1, 11), 10, 5, 5))
    assert "left:100.00%" in burn_up_chart(frame, reader=VI)
    assert "left:50.00%" in burn_up_chart(frame, reader=VI, until=date(2024, 1, 21))


def test_a_plan_of_one_day_is_drawn() -> None:
    assert "ioc-plot" in burn_up_chart(burn_up((date(2024, 1, 1), 3, 0, 0)), reader=VI)


def test_steps_hold_their_level_until_the_day_they_change() -> None:
    path = step_path([(0.0, 1.0), (0.5, 0.25)], half=2)
    corners = re.findall(r"calc\(([\d.]+)% [+-] [\d.]+px\) calc\(([\d.]+)%", path)
    there = [(float(x), float(y)) for x, y in corners[: len(corners) // 2]]
    assert there == [(0, 100), (50, 100), (50, 25)]


def test_labels_at_the_end_keep_their_distance() -> None:
    frame = burn_up((date(2024, 1, 1), 10, 10, 10), (date(2024, 2, 1), 10, 10, 10))
    tops = [
        float(top)
        for top in re.findall(
            r'ioc-end-\w+" style="top:([\d.-]+)%', burn_up_chart(frame, reader=VI)
        )
    ]
    assert all(later - earlier >= 16.9 for earlier, later in pairwise(tops))


def test_without_any_plan_the_burn_up_says_so() -> None:
    card = burn_up_card(burn_up(), plan=None, reader=VI)
    assert "chưa có nhiệm vụ" in card.body


def test_overdue_comes_first_longest_first_then_what_is_due_soonest() -> None:
    frame = items(
        item(20, item="d"),
        item(-2, item="b"),
        item(3, item="c"),
        item(-92, item="a"),
        item(31),
        item(None),
    )
    assert pressing_items(frame)["item"].to_list() == ["a", "b", "c", "d"]


def test_counts_within_15_days_include_those_within_7_and_a_deadline_of_today() -> None:
    frame = items(item(-1), item(0), item(7), item(8), item(15), item(30), item(31), item(None))
    numbers = re.findall(r"<b>(\d+)</b>", due_list(frame, reader=VI).split("</ul>")[0])
    assert numbers == ["1", "2", "4", "5"]


def test_each_row_names_days_title_lead_post_and_deadline() -> None:
    drawn = due_list(items(item(-92)), reader=VI)
    for shown in (
        "<b>92</b>",
        "ngày quá hạn",
        "Số hóa hồ sơ",
        "Công an tỉnh",
        "Giám đốc",
        "01/01/2024",
    ):
        assert shown in drawn


def test_a_task_that_nobody_leads_says_so() -> None:
    drawn = due_list(items(item(-1, lead_vi=None, post_vi=None)), reader=VI)
    assert "Chưa giao đơn vị chủ trì" in drawn
    assert "Chưa rõ người chịu trách nhiệm" in drawn


def test_a_post_without_a_unit_stands_where_the_unit_would() -> None:
    drawn = due_list(items(item(-1, lead_vi=None, post_vi="Giám đốc các sở")), reader=VI)
    assert "<span>Giám đốc các sở</span><small></small>" in drawn
    assert "Chưa giao" not in drawn


def test_what_does_not_fit_is_counted_in_a_last_line() -> None:
    frame = items(*(item(-days, item=f"{days:02}") for days in range(1, 12)))
    drawn = due_list(frame, reader=VI)
    assert drawn.count("<tr class") == 4
    assert "và 7 nhiệm vụ khác" in drawn
    assert "khác" not in due_list(frame.head(4), reader=VI)
    assert "and 1 more work item<" in due_list(frame, reader=EN, rows=10)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("trước ngày 31/6/2023", "trước ngày 31/6/2023"),
        ("ngày 31 tháng 6 năm 2023", "ngày 31 tháng 6 năm 2023"),
        ("trước ngày 30/6/2023", ""),
        ("tháng 6/2023", ""),
        (None, ""),
    ],
)
def test_a_document_that_names_another_day_is_quoted(text: str | None, shown: str) -> None:
    assert written_deadline(text, date(2023, 6, 30)) == shown
    drawn = due_list(items(item(-1, deadline=date(2023, 6, 30), deadline_text=text)), reader=VI)
    assert ("văn bản ghi: " + shown in drawn) == bool(shown)


def test_nothing_pressing_is_good_news_and_not_an_empty_box() -> None:
    drawn = due_list(items(item(None), item(45)), reader=VI)
    assert "Không có nhiệm vụ quá hạn" in drawn
    assert "ioc-tone-good" in drawn
