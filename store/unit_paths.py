"""Units as an administrator writes them: `nghe-an`, `nghe-an/district/425`."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from store.refused import Refused
from store.tables import province, unit


class UnitRefused(Refused):
    """A path that leads to no unit, or to more than one."""


def units_at(connection: Connection, paths: Iterable[str]) -> list[int]:
    """The ids of the units at `paths`. Raises UnitRefused.

    A province's slug alone is the whole province. Codes are recycled: where a code was given to
    two units of one level, `@2025-07-01` says which, by its first day.
    """
    return [unit_id for path in paths for unit_id in _units_at(connection, path)]


def _units_at(connection: Connection, path: str) -> list[int]:
    place, _, first_day = path.partition("@")
    slug, _, rest = place.partition("/")
    level, _, code = rest.partition("/")
    asked = (
        select(unit.c.id)
        .join(province, province.c.id == unit.c.province_id)
        .where(province.c.slug == slug, unit.c.level == (level or "province"))
    )
    if level:
        asked = asked.where(unit.c.code == code)
    if first_day:
        asked = asked.where(unit.c.valid_from == _day(first_day, path))
    found = list(connection.scalars(asked))
    if not found:
        raise UnitRefused("accounts.unknown_unit", unit=path)
    if len(found) > 1 and level:
        raise UnitRefused("accounts.ambiguous_unit", unit=path)
    return found


def _day(written: str, path: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UnitRefused("accounts.unknown_unit", unit=path) from error
