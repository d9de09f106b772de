"""How the values of one indicator are written: percent, fraction, count, score; and no value.

A row is one of queries.schemas (HEADLINE_FIGURES or UNIT_VALUES) as a dictionary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assets.wording import UnknownKey
from components.markup import plain
from components.reader import Reader
from domain.periods import Period, parse_period

Row = Mapping[str, Any]

DIGITS = {"rate": 2, "score": 2, "duration": 1}
# What "no value" can mean: four different things, on a map too.
MISSING, NOT_APPLICABLE, NOTHING_COUNTED = "missing", "not_applicable", "nothing_counted"
# There are figures, but of other units, and they do not go over to this one.
NOT_CONVERTIBLE = "not_convertible"
ABSENCES = (MISSING, NOT_APPLICABLE, NOTHING_COUNTED, NOT_CONVERTIBLE)
# A rate of so few tells more with its two counts beside it: 23 of 25 tasks.
FEW = 200
# Highest score of the index of Decision 766.
FULL_SCORE = 100.0


@dataclass(frozen=True)
class Measure:
    """One indicator: its two names, its kind (rate, flow, stock, score ...), unit and polarity."""

    name_vi: str
    name_en: str
    kind: str
    unit_of_measure: str
    polarity: str

    @classmethod
    def of(cls, row: Row) -> "Measure":
        """The measure of a row with name_vi, name_en, measure, unit_of_measure and polarity."""
        return cls(
            name_vi=str(row["name_vi"]),
            name_en=str(row["name_en"]),
            kind=str(row["measure"]),
            unit_of_measure=str(row["unit_of_measure"]),
            polarity=str(row["polarity"]),
        )

    def name(self, reader: Reader) -> str:
        return plain(self.name_vi if reader.language == "vi" else self.name_en)

    def unit(self, reader: Reader) -> str:
        """`dịch vụ`, `services`; as the catalogue writes it where we know no word for it."""
        try:
            return reader.text(f"figures.unit.{self.unit_of_measure.lower()}")
        except UnknownKey:
            return plain(self.unit_of_measure, limit=20)

    def value(self, row: Row, reader: Reader) -> str:
        """45,03%, 6/11 or 2.852.992; a dash without value."""
        if row["value"] is None:
            return reader.number(None)
        if self.is_fraction(row):
            return f"{reader.number(row['numerator'])}/{reader.number(row['denominator'])}"
        return self.amount(row["value"], reader)

    def amount(self, amount: float, reader: Reader) -> str:
        """A value alone, with all its decimals."""
        digits = DIGITS.get(self.kind, 0)
        if self.kind == "rate":
            return reader.percent(amount, digits=digits)
        return reader.number(amount, digits=digits)

    def mark(self, amount: float, reader: Reader) -> str:
        """A target or a mark of a scale: 40% rather than 40,00%."""
        hundredfold = self.kind == "rate"
        shown = round(amount * 100 if hundredfold else amount, 2)
        digits = 0 if shown == int(shown) else DIGITS.get(self.kind, 0)
        return (
            reader.percent(amount, digits=digits)
            if hundredfold
            else reader.number(amount, digits=digits)
        )

    def difference(self, one: float, other: float) -> float:
        """`one` - `other` of what is shown of them: who takes 33,88% from 47,38% gets 13,50."""
        digits = DIGITS.get(self.kind, 0) + (2 if self.kind == "rate" else 0)
        shown = [
            Decimal(repr(round(amount, 12))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
            for amount in (one, other)
        ]
        return float(shown[0] - shown[1])

    def distance(self, difference: float, reader: Reader) -> str:
        """A signed distance: +5,03 điểm %, −5 dịch vụ."""
        if self.kind == "rate":
            return reader.points(difference)
        digits = DIGITS.get(self.kind, 0)
        written = reader.number(difference, digits=digits, signed=True)
        return f"{written} {self.unit(reader)}".rstrip()

    def is_fraction(self, row: Row) -> bool:
        """Whether the value is so many out of so many: 6/11 services."""
        part, whole = row["numerator"], row["denominator"]
        return self.kind not in ("rate", "score") and part is not None and bool(whole)

    def counts_behind(self, row: Row, reader: Reader) -> str:
        """`23/25`: the two counts of a rate of few; empty for every other value."""
        part, whole = row["numerator"], row["denominator"]
        if self.kind != "rate" or part is None or whole is None or not 0 < whole <= FEW:
            return ""
        if not (float(part).is_integer() and float(whole).is_integer()):
            return ""
        return f"{reader.number(part)}/{reader.number(whole)}"

    def share(self, row: Row, *, of: str = "value") -> float | None:
        """`value` or `target` of the row as a share of the full scale; null where there is none."""
        amount = row[of]
        if amount is None:
            return None
        if self.kind == "rate":
            return float(amount)
        if self.kind == "score":
            return float(amount) / FULL_SCORE
        if self.is_fraction(row):
            return float(amount) / float(row["denominator"])
        target = row["target"]
        return float(amount) / float(target) if target else None


def absence(row: Row) -> str | None:
    """Which kind of no value a row is; None when it has one.

    No row at all means that nobody reported; a row without value whose status says nothing else
    is 0/0: nothing came up to be counted.
    """
    if row["value"] is not None:
        return None
    status = row["obs_status"]
    if status in (None, MISSING):
        return MISSING
    return str(status) if status in (NOT_APPLICABLE, NOT_CONVERTIBLE) else NOTHING_COUNTED


def period_between(start: date, end: date) -> Period | None:
    """The period of the calendar that runs from `start` to `end`; None when none does."""
    year, month = start.year, start.month
    quarter, half = (month + 2) // 3, (month + 5) // 6
    spans = (f"{year}-{month:02}", f"{year}-Q{quarter}", f"{year}-H{half}", f"{year}")
    periods = (parse_period(code) for code in (start.isoformat(), *spans))
    return next((period for period in periods if (period.start, period.end) == (start, end)), None)


def written_period(start: date | None, end: date | None, reader: Reader) -> str:
    """`năm 2023`; a span that is no period of the calendar as its two days; empty without."""
    if start is None or end is None:
        return ""
    period = period_between(start, end)
    if period is not None:
        return reader.period(period)
    return f"{reader.date(start)} – {reader.date(end)}"
