"""The events of the audit log as a table."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from components.markup import hint, safe
from components.reader import NO_VALUE, Reader
from store.audit import Action
from store.audit_reading import Event
from store.tables.accounts import ROLES

# Keys of an event's detail that have a name in both languages.
NAMED = frozenset(
    (
        "province", "period", "unit", "units", "indicator", "plan", "batch", "kind", "rows",
        "rejected", "role", "role_before", "sessions", "account", "action", "from", "to", "page",
        "as_of", "by", "at", "link", "screen", "screens", "scenes", "addresses", "last_day", "why",
        "screen_address", "entries", "entries_before", "changed",
    )
)  # fmt: skip


def events_html(events: Sequence[Event], *, reader: Reader, screens: Collection[str]) -> str:
    """The events as a table; everything in it is text."""
    if not events:
        return f'<p class="ioc-log-none ioc-nothing">{safe(reader.text("audit.none"))}</p>'
    columns = ("time", "account", "action", "subject", "detail", "address", "position")
    head = "".join(f"<th>{safe(reader.text(f'audit.{name}'))}</th>" for name in columns)
    rows = "".join(_row(event, reader, screens) for event in events)
    return (
        '<div class="ioc-list ioc-log"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(event: Event, reader: Reader, screens: Collection[str]) -> str:
    """One event; hints show what the columns have no room for."""
    when = f"{reader.date(event.happened_at.date())} {event.happened_at:%H:%M:%S}"
    refused = " ioc-tone-bad" if event.action.endswith("refused") else ""
    detail = _told(event.detail, reader)
    cells = (
        ("", safe(when)),
        ("", f"<b>{safe(event.username or reader.text('audit.nobody'))}</b>"),
        (f' class="ioc-log-action{refused}"', safe(_action(event, reader))),
        (hint(event.subject), safe(_subject(event, reader, screens))),
        (hint(detail), safe(detail)),
        ("", safe(event.address or NO_VALUE)),
        ("", safe(reader.number(event.position))),
    )
    return f"<tr>{''.join(f'<td{more}><span>{cell}</span></td>' for more, cell in cells)}</tr>"


def _action(event: Event, reader: Reader) -> str:
    """What was done; a word that nobody knows stands as it is."""
    known = event.action in set(Action)
    return reader.text(f"audit.action_{event.action}") if known else event.action


def _subject(event: Event, reader: Reader, screens: Collection[str]) -> str:
    """What it was done to; screens by their titles."""
    is_screen = event.action == Action.SAW and event.subject in screens
    return reader.text(f"{event.subject}.title") if is_screen else event.subject or NO_VALUE


def _told(detail: Mapping[str, Any], reader: Reader) -> str:
    """The codes of an event's detail, each with its name."""
    parts = []
    for name, value in detail.items():
        label = reader.text(f"audit.detail_{name}") if name in NAMED else name
        parts.append(f"{label}: {_written(name, value, reader) or NO_VALUE}")
    return " · ".join(parts)


def _written(name: str, value: object, reader: Reader) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name.startswith("role") and value in ROLES:
        return reader.text(f"shell.role_{value}")
    return reader.number(value) if isinstance(value, int) else str(value)
