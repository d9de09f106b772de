"""From a playlist to slots in turn, and from a slot to the question it asks.

A slot asks as an address does: a code that is not there or not within the scope is refused, and
never widened. Walls and presenters ask by the same rules.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import polars as pl

from domain.choices import UnknownChoice, as_written, chosen_code
from domain.frozen import Frozen
from domain.playlist import EACH, IN_TURN, Case, Slot, Turn, in_turn
from domain.scope import Scope
from queries import catalogue
from queries.attention import decision_cases
from queries.question import Question
from queries.settled import Row, Settled, provinces_in_scope, settled_question
from queries.work import plan_states
from store.clock import province_day

# queries.runner.fetch, which queries themselves do not know, or what stands in for it.
Fetch = Callable[..., pl.DataFrame]
PLACES = ("district", "commune")
# Asks about the whole province, and for nothing in particular.
NO_CHOICE = Slot(scene="")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A province with the batch and the day on which it is looked at.

    `frozen`: what its figures stand still at, if they do.
    """

    province: Row
    scope: Scope
    as_of: int
    today: date
    frozen: Frozen | None = None

    @property
    def province_id(self) -> int:
        number: int = self.province["province_id"]
        return number

    def on_its_day(self) -> "Day":
        """The same on the day that it is by now."""
        return replace(self, today=_today(self.province))


@dataclass(frozen=True, kw_only=True)
class Settling:
    """A turn with the unit it is of, so that a picture of another unit can be told from it."""

    turn: Turn
    unit_id: int | None


def day_of(scope: Scope, *, as_of: int, fetch: Fetch, province: str = "") -> Day:
    """The day in the province (its slug; "" the first) that `scope` sees.

    Raises UnknownChoice when the scope sees nothing there.
    """
    provinces = provinces_in_scope(scope, as_of=as_of, fetch=fetch)
    slug = chosen_code(
        "province",
        [province] if province else [],
        options=provinces,
        default=next(iter(provinces), ""),
    )
    row = provinces[slug]
    return Day(province=row, scope=scope, as_of=as_of, today=_today(row))


def settled_slot(slot: Slot, day: Day, *, fetch: Fetch) -> Settled:
    """The question of `slot` on that day. Raises UnknownChoice for what is not there."""
    # The day is given, so that midnight cannot fall between two figures of one picture, and so
    # that what was kept yesterday is asked for as it was asked yesterday.
    standing = {**day.province, "clock_stands_at": day.today}
    choose = partial(_of_slot, slot)
    settled = settled_question(
        {str(day.province["slug"]): standing},
        scope=day.scope,
        as_of=day.as_of,
        fetch=fetch,
        choose=choose,
        frozen=day.frozen,
    )
    return replace(settled, province=day.province)


def turns(
    entries: Sequence[tuple[Slot, int]], day: Day, *, fetch: Fetch
) -> tuple[list[Settling], list[Slot]]:
    """The slots of a playlist in order, and those of them that ask for what is not there."""
    wanted = {name for slot, _ in entries for name in IN_TURN if getattr(slot, name) == EACH}
    there = _there(settled_slot(NO_CHOICE, day, fetch=fetch).question, wanted, fetch=fetch)
    settlings: list[Settling] = []
    unknown: list[Slot] = []
    for turn in in_turn(entries, there=there):
        try:
            question = settled_slot(turn.slot, day, fetch=fetch).question
        except UnknownChoice:
            unknown.append(turn.slot)
        else:
            settlings.append(Settling(turn=turn, unit_id=question.unit_id))
    return settlings, unknown


def cases(day: Day, *, fetch: Fetch) -> list[Case]:
    """What needs a decision on that day, the heaviest first."""
    question = settled_slot(NO_CHOICE, day, fetch=fetch).question
    return [
        Case(
            subject=row["subject"],
            case_id=f"{row['code']} {row['case_id']}",
            unit=(row["key"] or "") if row["code"] == "unit_behind" else "",
            indicator=row["indicator"] or "",
            plan=row["plan"] or "",
        )
        for row in fetch(decision_cases, question).to_dicts()
    ]


def _today(province: Row) -> date:
    return province_day(
        clock_stands_at=province["clock_stands_at"], time_zone=province["time_zone"]
    )


def _there(asked: Question, wanted: set[str], *, fetch: Fetch) -> dict[str, list[str]]:
    """The codes of what a playlist wants each of."""
    found: dict[str, list[str]] = {}
    if "unit" in wanted:
        units = fetch(catalogue.units_of_province, asked)
        found["unit"] = units.filter(pl.col("level").is_in(PLACES))["unit_code"].to_list()
    if "indicator" in wanted:
        found["indicator"] = fetch(catalogue.indicators_on_map, asked)["indicator"].to_list()
    if "plan" in wanted:
        found["plan"] = fetch(plan_states, asked)["plan"].to_list()
    return found


def _of_slot(
    slot: Slot,
    parameter: str,
    options: Mapping[str, Row],
    *,
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    asked = {"period": slot.period, "unit": slot.unit}.get(parameter, "")
    return chosen_code(
        parameter, [asked] if asked else [], options=options, default=default, means=means
    )
