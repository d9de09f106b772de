"""The past of work items as it was known then: what is told late changes nothing before that.

events: as in domain/work.py, and recorded_on, the day on which each was written down. An event is
told late when that day is later than the one on which it happened. Of an item with late events
there are several versions of its history, each true from the day it was told until the next one.
"""

from datetime import date

import polars as pl

from domain.work import timeline

_EVER = date(1, 1, 1)


def timeline_as_known(items: pl.DataFrame, events: pl.DataFrame, *, until: date) -> pl.DataFrame:
    """How each item stood, day by day, for who asked on that very day.

    Grain and columns as `domain.work.timeline`, where `day` is the day from which it was known. On
    `until` itself it says what `timeline` says of the events told by then.
    """
    told = events.filter(pl.col("recorded_on") <= until)
    late = told.filter(pl.col("recorded_on") > pl.col("happened_on"))
    in_time = items.join(late, on="item_id", how="anti")
    steps = timeline(in_time, told.drop("recorded_on"), until=until)
    if late.is_empty():
        return steps
    versions = _versions(late)
    retold = _timelines_of(versions, items, told, until=until)
    return pl.concat([steps, retold.select(steps.columns)]).sort(
        "item_id", "day", maintain_order=True
    )


def _versions(late: pl.DataFrame) -> pl.DataFrame:
    """The versions of each item's history: version, item_id, known_from, known_to (exclusive)."""
    tellings = late.select("item_id", known_from="recorded_on").unique()
    first = tellings.select("item_id").unique().with_columns(known_from=pl.lit(_EVER))
    return (
        pl.concat([first, tellings.select(first.columns)])
        .sort("item_id", "known_from")
        .with_columns(known_to=pl.col("known_from").shift(-1).over("item_id"))
        .with_row_index("version")
        .with_columns(pl.col("version").cast(pl.Int64))
    )


def _timelines_of(
    versions: pl.DataFrame, items: pl.DataFrame, told: pl.DataFrame, *, until: date
) -> pl.DataFrame:
    """The steps of every version of `versions`, each cut to the days on which it was known."""
    is_late = pl.col("recorded_on") > pl.col("happened_on")
    of_version = (
        told.join(versions, on="item_id")
        .filter(~is_late | (pl.col("recorded_on") <= pl.col("known_from")))
        .drop("item_id", "recorded_on", "known_from", "known_to")
        .rename({"version": "item_id"})
    )
    # Whose entry into the plan was told late was not known before it was told.
    added = told.filter(pl.col("event_type") == "added").select("item_id").unique()
    added_by_then = of_version.filter(pl.col("event_type") == "added")["item_id"].unique()
    unknown = pl.col("item_id").is_in(added["item_id"].implode()) & ~pl.col("version").is_in(
        added_by_then.implode()
    )
    seen = versions.filter(~unknown)
    of_items = items.join(seen.select("item_id", "version"), on="item_id")
    steps = timeline(
        of_items.drop("item_id").rename({"version": "item_id"}), of_version, until=until
    )
    ends_on = pl.col("day").shift(-1).over("item_id")
    return (
        steps.with_columns(ends_on=ends_on)
        .rename({"item_id": "version"})
        .join(seen, on="version")
        .filter(
            pl.col("known_to").is_null() | (pl.col("day") < pl.col("known_to")),
            pl.col("ends_on").is_null() | (pl.col("ends_on") > pl.col("known_from")),
        )
        .with_columns(day=pl.max_horizontal("day", "known_from"))
        .filter(pl.col("day") <= until)
        .sort("item_id", "known_from", "day", maintain_order=True)
    )
