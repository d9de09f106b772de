"""What was given at a meeting, as the draft of its conclusion notice tells it.

For: the office that writes the notice. A direction that became a task is told with what the task
says; one that did not with its own words.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from components.direction_filters import meeting_code, meetings_of
from components.export.notice import Given, Notice, as_notice
from components.export.table import told
from components.figures.bottlenecks import rung_word
from components.figures.due_list import who_leads
from components.markup import plain
from components.reader import Reader
from pages.downloads.ordered import Ordered
from pages.downloads.subjects import Subjects
from queries.directions import directions
from queries.question import Question
from queries.runner import fetch
from queries.work import work_items

Row = Mapping[str, Any]
# Without a meeting: what is open, whoever gave it.
NO_MEETING = ""
OPEN = ("not_started", "in_progress", "submitted")


def meetings_with_directions(asked: Question, reader: Reader) -> dict[str, str]:
    """The meetings at which something was directed, the newest first; then what is open."""
    given = fetch(directions, asked).filter(pl.col("kind") == "direction")
    day = reader.date(asked.today)
    return meetings_of(given, reader) | {
        NO_MEETING: reader.text("exports.notice.no_meeting", day=day)
    }


def notice(order: Ordered) -> tuple[str, bytes]:
    """What the notice is about (for its name), and the file."""
    asked, reader = order.settled.question, order.reader
    meetings = meetings_with_directions(asked, reader)
    code = order.choose(
        "meeting",
        {name: {"name": words} for name, words in meetings.items()},
        default=next(iter(meetings)),
    )
    subjects = Subjects(settled=order.settled, indicator="", reader=reader)
    situation = subjects.situation()
    cover = order.cover("notice", [situation])
    when, day = reader.period(asked.period), reader.date(asked.today)
    given = _directed(code, asked, reader) if code else _open(asked, reader)
    opening, subject = _opening(code, meetings, asked, reader)
    found = Notice(
        subject=subject,
        opening=opening,
        situation=situation.sentences,
        tasks=given,
        figures=[subjects.targets(), subjects.late(), subjects.bottlenecks()],
        annex=reader.text(
            "exports.notice.annex_told", when=when, day=day, batch=asked.as_of, origin=""
        ).strip(),
        foot=reader.text(
            "exports.notice.foot", day=day, batch=asked.as_of, marked=cover.marked
        ).strip(),
    )
    return code, as_notice(found, cover=cover, made_at=order.made_at, reader=reader)


def _opening(
    code: str, meetings: Mapping[str, str], asked: Question, reader: Reader
) -> tuple[str, str]:
    """The first paragraph, and what the notice is about."""
    if not code:
        told_of = reader.text(
            "exports.notice.opening_plain",
            when=reader.period(asked.period),
            day=reader.date(asked.today),
        )
        return told_of, reader.text("exports.notice.subject_plain")
    meeting = plain(meetings[code], limit=300)
    inside = meeting[:1].lower() + meeting[1:]
    days = _of_meeting(code, asked)["raised_on"].to_list()
    day: date | None = days[0] if days else None
    opening = reader.text("exports.notice.opening", day=reader.date(day), meeting=inside)
    return opening, reader.text("exports.notice.subject", meeting=inside)


def _of_meeting(code: str, asked: Question) -> pl.DataFrame:
    given = fetch(directions, asked).filter(pl.col("kind") == "direction")
    is_of = [meeting_code(name) == code for name in given["meeting_vi"]]
    return given.filter(pl.Series(is_of, dtype=pl.Boolean)).sort("direction")


def _directed(code: str, asked: Question, reader: Reader) -> list[Given]:
    """The directions of a meeting, in the order of their codes."""
    items = {(row["plan"], row["item"]): row for row in fetch(work_items, asked).to_dicts()}
    return [
        _of_task(items[key], reader)
        if (key := (row["item_plan"], row["item"])) in items
        else _of_direction(row, reader)
        for row in _of_meeting(code, asked).to_dicts()
    ]


def _open(asked: Question, reader: Reader) -> list[Given]:
    """Every open task, the most pressing first."""
    items = fetch(work_items, asked).filter(pl.col("state").is_in(OPEN))
    ordered = items.sort("days_left", "plan_position", "item", nulls_last=True)
    return [_of_task(row, reader) for row in ordered.to_dicts()]


def _of_task(row: Row, reader: Reader) -> Given:
    fields = dict(row)
    lead, _ = who_leads(row, reader)
    level = row["authority_level"]
    return Given(
        work=told(reader.pick(fields, "title")),
        person=told(lead),
        responsibility=told(reader.pick(fields, "post")),
        time=reader.date(row["deadline"]) if row["deadline"] else told(row["deadline_text"]),
        product=told(reader.pick(fields, "product")),
        authority=rung_word(level, reader) if level else "",
    )


def _of_direction(row: Row, reader: Reader) -> Given:
    fields = dict(row)
    return Given(
        work=told(reader.pick(fields, "text")),
        person=told(reader.pick(fields, "to")),
        responsibility=told(reader.pick(fields, "to_post")),
        time=reader.date(row["due_on"]) if row["due_on"] else told(row["due_text"]),
        product="",
        authority="",
    )
