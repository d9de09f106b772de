"""The six clears of the work looked at: how complete it is, and which clear is missing most."""

from collections.abc import Mapping

import polars as pl

from components.figures.task_links import TaskLinks
from components.markup import hint, safe, share_style
from components.reader import Reader
from domain.clears import CLEARS


def missing(items: pl.DataFrame) -> dict[str, int]:
    """How many of `items` lack each clear, the one missing most first; those of none left out."""
    counts = dict(items["unclear"].explode().drop_nulls().value_counts().iter_rows())
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], CLEARS.index(pair[0]))))


def judged(items: pl.DataFrame) -> pl.DataFrame:
    """What clears are asked of: what is neither done nor cancelled."""
    return items.filter(~pl.col("state").is_in(["accepted", "cancelled"]))


def completeness(items: pl.DataFrame) -> float | None:
    """Share 0-1 of the weight of clears that is there, of all items together; null without any."""
    known = items["clear_score"].drop_nulls()
    return float(known.sum() / len(known)) if len(known) else None


def clears_bars(
    items: pl.DataFrame, *, links: TaskLinks, filters: Mapping[str, str], reader: Reader
) -> str:
    """A bar per clear of `items` that still are to be done; each leads to what lacks it."""
    rows = judged(items)
    score = completeness(rows)
    if score is None:
        return f'<p class="ioc-nothing">{safe(reader.text("tasks.clears.none"))}</p>'
    lacking = missing(rows)
    order = [*lacking, *(name for name in CLEARS if name not in lacking)]
    lines = "".join(
        _line(
            name,
            lacking.get(name, 0),
            of=rows.height,
            target=links.to_tasks(dict(filters) | {"unclear": name}),
            reader=reader,
        )
        for name in order
    )
    words = safe(reader.text("tasks.clears.score"))
    return (
        f'<p class="ioc-clear-score"><b>{reader.percent(score, digits=0)}</b> {words}</p>'
        f'<ul class="ioc-clears">{lines}</ul>'
    )


def _line(name: str, lacking: int, *, of: int, target: str, reader: Reader) -> str:
    words = reader.text(f"tasks.clear.{name}")
    told = reader.text(f"tasks.clear_told.{name}")
    tone = "warning" if lacking else "good"
    count = safe(
        reader.counted("tasks.clears.lacking", lacking)
        if lacking
        else reader.text("tasks.clears.complete")
    )
    if lacking:
        count = f'<a href="{target}">{count}</a>'
    clear = share_style((of - lacking) / of)
    return (
        f'<li class="ioc-tone-{tone}"><span{hint(told)}>{safe(words)}<small>{safe(told)}</small>'
        f'</span><div class="ioc-track"><i style="width:{clear}"></i></div><b>{count}</b></li>'
    )
