"""The course of one plan: scope, done and due up to today, the pace needed, and what may come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import polars as pl

from components.figures.burn_up import step_path
from components.markup import safe
from components.reader import Reader
from queries.schemas import BURN_UP

UP, DOWN = "up", "down"
# Half the thickness of a line, in pixels.
HALF = {"scope": 1.25, "due": 1.5, "done": 2.5, "planned": 1.5, "left": 2.5}
LINES = {UP: ("scope", "due", "done"), DOWN: ("planned", "left")}
# Words and colours of a line that is drawn in the look of another.
LOOK = {"planned": "due", "left": "done"}
COUNTS = ("scope", "done", "due")
MOST_GRID_LINES, MOST_DAY_LABELS = 4, 6
LEAST_LABEL_DISTANCE = 0.13
# A letter of a label on the narrowest drawing, as a share of its width; how many are left empty
# around its words, and how much wider these are for being bold.
SHARE_OF_A_LETTER = 0.0135
LETTERS_AROUND, BOLD = 2, 1.12
MOST_LABEL_ROWS = 4
# More ways to lay them out are not tried.
MOST_TURNED = 7
# A forecast far beyond the due day would press all that is known into a corner.
MOST_DAYS_BEYOND = 400
ROUND_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


@dataclass(frozen=True, kw_only=True)
class Course:
    """`lines`: BURN_UP; `forecast`: the row of PLAN_FORECAST; `marks`: days with their words.

    `frozen`: BURN_UP at the ends of the months that are over, as it was known then.
    """

    lines: pl.DataFrame
    forecast: Mapping[str, Any]
    marks: Sequence[tuple[date, str]] = ()
    frozen: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BURN_UP))

    @property
    def due_on(self) -> date | None:
        day = self.forecast.get("due_on")
        assert day is None or isinstance(day, date)
        return day

    @property
    def today(self) -> date:
        day = self.lines["day"][-1]
        assert isinstance(day, date)
        return day

    @property
    def left(self) -> int:
        """Items in the plan that are not done."""
        last = self.lines.row(-1, named=True)
        return int(last["scope"] - last["done"])


def course_chart(
    course: Course, *, draw: str = UP, reader: Reader, letter: float = SHARE_OF_A_LETTER
) -> str:
    """Step lines up to today, the straight line that meets the due day, the range of a forecast.

    draw: UP for what is done, DOWN for what is left; letter: width of a letter of a label as a
    share of the drawing's. Without lines a sentence says so.
    """
    if course.lines.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("figures.nothing.burn_up"))}</p>'
    scale = _Scale.of(course)
    frame = _with_what_is_left(course.lines)
    at = [scale.across(day) for day in frame["day"]]
    drawn = "".join(
        f'<i class="ioc-step ioc-step-{LOOK.get(line, line)}" style="clip-path:{path}"></i>'
        for line in LINES[draw]
        if (
            path := step_path(
                [(x, scale.down(count)) for x, count in zip(at, frame[line], strict=True)],
                half=HALF[line],
            )
        )
    )
    return (
        f'<div class="ioc-burn-up ioc-course ioc-course-{draw}"><div class="ioc-plot">'
        f"{scale.grid(reader)}{drawn}"
        f"{_pace(course, scale, draw, reader)}{_range(course, scale, draw)}"
        f"{_frozen(course, scale, draw)}{_days(course, scale, letter, reader)}"
        f"{scale.days(reader)}</div>"
        f'<div class="ioc-ends">{_ends(frame, scale, draw, reader)}</div></div>'
    )


@dataclass(frozen=True)
class _Scale:
    """Where a day and a count lie in the drawing, as shares from the left and from the top."""

    first: date
    last: date
    top: int
    step: int

    @classmethod
    def of(cls, course: Course) -> "_Scale":
        days = [course.today, course.lines["day"][0] + timedelta(days=1)]
        beyond = [day for day in (course.due_on,) if day]
        beyond += [day for name in ("late", "early") if (day := course.forecast.get(name))]
        farthest = max([course.today, *days, *([course.due_on] if course.due_on else [])])
        limit = farthest + timedelta(days=MOST_DAYS_BEYOND)
        last = max([*days, *(min(day, limit) for day in beyond)])
        known = pl.concat([course.lines.select(COUNTS), course.frozen.select(COUNTS)])
        largest = int(known.max_horizontal().max() or 0)  # type: ignore[arg-type]
        step = next(
            (one for one in ROUND_STEPS if largest <= one * MOST_GRID_LINES),
            -(-largest // MOST_GRID_LINES),
        )
        return cls(course.lines["day"][0], last, max(-(-largest // step), 1) * step, step)

    def across(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return min(max(share, 0.0), 1.0)

    def down(self, count: int | None) -> float:
        return 1 - (count or 0) / self.top

    def grid(self, reader: Reader) -> str:
        marks = range(0, self.top + 1, self.step)
        return "".join(
            f'<s style="top:{self.down(mark):.2%}"><span>{reader.number(mark)}</span></s>'
            for mark in marks
        )

    def days(self, reader: Reader) -> str:
        """A few firsts of months along the bottom."""
        first, last = (day.year * 12 + day.month for day in (self.first, self.last))
        months = [
            date(index // 12, index % 12 + 1, 1)
            for index in range(first - 1, last)
            if self.first <= date(index // 12, index % 12 + 1, 1) <= self.last
        ] or [self.first]
        every = -(-len(months) // MOST_DAY_LABELS)
        return "".join(
            f'<em style="left:{self.across(day):.2%}">{safe(reader.month_of(day))}</em>'
            for day in months[::every]
        )


def _pace(course: Course, scale: _Scale, draw: str, reader: Reader) -> str:
    """From where things stand to everything done on the due day."""
    due = course.due_on
    if due is None or due <= course.today or not course.left:
        return ""
    last = course.lines.row(-1, named=True)
    ends = {UP: (last["done"], last["scope"]), DOWN: (course.left, 0)}[draw]
    (x1, y1), (x2, y2) = zip(
        (scale.across(course.today), scale.across(due)), map(scale.down, ends), strict=True
    )
    corners = ((x1, y1, -1.25), (x2, y2, -1.25), (x2, y2, 1.25), (x1, y1, 1.25))
    path = ",".join(f"{x:.2%} calc({y:.2%} + {aside}px)" for x, y, aside in corners)
    words = safe(reader.text("tasks.course.pace"))
    return f'<i class="ioc-step ioc-pace" style="clip-path:polygon({path})" title="{words}"></i>'


def _range(course: Course, scale: _Scale, draw: str) -> str:
    """The span in which 80 of 100 outcomes end, as a band where the line must arrive."""
    early, late = (course.forecast.get(name) for name in ("early", "late"))
    if early is None:
        return ""
    start, end = scale.across(early), scale.across(late) if late else 1.0
    height = scale.down(course.lines["scope"][-1] if draw == UP else 0)
    return (
        f'<i class="ioc-range" style="left:{start:.2%};width:{max(end - start, 0.004):.2%};'
        f'top:{height:.2%}"></i>'
    )


def _with_what_is_left(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(
        left=pl.col("scope") - pl.col("done"), planned=pl.col("scope") - pl.col("due")
    )


def _frozen(course: Course, scale: _Scale, draw: str) -> str:
    """A ring at each month's end where the main line stood then; a later word leaves it there."""
    counted = {UP: "done", DOWN: "left"}[draw]
    return "".join(
        f'<b class="ioc-frozen" style="left:{scale.across(row["day"]):.2%};'
        f'top:{scale.down(row[counted]):.2%}"></b>'
        for row in _with_what_is_left(course.frozen).to_dicts()
    )


@dataclass(frozen=True)
class _Label:
    """An upright line at `x` and its words from `start` to `end`, as shares from the left."""

    x: float
    look: str
    said: str
    start: float
    end: float

    @classmethod
    def of(cls, x: float, look: str, said: str, *, letter: float) -> "_Label":
        width = (len(said) + LETTERS_AROUND) * letter * BOLD
        right = cls(x, look, said, x, x + width)
        return right if right.end <= 1 else right.turned()

    def turned(self) -> "_Label":
        """The same with its words on the other side of the line."""
        return replace(self, start=2 * self.x - self.end, end=2 * self.x - self.start)

    def touches(self, other: "_Label") -> bool:
        """Whether the words of both would lie on each other in one row."""
        return self.start <= other.end and other.start <= self.end

    def reaches_over(self, other: "_Label") -> bool:
        """Whether these words lie across the line of `other`."""
        return self.start < other.x < self.end

    def html(self, row: int) -> str:
        side = "right" if self.start >= self.x else "left"
        return (
            f'<u class="ioc-day {self.look} ioc-{side}" style="left:{self.x:.2%};--row:{row}">'
            f"<span>{safe(self.said)}</span></u>"
        )


def _days(course: Course, scale: _Scale, letter: float, reader: Reader) -> str:
    """Upright lines: today, the due day, reforms and revisions; each with its words."""
    words = [(course.today, "ioc-today", reader.text("tasks.course.today"))]
    if course.due_on is not None:
        day = reader.date(course.due_on)
        words.append((course.due_on, "ioc-due-day", reader.text("tasks.course.due_day", day=day)))
    words += [
        (day, "ioc-mark-day", text)
        for day, text in course.marks
        if scale.first <= day <= scale.last
    ]
    labels = _without_clashes(
        [
            _Label.of(scale.across(day), look, said, letter=letter)
            for day, look, said in sorted(words, key=lambda one: one[0])
        ]
    )
    return "".join(label.html(row) for label, row in zip(labels, _rows(labels), strict=True))


def _without_clashes(labels: Sequence[_Label]) -> list[_Label]:
    """`labels`, some of them turned: of two that lie across each other's line none can be above."""
    if not _clashes(labels):
        return list(labels)
    sides = [
        (one, turned) if (turned := one.turned()).start >= 0 and turned.end <= 1 else (one,)
        for one in labels[:MOST_TURNED]
    ]
    ways = ([*way, *labels[MOST_TURNED:]] for way in product(*sides))
    return min(ways, key=_clashes)


def _clashes(labels: Sequence[_Label]) -> int:
    return sum(one.reaches_over(it) and it.reaches_over(one) for one, it in combinations(labels, 2))


def _rows(labels: Sequence[_Label]) -> list[int]:
    """The row of each, 0 the uppermost: no words on others, and none across the line of another.

    A line begins in the row of its words; what reaches over it lies in a row above.
    """
    rows: dict[int, int] = {}
    waiting = dict(enumerate(labels))
    while waiting:
        free = (it for it, one in waiting.items() if not _is_below(one, waiting.values()))
        place = next(free, next(iter(waiting)))
        own = waiting.pop(place)
        row = max((rows[it] + 1 for it in rows if labels[it].reaches_over(own)), default=0)
        while any(rows[it] == row and labels[it].touches(own) for it in rows):
            row += 1
        rows[place] = min(row, MOST_LABEL_ROWS - 1)
    return [rows[place] for place in range(len(labels))]


def _is_below(label: _Label, others: Iterable[_Label]) -> bool:
    return any(other.reaches_over(label) for other in others)


def _ends(frame: pl.DataFrame, scale: _Scale, draw: str, reader: Reader) -> str:
    """The last counts, level with the ends of their lines and apart from each other."""
    last = frame.row(-1, named=True)
    wanted = sorted((scale.down(last[line]), line) for line in LINES[draw])
    placed: list[float] = []
    for height, _ in wanted:
        placed.append(max(height, placed[-1] + LEAST_LABEL_DISTANCE) if placed else height)
    overhang = max(placed[-1] - 1.0, 0.0)
    return "".join(
        f'<span class="ioc-end-{LOOK.get(line, line)}" style="top:{height - overhang:.2%}">'
        f"<b>{reader.number(last[line])}</b> {safe(reader.text(f'tasks.course.{line}'))}</span>"
        for height, (_, line) in zip(placed, wanted, strict=True)
    )


def month_ends(lines: pl.DataFrame) -> pl.DataFrame:
    """BURN_UP as it stood on the last day of each month, and on its last day; oldest first."""
    if lines.is_empty():
        return lines
    ends = pl.date_range(lines["day"][0], lines["day"][-1], "1mo", eager=True).dt.month_end()
    days = pl.DataFrame(
        {"day": [*(day for day in ends if day < lines["day"][-1]), lines["day"][-1]]}
    )
    return days.join_asof(lines.sort("day"), on="day", strategy="backward")


def frozen_ends(lines: pl.DataFrame) -> pl.DataFrame:
    """Of BURN_UP as known then the ends of the months that are over: they never move again."""
    ends = month_ends(lines)
    return ends.filter(pl.col("day") == pl.col("day").dt.month_end())


def course_table(course: Course, *, reader: Reader) -> str:
    """The numbers of the lines, month by month, folded below the drawing; beside them the frozen.

    Of a month that is not over nothing is frozen, and of one of which nothing was told in its time
    nothing was known: the cells say so.
    """
    if course.lines.is_empty():
        return ""
    then = [f"{name}_then" for name in COUNTS]
    numbers = month_ends(course.lines).join(
        course.frozen.select("day", *(pl.col(name).alias(f"{name}_then") for name in COUNTS)),
        on="day",
        how="left",
        maintain_order="left",
    )
    head = "".join(f"<th>{safe(reader.text(f'tasks.course.{name}'))}</th>" for name in COUNTS)
    rows = "".join(
        _table_row(row, (*COUNTS, *then), reader) for row in reversed(numbers.to_dicts())
    )
    words = {
        name: safe(reader.text(f"tasks.course.{name}"))
        for name in ("day", "table", "known_now", "known_then")
    }
    return (
        f'<details class="ioc-numbers"><summary>{words["table"]}</summary><table><thead>'
        f"<tr><th rowspan=2>{words['day']}</th><th colspan=3>{words['known_now']}</th>"
        f"<th colspan=3>{words['known_then']}</th></tr>"
        f"<tr>{head}{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _table_row(row: Mapping[str, Any], columns: Sequence[str], reader: Reader) -> str:
    day = row["day"]
    is_over = (day + timedelta(days=1)).day == 1
    lacking = safe(reader.text(f"tasks.course.{'not_known' if is_over else 'not_frozen'}"))
    cells = "".join(
        f"<td>{lacking if row[name] is None else reader.number(row[name])}</td>" for name in columns
    )
    return f"<tr><th scope=row>{safe(reader.date(day))}</th>{cells}</tr>"
