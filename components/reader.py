"""Who reads: a language, and numbers and dates as that language writes them."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the reader has a method `date`
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from assets import wording
from domain.periods import Period

# A minus sign as wide as a plus, so that columns of distances stand still.
MINUS = "\u2212"
NO_VALUE = "\u2013"


@dataclass(frozen=True)
class Reader:
    """Texts, numbers and dates in one language (vi or en). Rates come as 0-1."""

    language: str

    def text(self, key: str, **values: object) -> str:
        """The message `key`; `{name}` is replaced by `values`."""
        return wording.text(key, language=self.language, **values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """The message `key` in the plural form for `count`, with `{count}` written as a number."""
        written = self.number(count)
        return wording.counted_text(key, count, language=self.language, count=written, **values)

    def pick(self, row: dict[str, object], column: str) -> str:
        """`<column>_vi` or `<column>_en` of `row`; empty when it is null."""
        return str(row.get(f"{column}_{self.language}") or "")

    def number(self, value: float | None, *, digits: int = 0, signed: bool = False) -> str:
        """`value` with thousands marks and exactly `digits` decimals, rounded half up."""
        if value is None:
            return NO_VALUE
        exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        written = format_decimal(abs(exact), format=pattern, locale=self.language)
        sign = MINUS if exact < 0 else "+" if signed and exact > 0 else ""
        return f"{sign}{written}"

    def percent(self, rate: float | None, *, digits: int = 2) -> str:
        """A rate 0-1 as a percentage: 0.4503 -> 45,03 % or 45.03%."""
        if rate is None:
            return NO_VALUE
        written = self.number(float(Decimal(repr(rate)) * 100), digits=digits)
        return f"{written}%"

    def points(self, difference: float | None, *, digits: int = 2) -> str:
        """A difference of two rates in percentage points, signed: 0.0503 -> +5,03 điểm %."""
        if difference is None:
            return NO_VALUE
        # Rounded first: 0.4503 - 0.4 is 0.050300000000000000x in binary.
        hundredfold = float(Decimal(repr(round(difference, 12))) * 100)
        written = self.number(hundredfold, digits=digits, signed=True)
        return self.text("reader.points", number=written)

    def date(self, day: Day | None) -> str:
        """05/04/2024 in Vietnamese, 5 Apr 2024 in English."""
        if day is None:
            return NO_VALUE
        return wording.day_text(day, language=self.language)

    def short_date(self, day: Day) -> str:
        """05/04 in Vietnamese, 5 Apr in English: where the year is plain from the place."""
        pattern = "dd/MM" if self.language == "vi" else "d MMM"
        return format_date(day, format=pattern, locale=self.language)

    def month_of(self, day: Day) -> str:
        """3/2024 in Vietnamese, Mar 2024 in English: along an axis of months."""
        pattern = "M/yyyy" if self.language == "vi" else "MMM yyyy"
        return format_date(day, format=pattern, locale=self.language)

    def period(self, period: Period) -> str:
        """`năm 2023`, `quý I/2024`, `tháng 3/2024`, `31/12/2023`; in English likewise."""
        year, month = period.start.year, period.start.month
        if period.frequency == "day":
            return self.date(period.start)
        numbers = {"month": month, "quarter": (month + 2) // 3, "half_year": (month + 5) // 6}
        number = numbers.get(period.frequency, 0)
        key = f"reader.{period.frequency}"
        if period.frequency == "half_year":
            key = f"{key}_{number}"
        roman = ("", "I", "II", "III", "IV")[number] if number <= 4 else ""
        month_name = format_date(period.start, format="LLLL", locale=self.language)
        return self.text(key, year=year, number=number, roman=roman, month=month_name)
