"""Walls as an administrator sees them: links, the PCs that show them, and who is silent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assets.wording import UnknownKey
from components.markup import hint, plain, safe
from components.reader import NO_VALUE, Reader
from store.wall_list import Said, WallLink, WallPanel, WallScreen
from store.wall_playlists import PlaylistEntry
from store.wall_settings import WallSettings, grid_of

MEGABYTE = 1_000_000
# The parts of a slot's key (domain/playlist.py).
BETWEEN_CODES = "~"
MOST_ALARMS = 4
SCENES_NAMED = 3


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


def alarms(
    silent: Sequence[tuple[WallLink, WallScreen]], *, reader: Reader, now: datetime
) -> list[str]:
    """A sentence for each silent screen, as plain text; beyond MOST_ALARMS they are counted."""
    told = [
        reader.text(
            "walls.alarm",
            name=plain(link.name),
            address=_where(screen, _silent_panels(screen), reader),
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
    """The table of the PCs that show one of `links`, the silent ones first.

    One row a PC, or one a window where several make one picture.
    """
    screens = [(link, screen) for link in links for screen in link.screens]
    screens.sort(key=lambda pair: not pair[1].is_silent)
    rows = [
        _screen(link, screen, said, reader, now)
        for link, screen in screens
        for said in screen.panels or (screen,)
    ]
    if not rows:
        return _nothing("walls.no_screens", reader)
    columns = ("pc", "name", "heard", "scene", "as_of", "version", "heap", "errors", "state")
    return _table("ioc-wall-screens", columns, rows, reader)


def settings_html(settings: WallSettings, *, reader: Reader) -> str:
    """How the walls of a link are seen and paced, in one quiet line."""
    metres, width = (_metres(length, reader) for length in (settings.metres, settings.width))
    parts = (
        reader.text("walls.seen_from", metres=metres, width=width),
        reader.text("walls.stays", seconds=settings.seconds),
        _night(settings, reader),
        *([_panels(settings, reader)] if settings.panels != (1, 1) else []),
        reader.text(f"walls.language_{settings.language}"),
    )
    return f'<p class="ioc-list-note">{safe(" · ".join(parts), limit=400)}</p>'


def changes_told(
    before: WallSettings, after: WallSettings, *, units: Mapping[int, str], reader: Reader
) -> list[str]:
    """A line for each setting that is not as before: what it was and what it is, as plain text.

    `units`: names by id; one that is not there is not told by name.
    """

    return [
        reader.text(
            "walls.change",
            what=reader.text(f"walls.set_{name}"),
            before=_written(before, units, reader)[name],
            after=_written(after, units, reader)[name],
        )
        for name in after.differing(before)
    ]


def line_words(entry: PlaylistEntry, *, reader: Reader) -> str:
    """A line of a playlist in words and codes: `Bản đồ · 425 · DVC01`."""
    codes = (entry.unit, entry.period, entry.indicator, entry.plan)
    return plain(" · ".join((title_of_scene(entry.scene, reader), *filter(None, codes))))


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
    scenes = [title_of_scene(scene, reader) for scene in link.settings.scenes]
    made_on = reader.date(link.created_at.astimezone(ZoneInfo(link.time_zone)).date())
    tone, state = _state(link)
    cells = (
        f"<td><b>{safe(link.name)}</b></td>",
        f"<td>{safe(name_of_scope(link, reader))}</td>",
        f"<td{hint(', '.join(scenes))}>{safe(_some(scenes, reader))}</td>",
        f"<td>{safe(link.settings.addresses or reader.text('walls.any_address'), limit=60)}</td>",
        f"<td>{safe(_end(link, reader))}</td>",
        f"<td>{safe(link.made_by or reader.text('walls.command_line'))}"
        f"<small>{safe(made_on)}</small></td>",
        f"<td>{_chip(tone, reader.text(f'walls.state_{state}'))}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _some(scenes: Sequence[str], reader: Reader) -> str:
    """The first of many; the form of the link has them all."""
    if len(scenes) <= SCENES_NAMED + 1:
        return ", ".join(scenes)
    more = reader.number(len(scenes) - SCENES_NAMED)
    named = ", ".join(scenes[:SCENES_NAMED])
    return reader.text("walls.and_scenes", scenes=named, count=more)


def _screen(link: WallLink, screen: WallScreen, said: Said, reader: Reader, now: datetime) -> str:
    heap = reader.number(said.heap_bytes / MEGABYTE) if said.heap_bytes is not None else None
    heard = (
        _moment(said.beat_at, link, reader, now=now)
        if said.beat_at
        else reader.text("walls.never_heard")
    )
    tone, state = ("bad", "silent") if said.is_silent else ("good", "fine")
    errors = reader.number(said.frame_errors)
    where = _where(screen, [said] if isinstance(said, WallPanel) else [], reader)
    cells = (
        f"<td{hint(screen.browser or '')}>{safe(where)}</td>",
        f"<td><b>{safe(link.name)}</b></td>",
        f"<td>{safe(heard)}</td>",
        f"<td{hint(said.note or '')}>{safe(_slot(said.scene, reader), limit=60)}</td>",
        f"<td>{safe(reader.number(said.as_of))}</td>",
        f"<td>{safe(said.version or NO_VALUE, limit=20)}</td>",
        f"<td>{safe(reader.text('walls.megabytes', number=heap) if heap else NO_VALUE)}</td>",
        f"<td{_bad(said.frame_errors)}>{safe(errors)}</td>",
        f"<td>{_chip(tone, reader.text(f'walls.screen_{state}'))}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _where(screen: WallScreen, panels: Sequence[WallPanel], reader: Reader) -> str:
    """A PC by its address, and which of its windows is meant, as plain text."""
    address = plain(screen.address or NO_VALUE)
    if not panels:
        return address
    numbers = ", ".join(str(each.panel) for each in panels)
    return reader.text("walls.panel", address=address, panel=numbers, panels=panels[0].panels)


def _silent_panels(screen: WallScreen) -> list[WallPanel]:
    """The windows that are silent, when others of the PC are not."""
    silent = [each for each in screen.panels if each.is_silent]
    return silent if len(silent) < len(screen.panels) else []


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
    last_day = link.settings.last_day
    return reader.date(last_day) if last_day else reader.text("walls.no_end")


def _written(settings: WallSettings, units: Mapping[int, str], reader: Reader) -> dict[str, str]:
    """Every setting in words, by its name."""
    last_day = settings.last_day
    return {
        "name": settings.name,
        "unit_id": units.get(settings.unit_id, NO_VALUE),
        "scenes": ", ".join(title_of_scene(scene, reader) for scene in settings.scenes),
        "addresses": settings.addresses or reader.text("walls.any_address"),
        "last_day": reader.date(last_day) if last_day else reader.text("walls.no_end"),
        "language": reader.text(f"walls.language_{settings.language}"),
        "metres": _metres(settings.metres, reader),
        "width": _metres(settings.width, reader),
        "night": _night(settings, reader),
        "panels": grid_of(settings.panels),
        "seconds": reader.number(settings.seconds) or NO_VALUE,
    }


def _metres(length: float, reader: Reader) -> str:
    return reader.number(length, digits=1) or NO_VALUE


def _night(settings: WallSettings, reader: Reader) -> str:
    if settings.night is None:
        return reader.text("walls.never_dark")
    first, last = settings.night
    return reader.text("walls.dark", first=first, last=last)


def _panels(settings: WallSettings, reader: Reader) -> str:
    return reader.text("walls.in_panels", grid=grid_of(settings.panels))


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
