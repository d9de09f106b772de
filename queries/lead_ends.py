"""Work whose lead unit is gone: until when it was there, and which units took over."""

import polars as pl
from sqlalchemy import Connection, and_, case, func, select

from queries.conditions import counts, known_end, may_be_named
from queries.frames import frame
from queries.question import Question
from store.tables import unit, unit_succession

_ENDED = pl.Schema(
    {
        "lead_unit_id": pl.Int64,
        "lead_ended_on": pl.Date,
        "successor_id": pl.Int64,
        "lead_successors_vi": pl.String,
        "lead_successors_en": pl.String,
    }
)
_ADDED = pl.Schema(
    {
        "lead_ended_on": pl.Date,
        "lead_successors": pl.Int64,
        "lead_successors_vi": pl.String,
        "lead_successors_en": pl.String,
    }
)


def with_lead_ends(conn: Connection, items: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`items` (lead_unit_id, lead_ended_on) with what became of leads that are gone by asked.today.

    lead_ended_on, the last day of the lead unit, is null from here on while the unit is there, as
    far as asked.as_of knows. New columns: how many lead_successors it has, those that are there by
    asked.today: of one that is gone too, who took over from that one; their names in
    lead_successors_vi and _en, null unless all may be read.
    """
    # Mostly all are there, and the store need not be asked.
    if items.filter(pl.col("lead_ended_on") < asked.today).is_empty():
        nothing = {name: pl.lit(None, dtype=_ADDED[name]) for name in _ADDED}
        return items.with_columns(**nothing)
    successor = unit.alias("successor")
    ended = known_end(asked)
    is_named = may_be_named(successor, asked)
    took_over = and_(unit_succession.c.old_unit_id == unit.c.id, counts(unit_succession, asked))
    statement = (
        select(
            unit.c.id.label("lead_unit_id"),
            ended.label("lead_ended_on"),
            successor.c.id.label("successor_id"),
            case((is_named, func.coalesce(successor.c.full_name_vi, successor.c.name_vi))).label(
                "lead_successors_vi"
            ),
            case((is_named, func.coalesce(successor.c.full_name_en, successor.c.name_en))).label(
                "lead_successors_en"
            ),
        )
        .select_from(
            unit.outerjoin(unit_succession, took_over).outerjoin(
                successor, successor.c.id == unit_succession.c.new_unit_id
            )
        )
        .where(unit.c.province_id == asked.province_id, counts(unit, asked), ended < asked.today)
        .order_by(unit.c.id, successor.c.code, successor.c.id)
    )
    is_there = pl.col("successor_id").is_not_null()
    names = pl.col("lead_successors_vi", "lead_successors_en").filter(is_there)
    leads = (
        _followed(frame(conn, statement, _ENDED))
        .group_by("lead_unit_id", "lead_ended_on", maintain_order=True)
        .agg(
            pl.col("successor_id").drop_nulls().n_unique().cast(pl.Int64).alias("lead_successors"),
            # Some of the names would pass for all of them.
            pl.when(is_there.any(), names.null_count() == 0).then(names.str.join(", ")),
        )
    )
    return items.drop("lead_ended_on").join(
        leads, on="lead_unit_id", how="left", maintain_order="left"
    )


def _followed(ended: pl.DataFrame) -> pl.DataFrame:
    """`ended` with those successors that are gone too replaced by theirs, to the last of them."""
    gone = ended.select("lead_unit_id").unique()
    named = ["successor_id", "lead_successors_vi", "lead_successors_en"]
    heirs = ended.select(pl.col("lead_unit_id").alias("gone_id"), *named)
    reached = ended
    # A chain is no longer than there are units; one that leads back into itself ends here.
    for _ in range(gone.height):
        is_gone = pl.col("successor_id").is_in(gone["lead_unit_id"].implode())
        passed_on = reached.filter(is_gone)
        if passed_on.is_empty():
            break
        further = (
            passed_on.drop(named)
            .with_columns(gone_id=passed_on["successor_id"])
            .join(heirs, on="gone_id", how="left", maintain_order="left_right")
            .select(reached.columns)
        )
        reached = pl.concat([reached.filter(~is_gone.fill_null(value=False)), further])
    return reached.unique(
        ["lead_unit_id", "lead_ended_on", "successor_id"], keep="first", maintain_order=True
    )
