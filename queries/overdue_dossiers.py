"""Where dossiers lie past their due day: of which service, at which unit."""

from typing import Any

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    exists,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from queries.conditions import directly_below_province, sees_province
from queries.frames import frame, joined
from queries.observed import OBSERVED, observed, observed_by_then, pairs, same_pair
from queries.parts import has_reported, is_province, part_of_the_period
from queries.question import Question
from queries.schemas import OVERDUE_DOSSIERS
from queries.sums import with_value
from store.tables import indicator, observation, public_service, unit

OVERDUE = "TDO02"
_SUBJECTS = joined(
    OBSERVED,
    pl.Schema(
        {
            "kind": pl.String,
            "code": pl.String,
            "number": pl.Int64,
            "name_vi": pl.String,
            "name_en": pl.String,
            "in_scope": pl.Boolean,
        }
    ),
    without=("unit_id",),
)
_ROWS = joined(_SUBJECTS, pl.Schema({"unit_id": pl.Int64}))
_STATUS_OF_WHOLE = ("provisional", "final")


def overdue_dossiers(conn: Connection, asked: Question) -> pl.DataFrame:
    """How many dossiers are past their due day: in the province, by unit and by service.

    Grain: one row for the province, one per unit in scope that has reported it, one per service;
    the most dossiers first within each kind, what was not reported last. Schema:
    schemas.OVERDUE_DOSSIERS. What the province did not report itself is the sum of all its units,
    provisional where one of them is silent. Source: observation of TDO02 by the rule of
    queries.observed (the newest up to the end of the period). Honours: scope (the province's and
    its services' counts for whoever has any scope in it), period, as_of. Not narrowed by unit_id;
    units are those of the period. Empty: no scope in the province, or never reported.
    """
    found = with_value(frame(conn, _statement(asked), _ROWS))
    known = found.filter(pl.col("value").is_not_null() | (pl.col("kind") != "province"))
    told = pl.concat([_whole(known), known.filter("in_scope", pl.col("kind") != "province")])
    return told.sort(
        pl.col("kind").replace_strict({"province": 0, "unit": 1, "service": 2}),
        -pl.col("value"),
        "number",
        "code",
        nulls_last=True,
    ).select(pl.col(name).cast(dtype) for name, dtype in OVERDUE_DOSSIERS.items())


def _statement(asked: Question) -> Select[Any]:
    units = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id))
        .select_from(indicator.join(unit, true()))
        .where(
            indicator.c.code == OVERDUE,
            sees_province(asked),
            or_(
                is_province(asked),
                directly_below_province(asked) & part_of_the_period(asked) & has_reported(asked),
            ),
        )
    )
    services = (
        select(*pairs(asked_indicator=indicator, unit_id=unit.c.id, service_id=public_service.c.id))
        .select_from(indicator.join(unit, is_province(asked)).join(public_service, true()))
        .where(indicator.c.code == OVERDUE, sees_province(asked), _is_told_of(asked))
    )
    wanted = union_all(units, services).cte("wanted")
    answers = observed(wanted, asked).subquery("answers")
    of_service = public_service.c.id.is_not(None)
    kind = case((of_service, "service"), (unit.c.level == "province", "province"), else_="unit")
    told = (name for name in OBSERVED if name not in ("unit_id", "asked_id", "aggregation"))
    return (
        select(
            wanted.c.asked_id,
            wanted.c.aggregation,
            kind.label("kind"),
            case((~of_service, unit.c.id), else_=null()).label("unit_id"),
            case((of_service, public_service.c.code), else_=unit.c.code).label("code"),
            case((of_service, public_service.c.number), else_=literal(0)).label("number"),
            _name("vi", of_service),
            _name("en", of_service),
            case((or_(of_service, asked.units_in_scope()), true()), else_=False).label("in_scope"),
            *(answers.c[name] for name in told),
        )
        .select_from(
            wanted.join(unit, unit.c.id == wanted.c.unit_id)
            .outerjoin(public_service, public_service.c.id == wanted.c.service_id)
            .outerjoin(answers, same_pair(wanted, answers))
        )
        .order_by(unit.c.code, public_service.c.code)
    )


def _name(language: str, of_service: ColumnElement[bool]) -> ColumnElement[str]:
    """The name of the service or unit; departments are known by their short one."""
    return case(
        (of_service, public_service.c[f"name_{language}"]),
        (unit.c.level == "agency", unit.c[f"name_{language}"]),
        else_=unit.c[f"full_name_{language}"],
    ).label(f"name_{language}")


def _is_told_of(asked: Question) -> ColumnElement[bool]:
    """Some row of the province is about this public service."""
    return (
        exists()
        .where(
            observation.c.indicator_id == indicator.c.id,
            observation.c.unit_id == unit.c.id,
            observation.c.public_service_id == public_service.c.id,
            observed_by_then(asked),
        )
        .correlate(indicator, unit, public_service)
    )


def _whole(found: pl.DataFrame) -> pl.DataFrame:
    """The row of the province: its own, else the sum of its units; none where nobody reported."""
    own = found.filter(pl.col("kind") == "province")
    units = found.filter(pl.col("kind") == "unit")
    known = units.filter(pl.col("value").is_not_null())
    if own.height or known.is_empty():
        return own
    is_silent = known.height < units.height
    is_provisional = is_silent or (known["obs_status"] == "provisional").any()
    is_invented = (known["provenance"] == "illustrative").any()
    return known.head(1).with_columns(
        kind=pl.lit("province"),
        unit_id=pl.lit(None, dtype=pl.Int64),
        code=pl.lit(None, dtype=pl.String),
        name_vi=pl.lit(None, dtype=pl.String),
        name_en=pl.lit(None, dtype=pl.String),
        value=pl.lit(known["value"].sum()),
        obs_status=pl.lit(_STATUS_OF_WHOLE[0 if is_provisional else 1]),
        provenance=pl.lit("illustrative" if is_invented else "derived"),
        cut_off=pl.lit(known["cut_off"].min(), dtype=pl.Date),
        source_title_vi=pl.lit(None, dtype=pl.String),
        source_title_en=pl.lit(None, dtype=pl.String),
        source_issued_on=pl.lit(None, dtype=pl.Date),
    )
