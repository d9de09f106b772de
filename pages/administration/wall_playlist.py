"""The playlist of a wall link as a table that is edited and saved whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from components.blocks.walls import title_of_scene
from components.markup import plain
from components.reader import NO_VALUE, Reader
from domain.choices import UnknownChoice
from domain.periods import parse_period
from domain.playlist import EACH, Slot
from domain.scope import Scope
from queries.catalogue import periods_available
from queries.runner import data_version, fetch
from queries.turns import NO_CHOICE, Day, day_of, settled_slot, turns
from store.wall_choices import PlaylistChoices
from store.wall_playlists import PlaylistEntry
from store.wall_settings import WallRefused

# A cell of the editor can stand empty, but no option can: the whole, or the scene's own choice.
WHOLE = "-"
SCHEMA = {
    "line": pl.Float64,
    "scene": pl.String,
    "unit": pl.String,
    "indicator": pl.String,
    "plan": pl.String,
    "period": pl.String,
    "seconds": pl.Int64,
}


def frame_of(entries: Sequence[PlaylistEntry]) -> pl.DataFrame:
    """The rows that the editor begins with, one an entry, in order."""
    rows = [
        {
            "line": float(line),
            "scene": entry.scene,
            "unit": entry.unit or WHOLE,
            "indicator": entry.indicator or WHOLE,
            "plan": entry.plan or WHOLE,
            "period": entry.period or WHOLE,
            "seconds": entry.seconds,
        }
        for line, entry in enumerate(entries, start=1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def entries_of(rows: Iterable[Mapping[str, Any]]) -> list[PlaylistEntry]:
    """The entries of edited rows, by their numbers; a row without one comes last.

    Raises WallRefused for a row that names no scene.
    """
    numbered = enumerate(rows, start=1)
    ordered = sorted(numbered, key=lambda pair: (_number(pair[1]), pair[0]))
    return [_entry(row, line=line) for line, row in ordered]


def show_editor(
    scenes: Sequence[str],
    entries: Sequence[PlaylistEntry],
    choices: PlaylistChoices,
    periods: Sequence[str],
    *,
    reader: Reader,
    key: str,
) -> list[Mapping[str, Any]]:
    """The table of `entries`; gives its rows as they are edited now. `periods`: codes."""
    written = {code: reader.period(parse_period(code)) for code in periods}
    units = {code: _unit(choices, code, reader) for code in choices.units}
    edited = st.data_editor(
        frame_of(entries),
        num_rows="dynamic",
        hide_index=True,
        placeholder=NO_VALUE,
        width="stretch",
        column_config={
            "line": st.column_config.NumberColumn(reader.text("walls.line"), width="small"),
            "scene": st.column_config.SelectboxColumn(
                reader.text("walls.scene_named"),
                options=list(scenes),
                format_func=lambda scene: title_of_scene(scene, reader),
                required=True,
            ),
            "unit": _choice("unit", "whole", units, reader),
            "indicator": _choice(
                "indicator", "own_choice", _named(choices.indicators, reader), reader
            ),
            "plan": _choice("plan", "own_choice", _named(choices.plans, reader), reader),
            "period": _choice("period", "newest_period", written, reader, each=False),
            "seconds": st.column_config.NumberColumn(reader.text("walls.seconds_own"), step=1),
        },
        key=key,
    )
    return list(edited.to_dicts())


def day_of_walls(scope: Scope, province: str) -> Day | None:
    """The day on which walls of `scope` look at the province now; None before its first import."""
    try:
        return day_of(scope, as_of=data_version(), fetch=fetch, province=province)
    except UnknownChoice:
        return None


def periods_of(day: Day | None) -> list[str]:
    """The periods that a line may name, by their codes, in reading order."""
    if day is None:
        return []
    asked = settled_slot(NO_CHOICE, day, fetch=fetch).question
    return fetch(periods_available, asked)["period"].to_list()


def refuse_unanswered(entries: Sequence[PlaylistEntry], day: Day | None) -> None:
    """Raises WallRefused for a line that asks for what is not there on that day."""
    if day is None:
        return
    for line, entry in enumerate(entries, start=1):
        codes = {name: getattr(entry, name) for name in ("unit", "period", "indicator", "plan")}
        _, unknown = turns([(Slot(scene=entry.scene, **codes), 0)], day, fetch=fetch)
        if unknown:
            raise WallRefused("walls.line_unanswered", line=line)


def _choice(
    label: str, whole: str, names: Mapping[str, str], reader: Reader, *, each: bool = True
) -> Any:
    told = {WHOLE: reader.text(f"walls.{whole}")}
    told |= ({EACH: reader.text("walls.each")} if each else {}) | dict(names)
    return st.column_config.SelectboxColumn(
        reader.text(f"walls.of_{label}"),
        options=list(told),
        format_func=lambda code: told.get(code, code),
        default=WHOLE,
    )


def _named(names: Mapping[str, tuple[str, str]], reader: Reader) -> dict[str, str]:
    place = 0 if reader.language == "vi" else 1
    return {code: plain(f"{code} · {both[place]}", limit=80) for code, both in names.items()}


def _unit(choices: PlaylistChoices, code: str, reader: Reader) -> str:
    unit = choices.units[code]
    name = plain(unit.name_vi if reader.language == "vi" else unit.name_en, limit=80)
    if unit.valid_to is None:
        return name
    return reader.text("administration.until", name=name, day=reader.date(unit.valid_to))


def _number(row: Mapping[str, Any]) -> float:
    number = row.get("line")
    return float("inf") if number is None else float(number)


def _entry(row: Mapping[str, Any], *, line: int) -> PlaylistEntry:
    if not row.get("scene"):
        raise WallRefused("walls.scene_missing", line=line)
    codes = {
        name: "" if row.get(name) in (None, WHOLE) else str(row[name])
        for name in ("unit", "indicator", "plan", "period")
    }
    seconds = row.get("seconds")
    return PlaylistEntry(
        scene=str(row["scene"]), seconds=None if seconds is None else int(seconds), **codes
    )
