"""The figures of the tasks page: what they count, in which order, and in which words, by hand."""

import re
from datetime import date
from typing import Any

import polars as pl
import pytest

from components.course_words import (
    chance_words,
    forecast_sentence,
    last_closing,
    method_sentence,
    needed_a_week,
    pace_sentence,
    recent_a_week,
)
from components.figures.clears_bars import clears_bars, completeness, missing
from components.figures.course import (
    DOWN,
    SHARE_OF_A_LETTER,
    Course,
    course_chart,
    course_table,
    frozen_ends,
    month_ends,
)
from components.figures.plan_columns import Kept, kept_words, plan_columns
from components.figures.plan_parts import GROUP, GROUP_AND_PHASE, LEAD, parts, ways
from components.figures.task_links import TaskLinks
from components.figures.task_list import in_sections, pressing_list, task_table
from components.figures.task_sheet import event_words, task_clears, task_history, task_ties
from components.figures.timeline import planned, timeline
from components.work_filters import Filters, code_of, with_codes
from queries.schemas import (
    COORDINATORS,
    RECURRING_KEPT,
    WORK_HISTORY,
    WORK_ITEMS,
    WORK_LINKS,
    WORK_SPANS,
)
from tests.unit.figure_rows import EN, TODAY, VI, burn_up, frame, plan, plans

LINKS = TaskLinks("nghe-an", "2024", "vi")
DUE = date(2024, 6, 11)  # ten weeks after TODAY


def work(item: str, **changes: Any) -> dict[str, Any]:
    """An open task of the Department of Justice, due in 40 days."""
    row = {
        "work_item_id": int(item.removeprefix("NV")),
        "plan": "KH",
        "plan_kind": "tasks",
        "plan_vi": "Kế hoạch",
        "plan_en": "Plan",
        "plan_position": 1,
        "item": item,
        "kind": "one_off",
        "title_vi": f"Rà soát văn bản {item}",
        "title_en": f"Review papers {item}",
        "lead_vi": "Sở Tư pháp",
        "lead_en": "Justice",
        "post_vi": "Giám đốc Sở Tư pháp",
        "post_en": "Director of Justice",
        "state": "in_progress",
        "flag": "open_in_time",
        "days_left": 40,
        "deadline": date(2024, 5, 12),
        "provenance": "reported",
        "unclear": [],
        "clear_score": 1.0,
    }
    return row | changes


LATE = {"days_left": -2, "deadline": date(2024, 3, 31), "flag": "open_overdue"}
UNDATED = {"days_left": None, "deadline": None, "flag": "no_deadline"}


def works(*rows: dict[str, Any]) -> pl.DataFrame:
    return frame(WORK_ITEMS, *rows)


def forecast(outcome: str = "range", **changes: Any) -> dict[str, Any]:
    row = {"remaining": 30, "due_on": DUE, "outcome": outcome, "chance": 0.46}
    days = {"early": date(2024, 6, 1), "likely": date(2024, 6, 20), "late": date(2024, 7, 9)}
    return row | (days if outcome == "range" else dict.fromkeys(days)) | changes


def course(told: dict[str, Any] | None = None, **more: Any) -> Course:
    """10 of 40 done on 2 April; 4 weeks before 6 were."""
    lines = burn_up((date(2024, 1, 1), 40, 0, 0), (date(2024, 3, 1), 40, 6, 4), (TODAY, 40, 10, 12))
    return Course(lines=lines, forecast=told or forecast(), **more)


# The course of a plan ---------------------------------------------------------------------------


def test_the_pace_needed_is_what_is_left_over_the_weeks_left() -> None:
    assert needed_a_week(course()) == 3.0  # 30 in 10 weeks
    assert recent_a_week(course()) == 1.0  # 10 - 6 in 4 weeks
    said = pace_sentence(course(), reader=VI)
    assert "Còn 30 việc: cần 3,0 việc/tuần" in said and "4 tuần qua đạt 1,0" in said


def test_a_due_day_that_has_passed_needs_no_pace() -> None:
    said = pace_sentence(course(forecast(due_on=date(2024, 3, 23))), reader=VI)
    assert said == "Đã qua hạn chung 23/03/2024 10 ngày, còn 30 việc."
    assert "ioc-pace" not in course_chart(course(forecast(due_on=TODAY)), reader=VI)


def test_a_pace_that_rounds_to_nothing_is_not_told_as_none() -> None:
    said = pace_sentence(course(forecast(due_on=date(2034, 4, 2))), reader=VI)
    assert "cần dưới 0,1 việc/tuần" in said  # 30 in 522 weeks


def test_a_forecast_is_a_range_with_its_chance_and_its_method() -> None:
    said = forecast_sentence(course(), reader=VI)
    for words in ("01/06/2024 – 09/07/2024", "20/06/2024", "khả năng kịp hạn 11/06/2024: 46%"):
        assert words in said
    assert "10.000 lần" in method_sentence(course(), reader=VI)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("not_enough_history", "cần ít nhất 3"),
        ("no_progress", "4 tuần qua không hoàn thành thêm việc nào (lần gần nhất 02/04/2024)"),
        ("finished", "Đã hoàn thành 10/10 việc"),
        ("empty", "không có việc nào có điểm kết thúc"),
    ],
)
def test_where_there_is_no_range_the_reason_is_said_and_no_date(outcome: str, words: str) -> None:
    told = course(forecast(outcome, chance=None))
    assert words in forecast_sentence(told, reader=VI)
    assert method_sentence(told, reader=VI) == ""
    assert "ioc-range" not in course_chart(told, reader=VI)


def test_one_task_that_is_done_is_not_all_of_several() -> None:
    lines = burn_up((date(2024, 1, 2), 1, 0, 0), (date(2024, 4, 2), 1, 1, 1))
    told = Course(lines=lines, forecast=forecast("finished", chance=None))
    assert forecast_sentence(told, reader=EN) == "Finished: the only task that ends is done."


def test_a_chance_is_never_a_certainty() -> None:
    assert chance_words(0.0, reader=EN) == "below 1%"
    assert chance_words(1.0, reader=EN) == "above 99%"
    assert chance_words(0.0172, reader=EN) == "2%"


def test_beyond_three_years_nobody_names_a_day() -> None:
    told = forecast(early=None, likely=None, late=None, chance=0.0)
    said = forecast_sentence(course(told), reader=EN)
    assert "not be done within three years" in said and "below 1%" in said


def test_the_last_closing_is_the_day_on_which_done_last_rose() -> None:
    lines = burn_up((date(2024, 1, 1), 4, 1, 0), (date(2024, 2, 1), 5, 1, 0), (TODAY, 5, 1, 3))
    assert last_closing(Course(lines=lines, forecast={})) == date(2024, 1, 1)


def test_the_numbers_are_those_of_month_ends_and_of_today() -> None:
    rows = month_ends(course().lines).select("day", "done", "due").rows()
    assert rows == [
        (date(2024, 1, 31), 0, 0),
        (date(2024, 2, 29), 0, 0),
        (date(2024, 3, 31), 6, 4),
        (TODAY, 10, 12),
    ]
    assert "29/02/2024" in course_table(course(), reader=VI)


def test_frozen_ends_are_the_months_that_are_over_as_they_were_known_then() -> None:
    """In February 3 were known to be done; that there were 6 in March was told in April only."""
    then = burn_up((date(2024, 2, 5), 40, 3, 0), (date(2024, 3, 20), 40, 5, 4), (TODAY, 40, 10, 12))
    frozen = frozen_ends(then)
    assert frozen.select("day", "done").rows() == [(date(2024, 2, 29), 3), (date(2024, 3, 31), 5)]
    drawn = course_chart(course(frozen=frozen), reader=VI)
    assert drawn.count("ioc-frozen") == 2
    # 5 done of a scale of 40 from below: seven eighths from the top.
    assert "top:87.50%" in drawn
    assert "top:12.50%" in course_chart(course(frozen=frozen), draw=DOWN, reader=VI)  # 35 left


def test_the_table_lists_what_was_frozen_beside_what_is_known_today() -> None:
    then = burn_up((date(2024, 2, 5), 40, 3, 0), (date(2024, 3, 20), 40, 5, 4), (TODAY, 40, 10, 12))
    table = course_table(course(frozen=frozen_ends(then)), reader=VI)
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in table.split("<tr>")[3:]]
    assert rows == [
        ["02/04/2024", "40", "10", "12", *["chưa chốt"] * 3],
        ["31/03/2024", "40", "6", "4", "40", "5", "4"],
        ["29/02/2024", "40", "0", "0", "40", "3", "0"],
        ["31/01/2024", "40", "0", "0", *["khi đó chưa có số liệu"] * 3],
    ]


def test_marks_stand_on_their_days_and_burn_down_shows_what_is_left() -> None:
    marked = course(marks=((date(2024, 3, 1), "Bản 2: 53 nhiệm vụ"),))
    drawn = course_chart(marked, draw=DOWN, reader=VI)
    assert "Bản 2: 53 nhiệm vụ" in drawn and "Hạn chung 11/06/2024" in drawn
    assert "<b>30</b> còn lại" in drawn and "<b>28</b> còn lại theo thời hạn" in drawn


def test_words_of_marks_that_would_touch_stand_in_rows_of_their_own() -> None:
    """Two revisions within a week: the second stands a row lower, what is far enough does not."""
    marks = (
        (date(2024, 3, 1), "Bản 2: 53 nhiệm vụ"),
        (date(2024, 3, 7), "Bản 3: 54 nhiệm vụ"),
        (date(2024, 1, 2), "Sớm"),
    )
    drawn = course_chart(course(marks=marks), reader=VI)
    of_words = {words: row for row, words in re.findall(r'--row:(\d)"><span>([^<]*)<', drawn)}
    assert (of_words["Sớm"], of_words["Bản 2: 53 nhiệm vụ"]) == ("0", "0")
    assert of_words["Bản 3: 54 nhiệm vụ"] == "1"


def test_words_that_reach_over_a_line_stand_above_its_beginning() -> None:
    """The due day is near the right end: its words go left, across today's line."""
    marks = ((date(2024, 4, 20), "Bản 2: 53 nhiệm vụ"),)
    drawn = course_chart(course(forecast(due_on=date(2024, 6, 1)), marks=marks), reader=VI)
    labels = re.findall(
        r'ioc-(left|right)" style="left:([\d.]+)%;--row:(\d)"><span>([^<]*)<', drawn
    )
    assert len(labels) == 3
    for side, at, row, words in labels:
        x, width = float(at), 100 * len(words) * SHARE_OF_A_LETTER
        start, end = (x, x + width) if side == "right" else (x - width, x)
        crossed = [other for _, it, other, _ in labels if start < float(it) < end]
        assert all(row < other for other in crossed), (words, labels)


def test_a_course_without_lines_says_so() -> None:
    nothing = Course(lines=burn_up(), forecast={})
    assert "ioc-nothing" in course_chart(nothing, reader=VI)
    assert course_table(nothing, reader=VI) == ""
    assert forecast_sentence(nothing, reader=EN) == "The plan holds nothing that ends."


# Plans side by side -----------------------------------------------------------------------------


def recurring(*outcomes: str | None, is_due: bool = True) -> pl.DataFrame:
    rows = [
        {"work_item_id": number, "is_due": is_due, "outcome": outcome}
        for number, outcome in enumerate(outcomes)
    ]
    return frame(RECURRING_KEPT, *rows)


def test_recurring_work_is_told_apart_and_what_is_not_told_is_not_missed() -> None:
    kept = Kept.of(recurring("kept", "kept", "missed", None), month=date(2024, 3, 1))
    assert (kept.due, kept.kept, kept.missed, kept.untold) == (4, 2, 1, 1)
    assert kept_words(kept, reader=EN) == ": in Mar 2024 kept 2 of 4, missed 1, 1 not told"
    nothing_due = Kept.of(recurring(None, is_due=False), month=date(2024, 3, 1))
    assert kept_words(nothing_due, reader=EN) == ""


def test_a_plan_counts_what_ends_without_what_recurs() -> None:
    kept = {"DA06": Kept(month=date(2024, 3, 1), due=14, kept=13, missed=1)}
    row = plan(plan="DA06", total=25, accepted=9, recurring=14, in_progress=2, not_started=0)
    drawn = plan_columns(plans(row), kept, chosen="", links=LINKS, reader=VI)
    assert "Hoàn thành 9/11, đang thực hiện 2" in drawn
    assert "14 việc thường xuyên: tháng 3/2024 đã thực hiện 13/14" in drawn
    assert "Không có nhiệm vụ quá hạn" in drawn
    assert "ioc-state-recurring" not in drawn


def test_a_plan_without_anything_is_not_one_of_recurring_work() -> None:
    none = {"accepted": 0, "in_progress": 0, "not_started": 0}
    empty = plan(plan="KH", total=0, recurring=0, **none)
    drawn = plan_columns(plans(empty), {}, chosen="", links=LINKS, reader=EN)
    assert "No tasks yet." in drawn and "Recurring work only." not in drawn
    recurs = plan(plan="KH", total=3, recurring=3, **none)
    drawn = plan_columns(plans(recurs), {}, chosen="", links=LINKS, reader=EN)
    assert "Recurring work only." in drawn


# Lists ------------------------------------------------------------------------------------------


def test_the_longest_overdue_stands_first_with_its_days_and_the_post_that_answers() -> None:
    items = works(work("NV1"), work("NV2", **LATE), work("NV3", **LATE | {"days_left": -9}))
    drawn = pressing_list(items, links=LINKS, reader=VI, rows=5)
    assert drawn.index("Quá 9 ngày") < drawn.index("Quá 2 ngày")
    assert drawn.index("Quá 2 ngày") < drawn.index("Còn 40 ngày")
    assert "Giám đốc Sở Tư pháp" in drawn
    few = pressing_list(items, links=LINKS, reader=VI, rows=2)
    assert "Còn 40 ngày" not in few and "và 1 nhiệm vụ chưa hoàn thành khác" in few


def test_due_soon_counts_hold_each_other_and_tell_what_is_not_started() -> None:
    items = works(
        work("NV1", days_left=0),
        work("NV2", days_left=15, state="not_started"),
        work("NV3", **UNDATED),
    )
    drawn = pressing_list(items, links=LINKS, reader=VI, rows=5)
    assert "<b>1</b> trong 7 ngày tới<" in drawn
    assert "<b>2</b> trong 15 ngày tới, 1 chưa thực hiện<" in drawn
    assert "<b>1</b> <a" in drawn and "Hạn hôm nay" in drawn


def test_every_item_stands_in_one_section_in_reading_order() -> None:
    items = works(
        work("NV1", state="accepted", days_left=None),
        work("NV2", state="recurring", days_left=None, deadline=None),
        work("NV3"),
        work("NV4", state="not_started"),
        work("NV5", **UNDATED),
        work("NV6", days_left=3),
        work("NV7", **LATE),
    )
    assert in_sections(items).select("item", "section").rows() == [
        ("NV7", "overdue"),
        ("NV6", "due"),
        ("NV5", "no_deadline"),
        ("NV4", "not_started"),
        ("NV3", "later"),
        ("NV2", "recurring"),
        ("NV1", "done"),
    ]


def test_a_deadline_in_words_only_is_shown_as_written() -> None:
    items = works(work("NV1", **UNDATED, deadline_text="Trình kỳ họp giữa năm 2023"))
    assert "Trình kỳ họp giữa năm 2023" in task_table(items, links=LINKS, reader=VI)


def test_titles_of_others_are_text() -> None:
    items = works(work("NV1", title_vi="<script>x</script>", **LATE))
    spans = frame(WORK_SPANS, {"work_item_id": 1, "entered_on": TODAY, "moves": 0})
    for drawn in (
        task_table(items, links=LINKS, reader=VI),
        timeline(items, spans, today=TODAY, links=LINKS, reader=VI),
    ):
        assert "<script" not in drawn


# Timeline ---------------------------------------------------------------------------------------


def test_a_bar_runs_from_the_first_work_and_the_late_part_is_its_own() -> None:
    spans = frame(
        WORK_SPANS,
        {
            "work_item_id": 1,
            "entered_on": date(2024, 1, 1),
            "worked_on": date(2024, 2, 1),
            "first_deadline": date(2024, 3, 1),
            "moves": 1,
        },
        {"work_item_id": 2, "entered_on": date(2024, 1, 1), "moves": 0},
    )
    items = works(work("NV2", kind="milestone"), work("NV1", **LATE))
    rows = planned(items, spans)
    assert rows.select("item", "from_day").rows() == [
        ("NV1", date(2024, 2, 1)),
        ("NV2", date(2024, 1, 1)),
    ]
    drawn = timeline(items, spans, today=TODAY, links=LINKS, reader=VI)
    assert drawn.count('<i class="ioc-gantt-late"') == 1
    assert drawn.count('<b class="ioc-gantt-moved"') == 1
    assert drawn.count('<b class="ioc-gantt-milestone"') == 1


def test_what_is_done_or_recurs_has_no_bar() -> None:
    items = works(work("NV1", state="accepted"), work("NV2", state="recurring"))
    drawn = timeline(items, WORK_SPANS.to_frame(), today=TODAY, links=LINKS, reader=EN)
    assert "No open work that ends." in drawn


# Parts and clears -------------------------------------------------------------------------------


def test_parts_are_counted_by_pillar_and_phase() -> None:
    items = with_codes(
        works(
            work("NV1", group="T1", group_vi="Thể chế", phase="urgent", state="accepted"),
            work("NV2", group="T1", group_vi="Thể chế", phase="urgent", **LATE),
            work("NV3", group="T2", group_vi="Dữ liệu", phase="breakthrough", state="cancelled"),
            work("NV4", group="T2", group_vi="Dữ liệu", phase="breakthrough"),
        ),
        COORDINATORS.to_frame(),
    )
    assert ways(items) == [GROUP_AND_PHASE, GROUP, "phase"]
    rows = parts(items, by=GROUP_AND_PHASE).select("group", "phase", "accepted", "overdue", "total")
    assert rows.rows() == [("T1", "urgent", 1, 1, 2), ("T2", "breakthrough", 0, 0, 1)]
    assert parts(items, by=LEAD)["total"].to_list() == [3]


def test_the_clear_that_is_missing_most_is_named_first_and_leads_to_its_items() -> None:
    items = works(
        work("NV1", unclear=["person", "authority"], clear_score=4 / 6),
        work("NV2", unclear=["authority"], clear_score=5 / 6),
        work("NV3", unclear=["time"], state="accepted", clear_score=0.5),
    )
    assert list(missing(items.head(2)).items()) == [("authority", 2), ("person", 1)]
    assert completeness(items.head(2)) == pytest.approx(0.75)
    drawn = clears_bars(items, links=LINKS, filters={"plan": "KH"}, reader=VI)
    assert "<b>75%</b>" in drawn and "2 thiếu" in drawn
    assert "plan=KH&amp;unclear=authority" in drawn
    assert "1 thiếu" in drawn and "unclear=time" not in drawn


# Filters ----------------------------------------------------------------------------------------


def test_filters_narrow_by_codes_that_are_the_same_in_both_languages() -> None:
    helping = frame(
        COORDINATORS, {"work_item_id": 2, "coordinator": "CAT", "coordinator_vi": "Công an"}
    )
    items = with_codes(works(work("NV1", **LATE), work("NV2", unclear=["time"])), helping)
    assert code_of("Giám đốc Sở Tư pháp") == "giam-doc-so-tu-phap"

    def left(**filters: str) -> list[str]:
        return Filters(**filters).holds(items)["item"].to_list()

    assert left() == ["NV1", "NV2"]
    assert left(post="giam-doc-so-tu-phap", flag="open_overdue") == ["NV1"]
    assert left(coordinator="CAT") == ["NV2"] == left(unclear="time")
    assert left(lead="so-tu-phap", plan="khac") == []


# One task ---------------------------------------------------------------------------------------


def happened(kind: str, **changes: Any) -> dict[str, Any]:
    days = {"happened_on": date(2024, 3, 1), "recorded_on": date(2024, 3, 1)}
    return {"event_id": 1, "work_item_id": 1, "event_type": kind, **days} | changes


def test_an_event_says_its_amounts_and_a_moved_deadline_both_days() -> None:
    moved = happened(
        "deadline_moved", old_deadline=date(2024, 3, 31), new_deadline=date(2024, 6, 30)
    )
    rows = frame(
        WORK_HISTORY,
        happened("progress", progress=0.4),
        moved,
        happened("changed", field="executor", new_value="Phòng A"),
    ).to_dicts()
    assert [event_words(row, reader=VI) for row in rows] == [
        "Cập nhật tiến độ: 40%",
        "Dời thời hạn: 31/03/2024 → 30/06/2024",
        "Thay đổi thông tin: người thực hiện → Phòng A",
    ]


def test_an_event_written_down_later_says_how_much_later() -> None:
    events = frame(WORK_HISTORY, happened("started", recorded_on=date(2024, 3, 11), author="An"))
    drawn = task_history(events, reader=VI)
    assert "11/03/2024 · sau 10 ngày" in drawn and "<td>An</td>" in drawn


def test_missing_clears_are_told_in_words() -> None:
    drawn = task_clears(work("NV1", unclear=["person"], clear_score=5 / 6), reader=VI)
    assert "chưa nêu người hoặc bộ phận thực hiện" in drawn
    assert drawn.count("ioc-icon-met") == 5 and drawn.count("ioc-icon-missed") == 1


def test_ties_lead_to_the_other_task_and_hide_what_is_out_of_scope() -> None:
    other = work("NV2", **LATE)
    ties = frame(
        WORK_LINKS,
        {"work_item_id": 1, "link": "blocked_by", "other_item_id": 2, "plan": "KH", "item": "NV2"},
        {"work_item_id": 1, "link": "blocks", "other_item_id": 9},
    )
    drawn = task_ties(ties, states={2: other}, obstacles={}, links=LINKS, reader=VI)
    assert "Bị chặn bởi nhiệm vụ" in drawn and "task=KH%2FNV2" in drawn and "Quá 2 ngày" in drawn
    assert "ngoài phạm vi của tài khoản" in drawn
