"""The one clock. Everything that needs "now" or "today" asks here, so that tests can move it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def province_day(*, clock_stands_at: date | None, time_zone: str) -> date:
    """Today in a province: the day at which a sample province stands still, else its own date."""
    return clock_stands_at or now().astimezone(ZoneInfo(time_zone)).date()
