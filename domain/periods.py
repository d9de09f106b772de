"""Periods of the calendar: months, quarters, half-years, years, single days, as people write them.

A period is closed at both ends and knows its frequency. Dates are days in Asia/Ho_Chi_Minh.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2099
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class NotAPeriod(ValueError):
    """The text names no period of the calendar."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a period: {text!r}")
        self.text = text


@dataclass(frozen=True, order=True)
class Period:
    """`start` to `end`, both included. `frequency`: day, month, quarter, half_year or year."""

    start: date
    end: date
    frequency: str

    @property
    def code(self) -> str:
        """The form in addresses and files: 2023, 2023-H1, 2023-Q1, 2023-05, 2023-05-31."""
        year, month = self.start.year, self.start.month
        forms = {
            "year": f"{year}",
            "half_year": f"{year}-H{(month + 5) // 6}",
            "quarter": f"{year}-Q{(month + 2) // 3}",
            "month": f"{year}-{month:02d}",
        }
        return forms.get(self.frequency, self.start.isoformat())

    def contains(self, other: "Period") -> bool:
        """Whether `other` lies wholly within."""
        return self.start <= other.start and other.end <= self.end

    def previous(self) -> "Period":
        """The period of the same frequency just before."""
        if self.frequency == "day":
            day = date.fromordinal(self.start.toordinal() - 1)
            return Period(day, day, "day")
        months = _MONTHS_OF[self.frequency]
        index = self.start.year * 12 + self.start.month - 1 - months
        return _of_months(index // 12, index % 12 + 1, self.frequency)

    def year_before(self) -> "Period":
        """The same period of the year before; of 29 February the 28th."""
        if self.frequency != "day":
            return _of_months(self.start.year - 1, self.start.month, self.frequency)
        last = calendar.monthrange(self.start.year - 1, self.start.month)[1]
        day = self.start.replace(year=self.start.year - 1, day=min(self.start.day, last))
        return Period(day, day, "day")


def _of_months(year: int, month: int, frequency: str) -> Period:
    last = month + _MONTHS_OF[frequency] - 1
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(date(year, month, 1), end, frequency)


def month_period(year: int, month: int) -> Period:
    return _of_months(year, month, "month")


def quarter_period(year: int, quarter: int) -> Period:
    return _of_months(year, quarter * 3 - 2, "quarter")


def half_year_period(year: int, half: int) -> Period:
    return _of_months(year, half * 6 - 5, "half_year")


def year_period(year: int) -> Period:
    return _of_months(year, 1, "year")


def day_period(day: date) -> Period:
    return Period(day, day, "day")


def parse_period(text: str) -> Period:
    """Read `2023`, `2023-Q1`, `Quý I/2024`, `Q1/2024`, `2023-05`, `05/2023`, `tháng 5/2023`,
    `6 tháng đầu năm 2024`, `2024-H1` or a day `2023-12-31`.

    Raises NotAPeriod for anything else, years outside 2000-2099 included.
    """
    compact = " ".join(text.strip().split())
    for pattern, build in _FORMS:
        found = re.fullmatch(pattern, compact, flags=re.IGNORECASE)
        if found:
            try:
                period = build(*found.groups())
            except (ValueError, KeyError) as unreadable:
                raise NotAPeriod(text) from unreadable
            if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
                break
            return period
    raise NotAPeriod(text)


def _quarter_number(text: str) -> int:
    return _ROMAN.get(text.upper()) or int(text)


_FORMS = (
    (r"(?:năm )?(\d{4})", lambda y: year_period(int(y))),
    (r"(\d{4})-Q([1-4])", lambda y, q: quarter_period(int(y), int(q))),
    (
        r"(?:quý |Q)([1-4]|I{1,3}|IV)[/ ](?:năm )?(\d{4})",
        lambda q, y: quarter_period(int(y), _quarter_number(q)),
    ),
    (r"(\d{4})-H([12])", lambda y, h: half_year_period(int(y), int(h))),
    (r"6 tháng đầu năm (\d{4})", lambda y: half_year_period(int(y), 1)),
    (r"6 tháng cuối năm (\d{4})", lambda y: half_year_period(int(y), 2)),
    (r"(\d{4})-(\d{1,2})", lambda y, m: month_period(int(y), int(m))),
    (r"(?:tháng )?(\d{1,2})/(\d{4})", lambda m, y: month_period(int(y), int(m))),
    (r"(\d{4}-\d{2}-\d{2})", lambda day: day_period(date.fromisoformat(day))),
)
