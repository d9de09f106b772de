"""Which directions are looked at: their kind, how they stand, the meeting they were given at.

One rule for the screen and its files: `choose` asks the reader or reads the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from components.figures.direction_words import KINDS, STATES, kind_word
from components.reader import Reader

ALL = ""
# Besides the states: what is overdue, and everything that nothing has come of yet.
OVERDUE, PENDING = "overdue", "pending"
_HOLDS: Mapping[str, pl.Expr] = {
    OVERDUE: pl.col("days_left") < 0,
    PENDING: pl.col("state").is_in(["open", "answered"]),
    **{state: pl.col("state") == state for state in STATES},
}


class Choose(Protocol):
    """One of `options` (code -> name), `default` unless another was asked for."""

    def __call__(self, parameter: str, options: Mapping[str, Any], *, default: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class DirectionFilters:
    """Codes as they stand in the address; empty: not narrowed."""

    kind: str = ALL
    state: str = ALL
    meeting: str = ALL

    def holds(self, directions: pl.DataFrame) -> pl.DataFrame:
        """The rows of DIRECTIONS that are looked at."""
        if self.kind:
            directions = directions.filter(pl.col("kind") == self.kind)
        if self.state:
            directions = directions.filter(_HOLDS[self.state])
        if self.meeting:
            directions = directions.filter(of_meeting(self.meeting))
        return directions

    def address(self) -> dict[str, str]:
        """What is narrowed, as parameters of an address."""
        known = {"kind": self.kind, "state": self.state, "meeting": self.meeting}
        return {name: code for name, code in known.items() if code}


def chosen_direction_filters(
    directions: pl.DataFrame, *, choose: Choose, reader: Reader
) -> DirectionFilters:
    """What the reader has chosen of what DIRECTIONS offer. Raises what `choose` raises."""
    kinds = {ALL: reader.text("directions.all_kinds")}
    kinds |= {kind: kind_word(kind, reader) for kind in KINDS}
    states = {ALL: reader.text("directions.all_states")}
    states |= {state: reader.text(f"directions.state_{state}") for state in _HOLDS}
    meetings = {ALL: reader.text("directions.all_meetings")} | meetings_of(directions, reader)
    return DirectionFilters(
        kind=choose("kind", kinds, default=ALL),
        state=choose("state", states, default=ALL),
        meeting=choose("meeting", meetings, default=ALL),
    )


def meetings_of(directions: pl.DataFrame, reader: Reader) -> dict[str, str]:
    """The meetings at which something was directed or raised, the newest first, by their code.

    Several of one name are told apart by their days.
    """
    held = (
        directions.drop_nulls("meeting_id")
        .sort("raised_on", descending=True, maintain_order=True)
        .unique("meeting_id", keep="first", maintain_order=True)
        .with_columns(is_one_of_many=pl.col("meeting_vi").is_duplicated())
    )
    return {
        str(row["meeting_id"]): reader.pick(row, "meeting")
        + (f" ({reader.date(row['raised_on'])})" if row["is_one_of_many"] else "")
        for row in held.to_dicts()
    }


def of_meeting(code: str) -> pl.Expr:
    """Which of DIRECTIONS were given or raised at the meeting of that code."""
    return pl.col("meeting_id").cast(pl.String) == code
