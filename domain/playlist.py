"""What a wall shows one after another: slots in order, how long each stays, what is passed over."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product

from domain.data_age import DataAge

# In place of a code: each one there is, in turn.
EACH = "*"
# The choices of a slot that may be each one in turn.
IN_TURN = ("unit", "indicator", "plan")
# Every scene there is, and which of these choices a new playlist runs it over; "": it is one.
SCENES_OVER: Mapping[str, str] = {
    "situation": "",
    "map": "indicator",
    "ranking": "indicator",
    "work": "plan",
    "pilot_models": "",
    "decisions": "",
    "service_index": "",
    "digital_identity": "",
    "online_services": "",
    "readiness": "",
    "unit": "unit",
    "freshness": "",
}
MOST_SLOTS = 400
# What is red stays half as long again, but no longer than this many seconds more.
LONGER, MOST_SECONDS_LONGER = 0.5, 30
# So long one of many units that did not change may be passed over; then it is shown again.
PASSED_OVER_SECONDS = 3600
# However many cases come at once, a wall turns to so many slots for them and then goes on.
MOST_ALERTS = 3
# Scenes that show a case, the first that a wall has; by the subject of the case.
SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    "work_item": ("work", "decisions", "situation"),
    "pilot_model": ("pilot_models", "decisions", "situation"),
    "bottleneck": ("decisions", "situation"),
    "direction": ("decisions", "situation"),
    "indicator": ("unit", "ranking", "map", "situation"),
}


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One picture: a scene and what it is of, by the codes of addresses; "" is the whole or none.

    `period` "" is the newest period, whichever it is on the day.
    """

    scene: str
    unit: str = ""
    period: str = ""
    indicator: str = ""
    plan: str = ""

    @property
    def key(self) -> str:
        """The slot as one word, for addresses, caches and stamps."""
        return "~".join((self.scene, self.unit, self.period, self.indicator, self.plan))


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A finished picture of a slot: what it shows, and what it says of itself.

    `slot`, `province_id`, `unit_id` and `as_of` are its stamp: whoever shows it under another name
    or with another batch can be caught. `body` is finished HTML, everything else plain text.
    `age` is how old the oldest of what it shows is beside its reporting cycle; None: nothing of it
    has a day. `red` counts what is late, missed or waiting, so that it may stay longer. `batch` is
    the newest import of the province that counts, `imported_at` its moment; None without one.
    `is_empty`: the province has nothing of the kind, and the picture only says so.
    """

    slot: Slot
    province_id: int
    unit_id: int | None
    as_of: int
    title: str
    about: str
    body: str
    sentence: str
    origin: str
    red: int
    age: DataAge | None = None
    batch: int | None = None
    imported_at: datetime | None = None
    is_empty: bool = False

    @property
    def cut_off(self) -> date | None:
        """The day up to which the oldest of what it shows is told."""
        return self.age.cut_off if self.age else None

    @property
    def is_old(self) -> bool:
        """Whether anything in it is older than its reporting cycle allows."""
        return self.age is not None and self.age.is_old


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A slot in its place: it stays `seconds`, and unchanged may be passed over for `passed_over`
    seconds after it was shown.
    """

    slot: Slot
    seconds: int
    passed_over: int = 0


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case that needs a decision, as far as a wall must know to turn to it.

    `unit`: code of the unit whose case it is; "" where it is not of one.
    """

    subject: str
    case_id: str
    unit: str = ""
    indicator: str = ""
    plan: str = ""


def in_turn(
    entries: Iterable[tuple[Slot, int]], *, there: Mapping[str, Sequence[str]]
) -> list[Turn]:
    """The slots of a playlist's `entries` (slot and seconds) in order, each once.

    A choice that is EACH becomes one slot for each code of `there` (by IN_TURN), the last choice
    turning fastest; each unit may be passed over while it does not change. No more than MOST_SLOTS.
    """
    turns: dict[str, Turn] = {}
    for slot, seconds in entries:
        each = [name for name in IN_TURN if getattr(slot, name) == EACH]
        for codes in product(*(there.get(name, ()) for name in each)):
            single = replace(slot, **dict(zip(each, codes, strict=True)))
            passed_over = PASSED_OVER_SECONDS if "unit" in each else 0
            turn = Turn(slot=single, seconds=seconds, passed_over=passed_over)
            first = turns.setdefault(single.key, turn)
            # What was also chosen by its name is never passed over.
            turns[single.key] = replace(first, passed_over=min(first.passed_over, passed_over))
    return list(turns.values())[:MOST_SLOTS]


def dwell(seconds: int, *, red: int) -> int:
    """How long a frame stays whose slot has `seconds`: longer when something in it is red."""
    if red <= 0:
        return seconds
    return seconds + min(round(seconds * LONGER), MOST_SECONDS_LONGER)


def is_night(hour: int, *, night_from: int | None, night_until: int | None) -> bool:
    """Whether `hour` (0-23) lies in the night, which may go past midnight; None: there is none."""
    if night_from is None or night_until is None:
        return False
    if night_from <= night_until:
        return night_from <= hour < night_until
    return hour >= night_from or hour < night_until


def alerts(
    cases: Iterable[Case], *, known: Collection[tuple[str, str]], slots: Sequence[Slot]
) -> dict[Slot, list[Case]]:
    """The slots to turn to for those of `cases` that are not `known` (subject and id of each).

    In the order of the cases; many cases of one slot are one alert, and no more than MOST_ALERTS
    slots are turned to. What no slot shows is left out.
    """
    found: dict[Slot, list[Case]] = {}
    for case in cases:
        if (case.subject, case.case_id) in known:
            continue
        slot = slot_of(case, slots)
        if slot is not None and (slot in found or len(found) < MOST_ALERTS):
            found.setdefault(slot, []).append(case)
    return found


def slot_of(case: Case, slots: Sequence[Slot]) -> Slot | None:
    """The slot that shows `case`: of the scenes that do, the first with one that is not of
    another unit, indicator or plan; of these the one that names most of them.
    """
    for scene in SHOWN_BY.get(case.subject, ()):
        fitting = [slot for slot in slots if slot.scene == scene and _may_show(slot, case)]
        if fitting:
            return max(fitting, key=lambda slot: _named(slot, case))
    return None


def _may_show(slot: Slot, case: Case) -> bool:
    # The scene of one unit tells of the cases of units only.
    is_of_unit = slot.scene != "unit" or bool(case.unit)
    return is_of_unit and all(not code or code == wanted for code, wanted in _choices(slot, case))


def _named(slot: Slot, case: Case) -> int:
    return sum(bool(code) and code == wanted for code, wanted in _choices(slot, case))


def _choices(slot: Slot, case: Case) -> list[tuple[str, str]]:
    """What the slot chose beside what the case is of."""
    return [(getattr(slot, name), getattr(case, name)) for name in IN_TURN]
