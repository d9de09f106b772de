"""What a province's figures are made of: the units directly below it, or single services.

The online rates of localities and departments (domain.indicators.BLOCKS) are made of the units of
one block; indicators of a list of services (SERVICE_LISTS) of what the province observed of each.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, or_, select, union_all

from domain.indicators import BLOCKS, RATIOS, SERVICE_LISTS, SUMS
from queries.conditions import directly_below_province, last_day
from queries.observed import pairs, stands_at_a_day
from queries.question import Question
from store.tables import indicator, public_service, unit


def parts_of_province(asked: Question, indicator_ids: list[int]) -> CTE:
    """Which indicator is wanted at which unit (queries.observed.pairs) for `indicator_ids`.

    Indicators whose parts say nothing about the whole (ranks, scores) have none.
    """
    return union_all(_units(asked, indicator_ids), _services(asked, indicator_ids)).cte("wanted")


def _units(asked: Question, indicator_ids: list[int]) -> Select[Any]:
    headed = indicator.alias("headed")
    seen_as = {code: block.indicator for code, block in BLOCKS.items()}
    observed_as = case(seen_as, value=headed.c.code, else_=headed.c.code)
    # What adds up over time counts the units of the whole period, before and after a merger.
    until = case((stands_at_a_day(indicator), last_day(asked)), else_=asked.period.start)
    return (
        select(*pairs(asked_indicator=headed, unit_id=unit.c.id))
        .select_from(
            headed.join(indicator, indicator.c.code == observed_as).join(
                unit, directly_below_province(asked)
            )
        )
        .where(
            headed.c.id.in_(indicator_ids),
            headed.c.code.not_in(list(SERVICE_LISTS)),
            adds_up(),
            in_block_of(headed.c.code),
            unit.c.valid_from <= last_day(asked),
            or_(unit.c.valid_to.is_(None), unit.c.valid_to >= until),
        )
    )


def _services(asked: Question, indicator_ids: list[int]) -> Select[Any]:
    headed = indicator.alias("headed")
    same = headed.c.id == indicator.c.id
    return (
        select(*pairs(asked_indicator=headed, unit_id=unit.c.id, service_id=public_service.c.id))
        .select_from(
            headed.join(indicator, same)
            .join(unit, is_province(asked))
            .join(public_service, on_list_of(headed.c.code))
        )
        .where(headed.c.id.in_(indicator_ids), adds_up())
    )


def adds_up() -> ColumnElement[bool]:
    """Indicators whose parts make a whole."""
    return indicator.c.aggregation.in_((*RATIOS, *SUMS))


def in_block_of(code: ColumnElement[str]) -> ColumnElement[bool]:
    """Units of the block that the indicator `code` is about; all units for most."""
    blocks = (
        and_(code == known, unit.c.level.in_(block.levels)) for known, block in BLOCKS.items()
    )
    return or_(code.not_in(list(BLOCKS)), *blocks)


def on_list_of(code: ColumnElement[str]) -> ColumnElement[bool]:
    """Public services of the list that the indicator `code` is about."""
    return public_service.c.list_code == case(SERVICE_LISTS, value=code)


def is_province(asked: Question) -> ColumnElement[bool]:
    """The unit that stands for the province as a whole."""
    return and_(unit.c.province_id == asked.province_id, unit.c.level == "province")
