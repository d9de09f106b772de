"""When will a plan be done? A range from the plan's own pace, or the honest reason why not.

Method: the weeks of the plan so far (how many items were accepted in each) are drawn again, with
repetition, for the weeks to come, many times over; the range holds the middle 80 of 100 of the
outcomes. The draws start from the question itself, so the same figures give the same answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

FEWEST_CLOSURES = 3
STALLED_AFTER = timedelta(weeks=4)
# How far back the pace is read, and how far ahead the draws go; beyond that nobody can tell.
WEEKS_LOOKED_BACK = 26
WEEKS_LOOKED_AHEAD = 156
SIMULATIONS = 10_000
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """`outcome`: range, finished, not_enough_history, no_progress or empty (nothing in scope).

    Only a range has days: `early`, `likely` and `late` are the ends of the weeks by which 10, 50
    and 90 of 100 outcomes are done, null where that lies beyond WEEKS_LOOKED_AHEAD. `chance`, 0-1:
    the share of outcomes that are done by the date to meet; null without such a date.
    """

    outcome: str
    early: date | None = None
    likely: date | None = None
    late: date | None = None
    chance: float | None = None


def forecast(
    accepted_on: list[date],
    *,
    remaining: int,
    since: date,
    today: date,
    due_on: date | None,
    simulations: int = SIMULATIONS,
) -> Forecast:
    """When the `remaining` items of a plan that began on `since` will be done, seen on `today`.

    `accepted_on`: the days on which items that are done were accepted. `due_on`: the date to meet.
    """
    closures = [day for day in accepted_on if day <= today]
    if remaining == 0:
        return Forecast(outcome="finished" if closures else "empty")
    if len(closures) < FEWEST_CLOSURES:
        return Forecast(outcome="not_enough_history")
    if today - max(closures) > STALLED_AFTER:
        return Forecast(outcome="no_progress")
    weeks = weeks_needed(
        weekly_pace(closures, since=since, today=today),
        remaining=remaining,
        simulations=simulations,
        seed=[today.toordinal(), since.toordinal(), remaining, len(closures)],
    )
    ends = [_end_of(weeks, share, today=today) for share in (LOW, MIDDLE, HIGH)]
    return Forecast(
        outcome="range",
        early=ends[0],
        likely=ends[1],
        late=ends[2],
        chance=_chance(weeks, today=today, due_on=due_on),
    )


def weekly_pace(closures: list[date], *, since: date, today: date) -> list[int]:
    """How many of `closures` fell in each of the last weeks up to `today`, the newest first.

    Whole weeks since the plan began, at most WEEKS_LOOKED_BACK; of a plan that is younger than a
    week the one that runs.
    """
    whole_weeks = ((today - since).days + 1) // 7
    pace = [0] * max(1, min(whole_weeks, WEEKS_LOOKED_BACK))
    for day in closures:
        week = (today - day).days // 7
        if week < len(pace):
            pace[week] += 1
    return pace


def weeks_needed(
    pace: list[int], *, remaining: int, simulations: int, seed: list[int]
) -> np.ndarray:
    """Of each simulation the week, from 1, in which the last of `remaining` items is done.

    WEEKS_LOOKED_AHEAD + 1 where it is not done by then.
    """
    draws = np.random.default_rng(seed).choice(
        np.asarray(pace, dtype=np.int32), size=(simulations, WEEKS_LOOKED_AHEAD)
    )
    is_done = np.cumsum(draws, axis=1, dtype=np.int32) >= remaining
    first = np.argmax(is_done, axis=1) + 1
    needed: np.ndarray = np.where(is_done[:, -1], first, WEEKS_LOOKED_AHEAD + 1)
    return needed


def _end_of(weeks: np.ndarray, share: float, *, today: date) -> date | None:
    """The day by which `share` of the outcomes are done."""
    week = int(np.quantile(weeks, share, method="inverted_cdf"))
    return None if week > WEEKS_LOOKED_AHEAD else today + timedelta(weeks=week)


def _chance(weeks: np.ndarray, *, today: date, due_on: date | None) -> float | None:
    """Of the outcomes the share done in the weeks that end by `due_on`, as far as they reach."""
    if due_on is None:
        return None
    whole_weeks = (due_on - today).days // 7
    return float(np.mean(weeks <= min(whole_weeks, WEEKS_LOOKED_AHEAD)))
