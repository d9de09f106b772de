"""Fields of work items that later events have changed: the newest word on each counts."""

import polars as pl
from sqlalchemy import Connection, select

from queries.frames import frame
from store.tables import unit

LEAD = "lead_unit"
# Where the field of an event stands in the frames of items, if under another name.
_COLUMNS = {"accountable_post_vi": "post_vi", "accountable_post_en": "post_en"}
_LEADS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "new_lead_vi": pl.String,
        "new_lead_en": pl.String,
        "new_lead_ended_on": pl.Date,
    }
)


def with_changes(conn: Connection, items: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """`items` (item_id and the fields) as `events` of the type changed have left them.

    A new value of null empties the field. Asks the store for the names of new leads only.
    """
    changes = (
        events.filter(pl.col("event_type") == "changed")
        .sort("item_id", "happened_on", "event_id")
        .group_by("item_id", "field", maintain_order=True)
        .last()
    )
    for field in changes["field"].unique().sort().to_list():
        of_field = changes.filter(pl.col("field") == field)
        if field == LEAD:
            items = _with_new_leads(conn, items, of_field)
        else:
            items = _with_new_values(items, of_field, column=_COLUMNS.get(field, field))
    return items


def _with_new_values(items: pl.DataFrame, changes: pl.DataFrame, *, column: str) -> pl.DataFrame:
    if column not in items.columns:
        return items
    told = changes.select("item_id", "new_value", is_changed=pl.lit(value=True))
    value = pl.when(pl.col("is_changed")).then("new_value").otherwise(column)
    return (
        items.join(told, on="item_id", how="left", maintain_order="left")
        .with_columns(value.alias(column))
        .drop("new_value", "is_changed")
    )


def _with_new_leads(conn: Connection, items: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    ids = changes["unit_id"].drop_nulls().unique().to_list()
    statement = select(
        unit.c.id.label("unit_id"),
        unit.c.name_vi.label("new_lead_vi"),
        unit.c.name_en.label("new_lead_en"),
        unit.c.valid_to.label("new_lead_ended_on"),
    ).where(unit.c.id.in_(ids))
    told = changes.select("item_id", "unit_id", is_changed=pl.lit(value=True)).join(
        frame(conn, statement, _LEADS), on="unit_id", how="left"
    )
    names = ("lead_vi", "lead_en", "lead_ended_on")
    new = {"lead_unit_id": "unit_id"} | {name: f"new_{name}" for name in names}
    return (
        items.join(told, on="item_id", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("is_changed")).then(source).otherwise(column).alias(column)
            for column, source in new.items()
        )
        .drop("unit_id", *(f"new_{name}" for name in names), "is_changed")
    )
