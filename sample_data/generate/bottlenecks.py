"""Bottlenecks and what became of them, from a hand-written table with a timeline a row.

A step of a timeline is `opened 2023-07-10` or `escalated 2023-08-21 working_group`.
"""

from datetime import date

from sample_data.generate.work import RECORDED_BY
from sample_data.generate.writing import Row, read_table

_OF_THE_GENERATOR = ("fact_id", "timeline", "opened_on")


def bottleneck_rows(table: str) -> list[Row]:
    """Import rows of the bottlenecks of `tables/<table>.csv`."""
    return [
        {
            **{key: text for key, text in row.items() if key not in _OF_THE_GENERATOR},
            "opened_on": date.fromisoformat(row["opened_on"]),
        }
        for row in read_table(table)
    ]


def bottleneck_event_rows(table: str) -> list[Row]:
    """Import rows of their events, in the order of their timelines."""
    rows: list[Row] = []
    for row in read_table(table):
        for step in row["timeline"].split(" > "):
            event_type, happened_on, *to_level = step.split(" ")
            rows.append(
                {
                    "bottleneck": row["code"],
                    "event_type": event_type,
                    "happened_on": date.fromisoformat(happened_on),
                    "to_level": to_level[0] if to_level else "",
                    "author": RECORDED_BY,
                    "provenance": row["provenance"],
                }
            )
    return rows
