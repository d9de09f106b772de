"""Which open bottlenecks stop which work item? For the board of models, their files and letters."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from queries.bottlenecks import bottlenecks
from queries.question import Question
from queries.runner import fetch
from queries.work import work_items
from queries.work_item import work_links

Row = Mapping[str, Any]


def obstacles_of_items(
    asked: Question, *, fetch: Callable[..., pl.DataFrame] = fetch
) -> Mapping[int, list[Row]]:
    """The open BOTTLENECKS in scope by the id of the work item that they stop."""
    still = {row["bottleneck_id"]: row for row in fetch(bottlenecks, asked).to_dicts()}
    links = fetch(work_links, asked).filter(pl.col("link") == "bottleneck")
    found: dict[int, list[Row]] = defaultdict(list)
    for item_id, bottleneck_id in links.select("work_item_id", "bottleneck_id").iter_rows():
        if still.get(bottleneck_id, {}).get("is_open"):
            found[item_id].append(still[bottleneck_id])
    return dict(found)


def items_stopped_by(bottleneck_id: int, asked: Question) -> list[Row]:
    """The WORK_ITEMS in scope that one bottleneck stops, open or not."""
    links = fetch(work_links, asked).filter(pl.col("bottleneck_id") == bottleneck_id)
    stopped = links.select("work_item_id").unique()
    return fetch(work_items, asked).join(stopped, on="work_item_id", how="semi").to_dicts()
