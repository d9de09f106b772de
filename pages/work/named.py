"""What the entry forms of the work go by: units, items, bottlenecks to choose, the newest event.

For: whoever enters; each sees what is within their scope.
"""

import polars as pl

from components.state import Screen
from queries.bottlenecks import bottlenecks
from queries.catalogue import units_of_province
from queries.runner import fetch
from queries.work import OPEN_STATES, work_items
from store.entry import newest_event


def newest_known(of: str, row_id: int, *, screen: Screen) -> int:
    """The newest event of what a form is about (see newest_event), also one that is not shown."""
    return newest_event(of, row_id, as_of=screen.question.as_of)


def units(screen: Screen) -> dict[int, str]:
    """The full names of the units."""
    rows = fetch(units_of_province, screen.question).to_dicts()
    return {row["unit_id"]: screen.reader.pick(row, "full_name") for row in rows}


def items(screen: Screen, *, only_open: bool = False) -> dict[int, str]:
    """Tasks and models with the code of their plan."""
    rows = fetch(work_items, screen.question)
    if only_open:
        rows = rows.filter(pl.col("state").is_in([*OPEN_STATES, "recurring"]))
    return {
        row["work_item_id"]: f"{row['plan']}/{row['item']} {screen.reader.pick(row, 'title')}"
        for row in rows.to_dicts()
    }


def obstacles(screen: Screen) -> dict[int, str]:
    """The register of bottlenecks."""
    rows = fetch(bottlenecks, screen.question).to_dicts()
    return {
        row["bottleneck_id"]: f"{row['bottleneck']} {screen.reader.pick(row, 'title')}"
        for row in rows
    }
