"""What the register of bottlenecks says as a whole: how many, how old, what cost, which rung."""

from dataclasses import dataclass

import polars as pl

from domain.escalation import RUNGS, waits_on


@dataclass(frozen=True)
class Rung:
    """The open bottlenecks on one rung of the ladder. Days; `allowed` None: no rule."""

    level: str
    waiting: int
    over: int
    longest: int | None
    allowed: int | None


@dataclass(frozen=True)
class Stand:
    """All of BOTTLENECKS in a few numbers. Ages in days, of open ones; None without any.

    `item_days`: open items blocked times days open, summed over the open bottlenecks.
    """

    known: int
    open: int
    over: int
    median_age: float | None
    oldest_age: int | None
    oldest: str | None
    item_days: int
    beyond: int
    rungs: tuple[Rung, ...]


def stand_of(bottlenecks: pl.DataFrame, rules: pl.DataFrame) -> Stand:
    """BOTTLENECKS in numbers; rules: level and days, how long one may stay on a rung."""
    still = bottlenecks.filter("is_open")
    allowed = dict(rules.select("level", "days").iter_rows())
    eldest = still.sort("age", "bottleneck", descending=[True, False]).head(1).to_dicts()
    return Stand(
        known=bottlenecks.height,
        open=still.height,
        over=still.filter(pl.col("days_over") > 0).height,
        median_age=_number(still["age"].median()),
        oldest_age=eldest[0]["age"] if eldest else None,
        oldest=eldest[0]["bottleneck"] if eldest else None,
        item_days=int(still["item_days"].sum()),
        beyond=still.filter("is_beyond_rung").height,
        rungs=tuple(_rung(level, still, allowed.get(level)) for level in RUNGS),
    )


def waiting_for_decision(bottlenecks: pl.DataFrame, *, level: str) -> pl.DataFrame:
    """Open BOTTLENECKS that wait on the rung `level` without its answer: the most pressing first.

    Those longest over their time first, then those that cost most.
    """
    return bottlenecks.filter(waits_on(level)).sort(
        "days_over", "item_days", "age", descending=True, nulls_last=True, maintain_order=True
    )


def to_pass_up(bottlenecks: pl.DataFrame) -> pl.DataFrame:
    """Open BOTTLENECKS below the rung that is competent: those longest over their time first."""
    beyond = pl.col("is_open") & pl.col("is_beyond_rung")
    return bottlenecks.filter(beyond).sort(
        "days_over", "item_days", "age", descending=True, nulls_last=True, maintain_order=True
    )


def next_rung(rung: str, *, competent: str) -> str:
    """Whom a bottleneck on `rung` is to be brought before: step by step, to the competent one."""
    here, there = RUNGS.index(rung), RUNGS.index(competent)
    return RUNGS[here + 1] if there > here else rung


def _rung(level: str, still: pl.DataFrame, allowed: int | None) -> Rung:
    there = still.filter(pl.col("rung") == level)
    longest = there["days_on_rung"].max()
    return Rung(
        level=level,
        waiting=there.height,
        over=there.filter(pl.col("days_over") > 0).height,
        longest=longest if isinstance(longest, int) else None,
        allowed=allowed,
    )


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None
