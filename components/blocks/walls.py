"""Walls as an administrator sees them: links, the PCs that show them, and who is silent."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assets.wording import UnknownKey
from components.markup import hint, plain, safe
from components.reader import NO_VALUE, Reader
from store.wall_list import WallLink, WallScreen

MEGABYTE = 1_000_000
# The parts of a slot's key (domain/playlist.py).
BETWEEN_CODES = "~"
MOST_ALARMS = 4


def title_of_scene(key: str, reader: Reader) -> str:
    """The title of a scene; the key of one that this version does not know."""
    try:
        return reader.text(f"scenes.{key}.title")
    except UnknownKey:
        return plain(key, limit=40)


def name_of_scope(link: WallLink, reader: Reader) -> str:
    """What a link sees: `Nghệ An · toàn tỉnh`."""
    vietnamese = reader.language == "vi"
    where = link.province_vi if vietnamese else link.province_en
    unit = link.unit_vi if vietnamese else link.unit_en
    return f"{where} · {unit if link.unit_code else reader.text('walls.whole_province')}"


def told_html(sentences: Sequence[str], *, tone: str) -> str:
    """What happened or is wrong, a line a sentence, in a box of that tone; nothing for none."""
    if not sentences:
        return ""
    lines = "".join(f"<p>{safe(sentence, limit=600)}</p>" for sentence in sentences)
    role = "alert" if tone == "bad" else "status"
    return f'<div class="ioc-told ioc-tone-{tone}" role="{role}">{lines}</div>'


def alarms(
    silent: Sequence[tuple[WallLink, WallScreen]], *, reader: Reader, now: datetime
) -> list[str]:
    """A sentence for each silent screen, as plain text; beyond MOST_ALARMS they are counted."""
    told = [
        reader.text(
            "walls.alarm",
            name=plain(link.name),
            address=plain(screen.address or NO_VALUE),
            time=_moment(screen.silent_since, link, reader, now=now),
            ago=_span(now - screen.silent_since, reader),
        )
        for link, screen in silent[:MOST_ALARMS]
    ]
    more = len(silent) - MOST_ALARMS
    return told + [reader.text("walls.more_alarms", count=reader.number(more))] * (more > 0)


def counted(links: Collection[WallLink], reader: Reader) -> str:
    """How many links are open, how many closed."""
    is_open = sum(link.is_open for link in links)
    numbers = {"open": reader.number(is_open), "shut": reader.number(len(links) - is_open)}
    return reader.text("walls.counted", **numbers)


def screens_counted(links: Collection[WallLink], reader: Reader) -> str:
    """How many PCs show a wall, how many of them are silent."""
    screens = [screen for link in links for screen in link.screens]
    silent = sum(screen.is_silent for screen in screens)
    return reader.text(
        "walls.screens_counted", count=reader.number(len(screens)), silent=reader.number(silent)
    )


def links_html(links: Collection[WallLink], *, reader: Reader) -> str:
    """The table of `links`; everything in it is text."""
    if not links:
        return _nothing("walls.none", reader)
    columns = ("name", "of_whom", "scenes", "addresses", "ends", "made", "state")
    return _table("ioc-wall-links", columns, [_link(link, reader) for link in links], reader)


def screens_html(links: Collection[WallLink], *, reader: Reader, now: datetime) -> str:
    """The table of the PCs that show one of `links`, the silent ones first."""
    screens = [(link, screen) for link in links for screen in link.screens]
    screens.sort(key=lambda pair: not pair[1].is_silent)
    rows = [_screen(link, screen, reader, now) for link, screen in screens]
    if not rows:
        return _nothing("walls.no_screens", reader)
    columns = ("pc", "name", "heard", "scene", "as_of", "version", "heap", "errors", "state")
    return _table("ioc-wall-screens", columns, rows, reader)


def settings_html(link: WallLink, *, reader: Reader) -> str:
    """How the walls of a link are seen and paced, in one quiet line."""
    metres, width = (reader.number(length, digits=1) for length in (link.metres, link.width))
    if link.night_from is None:
        dark = reader.text("walls.never_dark")
    else:
        dark = reader.text("walls.dark", first=link.night_from, last=link.night_until)
    parts = (
        reader.text("walls.seen_from", metres=metres, width=width),
        reader.text("walls.stays", seconds=link.seconds),
        dark,
        reader.text(f"walls.language_{link.language}"),
    )
    return f'<p class="ioc-list-note">{safe(" · ".join(parts), limit=400)}</p>'


def name_of_pc(screen: WallScreen) -> str:
    """A PC by its address, and its number where several share one."""
    return f"{screen.address or NO_VALUE} (#{screen.wall_session_id})"


def _table(name: str, columns: Sequence[str], rows: Sequence[str], reader: Reader) -> str:
    head = "".join(f"<th>{safe(reader.text(f'walls.{column}'))}</th>" for column in columns)
    return (
        f'<div class="ioc-list {name}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _link(link: WallLink, reader: Reader) -> str:
    scenes = [title_of_scene(scene, reader) for scene in link.scenes]
    made_on = reader.date(link.created_at.astimezone(ZoneInfo(link.time_zone)).date())
    tone, state = _state(link)
    cells = (
        f"<td><b>{safe(link.name)}</b></td>",
        f"<td>{safe(name_of_scope(link, reader))}</td>",
        f"<td{hint(', '.join(scenes))}>{safe(', '.join(scenes), limit=90)}</td>",
        f"<td>{safe(link.address_range or reader.text('walls.any_address'), limit=60)}</td>",
        f"<td>{safe(_end(link, reader))}</td>",
        f"<td>{safe(link.made_by or reader.text('walls.command_line'))}"
        f"<small>{safe(made_on)}</small></td>",
        f"<td>{_chip(tone, reader.text(f'walls.state_{state}'))}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _screen(link: WallLink, screen: WallScreen, reader: Reader, now: datetime) -> str:
    heap = reader.number(screen.heap_bytes / MEGABYTE) if screen.heap_bytes is not None else None
    heard = (
        _moment(screen.beat_at, link, reader, now=now)
        if screen.beat_at
        else reader.text("walls.never_heard")
    )
    tone, state = ("bad", "silent") if screen.is_silent else ("good", "fine")
    errors = reader.number(screen.frame_errors)
    cells = (
        f"<td{hint(screen.browser or '')}>{safe(screen.address or NO_VALUE)}</td>",
        f"<td><b>{safe(link.name)}</b></td>",
        f"<td>{safe(heard)}</td>",
        f"<td{hint(screen.note or '')}>{safe(_slot(screen.scene, reader), limit=60)}</td>",
        f"<td>{safe(reader.number(screen.as_of))}</td>",
        f"<td>{safe(screen.version or NO_VALUE, limit=20)}</td>",
        f"<td>{safe(reader.text('walls.megabytes', number=heap) if heap else NO_VALUE)}</td>",
        f"<td{_bad(screen.frame_errors)}>{safe(errors)}</td>",
        f"<td>{_chip(tone, reader.text(f'walls.screen_{state}'))}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _slot(key: str | None, reader: Reader) -> str:
    """The slot a screen shows, in words: its scene, and the codes of what it is of."""
    scene, *codes = (key or "").split(BETWEEN_CODES)
    if not scene:
        return NO_VALUE
    return " · ".join((title_of_scene(scene, reader), *filter(None, codes)))


def _moment(moment: datetime, link: WallLink, reader: Reader, *, now: datetime) -> str:
    """Hour and minute in the province, with the day when it is not today."""
    zone = ZoneInfo(link.time_zone)
    local = moment.astimezone(zone)
    time = f"{local:%H:%M}"
    is_today = local.date() == now.astimezone(zone).date()
    return time if is_today else f"{time} {reader.date(local.date())}"


def _span(span: timedelta, reader: Reader) -> str:
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 2 * 60:
        return reader.text("walls.minutes", count=reader.number(minutes))
    if minutes < 2 * 24 * 60:
        return reader.text("walls.hours", count=reader.number(minutes // 60))
    return reader.text("walls.days", count=reader.number(minutes // (24 * 60)))


def _end(link: WallLink, reader: Reader) -> str:
    if link.revoked_at is not None:
        return reader.date(link.revoked_at.astimezone(ZoneInfo(link.time_zone)).date())
    return reader.date(link.last_day) if link.last_day else reader.text("walls.no_end")


def _state(link: WallLink) -> tuple[str, str]:
    if link.revoked_at is not None:
        return "neutral", "revoked"
    return ("neutral", "over") if link.is_over else ("good", "open")


def _chip(tone: str, word: str) -> str:
    return f'<span class="ioc-chip ioc-tone-{tone}">{safe(word)}</span>'


def _bad(errors: int | None) -> str:
    return ' class="ioc-tone-bad"' if errors else ""


def _nothing(key: str, reader: Reader) -> str:
    return f'<p class="ioc-log-none ioc-nothing">{safe(reader.text(key))}</p>'
