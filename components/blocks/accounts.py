"""The accounts of the board as a table: who, as what, what they see, and whether they may enter."""

from collections.abc import Collection, Mapping

from components.markup import hint, safe
from components.reader import Reader
from store.account_list import Account, Unit

UNITS_SHOWN = 2


def name_of_unit(unit: Unit, reader: Reader) -> str:
    """A unit with its province, and its last day when it is gone: names are used again."""
    vietnamese = reader.language == "vi"
    name = unit.full_name_vi if vietnamese else unit.full_name_en
    if unit.level == "province":
        return reader.text("administration.whole_province", name=name)
    name = f"{unit.province_vi if vietnamese else unit.province_en} · {name}"
    if unit.valid_to is None:
        return name
    return reader.text("administration.until", name=name, day=reader.date(unit.valid_to))


def accounts_html(
    accounts: Collection[Account], units: Mapping[int, Unit], *, reader: Reader, own_id: int
) -> str:
    """The table of `accounts`; everything in it is text. `units` by id, in reading order."""
    columns = ("username", "role", "scope", "last_seen", "sessions", "state")
    head = "".join(f"<th>{safe(reader.text(f'administration.{name}'))}</th>" for name in columns)
    rows = "".join(_row(account, units, reader, own_id) for account in accounts)
    return (
        '<div class="ioc-list ioc-accounts"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(account: Account, units: Mapping[int, Unit], reader: Reader, own_id: int) -> str:
    """One account; the scope whole in its hint."""
    given = account.unit_ids
    names = [name_of_unit(unit, reader) for unit_id, unit in units.items() if unit_id in given]
    shown = ", ".join(names[:UNITS_SHOWN]) or reader.text("administration.nothing")
    if len(names) > UNITS_SHOWN:
        more = reader.text("administration.and_more", count=len(names) - UNITS_SHOWN)
        shown = f"{shown} {more}"
    seen = account.last_seen_at
    when = f"{reader.date(seen.date())} {seen:%H:%M}" if seen else None
    tone, state = _state(account, reader)
    note = _note(account, reader, own_id)
    cells = (
        f"<td><b>{safe(account.username)}</b>{note}"
        f"<small>{safe(account.display_name)}</small></td>",
        f"<td>{safe(reader.text(f'shell.role_{account.role}'))}</td>",
        f"<td{hint(', '.join(names))}>{safe(shown)}</td>",
        f"<td>{safe(when or reader.text('administration.never'))}</td>",
        f"<td>{safe(reader.number(account.open_sessions))}</td>",
        f'<td><span class="ioc-chip ioc-tone-{tone}">{safe(state)}</span></td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _note(account: Account, reader: Reader, own_id: int) -> str:
    """What is special about an account."""
    notes = [
        reader.text(f"administration.{name}")
        for name, holds in (
            ("is_oneself", account.account_id == own_id),
            ("is_demo", account.is_demo),
        )
        if holds
    ]
    return f' <i class="ioc-list-note">{safe(", ".join(notes))}</i>' if notes else ""


def _state(account: Account, reader: Reader) -> tuple[str, str]:
    """Tone and word for whether somebody can sign in with it."""
    if account.is_disabled:
        return "neutral", reader.text("administration.state_disabled")
    if account.must_change_password:
        return "warning", reader.text("administration.state_must_change")
    return "good", reader.text("administration.state_open")


def counted(accounts: Collection[Account], reader: Reader) -> str:
    """How many accounts are open, how many disabled."""
    disabled = sum(account.is_disabled for account in accounts)
    return reader.text(
        "administration.counted",
        open=reader.number(len(accounts) - disabled),
        disabled=reader.number(disabled),
    )


def list_title(text: str, note: str = "") -> str:
    """The title of a card."""
    return (
        f'<h2 class="ioc-list-title">{safe(text)} '
        f'<small class="ioc-list-note">{safe(note)}</small></h2>'
    )
