"""How it is told that the unit that led a work item is gone, and who took over."""

from components.measures import Row
from components.reader import Reader


def lead_until(lead: str, row: Row, reader: Reader) -> str:
    """`lead`; where it is gone with its last day, and the unit or how many units took over."""
    day = row.get("lead_ended_on")
    if day is None:
        return lead
    told = reader.text("figures.lead.until", unit=lead, day=reader.date(day))
    count = row["lead_successors"]
    name = reader.pick(dict(row), "lead_successors")
    if count == 1 and name:
        return f"{told} → {name}"
    return f"{told} → {reader.counted('figures.lead.successors', count)}" if count else told


def post_until(post: str, row: Row, reader: Reader) -> str:
    """`post`; of a unit that is gone with the last day of both."""
    day = row.get("lead_ended_on")
    if day is None or not post:
        return post
    return reader.text("figures.lead.until", unit=post, day=reader.date(day))


def ended_sentence(row: Row, reader: Reader) -> str:
    """That the lead unit is gone, since when, and the names of those that took over; or nothing."""
    day = row.get("lead_ended_on")
    if day is None:
        return ""
    said = reader.text(
        "figures.lead.ended", unit=reader.pick(dict(row), "lead"), day=reader.date(day)
    )
    count = row["lead_successors"]
    if not count:
        return f"{said} {reader.text('figures.lead.nobody')}"
    units = reader.counted("figures.lead.successors", count)
    names = reader.pick(dict(row), "lead_successors")
    return f"{said} {units}: {names}." if names else f"{said} {units}."
