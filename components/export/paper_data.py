"""Subjects as the data of the templates in assets/papers: numbers as shares of the drawing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from components.export import house
from components.export.cover import Cover
from components.export.parts import Bars, Grid, Line, Lines, Map, Part, Points, Tiles, Topic

Data = dict[str, Any]
Spot = tuple[float, float]
DIGITS = 5


def paper_data(topics: Sequence[Topic], *, cover: Cover, language: str) -> Data:
    """All that a template needs; every text of it is a string and never markup."""
    return {
        "house": house.palette(),
        "language": language,
        "cover": asdict(cover),
        "topics": [
            {
                "title": topic.title,
                "sentences": list(topic.sentences),
                # The sentences of large values repeat them: a picture has room for one line.
                "said": [] if _has_tiles(topic) else list(topic.sentences),
                "origin": topic.origin,
                "parts": [part_data(part) for part in topic.parts],
            }
            for topic in topics
        ],
    }


def part_data(part: Part) -> Data:
    """One part with its kind, as assets/papers/charts.typ reads it."""
    if isinstance(part, Lines):
        return _lines(part)
    if isinstance(part, Bars):
        return _bars(part)
    if isinstance(part, Map):
        return {**asdict(part), "kind": "map", "regions": [_region(one) for one in part.regions]}
    if isinstance(part, Tiles):
        return {"kind": "tiles", "tiles": [_tile(asdict(tile)) for tile in part.tiles]}
    assert isinstance(part, Grid | Points)
    return {**asdict(part), "kind": "grid" if isinstance(part, Grid) else "points"}


def _has_tiles(topic: Topic) -> bool:
    return any(isinstance(part, Tiles) for part in topic.parts)


def _tile(tile: Data) -> Data:
    return {**tile, "share": _within(tile["share"]), "aim": _within(tile["aim"])}


def _region(region: Any) -> Data:
    rings = [[(round(x, 2), round(y, 2)) for x, y in ring] for ring in region.rings]
    return {"fill": region.fill, "rings": rings}


def _bars(part: Bars) -> Data:
    bars = [
        {
            "name": bar.name,
            "written": bar.written,
            "tone": bar.tone,
            "standing": bar.standing,
            "share": _share_of(bar.value, part.full),
            "aim": _share_of(bar.target, part.full),
        }
        for bar in part.bars
    ]
    return {"kind": "bars", "target": part.target, "bars": bars}


def _lines(part: Lines) -> Data:
    span = max((part.last - part.first).days, 1)
    height = part.high - part.low or 1.0

    def across(day: date) -> float:
        return round((day - part.first).days / span, DIGITS)

    def down(amount: float) -> float:
        return round(1 - (amount - part.low) / height, DIGITS)

    def runs(line: Line) -> list[list[Spot]]:
        found: list[list[Spot]] = [[]]
        for day, amount in line.points:
            if amount is None:
                found.append([])
            else:
                found[-1].append((across(day), down(amount)))
        known = [run for run in found if run]
        return [stepped(run) for run in known] if part.steps else known

    return {
        "kind": "lines",
        "name": part.name,
        "lines": [
            {"name": line.name, "look": line.look, "last": line.last, "runs": runs(line)}
            for line in part.lines
        ],
        "up": [(down(amount), written) for amount, written in part.up],
        "across": [(across(day), written) for day, written in part.across],
        "marks": [(across(day), words) for day, words in part.marks],
    }


def stepped(run: Sequence[Spot]) -> list[Spot]:
    """The points of a line that holds each value until the next one."""
    corners = [run[0]]
    for (_, before), (x, y) in pairwise(run):
        corners += [(x, before), (x, y)]
    return corners


def _share_of(amount: float | None, full: float) -> float | None:
    return None if amount is None else _within(amount / full if full else 0.0)


def _within(share: float | None) -> float | None:
    return None if share is None else round(min(max(share, 0.0), 1.0), DIGITS)
