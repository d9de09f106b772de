"""Bottlenecks and what became of them, from a hand-written table with a timeline a row.

A step of a timeline is `opened 2023-07-10` or `escalated 2023-08-21 working_group`, with the
reason after a colon (generate/steps.py).
"""

from datetime import date

from sample_data.generate.steps import steps_of
from sample_data.generate.work import RECORDED_BY
from sample_data.generate.writing import Row, read_table

_OF_THE_GENERATOR = ("fact_id", "timeline", "opened_on")
_LISTS = ("units", "items")


def bottleneck_rows(table: str) -> list[Row]:
    """Import rows of the bottlenecks of `tables/<table>.csv`."""
    return [
        {
            **{key: text for key, text in row.items() if key not in _OF_THE_GENERATOR},
            **{key: row[key].replace(",", "; ") for key in _LISTS},
            "opened_on": date.fromisoformat(row["opened_on"]),
        }
        for row in read_table(table)
    ]


def bottleneck_event_rows(table: str) -> list[Row]:
    """Import rows of their events, in the order of their timelines."""
    return [
        {
            "bottleneck": row["code"],
            "event_type": step.word,
            "happened_on": step.happened_on,
            "to_level": step.what,
            "reason": step.reason,
            "author": RECORDED_BY,
            "provenance": "illustrative" if step.is_illustrative else row["provenance"],
        }
        for row in read_table(table)
        for step in steps_of(row["timeline"])
    ]
