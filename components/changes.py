"""What came in between two batches, counted and put into words: one look for screen and file."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from components.measures import Measure, Row
from components.reader import Reader
from domain.periods import Period

_WITH_A_NAME = ("month", "quarter", "half_year", "year")


@dataclass(frozen=True)
class Changes:
    """Frames FIGURES_CHANGED, TARGETS_CHANGED and TOLD_SINCE, from after `since` up to `as_of`."""

    figures: pl.DataFrame
    targets: pl.DataFrame
    told: pl.DataFrame
    since: int
    as_of: int

    @property
    def corrections(self) -> pl.DataFrame:
        """Figures that said something else before."""
        return self.figures.filter("is_correction")

    @property
    def is_empty(self) -> bool:
        return self.figures.is_empty() and self.targets.is_empty() and self.told.is_empty()

    def counts(self) -> dict[str, int]:
        """How many of each kind; keys are those of `meetings.count_<kind>`."""
        return {
            "corrected": self.corrections.height,
            "new": self.figures.height - self.corrections.height,
            "targets": self.targets.height,
            "work": self.told.filter(pl.col("subject") == "work").height,
            "bottlenecks": self.told.filter(pl.col("subject") == "bottleneck").height,
        }


def event_word(row: Row, reader: Reader) -> str:
    """`Bắt đầu thực hiện`, `Chuyển cấp trên`: what a row of TOLD_SINCE says happened."""
    of = "tasks" if row["subject"] == "work" else "bottlenecks"
    return reader.text(f"{of}.event.{row['event_type']}")


def written_value(row: Row, side: str, reader: Reader) -> str:
    """The `old` or `new` value of a changed figure or target; a dash for none."""
    value = row[f"{side}_value"]
    return reader.number(None) if value is None else Measure.of(row).amount(value, reader)


def written_period(row: Row, reader: Reader) -> str:
    """The period of a changed figure; a day where it is of one."""
    start, end = row["period_start"], row["period_end"]
    if row["frequency"] in _WITH_A_NAME:
        return reader.period(Period(start, end, row["frequency"]))
    return _days(start, end, reader)


def written_term(row: Row, reader: Reader) -> str:
    """From when to when a target holds."""
    return _days(row["period_start"], row["due_on"], reader)


def _days(first: date, last: date, reader: Reader) -> str:
    return reader.date(last) if first == last else f"{reader.date(first)} – {reader.date(last)}"
