"""Meetings as a list, and one of them with its agenda."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from components.markup import hint, safe
from components.reader import NO_VALUE, Reader
from domain.meetings import AgendaLine, Meeting

STATES = ("open", "planned", "held")
MOST_HELD = 25


def meeting_list(
    meetings: Sequence[Meeting],
    *,
    today: date,
    chosen: int | None,
    way: Callable[[Meeting], str],
    reader: Reader,
) -> str:
    """Open ones, those to come (the nearest first), those held (the newest first)."""
    if not meetings:
        return f'<p class="ioc-nothing">{safe(reader.text("meetings.none"))}</p>'
    parts = []
    for state in STATES:
        of_state = [one for one in meetings if one.state(on=today) == state]
        if state == "planned":
            of_state.reverse()
        if not of_state:
            continue
        rows = "".join(_row(one, chosen, way, reader) for one in of_state[:MOST_HELD])
        more = len(of_state) - MOST_HELD
        rest = f"<p><small>{safe(reader.counted('meetings.earlier', more))}</small></p>"
        title = safe(reader.text(f"meetings.state_{state}"))
        parts.append(f"<h4>{title}</h4><ul>{rows}</ul>{rest if more > 0 else ''}")
    return f'<div class="ioc-meetings">{"".join(parts)}</div>'


def _row(one: Meeting, chosen: int | None, way: Callable[[Meeting], str], reader: Reader) -> str:
    look = ' class="ioc-chosen"' if one.meeting_id == chosen else ""
    name = reader.pick(vars(one), "name")
    return (
        f"<li{look}><time>{safe(reader.date(one.held_on))}</time>"
        f'<div><a href="{safe(way(one), limit=2000)}" target="_self"{hint(name)}>'
        f"{safe(name, limit=160)}</a>{_small(one, reader)}</div></li>"
    )


def _small(one: Meeting, reader: Reader) -> str:
    if one.as_of is None:
        return ""
    batch = reader.text("meetings.at_batch", batch=reader.number(one.as_of))
    return f"<small>{safe(batch)}</small>"


def meeting_facts(one: Meeting, *, today: date, reader: Reader) -> str:
    """Day, chair, and at what its figures stand."""
    stands = reader.text("meetings.stands_at_nothing")
    if one.as_of is not None and one.stands_on is not None:
        stands = reader.text(
            "meetings.stands_at", batch=reader.number(one.as_of), day=reader.date(one.stands_on)
        )
    facts = {
        "held_on": reader.date(one.held_on),
        "state": reader.text(f"meetings.state_{one.state(on=today)}"),
        "chair": reader.pick(vars(one), "chair") or NO_VALUE,
        "figures": stands,
    }
    rows = "".join(
        f"<dt>{safe(reader.text(f'meetings.fact_{name}'))}</dt><dd>{safe(value, limit=400)}</dd>"
        for name, value in facts.items()
    )
    return f'<div class="ioc-meeting"><dl>{rows}</dl></div>'


def agenda_list(
    agenda: Sequence[AgendaLine],
    *,
    scenes: Mapping[str, str],
    units: Mapping[int, str],
    reader: Reader,
) -> str:
    """The lines of an agenda in order; `scenes` and `units` give titles and names."""
    if not agenda:
        return f'<p class="ioc-nothing">{safe(reader.text("meetings.no_agenda"))}</p>'
    told = [line_words(line, scenes=scenes, units=units, reader=reader) for line in agenda]
    rows = "".join(
        f"<li><em>{place}</em><span>{safe(words, limit=300)}</span>"
        f"<small>{safe(_minutes(line, reader))}</small></li>"
        for place, (line, words) in enumerate(zip(agenda, told, strict=True), start=1)
    )
    return f'<ol class="ioc-agenda">{rows}</ol>'


def line_words(
    line: AgendaLine, *, scenes: Mapping[str, str], units: Mapping[int, str], reader: Reader
) -> str:
    """What a line of an agenda is about; a unit out of the reader's scope is not named."""
    if line.kind == "unit":
        return units.get(line.unit_id or 0) or reader.text("meetings.unit_elsewhere")
    title = scenes.get(line.scene, line.scene) if line.scene else ""
    return ": ".join(part for part in (title, line.text) if part)


def _minutes(line: AgendaLine, reader: Reader) -> str:
    return reader.counted("meetings.minutes", line.minutes) if line.minutes else ""
