"""Days and periods out of cells. The day comes first, the year has four digits."""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta

from domain.cells.refusals import (
    BuddhistYear,
    MonthFirst,
    NoSuchDay,
    NotADay,
    NotAPeriodText,
    PeriodIsDate,
    SerialNumber,
    TwoDigitYear,
    YearOutOfRange,
)
from domain.cells.texts import Cell, shown
from domain.periods import NotAPeriod, Period, day_period, month_period, parse_period

FIRST_YEAR, LAST_YEAR = 1945, 2099
BUDDHIST_YEARS = range(2400, 2700)
BUDDHIST_LEAD = 543
# Serial numbers of spreadsheets for 1954 to 2119: what a day in our files may turn into.
SERIAL_NUMBERS = range(20_000, 80_000)
SERIAL_ZERO = date(1899, 12, 30)

_ISO = re.compile(r"(?P<y>\d{4,5})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_VIETNAMESE = re.compile(r"(?P<d>\d{1,2})(?P<mark>[/.-])(?P<m>\d{1,2})(?P=mark)(?P<y>\d{2,5})")
_IN_WORDS = re.compile(
    r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4,5})", re.IGNORECASE
)


def read_day(cell: Cell) -> date:
    """A day: `31/12/2023`, `31-12-2023`, `2023-12-31`, `ngày 31 tháng 12 năm 2023`, a date cell.

    Raises NotADay, NoSuchDay, MonthFirst, TwoDigitYear, BuddhistYear, YearOutOfRange,
    SerialNumber.
    """
    raw = shown(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _checked(str(cell.year), cell.month, cell.day, raw=raw)
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    for pattern in (_VIETNAMESE, _ISO, _IN_WORDS):
        found = pattern.fullmatch(text)
        if found:
            return _checked(found["y"], int(found["m"]), int(found["d"]), raw=raw)
    if re.fullmatch(r"\d{5}", text, flags=re.ASCII) and int(text) in SERIAL_NUMBERS:
        meant = SERIAL_ZERO + timedelta(days=int(text))
        raise SerialNumber(raw, proposal=_written(meant))
    raise NotADay(raw)


def _checked(year_text: str, month: int, day: int, *, raw: str) -> date:
    year = int(year_text)
    if len(year_text) == 2:
        raise TwoDigitYear(raw, proposal=f"{day:02d}/{month:02d}/20{year_text}")
    if year in BUDDHIST_YEARS:
        raise BuddhistYear(raw, proposal=f"{day:02d}/{month:02d}/{year - BUDDHIST_LEAD}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(raw, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if month > 12 and 1 <= day <= 12:
        raise MonthFirst(raw, proposal=_if_exists(year, day, month))
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise NoSuchDay(raw)
    last = calendar.monthrange(year, month)[1]
    if day > last:
        raise NoSuchDay(raw, proposal=_written(date(year, month, last)))
    return date(year, month, day)


def _if_exists(year: int, month: int, day: int) -> str | None:
    try:
        return _written(date(year, month, day))
    except ValueError:
        return None


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def read_period(cell: Cell) -> Period:
    """A period of the calendar, in the forms of domain.periods, or a day as read_day takes it.

    A date cell on the first of a month is refused: spreadsheets turn `03/2024` into 1 March.
    Raises NotAPeriodText, PeriodIsDate and, for days, what read_day raises.
    """
    raw = shown(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        if cell.day == 1:
            raise PeriodIsDate(raw, proposal=month_period(cell.year, cell.month).code)
        return day_period(read_day(cell))
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if _VIETNAMESE.fullmatch(text) or _ISO.fullmatch(text):
        return day_period(read_day(text))
    try:
        return parse_period(text)
    except NotAPeriod as unreadable:
        raise NotAPeriodText(raw) from unreadable
