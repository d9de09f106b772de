"""How old what a scene shows is: figures by their cut-off, work by its newest record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from components.measures import Row
from components.scenes.origin import cut_offs
from domain.data_age import ONCE, DataAge, oldest
from domain.periods import day_period
from pages.scenes.scene import Asked
from queries.question import COMPARISONS
from queries.record_ages import record_ages

# Cases of the list of decisions by the register that tells of them.
REGISTERS = {"bottleneck": "bottlenecks", "direction": "directions"}


def age_of(asked: Asked, *frames: pl.DataFrame) -> DataAge | None:
    """Of figures of the period asked about, told in its cycle: by the oldest cut-off of `frames`.

    None where none is known.
    """
    day = min(cut_offs(frames), default=None)
    return None if day is None else of_day(asked, day)


def of_day(asked: Asked, cut_off: date) -> DataAge:
    """Of a figure of the period asked about that is told up to `cut_off`."""
    question = asked.question
    return DataAge(cut_off=cut_off, frequency=question.period.frequency, today=question.today)


@dataclass(frozen=True)
class Recorded:
    """How old the records of a province are: RECORD_AGES on the day asked about."""

    asked: Asked
    rows: pl.DataFrame

    @classmethod
    def of(cls, asked: Asked) -> "Recorded":
        """One answer for all scenes and units: it knows neither period nor unit."""
        question = asked.question
        plain = replace(
            question,
            period=day_period(question.today),
            unit_id=None,
            era=None,
            compare=COMPARISONS[0],
        )
        return cls(asked, asked.fetch(record_ages, plain))

    def plan(self, row: Row) -> DataAge | None:
        """Of a row of PLAN_STATES; what is done has nothing new to tell."""
        age = self._of(pl.col("plan") == row["plan"])
        is_done = row["total"] == row["accepted"]
        return replace(age, frequency=ONCE) if age and is_done else age

    def oldest_plan(self, plans: Sequence[Row]) -> DataAge | None:
        """Of rows of PLAN_STATES the oldest."""
        return oldest(self.plan(row) for row in plans)

    def bottlenecks(self) -> DataAge | None:
        """Of all bottlenecks."""
        return self._of(pl.col("record") == "bottlenecks")

    def directions(self) -> DataAge | None:
        """Of all directions, difficulties and proposals."""
        return self._of(pl.col("record") == "directions")

    def line(self, row: Row) -> DataAge | None:
        """Of a line of DECISIONS: of its plan (of several, the oldest), its register, its figures.

        Figures of a line are those of the period asked about.
        """
        if row["subject"] == "indicator":
            question = self.asked.question
            return of_day(self.asked, min(question.period.end, question.today))
        if register := REGISTERS.get(row["subject"]):
            return self._of(pl.col("record") == register)
        is_plan = pl.col("record") == "plan"
        return self._of(pl.col("plan") == row["plan"] if row["plan"] else is_plan)

    def _of(self, which: pl.Expr) -> DataAge | None:
        found = [
            DataAge(
                cut_off=row["cut_off"],
                frequency=row["frequency"],
                today=self.asked.question.today,
                days_to_submit=row["days_to_submit"],
            )
            for row in self.rows.filter(which).to_dicts()
        ]
        return oldest(found)
