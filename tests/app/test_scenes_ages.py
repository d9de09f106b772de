"""What is older than its reporting cycle allows is grey and says so; all else keeps its colours."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from components.reader import Reader
from domain.playlist import Frame, Slot
from domain.viewing import Room
from tests.app.scenes_drawn import LARGEST, SMALLEST, Drawing

VI = Reader("vi")
# The sample of Nghệ An stands at 2 April 2024: newest records of those days, a monthly cycle with 5
# days to report, figures of the year 2023. The month's report is due on 5 May.
STATEMENT = re.compile(r'ioc-scene-statement ioc-tone-(\w+)( ioc-scene-old)?"')


@cache
def drawing(url: str) -> Drawing:
    return Drawing(url, "nghe-an")


def frame(url: str, scene: str, *, days: int, **more: str) -> Frame:
    """A scene as it is so many days after the day the sample stands at."""
    board = Drawing(url, "nghe-an")
    board.answers = drawing(url).answers
    board.day = replace(board.day, today=board.day.today + timedelta(days=days))
    return board.frame(Slot(scene=scene, **more))


def test_late_work_is_red_while_it_is_reported_in_its_cycle(sample_url: str) -> None:
    made = frame(sample_url, "situation", days=0)
    assert STATEMENT.search(made.body) is not None
    assert STATEMENT.search(made.body).groups() == ("bad", None)  # type: ignore[union-attr]
    assert "ioc-scene-old" not in made.body
    assert not made.is_old


def test_work_that_nobody_reports_any_more_is_grey_and_the_figures_are_not(
    sample_url: str,
) -> None:
    made = frame(sample_url, "situation", days=45)
    assert made.is_old
    found = STATEMENT.search(made.body)
    assert found is not None
    assert found.group(2)
    # 17 May is 12 days after the 5th.
    assert VI.counted("scenes.age.old", 12) in made.body
    figures = made.body[made.body.index("ioc-scene-figures") : made.body.index("ioc-scene-plans")]
    assert "ioc-scene-old" not in figures
    assert "138 ngày · chu kỳ 365 ngày" in made.body


def test_figures_that_should_be_replaced_are_grey_and_fresh_work_is_not(sample_url: str) -> None:
    # In April 2025 the figures of 2023 are old; so is the work: nobody reported either.
    made = frame(sample_url, "map", days=370)
    assert made.is_old
    assert "ioc-scene-map-panel ioc-scene-old" in made.body
    assert "Quá kỳ báo cáo" in made.body
    fresh = frame(sample_url, "map", days=300)
    assert "ioc-scene-old" not in fresh.body


@pytest.mark.parametrize("scene", ["work", "pilot_models", "decisions"])
def test_work_models_and_decisions_have_an_age_and_can_turn_grey(
    sample_url: str, scene: str
) -> None:
    fresh, old = (frame(sample_url, scene, days=days) for days in (0, 45))
    assert fresh.age is not None
    assert fresh.cut_off is not None
    assert not fresh.is_old
    assert "ioc-scene-old" not in fresh.body
    assert old.is_old
    assert "ioc-scene-old" in old.body
    # Never by colour alone.
    assert "Quá kỳ" in old.body


@pytest.mark.parametrize("room", [SMALLEST, LARGEST])
def test_the_age_in_its_cycle_is_on_the_situation_also_while_all_is_well(
    sample_url: str, room: Room
) -> None:
    body = drawing(sample_url).frame(Slot(scene="situation"), room=room).body
    # Of the figures; of the work. In few letters where a title leaves no room for more.
    assert re.search(r"93 ngày · chu kỳ 365 ngày|93/365 ngày", body)
    assert "2 ngày · chu kỳ 30 ngày" in body


def test_work_that_is_late_is_late_on_the_board_of_freshness_too(sample_url: str) -> None:
    made = frame(sample_url, "freshness", days=45)
    assert "Công việc, mô hình điểm" in made.body
    assert VI.counted("scenes.freshness.late", 12) in made.body


def test_plans_that_have_no_room_are_counted(sample_url: str) -> None:
    body = frame(sample_url, "situation", days=0).body
    assert body.count("<li><h4>") == 3
    assert "và 1 kế hoạch khác (0 quá hạn)" in body
