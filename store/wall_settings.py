"""What a wall link is set to besides its secret: checked, kept in columns, and changed later.

Everything holds at the walls' next question. Two administrators at once: the second is told what
the first has changed, and nothing is written over unseen.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, select

from store.refused import Refused
from store.tables import province, unit, wall_link
from store.tables.walls import LANGUAGES, LEAST_SECONDS, MOST_ACROSS, MOST_DOWN, MOST_SECONDS
from store.wall_addresses import as_stored

LONGEST_NAME = 80
LONGEST_CODE = 40
# In metres: of the distance and of the width of a screen.
FARTHEST = 50.0
# Before the midnight at which a link ends.
A_MOMENT = timedelta(microseconds=1)
_SCENE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


class WallRefused(Refused):
    """A link or playlist that cannot be made as asked."""


@dataclass(frozen=True, kw_only=True)
class WallSettings:
    """All that can be chosen of a link.

    `unit_id`: what is seen with everything below it; a province-level unit is the whole province.
    `addresses`: as store.wall_addresses spells them, None from any. `last_day`: of the province,
    None until it is revoked. `metres`: how far away people stand, `width`: of the screen. `night`:
    from which hour until which the wall is dark. `seconds` a scene stays. `panels`: screens across
    and down that make one picture.
    """

    name: str
    unit_id: int
    scenes: tuple[str, ...]
    addresses: str | None = None
    last_day: date | None = None
    language: str = "vi"
    metres: float = 6.0
    width: float = 4.2
    night: tuple[int, int] | None = None
    seconds: int = 20
    panels: tuple[int, int] = (1, 1)

    def differing(self, other: "WallSettings") -> tuple[str, ...]:
        """The names of the settings that are not as in `other`."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(other, name))


class WallConflict(WallRefused):
    """Somebody else was quicker: `present` is how the link is set now."""

    def __init__(self, name: str, present: WallSettings) -> None:
        super().__init__("walls.changed_meanwhile", name=name)
        self.present = present


def settings_of(link: RowMapping, *, time_zone: str) -> WallSettings:
    """A row of wall_link; `time_zone` is its province's."""
    has_night = link["night_from"] is not None
    return WallSettings(
        name=link["name"],
        unit_id=link["unit_id"],
        scenes=tuple(link["scenes"].split(",")),
        addresses=link["address_range"],
        last_day=last_day_of(link["expires_at"], time_zone),
        language=link["language"],
        metres=link["metres"],
        width=link["width"],
        night=(link["night_from"], link["night_until"]) if has_night else None,
        seconds=link["seconds"],
        panels=(link["panels_across"], link["panels_down"]),
    )


def fitting(asked: WallSettings) -> WallSettings:
    """`asked` as it is kept: names in one line, addresses in one spelling. Raises Refused."""
    _refuse_misfits(asked)
    return WallSettings(
        name=_fit_name(asked.name),
        unit_id=asked.unit_id,
        scenes=_fit_scenes(asked.scenes),
        addresses=as_stored(asked.addresses or ""),
        last_day=asked.last_day,
        language=asked.language,
        metres=asked.metres,
        width=asked.width,
        night=asked.night,
        seconds=asked.seconds,
        panels=asked.panels,
    )


def columns_of(kept: WallSettings, *, place: RowMapping, now: datetime) -> dict[str, Any]:
    """The columns of wall_link for settings that fit. Raises WallRefused for an end in the past."""
    expires_at = _end_of(kept.last_day, place["time_zone"])
    if expires_at is not None and expires_at <= now:
        raise WallRefused("walls.end_in_the_past")
    return {
        "province_id": place["province_id"],
        "unit_id": kept.unit_id,
        "name": kept.name,
        "scenes": ",".join(kept.scenes),
        "address_range": kept.addresses,
        "expires_at": expires_at,
        "language": kept.language,
        "metres": kept.metres,
        "width": kept.width,
        "night_from": kept.night[0] if kept.night else None,
        "night_until": kept.night[1] if kept.night else None,
        "seconds": kept.seconds,
        "panels_across": kept.panels[0],
        "panels_down": kept.panels[1],
    }


def place_of(connection: Connection, unit_id: int) -> RowMapping:
    """Code, level, province_id, slug, time_zone of a unit. Raises WallRefused."""
    asked = (
        select(unit.c.code, unit.c.level, unit.c.province_id, province.c.slug, province.c.time_zone)
        .join(province, province.c.id == unit.c.province_id)
        .where(unit.c.id == unit_id)
    )
    found = connection.execute(asked).mappings().one_or_none()
    if found is None:
        raise WallRefused("walls.no_unit")
    return found


def last_day_of(expires_at: datetime | None, time_zone: str) -> date | None:
    """The last day of the province on which a link holds; None without an end."""
    if expires_at is None:
        return None
    return (expires_at.astimezone(ZoneInfo(time_zone)) - A_MOMENT).date()


def standing_link(connection: Connection, wall_link_id: int) -> RowMapping:
    asked = select(wall_link).where(wall_link.c.id == wall_link_id)
    link = connection.execute(asked).mappings().one_or_none()
    if link is None:
        raise WallRefused("walls.no_link")
    if link["revoked_at"] is not None:
        raise WallRefused("walls.revoked_already", name=link["name"])
    return link


def change_told(
    before: WallSettings, after: WallSettings, *, places: Mapping[int, str]
) -> list[str]:
    """Every change as an event names it: `metres 6.0 > 8.0`; `places` are paths by unit id."""
    return [
        f"{name} {was} > {now}"
        for name in before.differing(after)
        for was, now in _told_values(name, before, after, places=places)
    ]


def grid_of(panels: tuple[int, int]) -> str:
    """Panels across and down as addresses name them: `3x1`."""
    return f"{panels[0]}x{panels[1]}"


def refuse_seconds(seconds: int) -> None:
    """Raises WallRefused for a time that no scene may stay."""
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise WallRefused("walls.seconds", least=LEAST_SECONDS, most=MOST_SECONDS)


def _told_values(
    name: str, before: WallSettings, after: WallSettings, *, places: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    was, now = getattr(before, name), getattr(after, name)
    if name == "scenes":
        # What came and went: both lists whole would not fit into an event.
        yield _listed(set(was) - set(now)), _listed(set(now) - set(was))
    elif name == "unit_id":
        yield places[was], places[now]
    elif name == "panels":
        yield grid_of(was), grid_of(now)
    else:
        yield _written(was), _written(now)


def _listed(scenes: Collection[str]) -> str:
    return ",".join(sorted(scenes)) or "-"


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "-".join(map(str, value))
    return "-" if value is None else str(value)


def _end_of(last_day: date | None, time_zone: str) -> datetime | None:
    """Midnight in the province after `last_day`."""
    if last_day is None:
        return None
    try:
        return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(time_zone))
    except OverflowError as error:
        raise WallRefused("walls.end_too_far") from error


def _fit_name(name: str) -> str:
    """One line of letters that can be seen: a name is read from a list and an alarm."""
    fit = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not fit:
        raise WallRefused("walls.name_missing")
    if len(fit) > LONGEST_NAME:
        raise WallRefused("walls.name_too_long", most=LONGEST_NAME)
    return fit


def _fit_scenes(scenes: Sequence[str]) -> tuple[str, ...]:
    fit = tuple(dict.fromkeys(scenes))
    if not fit:
        raise WallRefused("walls.scenes_missing")
    for scene in fit:
        if not _SCENE.fullmatch(scene):
            raise WallRefused("walls.unknown_scene", scene=scene[:LONGEST_CODE])
    return fit


def _refuse_misfits(asked: WallSettings) -> None:
    if asked.language not in LANGUAGES:
        raise WallRefused("walls.unknown_language", asked=asked.language[:LONGEST_CODE])
    lengths = (asked.metres, asked.width)
    if not all(math.isfinite(length) and 0 < length <= FARTHEST for length in lengths):
        raise WallRefused("walls.lengths", most=int(FARTHEST))
    refuse_seconds(asked.seconds)
    night = asked.night
    if night is not None and (night[0] == night[1] or not all(0 <= hour <= 23 for hour in night)):
        raise WallRefused("walls.night_hours")
    across, down = asked.panels
    if not (1 <= across <= MOST_ACROSS and 1 <= down <= MOST_DOWN):
        raise WallRefused("walls.panels_most", across=MOST_ACROSS, down=MOST_DOWN)
