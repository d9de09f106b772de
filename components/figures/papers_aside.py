"""Beside the documents: for which meeting they can be had, and which files were fetched lately."""

from collections.abc import Callable, Sequence
from datetime import date

from components.markup import hint, safe
from components.reader import Reader
from domain.meetings import Meeting
from store.audit_reading import Event

MOST_TO_COME, MOST_HELD = 2, 4


def meetings_of_papers(
    meetings: Sequence[Meeting],
    *,
    today: date,
    chosen: int | None,
    way: Callable[[Meeting], str],
    newest: str,
    reader: Reader,
) -> str:
    """A line for the newest figures, and one for each meeting that is on, to come or just over.

    `chosen`: whose figures the documents tell, None: the newest. `way` leads to the documents of a
    meeting, `newest` to those of the newest figures.
    """
    told = reader.text("documents.newest")
    here = ' class="ioc-chosen"' if chosen is None else ""
    first = f'<li{here}><a href="{safe(newest, limit=2000)}" target="_self">{safe(told)}</a></li>'
    rows = "".join(
        _meeting(one, today, chosen, way, reader) for one in _near(meetings, today=today)
    )
    return f'<ul class="ioc-aside">{first}{rows}</ul>'


def files_fetched(events: Sequence[Event], *, reader: Reader) -> str:
    """The files of `events` by name, each with its moment and batch; a sentence for none."""
    if not events:
        return f'<p class="ioc-nothing">{safe(reader.text("documents.nothing_fetched"))}</p>'
    rows = "".join(_file(event, reader) for event in events)
    return f'<ul class="ioc-aside">{rows}</ul>'


def _near(meetings: Sequence[Meeting], *, today: date) -> list[Meeting]:
    """Those going on, the nearest to come, the last opened; `meetings` newest first."""
    going_on = [one for one in meetings if one.is_open]
    to_come = [one for one in reversed(meetings) if one.state(on=today) == "planned"]
    held = [one for one in meetings if one.as_of is not None and not one.is_open]
    return [*going_on, *to_come[:MOST_TO_COME], *held[:MOST_HELD]]


def _meeting(
    one: Meeting, today: date, chosen: int | None, way: Callable[[Meeting], str], reader: Reader
) -> str:
    name = reader.pick(vars(one), "name")
    state = reader.text(f"meetings.state_{one.state(on=today)}")
    parts = [state, reader.date(one.held_on)]
    if one.as_of is not None:
        parts.append(reader.text("meetings.at_batch", batch=reader.number(one.as_of)))
    here = ' class="ioc-chosen"' if one.meeting_id == chosen else ""
    return (
        f'<li{here}><a href="{safe(way(one), limit=2000)}" target="_self"{hint(name)}>'
        f"{safe(name, limit=120)}</a><small>{safe(' · '.join(parts))}</small></li>"
    )


def _file(event: Event, reader: Reader) -> str:
    when = f"{event.happened_at:%H:%M} {reader.date(event.happened_at.date())}"
    batch = event.detail.get("as_of")
    known = isinstance(batch, int)
    parts = [
        when,
        *([reader.text("meetings.at_batch", batch=reader.number(batch))] if known else []),
    ]
    return (
        f"<li><b{hint(event.subject)}>{safe(event.subject, limit=90)}</b>"
        f"<small>{safe(' · '.join(parts))}</small></li>"
    )
