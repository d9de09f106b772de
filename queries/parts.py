"""What a province's figures are made of: the units directly below it, or single services.

The online rates of localities and departments (domain.indicators.BLOCKS) are made of the units of
one block; indicators of a list of services (SERVICE_LISTS) of what the province observed of each.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
)

from domain.indicators import BLOCKS, LOCALITY_LEVELS, RATIOS, SERVICE_LISTS, SUMS
from queries.conditions import counts, directly_below_province, last_day, there_within
from queries.observed import (
    OBSERVED,
    observed,
    observed_by_then,
    pairs,
    same_pair,
    stands_at_a_day,
)
from queries.question import Question
from store.tables import indicator, observation, public_service, unit


def parts_of_province(asked: Question, indicator_ids: list[int]) -> Subquery:
    """What each part answers (queries.observed) for `indicator_ids`, silent ones as `missing`.

    Indicators whose parts say nothing about the whole (ranks, scores) have none. A silent part is
    there when it is expected: services of a list, localities where the catalogue names them for
    the indicator, and units that have reported it before. Departments are not expected otherwise:
    some have no dossiers at all.
    """
    wanted = union_all(_units(asked, indicator_ids), _services(asked, indicator_ids)).cte("wanted")
    answers = observed(wanted, asked).subquery("answers")
    told = (name for name in OBSERVED if name not in ("asked_id", "aggregation", "obs_status"))
    return (
        select(
            wanted.c.asked_id,
            wanted.c.aggregation,
            func.coalesce(answers.c.obs_status, "missing").label("obs_status"),
            *(answers.c[name] for name in told),
        )
        .select_from(wanted.outerjoin(answers, same_pair(wanted, answers)))
        .where(or_(answers.c.asked_id.is_not(None), wanted.c.is_expected))
        .subquery("parts")
    )


def _units(asked: Question, indicator_ids: list[int]) -> Select[Any]:
    headed = indicator.alias("headed")
    seen_as = {code: block.indicator for code, block in BLOCKS.items()}
    observed_as = case(seen_as, value=headed.c.code, else_=headed.c.code)
    is_expected = or_(_asked_of_localities(), has_reported(asked))
    return (
        select(
            *pairs(asked_indicator=headed, unit_id=unit.c.id),
            case((is_expected, true()), else_=False).label("is_expected"),
        )
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
            part_of_the_period(asked),
        )
    )


def part_of_the_period(asked: Question) -> ColumnElement[bool]:
    """`unit` counts for `indicator` in the asked period.

    What adds up over time counts the units of the whole period, before and after a merger.
    """
    until = case((stands_at_a_day(indicator), last_day(asked)), else_=asked.period.start)
    return there_within(until, last_day(asked), asked)


def _services(asked: Question, indicator_ids: list[int]) -> Select[Any]:
    headed = indicator.alias("headed")
    same = headed.c.id == indicator.c.id
    return (
        select(
            *pairs(asked_indicator=headed, unit_id=unit.c.id, service_id=public_service.c.id),
            true().label("is_expected"),
        )
        .select_from(
            headed.join(indicator, same)
            .join(unit, is_province(asked))
            .join(public_service, on_list_of(headed.c.code, asked))
        )
        .where(headed.c.id.in_(indicator_ids), adds_up())
    )


def _asked_of_localities() -> ColumnElement[bool]:
    """`unit` is a locality, and the catalogue names localities among the levels of `indicator`.

    Either kind: a catalogue of communes was one of districts until there were none.
    """
    named = or_(*(indicator.c.levels.contains(level) for level in LOCALITY_LEVELS))
    return and_(unit.c.level.in_(LOCALITY_LEVELS), named)


def has_reported(asked: Question) -> ColumnElement[bool]:
    """`unit` has sent a row about `indicator` by the end of the period."""
    return (
        exists()
        .where(
            observation.c.indicator_id == indicator.c.id,
            observation.c.unit_id == unit.c.id,
            observation.c.period_end <= asked.period.end,
            observed_by_then(asked),
        )
        .correlate(indicator, unit)
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


def on_list_of(code: ColumnElement[str], asked: Question) -> ColumnElement[bool]:
    """Public services of the list that the indicator `code` is about."""
    listed = public_service.c.list_code == case(SERVICE_LISTS, value=code)
    return and_(listed, counts(public_service, asked))


def is_province(asked: Question) -> ColumnElement[bool]:
    """The unit that stands for the province as a whole."""
    own = and_(unit.c.province_id == asked.province_id, unit.c.level == "province")
    return and_(own, counts(unit, asked))
