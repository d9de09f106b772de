"""Online public services: the rates with who makes them, and the services of the official lists."""

from datetime import timedelta
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, and_, case, func, or_, select

from domain.indicators import BLOCKS
from domain.online_services import (
    ESSENTIAL_ONLINE,
    LIVE_OF_ALL,
    LIVE_OF_LIST,
    ON_BEHALF,
    PLAN_02,
    RATES,
)
from queries.block_figures import block_figures
from queries.conditions import sees_province
from queries.frames import frame, joined
from queries.observed import (
    DAYS_TOLD_AFTER,
    MOMENTS,
    OBSERVED,
    observed,
    observed_by_then,
    pairs,
    preference,
    with_document,
)
from queries.parts import is_province
from queries.question import Question
from queries.schemas import LISTED_SERVICES
from queries.sums import with_value
from store.tables import indicator, observation, public_service, unit

_CODES = (
    *RATES, *PLAN_02, ESSENTIAL_ONLINE, ON_BEHALF, *LIVE_OF_LIST.values(), LIVE_OF_ALL, *BLOCKS,
)  # fmt: skip

_SERVICES = pl.Schema(
    {
        "service_id": pl.Int64,
        "list": pl.String,
        "service": pl.String,
        "number": pl.Int64,
        "name_vi": pl.String,
        "name_en": pl.String,
        "block": pl.String,
    }
)
_LIVE = pl.Schema(
    {
        "service_id": pl.Int64,
        "unit_id": pl.Int64,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "is_live": pl.Boolean,
        "live_provenance": pl.String,
        "live_cut_off": pl.Date,
    }
)
_RATES = joined(pl.Schema({"service_id": pl.Int64}), OBSERVED)
_RATE = (
    "numerator", "denominator", "value", "obs_status", "provenance", "cut_off",
    "source_title_vi", "source_title_en", "source_issued_on",
)  # fmt: skip


def service_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every figure about online services: of the province, its blocks and its units.

    Grain, units, source, scope, period, as_of, era and what empty means: see
    queries.block_figures. Schema: schemas.BLOCK_FIGURES, of the indicators of
    domain.online_services; the two rates that are blocks of DVC01 stand in its rows.
    """
    return block_figures(conn, asked, indicators=indicator.c.code.in_(_CODES))


def listed_services(conn: Connection, asked: Question) -> pl.DataFrame:
    """The services of Decisions 06 and 422: online rate of each, offered or not, and by whom.

    Grain: one row per service, by list and number; slots without a name too. Schema:
    schemas.LISTED_SERVICES; rates are 0-1, of the whole province; without a report the value and
    obs_status are null. is_live and the unit that answers for a service are those of the newest
    row of LIVE_OF_LIST about it, of the province or of a unit in scope.
    Source: public_service, observation by the rule of queries.observed. Honours: scope (rates for
    whoever has any scope in the province), period, as_of. Not narrowed by unit_id; a list of
    services knows no eras. Empty: no scope in the province, or no list.
    """
    services = frame(conn, _of_lists(asked), _SERVICES)
    if services.is_empty():
        return LISTED_SERVICES.to_frame()
    rates = with_value(frame(conn, _rates(asked), _RATES)).select("service_id", *_RATE)
    # What several units say of one service: the newest, which comes first.
    live = frame(conn, _live(asked), _LIVE).unique("service_id", keep="first", maintain_order=True)
    return (
        services.join(rates, on="service_id", how="left", maintain_order="left")
        .join(live, on="service_id", how="left", maintain_order="left")
        .select(pl.col(name).cast(dtype) for name, dtype in LISTED_SERVICES.items())
    )


def _of_lists(asked: Question) -> Select[Any]:
    return (
        select(
            public_service.c.id.label("service_id"),
            public_service.c.list_code.label("list"),
            public_service.c.code.label("service"),
            public_service.c.number,
            public_service.c.name_vi,
            public_service.c.name_en,
            public_service.c.block,
        )
        .where(
            public_service.c.list_code.in_(list(LIVE_OF_LIST)),
            public_service.c.import_batch_id <= asked.as_of,
            sees_province(asked),
        )
        .order_by(public_service.c.list_code, public_service.c.number)
    )


def _rates(asked: Question) -> Select[Any]:
    """What answers for the online rate of each service, of the whole province."""
    wanted = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id, service_id=public_service.c.id))
        .select_from(
            indicator.join(unit, is_province(asked)).join(
                public_service, public_service.c.list_code.in_(list(LIVE_OF_LIST))
            )
        )
        .where(indicator.c.code == ESSENTIAL_ONLINE, sees_province(asked))
        .cte("wanted")
    )
    return observed(wanted, asked)


def _live(asked: Question) -> Select[Any]:
    """What was last said of each service that is offered or not, the newest first.

    A report given out in the weeks after the period tells of it, as in queries.observed.
    """
    of_list = or_(
        *(
            and_(indicator.c.code == code, public_service.c.list_code == listed)
            for listed, code in LIVE_OF_LIST.items()
        )
    )
    by_then = observation.c.period_end <= asked.period.end
    soon_after = and_(
        observation.c.frequency.in_(MOMENTS),
        observation.c.period_end <= asked.period.end + timedelta(days=DAYS_TOLD_AFTER),
    )
    held = func.coalesce(observation.c.value, observation.c.numerator)
    return (
        select(
            public_service.c.id.label("service_id"),
            unit.c.id.label("unit_id"),
            unit.c.full_name_vi,
            unit.c.full_name_en,
            (held > 0).label("is_live"),
            observation.c.provenance.label("live_provenance"),
            observation.c.cut_off.label("live_cut_off"),
        )
        .select_from(
            with_document()
            .join(indicator, indicator.c.id == observation.c.indicator_id)
            .join(unit, unit.c.id == observation.c.unit_id)
            .join(public_service, public_service.c.id == observation.c.public_service_id)
        )
        .where(
            of_list,
            unit.c.province_id == asked.province_id,
            or_(and_(is_province(asked), sees_province(asked)), asked.units_in_scope()),
            observed_by_then(asked),
            or_(by_then, soon_after),
            held.is_not(None),
        )
        .order_by(
            public_service.c.id,
            case((by_then, 0), else_=1),
            observation.c.period_end.desc(),
            *preference(),
        )
    )
