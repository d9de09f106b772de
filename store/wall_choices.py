"""What a line of a wall's playlist may name: units, indicators and plans, by their codes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, Connection, RowMapping, Select, and_, case, or_, select

from domain.playlist import EACH, SCENES_OVER
from domain.scope import Scope
from store.signed_in import columns_of, covered_by, scope_of
from store.tables import indicator, plan, unit, wall_link
from store.wall_playlists import PlaylistEntry
from store.wall_settings import LONGEST_CODE, WallRefused

Names = Mapping[str, tuple[str, str]]
# Scenes that look at one indicator or plan; to the others such a choice says nothing.
TAKES = {
    "indicator": {
        *(k for k, over in SCENES_OVER.items() if over == "indicator"),
        "online_services",
    },
    "plan": {*(k for k, over in SCENES_OVER.items() if over == "plan"), "pilot_models"},
}
NEEDS_UNIT = {key for key, over in SCENES_OVER.items() if over == "unit"}


@dataclass(frozen=True)
class UnitName:
    """A unit by the code of addresses; `valid_to`: its last day, when it is gone."""

    name_vi: str
    name_en: str
    valid_to: date | None


@dataclass(frozen=True)
class PlaylistChoices:
    """By code, in reading order; `indicators` and `plans` have their names in vi and en.

    `scope` is what the walls of the link see.
    """

    scope: Scope
    units: Mapping[str, UnitName]
    indicators: Names
    plans: Names

    def refuse_impossible(self, entries: Iterable[PlaylistEntry]) -> None:
        """Raises WallRefused for a code that is not there or beyond the scope of the wall, and for
        a choice that the scene of its line knows nothing of; each names the line.
        """
        for line, entry in enumerate(entries, start=1):
            for name, code in self._unknown(entry):
                raise WallRefused(f"walls.unknown_{name}", code=code[:LONGEST_CODE], line=line)
            for name, code in (("indicator", entry.indicator), ("plan", entry.plan)):
                if code and entry.scene not in TAKES[name]:
                    raise WallRefused(f"walls.takes_no_{name}", line=line)
            if entry.scene in NEEDS_UNIT and not entry.unit and self.is_province:
                raise WallRefused("walls.takes_a_unit", line=line)

    def refuse_beyond(self, entries: Iterable[PlaylistEntry]) -> None:
        """Raises WallRefused for a code that lies beyond the scope of the wall."""
        for entry in entries:
            for _, code in self._unknown(entry):
                raise WallRefused("walls.playlist_beyond_scope", code=code[:LONGEST_CODE])

    @property
    def is_province(self) -> bool:
        return bool(self.scope.provinces)

    def _unknown(self, entry: PlaylistEntry) -> Iterator[tuple[str, str]]:
        known = {"unit": self.units, "indicator": self.indicators, "plan": self.plans}
        for name, codes in known.items():
            code = getattr(entry, name)
            if code not in ("", EACH) and code not in codes:
                yield name, code


def playlist_choices(connection: Connection, wall_link_id: int) -> PlaylistChoices:
    """The choices of a link, within what it sees. One whose link is gone has none."""
    units = connection.execute(_units(wall_link_id)).mappings()
    indicators = connection.execute(
        select(indicator.c.code, indicator.c.name_vi, indicator.c.name_en).order_by(
            indicator.c.position, indicator.c.code
        )
    ).mappings()
    plans = connection.execute(
        select(plan.c.code, plan.c.name_vi, plan.c.name_en)
        .join(wall_link, wall_link.c.province_id == plan.c.province_id)
        .where(wall_link.c.id == wall_link_id)
        .order_by(plan.c.position, plan.c.code, plan.c.version.desc())
    ).mappings()
    scope = scope_of(connection.execute(select(*columns_of(_seen(wall_link_id)))).mappings())
    return PlaylistChoices(scope, _units_by_code(units), _names(indicators), _names(plans))


def _units(wall_link_id: int) -> Select[Any]:
    """What the link sees below its province: units of today first, places before agencies."""
    seen = _seen(wall_link_id)
    below = unit.join(
        seen,
        or_(
            unit.c.id == seen.c.id,
            and_(seen.c.level == "province", unit.c.province_id == seen.c.province_id),
        ),
    )
    is_gone = case((unit.c.valid_to.is_(None), 0), else_=1)
    order = case({"district": 0, "commune": 1}, value=unit.c.level, else_=2)
    names = (unit.c.code, unit.c.full_name_vi, unit.c.full_name_en, unit.c.valid_to)
    return (
        select(*names)
        .select_from(below)
        .where(unit.c.level != "province")
        .order_by(is_gone, order, unit.c.code, unit.c.valid_from.desc())
    )


def _seen(wall_link_id: int) -> CTE:
    return covered_by(
        select(unit.c.id, unit.c.province_id, unit.c.level)
        .join(wall_link, wall_link.c.unit_id == unit.c.id)
        .where(wall_link.c.id == wall_link_id)
    )


def _units_by_code(rows: Iterable[RowMapping]) -> dict[str, UnitName]:
    """Codes are used again: the first of `rows` with a code is what it means today."""
    found: dict[str, UnitName] = {}
    for row in rows:
        named = UnitName(row["full_name_vi"], row["full_name_en"], row["valid_to"])
        found.setdefault(row["code"], named)
    return found


def _names(rows: Iterable[RowMapping]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        found.setdefault(row["code"], (row["name_vi"], row["name_en"]))
    return found
