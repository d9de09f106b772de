"""Work of one plan from across a room: how much is late, where it stands, its course, what presses.

The rules are those of the tasks page: states and days of WORK_ITEMS, the lines of BURN_UP.
"""

from dataclasses import dataclass

import polars as pl

from components.course_words import chance_words, forecast_sentence
from components.figures.course import LINES, UP, Course, course_chart
from components.figures.marks import icon
from components.figures.task_list import OPEN_SECTIONS, SOON, in_sections
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader
from components.scenes.fitting import MEAN_WIDTH, height_of, panel_down, rows_within
from components.scenes.parts import Statement, nothing, panel, rows_list
from components.scenes.posts import post_html, who_answers
from components.scenes.space import Space
from components.sentences import STATES

TITLE_LENGTH = 320
# In units: around a row of the list.
PADDING = 0.5
# Beside the plot stand the marks of its scale.
MARKS = 2.7


def open_items_of(items: pl.DataFrame) -> pl.DataFrame:
    """What is open of WORK_ITEMS in reading order: late, soon due, without a date, the rest."""
    return in_sections(items).filter(pl.col("section").is_in(OPEN_SECTIONS))


def late_statement(plan: Row, open_items: pl.DataFrame, *, reader: Reader) -> Statement:
    """How many of the plan (a row of PLAN_STATES) are late and for how long at most."""
    late = plan["overdue"]
    kind = "models" if plan["plan_kind"] == "pilot_models" else "tasks"
    told = []
    # Counts are of the whole plan, items of the scope alone: its late ones may be other people's.
    late_here = open_items.filter(pl.col("days_left") < 0)["days_left"].to_list()
    if late_here:
        days = reader.counted("sentences.days", -min(late_here))
        told.append(reader.text("scenes_work.longest", days=days))
    if plan["due_30"]:
        told.append(reader.counted("scenes_work.due_soon", plan["due_30"]))
    return Statement(
        figure=reader.number(late),
        words=reader.counted(f"scenes_work.late_{kind}", late),
        tone="bad" if late else "good",
        sign="overdue" if late else "met",
        below="; ".join(told),
    )


def end_statement(plan: Row, course: Course, *, reader: Reader) -> Statement:
    """With which chance the plan ends in time; where nobody can tell, how much of it is done."""
    told = course.forecast
    if told and told["outcome"] == "range" and told["chance"] is not None:
        likely = told["likely"]
        return Statement(
            figure=chance_words(told["chance"], reader=reader),
            words=reader.text("scenes_work.in_time", day=reader.date(told["due_on"])),
            tone="plain",
            sign="due",
            below=reader.text("scenes_work.likely", day=reader.date(likely)) if likely else "",
        )
    ending = plan["total"] - plan["recurring"]
    return Statement(
        figure=f"{reader.number(plan['accepted'])}/{reader.number(ending)}",
        words=reader.text(f"scenes_work.done{'_that_ends' if plan['recurring'] else ''}"),
        tone="plain",
        sign="met",
    )


def state_bar(plan: Row, *, note: str, look: str, reader: Reader) -> str:
    """The states of the plan as one bar, each told in words below it; `note` is finished HTML,
    `look` a class."""
    shown = [state for state in STATES if plan[state]]
    bar = "".join(
        f'<i class="ioc-state-{state}" style="flex-grow:{plan[state]}"></i>' for state in shown
    )
    legend = "".join(
        f'<li><i class="ioc-swatch ioc-state-{state}"></i><b>{reader.number(plan[state])}</b> '
        f"{safe(reader.text(f'figures.state.{state}'))}</li>"
        for state in shown
    )
    total = safe(reader.counted("scenes_work.in_all", plan["total"]))
    return (
        f'<div class="ioc-scene-states{look}"><div class="ioc-stack" aria-hidden="true">{bar}</div>'
        f"<div><ul>{legend}</ul><p>{total}</p>{note}</div></div>"
    )


def course_panel(course: Course, *, space: Space, across: float, reader: Reader) -> str:
    """The course of the plan; below it why its end cannot be foretold, where nobody can."""
    has_recurring = course.lines.height > 0 and course.lines["recurring"][-1]
    title = reader.text(f"scenes_work.course{'_that_ends' if has_recurring else ''}")
    if course.lines.is_empty():
        return panel(title, nothing(reader.text("figures.nothing.burn_up")), name="course")
    is_told = bool(course.forecast) and course.forecast["outcome"] == "range"
    words = "" if is_told else forecast_sentence(course, reader=reader)
    if words and not space.has_plenty:
        # The whole of it would leave no room for the course itself.
        words = reader.text("scenes_work.no_forecast")
    letter = space.small * MEAN_WIDTH / (across - MARKS)
    drawn = course_chart(course, reader=reader, letter=letter)
    chart = f'<div class="ioc-scene-chart">{drawn}</div>'
    body = f"{_legend(course, reader)}{chart}"
    return panel(title, body, name="course", more=words)


def _legend(course: Course, reader: Reader) -> str:
    """The last counts of the lines in words: their ends lie too close for type of this size."""
    last = course.lines.row(-1, named=True)
    lines = [
        (line, f"<b>{reader.number(last[line])}</b> {safe(reader.text(f'tasks.course.{line}'))}")
        for line in LINES[UP]
    ]
    if course.left and course.due_on is not None and course.due_on > course.today:
        lines.append(("pace", safe(reader.text("scenes_work.pace"))))
    if course.forecast.get("early") is not None:
        lines.append(("range", safe(reader.text("scenes_work.forecast"))))
    items = "".join(
        f'<li class="ioc-end-{line}"><i class="ioc-scene-line ioc-scene-line-{line}"></i>'
        f"{told}</li>"
        for line, told in lines
    )
    return f'<ul class="ioc-scene-lines">{items}</ul>'


def pressing_panel(
    items: pl.DataFrame, *, space: Space, across: float, down: float, reader: Reader
) -> str:
    """The first open items that fit in `across` x `down` units, and how many there are besides."""
    title = reader.text("scenes_work.pressing")
    if items.is_empty():
        return panel(title, nothing(reader.text("scenes_work.all_done")), name="pressing")
    rows = [_Pressing.of(row, reader) for row in items.to_dicts()]
    heights = [
        height_of((f"   {row.days} {row.who}", space.text), (row.title, space.text), across=across)
        + PADDING
        for row in rows
    ]
    shown = rows_within(heights, down=panel_down(space, down=down))
    others = len(rows) - shown
    more = reader.counted("scenes_work.others_open", others) if others else ""
    drawn = [row.html() for row in rows[:shown]]
    return panel(title, rows_list(drawn, name="pressing-rows"), name="pressing", more=more)


@dataclass(frozen=True)
class _Pressing:
    """An open item: how its days stand, who answers, what it is."""

    tone: str
    sign: str
    days: str
    who: str
    title: str

    @classmethod
    def of(cls, row: Row, reader: Reader) -> "_Pressing":
        days = row["days_left"]
        if days is None:
            look = ("neutral", "no_target", reader.text("tasks.list.undated_one"))
        elif days < 0:
            look = ("bad", "overdue", reader.counted("tasks.days_late", -days))
        else:
            told = (
                reader.counted("tasks.days_left", days) if days else reader.text("tasks.due_today")
            )
            look = ("warning" if days <= SOON else "plain", "due", told)
        title = plain(reader.pick(dict(row), "title"), limit=TITLE_LENGTH)
        return cls(*look, who_answers(row, reader), title)

    def html(self) -> str:
        return (
            f'<li class="ioc-tone-{self.tone}"><p>{icon(self.sign)}<b>{safe(self.days)}</b> '
            f"<small>{post_html(self.who)}</small></p>"
            f"<span>{safe(self.title, limit=TITLE_LENGTH)}</span></li>"
        )
