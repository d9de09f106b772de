"""Conditions that many queries share: what counts as of a batch, who sees what, which units when.

Policy of scope: a row about one unit is for those who have that unit in scope; totals of a
province are for everybody with any scope in it. An empty scope sees nothing at all.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from domain.indicators import LOCALITY_LEVELS
from queries.question import Question
from store.tables import unit

# What a caller may ask for beside the levels of the store: the places people live in.
LOCALITY = "locality"


def last_day(asked: Question) -> date:
    """The last day the question is about: the end of its period, but never beyond its today."""
    return min(asked.period.end, asked.today)


def map_day(asked: Question) -> date:
    """The day whose places the figures are read on: that of the era asked for, else the last day.

    Departments have no territory and stay those of the last day, whatever the map.
    """
    return asked.era or last_day(asked)


def counts(table: FromClause, asked: Question) -> ColumnElement[bool]:
    """Rows of `table` that had come in by `asked.as_of` and were not yet replaced."""
    came_in = table.c.import_batch_id <= asked.as_of
    if "replaced_in" not in table.c:
        return came_in
    return and_(came_in, or_(table.c.replaced_in.is_(None), table.c.replaced_in > asked.as_of))


def valid_on(day: date, asked: Question) -> ColumnElement[bool]:
    """Units that existed on `day`, as far as `asked.as_of` knew; the last day is included."""
    return there_within(day, day, asked)


def there_within(
    first: date | ColumnElement[Any],
    last: date | ColumnElement[Any],
    asked: Question,
    *,
    units: FromClause = unit,
) -> ColumnElement[bool]:
    """`units` that existed on a day from `first` to `last`, as far as `asked.as_of` knew."""
    ends_later = or_(units.c.valid_to.is_(None), units.c.valid_to >= first)
    # An end that came in after that batch was not yet there.
    end_unknown = func.coalesce(units.c.closed_in, 0) > asked.as_of
    return and_(counts(units, asked), units.c.valid_from <= last, or_(ends_later, end_unknown))


def known_end(asked: Question) -> ColumnElement[date | None]:
    """The last day of `unit` as far as `asked.as_of` knew; null: it has none yet."""
    return case((unit.c.closed_in > asked.as_of, None), else_=unit.c.valid_to)


def on_the_map(asked: Question) -> ColumnElement[bool]:
    """Units that a question may be about: places of the map day, departments of the last day."""
    if asked.era is None:
        return valid_on(last_day(asked), asked)
    is_place = unit.c.level.in_(LOCALITY_LEVELS)
    return or_(
        and_(is_place, valid_on(map_day(asked), asked)),
        and_(~is_place, valid_on(last_day(asked), asked)),
    )


def sees_province(asked: Question) -> ColumnElement[bool]:
    """Whether the asker has any scope in the province asked about."""
    # Of its own, also within a statement that reads units: correlate(None).
    return (
        exists()
        .where(unit.c.province_id == asked.province_id, asked.units_in_scope())
        .correlate(None)
    )


def may_be_named(units: FromClause, asked: Question) -> ColumnElement[bool]:
    """Of `units` (unit or an alias of it) those whose names the asker may read.

    Their own, and departments and the province as such: places of others are nobody else's.
    """
    seen = select(unit.c.id).where(asked.units_in_scope()).correlate(None)
    return or_(units.c.level.not_in(LOCALITY_LEVELS), units.c.id.in_(seen))


def subject(asked: Question) -> Select[tuple[int, str]]:
    """id and level of the unit asked about: `asked.unit_id`, else the province as a whole.

    No row when it is out of scope or of another province.
    """
    chosen = select(unit.c.id, unit.c.level).where(unit.c.province_id == asked.province_id)
    if asked.unit_id is not None:
        return chosen.where(unit.c.id == asked.unit_id, asked.units_in_scope())
    seen = sees_province(asked)
    return chosen.where(unit.c.level == "province", valid_on(last_day(asked), asked), seen)


def places_asked_about(asked: Question) -> Select[tuple[int, str]]:
    """id and level of each place in scope on the map asked for (queries.catalogue)."""
    return select(unit.c.id, unit.c.level).where(
        unit.c.province_id == asked.province_id,
        unit.c.level.in_(LOCALITY_LEVELS),
        on_the_map(asked),
        asked.units_in_scope(),
    )


def directly_below_province(asked: Question) -> ColumnElement[bool]:
    """Units that no other unit of the province contains: what a province's total is made of.

    A commune below a district is part of the district's figures already.
    """
    top = unit.alias("top")
    is_top = select(top.c.id).where(
        top.c.province_id == asked.province_id, top.c.level == "province"
    )
    return and_(
        unit.c.province_id == asked.province_id,
        unit.c.level != "province",
        or_(unit.c.parent_id.is_(None), unit.c.parent_id.in_(is_top)),
    )


def at_level(asked: Question, level: str) -> ColumnElement[bool]:
    """Units of `level` on the map asked for.

    "locality" means the districts while the province has any, else its communes.
    """
    wanted = _level_of_localities(asked) if level == LOCALITY else level
    return and_(
        unit.c.province_id == asked.province_id,
        unit.c.level == wanted,
        on_the_map(asked),
    )


def _level_of_localities(asked: Question) -> ScalarSelect[str]:
    districts, communes = LOCALITY_LEVELS
    has_districts = (
        exists()
        .where(
            unit.c.province_id == asked.province_id,
            unit.c.level == districts,
            valid_on(map_day(asked), asked),
        )
        .correlate(None)
    )
    return select(case((has_districts, districts), else_=communes)).scalar_subquery()
