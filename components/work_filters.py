"""Which of the work is looked at: plan, part of it, who leads, helps or answers, how it stands.

One rule for the screen and its files: `choose` asks the reader or reads the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

import polars as pl

from components.reader import Reader
from domain.cells.texts import fold
from domain.clears import CLEARS

ALL = ""
OPEN = ("not_started", "in_progress", "submitted")
_DAYS = pl.col("days_left")
_STATE, _FLAG = pl.col("state"), pl.col("flag")
# How work stands: the four official cells, what falls due, and what is outside of them.
FLAGS: Mapping[str, pl.Expr] = {
    "open_overdue": _DAYS < 0,
    "due_7": _DAYS.is_between(0, 7),
    "due_15": _DAYS.is_between(0, 15),
    "due_30": _DAYS.is_between(0, 30),
    "not_started": _STATE == "not_started",
    "open_in_time": _FLAG == "open_in_time",
    "no_deadline": _STATE.is_in(OPEN) & (_FLAG == "no_deadline"),
    "done_on_time": _FLAG == "done_on_time",
    "done_late": _FLAG == "done_late",
    "recurring": _STATE == "recurring",
    "cancelled": _STATE == "cancelled",
}
Names = dict[str, str]


class Choose(Protocol):
    """One of `options` (code -> name), `default` unless another was asked for."""

    def __call__(self, parameter: str, options: Mapping[str, Any], *, default: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Codes as they stand in the address; empty: not narrowed."""

    plan: str = ALL
    group: str = ALL
    phase: str = ALL
    lead: str = ALL
    coordinator: str = ALL
    post: str = ALL
    flag: str = ALL
    unclear: str = ALL

    def holds(self, items: pl.DataFrame) -> pl.DataFrame:
        """The rows of `items` (of `with_codes`) that are looked at."""
        wanted = [
            pl.col(name) == code
            for name in ("plan", "group", "phase", "lead", "post")
            if (code := getattr(self, name))
        ]
        if self.coordinator:
            wanted.append(pl.col("helpers").list.contains(self.coordinator))
        if self.flag:
            wanted.append(FLAGS[self.flag])
        if self.unclear:
            wanted.append(pl.col("unclear").list.contains(self.unclear))
        return items.filter(*wanted) if wanted else items

    def address(self) -> dict[str, str]:
        """What is narrowed, as parameters of an address."""
        return {one.name: code for one in fields(self) if (code := getattr(self, one.name))}


PARAMETERS = tuple(one.name for one in fields(Filters))


def with_codes(items: pl.DataFrame, coordinators: pl.DataFrame) -> pl.DataFrame:
    """WORK_ITEMS with `lead` and `post` (codes made of names) and `helpers` (codes of units)."""
    helping = coordinators.group_by("work_item_id", maintain_order=True).agg(
        helpers="coordinator", helpers_vi="coordinator_vi", helpers_en="coordinator_en"
    )
    names = ("lead", "post")
    codes = [
        pl.col(f"{name}_vi").map_elements(code_of, return_dtype=pl.String).alias(name)
        for name in names
    ]
    nobody = pl.lit([], dtype=pl.List(pl.String))
    return (
        items.with_columns(codes)
        .join(helping, on="work_item_id", how="left", maintain_order="left")
        .with_columns(
            pl.col(name).fill_null(nobody) for name in ("helpers", "helpers_vi", "helpers_en")
        )
    )


def code_of(name: str) -> str:
    """A name as it stands in an address, the same in both languages: `so-tu-phap`."""
    return fold(name).replace(" ", "-")


def chosen_filters(
    items: pl.DataFrame, plan_states: pl.DataFrame, *, choose: Choose, reader: Reader
) -> Filters:
    """What the reader has chosen among the plans (PLAN_STATES) and what `items` offer.

    items: of `with_codes`. Plans are for whoever sees any of the province; groups and phases are
    those of the chosen plan. Raises what `choose` raises.
    """
    plans = _named(plan_states, "plan", reader)
    only = next(iter(plans)) if len(plans) == 1 else ALL
    plan = choose("plan", _any("plan", plans, reader), default=only)
    of_plan = items.filter(pl.col("plan") == plan) if plan else items.clear()
    options: dict[str, Names] = {
        "group": _named(of_plan, "group", reader),
        "phase": {code: phase_name(code, reader) for code in _codes(of_plan, "phase")},
        "lead": _by_name(_named(items, "lead", reader)),
        "coordinator": _by_name(_helpers(items, reader)),
        "post": _by_name(_named(items, "post", reader)),
        "flag": {code: reader.text(f"tasks.flag.{code}") for code in FLAGS},
        "unclear": {code: reader.text(f"tasks.unclear.{code}") for code in CLEARS},
    }
    picked = {
        name: choose(name, _any(name, names, reader), default=ALL)
        for name, names in options.items()
    }
    return Filters(plan=plan, **picked)


def phase_name(code: str, reader: Reader) -> str:
    """The name of a phase; a code of the province's own stays as it is."""
    known = ("urgent", "breakthrough", "acceleration")
    return reader.text(f"tasks.phase.{code}") if code in known else code


def _any(parameter: str, names: Names, reader: Reader) -> Names:
    return {ALL: reader.text(f"tasks.all.{parameter}")} | names


def _named(items: pl.DataFrame, name: str, reader: Reader) -> Names:
    """Codes in the order of the rows, with their names."""
    column = f"{name}_{reader.language}"
    rows = items.select(name, column).drop_nulls(name).unique(subset=name, maintain_order=True)
    return {code: named or code for code, named in rows.iter_rows()}


def _codes(items: pl.DataFrame, name: str) -> list[str]:
    return items[name].drop_nulls().unique(maintain_order=True).to_list()


def _helpers(items: pl.DataFrame, reader: Reader) -> Names:
    names = f"helpers_{reader.language}"
    rows = items.select("helpers", names).explode("helpers", names).drop_nulls("helpers").unique()
    return dict(rows.iter_rows())


def _by_name(names: Names) -> Names:
    return dict(sorted(names.items(), key=lambda pair: fold(pair[1])))
