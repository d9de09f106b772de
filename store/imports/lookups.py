"""Codes of a file resolved to ids of the store; what is not found stays null, with a proposal."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import polars as pl
from sqlalchemy import Select, select

from store.imports.frames import frame_of
from store.imports.landing import Landing
from store.tables import (
    bottleneck,
    direction,
    indicator,
    plan,
    public_service,
    source_document,
    work_item,
)


def with_ids(
    landing: Landing,
    frame: pl.DataFrame,
    known: Select[Any],
    *,
    columns: tuple[str, ...],
    to: str,
) -> pl.DataFrame:
    """`frame` with `to` (an id or null) and `<to>_proposal`, by joining `columns` to `known`.

    `known` selects an `id`, then the codes in the order of `columns`, then any facts to bring
    along under their own names.
    """
    there = frame_of(landing.connection, known)
    codes = there.columns[1 : len(columns) + 1]
    there = there.rename({"id": to, **dict(zip(codes, columns, strict=True))})
    joined = frame.join(there, on=list(columns), how="left", maintain_order="left")
    last = columns[-1]
    missed = joined.filter(pl.col(to).is_null() & pl.col(last).is_not_null())[last].unique()
    near = dict(nearest(missed, known=there[last]))
    proposal = pl.col(last).replace_strict(near, default=None, return_dtype=pl.String)
    nothing = pl.lit(None, dtype=pl.String)
    return joined.with_columns((proposal if near else nothing).alias(f"{to}_proposal"))


def nearest(codes: Iterable[str], *, known: Iterable[str]) -> list[tuple[str, str]]:
    """The known code most like each of `codes`, where there is one: lost zeros, case, a slip."""
    by_folded = {code.casefold().lstrip("0"): code for code in known}
    found: list[tuple[str, str]] = []
    for code in codes:
        near = get_close_matches(code.casefold().lstrip("0"), list(by_folded), n=1, cutoff=0.75)
        found.extend((code, by_folded[match]) for match in near if by_folded[match] != code)
    return found


def with_document(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`source_document` resolved to `source_document_id`."""
    known = select(source_document.c.id, source_document.c.code)
    return with_ids(landing, frame, known, columns=("source_document",), to="source_document_id")


def with_indicator(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`indicator` resolved to `indicator_id`, with what the rules need to know of it."""
    known = select(
        indicator.c.id,
        indicator.c.code,
        indicator.c.measure,
        indicator.c.aggregation,
        indicator.c.zero_denominator,
    )
    return with_ids(landing, frame, known, columns=("indicator",), to="indicator_id")


def with_public_service(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`public_service` resolved to `public_service_id`."""
    known = select(public_service.c.id, public_service.c.code)
    return with_ids(landing, frame, known, columns=("public_service",), to="public_service_id")


def with_plan(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`plan` and `plan_version` resolved to `plan_id`, with `plan_starts_on`, `plan_ends_on`."""
    known = select(
        plan.c.id,
        plan.c.version,
        plan.c.code,
        plan.c.starts_on.label("plan_starts_on"),
        plan.c.ends_on.label("plan_ends_on"),
    ).where(plan.c.province_id == landing.for_province.id)
    return with_ids(landing, frame, known, columns=("plan_version", "plan"), to="plan_id")


def with_work_item(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`plan`, `plan_version` and `item` resolved to `work_item_id`, with its `deadline`."""
    known = (
        select(
            work_item.c.id,
            plan.c.version,
            plan.c.code.label("plan_code"),
            work_item.c.code,
            work_item.c.deadline.label("first_deadline"),
        )
        .join(plan, plan.c.id == work_item.c.plan_id)
        .where(plan.c.province_id == landing.for_province.id)
    )
    columns = ("plan_version", "plan", "item")
    return with_ids(landing, frame, known, columns=columns, to="work_item_id")


def with_bottleneck(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`bottleneck` resolved to `bottleneck_id`, with the day it was `opened_on`."""
    known = select(bottleneck.c.id, bottleneck.c.code, bottleneck.c.opened_on).where(
        bottleneck.c.province_id == landing.for_province.id
    )
    return with_ids(landing, frame, known, columns=("bottleneck",), to="bottleneck_id")


def with_direction(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    """`direction` resolved to `direction_id`, with the day it was `raised_on`."""
    known = select(direction.c.id, direction.c.code, direction.c.raised_on).where(
        direction.c.province_id == landing.for_province.id
    )
    return with_ids(landing, frame, known, columns=("direction",), to="direction_id")
