"""At this pace, when? From the months of an indicator to the time its goal would be reached.

Method: two straight paces are read, that over all of the last MONTHS_READ months and that over
the newest half of them; the goal is reached between what the faster and what the slower of the two
give. A pace that does not lead to the goal gives no time, and beyond HORIZON_MONTHS nobody can
tell. A straight line is a look ahead, not a promise: it says so wherever it is shown.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# Fewer months tell a chance, not a pace.
FEWEST_MONTHS = 4
MONTHS_READ = 7
# What lies further ahead is told in words.
HORIZON_MONTHS = 36
_EXACT = 1e-9
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`outcome`: reached, range, open_range, beyond, no_progress or not_enough_history.

    `early` and `late` are the ends of the months between which the goal is reached. An open range
    has no `late`: the slower pace does not lead there within HORIZON_MONTHS. `beyond`: no pace
    does, though there is progress. `in_time`: whether that is by `due_on`: yes, no, or unsure
    where the day lies in between; None without a due day or a range.
    """

    outcome: str
    early: date | None = None
    late: date | None = None
    in_time: str | None = None


def pace(
    months: Sequence[tuple[date, float]],
    *,
    goal: float,
    polarity: str,
    due_on: date | None = None,
) -> Pace:
    """When the indicator reaches `goal` at its own pace, seen from the newest of `months`.

    `months`: last day and value of each month with a value, oldest first, in the unit of the goal
    (rates 0-1); gaps are allowed. `polarity`: higher or lower is better; with neutral the way from
    the newest value to the goal counts. Raises ValueError for months that are not in order.
    """
    days = [day for day, _ in months]
    if days != sorted(set(days)):
        raise ValueError("the months are not in order")
    if not months:
        return Pace(outcome="not_enough_history")
    newest_on, newest = months[-1]
    # Values are turned so that more is better.
    turn = -1.0 if polarity == "lower" or (polarity == "neutral" and newest > goal) else 1.0
    ahead = (goal - newest) * turn
    if ahead <= _EXACT:
        return Pace(outcome="reached")
    read = [(day, value * turn) for day, value in months[-MONTHS_READ:]]
    if len(read) < FEWEST_MONTHS:
        return Pace(outcome="not_enough_history")
    paces = (_a_month(read), _a_month(read[len(read) // 2 :]))
    needed = sorted(_months_needed(ahead, a_month) for a_month in paces)
    if max(paces) <= _EXACT:
        return Pace(outcome="no_progress")
    if needed[0] > HORIZON_MONTHS:
        return Pace(outcome="beyond", in_time=_too_late(newest_on, due_on))
    early = month_end_after(newest_on, needed[0])
    late = month_end_after(newest_on, needed[1]) if needed[1] <= HORIZON_MONTHS else None
    return Pace(
        outcome="range" if late else "open_range",
        early=early,
        late=late,
        in_time=_in_time(early, late, due_on),
    )


def month_end_after(day: date, months: int) -> date:
    """The last day of the month `months` after that of `day`."""
    following = day.year * _MONTHS_A_YEAR + day.month + months
    year, month = divmod(following, _MONTHS_A_YEAR)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def _a_month(read: Sequence[tuple[date, float]]) -> float:
    """The straight pace between the first and the last of `read`, per month."""
    (first_on, first), (last_on, last) = read[0], read[-1]
    months = (last_on.year - first_on.year) * _MONTHS_A_YEAR + last_on.month - first_on.month
    return (last - first) / months


def _months_needed(ahead: float, a_month: float) -> int:
    """Whole months to go `ahead`; one more than the horizon where it takes longer, or for ever."""
    if a_month <= _EXACT or ahead / a_month > HORIZON_MONTHS:
        return HORIZON_MONTHS + 1
    return max(1, math.ceil(ahead / a_month - _EXACT))


def _in_time(early: date, late: date | None, due_on: date | None) -> str | None:
    if due_on is None:
        return None
    if early > due_on:
        return "no"
    return "yes" if late is not None and late <= due_on else "unsure"


def _too_late(newest_on: date, due_on: date | None) -> str | None:
    """Whether a day beyond the horizon misses `due_on`; unknown where that lies beyond it too."""
    if due_on is None:
        return None
    return "no" if due_on < month_end_after(newest_on, HORIZON_MONTHS) else "unsure"
