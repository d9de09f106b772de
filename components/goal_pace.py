"""At this pace, when: the goals of a plan beside the pace of their months, in words."""

from collections.abc import Mapping

import polars as pl

from components.block_rows import row_of
from components.reader import Reader
from domain.pace import HORIZON_MONTHS, Pace, pace

MONTHS_A_YEAR = 12
# What may be said of the due day; the order in which it is summed up.
IN_TIME = ("yes", "unsure", "no")


def paces_of(figures: pl.DataFrame, months: pl.DataFrame) -> dict[str, Pace]:
    """The pace of each indicator of GOAL_MONTHS that has a target in BLOCK_FIGURES."""
    found = {}
    for (code,), rows in months.group_by("indicator", maintain_order=True):
        goal = row_of(figures, str(code))
        if goal is not None and goal["target"] is not None:
            found[str(code)] = pace(
                rows.select("period_end", "value").rows(),
                goal=goal["target"],
                polarity=goal["polarity"],
                due_on=goal["target_due_on"],
            )
    return found


def pace_words(told: Pace | None, *, reader: Reader) -> str:
    """`Với tốc độ này: 11/2025–2/2026 (chưa chắc kịp hạn)`; empty where the goal is reached."""
    if told is None or told.outcome == "reached":
        return ""
    key = f"online_services.pace_in_time.{told.in_time}"
    verdict = reader.text(key) if told.in_time else ""
    said = reader.text(
        f"online_services.pace.{told.outcome}",
        early=reader.month_of(told.early) if told.early else "",
        late=reader.month_of(told.late) if told.late else "",
        years=reader.number(HORIZON_MONTHS // MONTHS_A_YEAR),
    )
    if told.early is not None and told.early == told.late:
        said = reader.text("online_services.pace.month", month=reader.month_of(told.early))
    return f"{said} ({verdict})" if verdict else said


def paces_sentence(paces: Mapping[str, Pace], *, reader: Reader) -> str:
    """How many goals would be reached in time at the pace of the last months; empty without any."""
    judged = [told.in_time for told in paces.values() if told.in_time]
    if not judged:
        return ""
    counted = {answer: judged.count(answer) for answer in IN_TIME}
    parts = [
        reader.counted(f"online_services.pace_goals.{answer}", count)
        for answer, count in counted.items()
        if count
    ]
    return reader.text("online_services.say_pace", parts=", ".join(parts))
