"""Conditions that many queries share: what counts as of a batch, who sees what, which units when.

Policy of scope: a row about one unit is for those who have that unit in scope; totals of a
province are for everybody with any scope in it. An empty scope sees nothing at all.
"""

from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, and_, case, exists, or_, select

from domain.indicators import LOCALITY_LEVELS
from queries.question import Question
from store.tables import unit

# What a caller may ask for beside the levels of the store: the places people live in.
LOCALITY = "locality"


def last_day(asked: Question) -> date:
    """The last day the question is about: the end of its period, but never beyond its today."""
    return min(asked.period.end, asked.today)


def counts(table: Table, asked: Question) -> ColumnElement[bool]:
    """Rows of `table` that had come in by `asked.as_of` and were not yet replaced."""
    came_in = table.c.import_batch_id <= asked.as_of
    if "replaced_in" not in table.c:
        return came_in
    return and_(came_in, or_(table.c.replaced_in.is_(None), table.c.replaced_in > asked.as_of))


def valid_on(day: date) -> ColumnElement[bool]:
    """Units that existed on `day`; the last day of a validity is included."""
    return and_(unit.c.valid_from <= day, or_(unit.c.valid_to.is_(None), unit.c.valid_to >= day))


def sees_province(asked: Question) -> ColumnElement[bool]:
    """Whether the asker has any scope in the province asked about."""
    # Of its own, also within a statement that reads units: correlate(None).
    return (
        exists()
        .where(unit.c.province_id == asked.province_id, asked.units_in_scope())
        .correlate(None)
    )


def subject(asked: Question) -> Select[tuple[int, str]]:
    """id and level of the unit asked about: `asked.unit_id`, else the province as a whole.

    No row when it is out of scope or of another province.
    """
    chosen = select(unit.c.id, unit.c.level).where(unit.c.province_id == asked.province_id)
    if asked.unit_id is not None:
        return chosen.where(unit.c.id == asked.unit_id, asked.units_in_scope())
    seen = sees_province(asked)
    return chosen.where(unit.c.level == "province", valid_on(last_day(asked)), seen)


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
    """Units of `level` on the last day asked about.

    "locality" means the districts while the province has any, else its communes.
    """
    wanted = _level_of_localities(asked) if level == LOCALITY else level
    return and_(
        unit.c.province_id == asked.province_id,
        unit.c.level == wanted,
        valid_on(last_day(asked)),
    )


def _level_of_localities(asked: Question) -> ScalarSelect[str]:
    districts, communes = LOCALITY_LEVELS
    has_districts = (
        exists()
        .where(
            unit.c.province_id == asked.province_id,
            unit.c.level == districts,
            valid_on(last_day(asked)),
        )
        .correlate(None)
    )
    return select(case((has_districts, districts), else_=communes)).scalar_subquery()
