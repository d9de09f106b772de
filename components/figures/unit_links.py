"""Ways to the profile of a unit of any era."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assets.wording import DEFAULT_LANGUAGE
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from domain.frozen import AT
from domain.periods import Period

SCREEN = "unit"


@dataclass(frozen=True)
class UnitLinks:
    """The address of each unit's profile, in a period in which the unit was there.

    `periods` are those that can be asked about, in the order in which they are offered.
    """

    province: str  # its word in addresses
    period: Period
    periods: tuple[Period, ...]
    today: date
    language: str
    at: str = ""

    def to(self, row: Row) -> str:
        """The address for a row with unit_code or code, valid_from and valid_to."""
        first, last = row["valid_from"], row["valid_to"]
        code = row.get("unit_code") or row.get("code")
        asked = {"province": self.province, "unit": str(code)}
        if row["level"] != "agency":
            # Codes of places are given anew: the map says which one is meant.
            asked["era"] = first.isoformat()
        period = self._period_within(first, last)
        if period is not None:
            asked["period"] = period.code
        if self.at:
            asked[AT] = self.at
        if self.language != DEFAULT_LANGUAGE:
            asked["lang"] = self.language
        return f"/{SCREEN}?{urlencode(asked)}"

    def _period_within(self, first: date, last: date | None) -> Period | None:
        """The period on screen, else the newest of its kind, else of any, that the unit ends in.

        A code is looked up on the last day of a period: there the unit must still be the one.
        """

        def fits(period: Period) -> bool:
            day = min(period.end, self.today)
            return first <= day and (last is None or day <= last)

        same_kind = [one for one in self.periods if one.frequency == self.period.frequency]
        offered = (self.period, *same_kind, *self.periods)
        return next((period for period in offered if fits(period)), None)


def lifetime(row: Row, reader: Reader) -> str:
    """`từ 01/07/2025` of a unit that is there, `đến 30/06/2025` of one that was."""
    if row["valid_to"] is not None:
        return reader.text("unit.until", day=reader.date(row["valid_to"]))
    return reader.text("unit.since", day=reader.date(row["valid_from"]))


def unit_rows(rows: Sequence[Row], *, links: UnitLinks, reader: Reader) -> str:
    """A list of units (columns of FOUND_UNITS): name, level and lifetime, each a way to it."""
    items = "".join(_row(row, links=links, reader=reader) for row in rows)
    return f'<ul class="ioc-unit-list">{items}</ul>'


def _row(row: Row, *, links: UnitLinks, reader: Reader) -> str:
    is_former = row["valid_to"] is not None and row["valid_to"] < links.today
    look = ' class="ioc-former"' if is_former else ""
    level = reader.text(f"unit.level_{row['level']}")
    return (
        f'<li><a href="{safe(links.to(row), limit=400)}"{look}>'
        f"<b>{safe(reader.pick(dict(row), 'full_name'), limit=120)}</b>"
        f"<span>{safe(level)}</span><em>{safe(lifetime(row, reader))}</em></a></li>"
    )
