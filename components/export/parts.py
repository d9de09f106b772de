"""What documents are made of: subjects, each with figures and tables that any format can draw.

All texts are plain and clean; numbers are those of the frames. A format has one module that draws
each part from here, so that no figure is reckoned twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One large value. `share` and `aim` (0-1, None: no scale) are the value and its target."""

    name: str
    value: str
    below: str = ""
    standing: str = ""
    tone: str = "neutral"
    share: float | None = None
    aim: float | None = None


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """A row of large values."""

    tiles: Sequence[Tile]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: days and amounts, None is a gap; `look` is one of house.LINES."""

    name: str
    look: str
    points: Sequence[tuple[date, float | None]]
    last: str = ""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines over days. `steps`: the value holds until the next point. Rates are 0-1.

    `across` and `up` are what is written along the two axes; `marks` are days with their words.
    """

    name: str
    lines: Sequence[Line]
    steps: bool
    is_rate: bool
    first: date
    last: date
    low: float
    high: float
    across: Sequence[tuple[date, str]]
    up: Sequence[tuple[float, str]]
    marks: Sequence[tuple[date, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar; no value is None and says why in `written`.

    `standing` is the word of its tone, for whoever sees no colours; empty where nothing is judged.
    """

    name: str
    value: float | None
    written: str
    tone: str = "course"
    target: float | None = None
    standing: str = ""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Horizontal bars on one scale from 0 to `full`; rates are 0-1. `target` names the tick."""

    name: str
    bars: Sequence[Bar]
    full: float
    is_rate: bool
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Region:
    """One unit of a map: outline in points of the picture, fill #rrggbb, what is written on it."""

    name: str
    rings: Sequence[Sequence[tuple[float, float]]]
    fill: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Label:
    """Name and figure of a unit beside a map. `side` is left or right of it, `at` the end of the
    words that looks at the map, in the middle of their height; `leads_to` is a point of the unit.
    """

    words: str
    side: str
    at: tuple[float, float]
    leads_to: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Map:
    """Units as shapes on a picture of `width` x `height` points, labels at both sides.

    `room` is the width of the columns of labels; the legend and `note` go below.
    """

    name: str
    width: float
    height: float
    letters: float
    room: tuple[float, float]
    regions: Sequence[Region]
    labels: Sequence[Label]
    legend: Sequence[tuple[str, str]]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A heading, its share of the width, and whether what stands below is a number."""

    heading: str
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table. `tones` has one tone per row (of its first cell); `empty` is said without rows.

    `rests`: what is said where so many rows are left out for want of room; none: all are drawn.
    `most_lines`: of a cell on a slide; what is longer is cut there.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    tones: Sequence[str] = ()
    empty: str = ""
    rests: Sequence[str] = ()
    most_lines: int = 3


@dataclass(frozen=True, kw_only=True)
class Points:
    """Lines under a heading, the worst first; `rests` as of a Grid."""

    heading: str
    lines: Sequence[str]
    tone: str = "plain"
    rests: Sequence[str] = ()


Part = Tiles | Lines | Bars | Map | Grid | Points


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One subject: a section of a paper, a slide or several. `origin` is its source line.

    `sentences` can be read aloud; `key` is unique in a document.
    """

    key: str
    title: str
    sentences: Sequence[str] = ()
    parts: Sequence[Part] = ()
    origin: str = ""
    notes: Sequence[str] = field(default=())
