from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forecast import WEEKS_LOOKED_AHEAD, Forecast, forecast, weekly_pace

TODAY = date(2024, 4, 2)
SINCE = date(2024, 1, 2)  # 13 whole weeks


def weekly(count: int) -> list[date]:
    """One item accepted a week, the newest today."""
    return [TODAY - timedelta(weeks=week) for week in range(count)]


def seen(accepted_on: list[date], **known: object) -> Forecast:
    about = {"remaining": 5, "since": SINCE, "today": TODAY, "due_on": None} | known
    return forecast(accepted_on, **about)  # type: ignore[arg-type]


def test_one_item_every_week_leaves_no_doubt() -> None:
    found = seen(weekly(13), due_on=TODAY + timedelta(weeks=5))
    five_weeks = TODAY + timedelta(weeks=5)
    assert found == Forecast(
        outcome="range", early=five_weeks, likely=five_weeks, late=five_weeks, chance=1.0
    )


def test_a_date_one_day_too_early_cannot_be_met() -> None:
    assert seen(weekly(13), due_on=TODAY + timedelta(weeks=5, days=-1)).chance == 0.0


def test_a_pace_that_varies_gives_a_range_and_a_chance_between_nought_and_one() -> None:
    bursts = [TODAY - timedelta(weeks=week) for week in (0, 0, 0, 4, 4, 9)]
    found = seen(bursts, remaining=6, due_on=TODAY + timedelta(weeks=13))
    assert found.early and found.likely and found.late
    assert TODAY < found.early < found.likely < found.late
    assert found.chance is not None and 0.2 < found.chance < 0.8


def test_without_a_date_to_meet_there_is_no_chance_of_meeting_it() -> None:
    assert seen(weekly(13)).chance is None


def test_fewer_than_three_closures_are_not_enough_history() -> None:
    assert seen(weekly(2)) == Forecast(outcome="not_enough_history")
    assert seen([]) == Forecast(outcome="not_enough_history")


def test_closures_after_the_day_are_not_known_yet() -> None:
    later = [TODAY + timedelta(days=1)] * 3
    assert seen(weekly(2) + later) == Forecast(outcome="not_enough_history")


def test_four_weeks_without_a_closure_are_no_progress() -> None:
    day_29 = [TODAY - timedelta(days=29)] * 5
    day_28 = [TODAY - timedelta(days=28)] * 5
    assert seen(day_29) == Forecast(outcome="no_progress")
    assert seen(day_28).outcome == "range"


def test_finished_work_gets_no_date() -> None:
    assert seen(weekly(13), remaining=0) == Forecast(outcome="finished")


def test_a_plan_without_items_is_empty_not_finished() -> None:
    assert seen([], remaining=0) == Forecast(outcome="empty")


def test_a_plan_far_too_large_for_its_pace_has_no_last_day() -> None:
    found = seen(weekly(13), remaining=WEEKS_LOOKED_AHEAD + 1, due_on=date(2030, 1, 1))
    assert (found.outcome, found.likely, found.late, found.chance) == ("range", None, None, 0.0)


def test_the_same_question_always_has_the_same_answer() -> None:
    bursts = [TODAY - timedelta(weeks=week) for week in (0, 0, 3, 7)]
    assert seen(bursts) == seen(bursts)


def test_weeks_are_counted_back_from_the_day_and_only_since_the_plan_began() -> None:
    days = [TODAY, TODAY - timedelta(days=6), TODAY - timedelta(days=7), date(2023, 12, 1)]
    assert weekly_pace(days, since=SINCE, today=TODAY) == [2, 1] + [0] * 11


def test_a_plan_of_three_days_has_the_one_week_that_runs() -> None:
    pace = weekly_pace([TODAY] * 3, since=TODAY - timedelta(days=2), today=TODAY)
    assert pace == [3]


@given(
    days=st.lists(st.integers(0, 91), min_size=3, max_size=40),
    remaining=st.integers(1, 60),
    due=st.integers(1, 400),
)
def test_the_range_is_in_order_and_the_chance_is_a_share(
    days: list[int], remaining: int, due: int
) -> None:
    closures = [TODAY - timedelta(days=day) for day in days]
    due_on = TODAY + timedelta(days=due)
    found = forecast(
        closures, remaining=remaining, since=SINCE, today=TODAY, due_on=due_on, simulations=200
    )
    if found.outcome != "range":
        assert found.outcome == "no_progress"
        return
    ends = [day or date.max for day in (found.early, found.likely, found.late)]
    assert ends == sorted(ends)
    assert found.chance is not None and 0 <= found.chance <= 1


@pytest.mark.parametrize("remaining", [1, 10])
def test_more_work_never_ends_earlier(remaining: int) -> None:
    bursts = [TODAY - timedelta(weeks=week) for week in (0, 0, 3, 7, 9)]
    less, more = (seen(bursts, remaining=count).likely for count in (remaining, remaining + 20))
    assert less and more and less < more
