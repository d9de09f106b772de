"""Nghệ An's plan of 2024 as it was revised: 53 tasks, where it had 51 in April.

That there were 53 in the end is published (the newspaper of 12 March 2025); the day of the
revision, the two new tasks and all that happened after the clock are illustrative. A revised plan
comes whole: each of its items goes on with that of the first version and brings its history along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sample_data.generate.follow_up import told_of
from sample_data.generate.units import Unit
from sample_data.generate.work import PlanTable, event_rows, item_rows, later_event_rows, plan_rows
from sample_data.generate.writing import Row

VERSION = "2024-2"


def files(first: PlanTable, *, units: dict[str, Unit]) -> Mapping[str, Sequence[Row]]:
    """The rows of the revised plan, its items and their events, by kind; `first`: version 1."""
    revised = replace(first, version=VERSION)
    added = replace(revised, table=f"{first.table}_added")
    going_on = [
        row
        | {
            "continues_plan": first.code,
            "continues_plan_version": first.version,
            "continues_item": row["code"],
        }
        for row in item_rows(revised, units=units)
    ]
    return {
        "plans": plan_rows("nghe-an", table="later_plans"),
        "work_items": [*going_on, *item_rows(added, units=units)],
        "work_events": [
            *event_rows(revised),
            *event_rows(added),
            *(row | {"plan_version": VERSION} for row in told_of(first.code, prefix="na")),
            *later_event_rows(revised, table=f"{first.table}_since"),
        ],
    }
