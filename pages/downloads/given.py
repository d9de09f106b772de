"""What was given at a meeting, as the draft of its conclusion notice tells it.

For: the office that writes the notice. A direction that became a task is told with what the task
says; one that did not with its own words. What is given at a meeting is entered after the
meeting was opened: it is told as of now, the figures as of the meeting.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from components.direction_filters import meetings_of, of_meeting
from components.export.notice import Given, Notice, as_notice
from components.export.table import told
from components.figures.bottlenecks import rung_word
from components.figures.due_list import who_leads
from components.markup import plain
from components.reader import Reader
from domain.meetings import Meeting
from pages.downloads.ordered import Made, Ordered
from pages.downloads.subjects import Subjects
from queries.catalogue import provinces
from queries.directions import directions
from queries.question import Question
from queries.runner import data_version, fetch
from queries.settled import Settled
from queries.work import work_items
from store.clock import province_day

Row = Mapping[str, Any]
# Without a meeting: what is open, whoever gave it.
NO_MEETING = ""
# How names of meetings begin that are words and no names of somebody.
KINDS_OF_MEETINGS = (
    *("hội", "cuộc", "buổi", "phiên", "họp", "giao", "văn"),
    *("conference", "meeting", "national", "online", "session"),
)
OPEN = ("not_started", "in_progress", "submitted")


def meetings_with_directions(settled: Settled, reader: Reader) -> dict[str, str]:
    """The meetings at which something was directed, the newest first; then what is open.

    The meeting at which the figures stand still comes before all, whatever was directed there.
    """
    own: dict[str, str] = {}
    if meeting := _own_meeting(settled):
        name, held_on = reader.pick(vars(meeting), "name"), reader.date(meeting.held_on)
        own[str(meeting.meeting_id)] = f"{name} ({held_on})"
    found = meetings_of(_directions(settled.question), reader)
    day = reader.date(settled.question.today)
    no_meeting = {NO_MEETING: reader.text("exports.notice.no_meeting", day=day)}
    return own | {code: name for code, name in found.items() if code not in own} | no_meeting


def notice(order: Ordered) -> Made:
    """The draft of what was concluded at a meeting, or of what is open."""
    asked, reader = order.settled.question, order.reader
    meetings = meetings_with_directions(order.settled, reader)
    code = order.choose(
        "meeting",
        {name: {"name": words} for name, words in meetings.items()},
        default=next(iter(meetings)),
    )
    subjects = Subjects(settled=order.settled, indicator="", reader=reader)
    situation = subjects.situation()
    cover = order.cover("notice", [situation])
    when, day = reader.period(asked.period), reader.date(asked.today)
    given_as_of = _as_given(code, order.settled)
    directed = _directions(given_as_of).filter(of_meeting(code)).sort("direction")
    given = _directed(directed, given_as_of, reader) if code else _open(asked, reader)
    opening, subject = _opening(code, directed, order)
    found = Notice(
        subject=subject,
        opening=opening,
        situation=situation.sentences,
        tasks=given,
        figures=[subjects.targets(), subjects.late(), subjects.bottlenecks()],
        annex=reader.text(
            "exports.notice.annex_told", when=when, day=day, batch=asked.as_of, origin=""
        ).strip(),
        foot=_foot(given_as_of.as_of, f"{cover.marked} {cover.kept}".strip(), order),
    )
    body = as_notice(found, cover=cover, made_at=order.made_at, reader=reader)
    return Made(body, about=code)


def _own_meeting(settled: Settled) -> Meeting | None:
    """The meeting at which the figures stand still."""
    return settled.frozen.meeting if settled.frozen else None


def _as_given(code: str, settled: Settled) -> Question:
    """What is asked of what was given; of the own meeting as of the newest batch and day."""
    asked, meeting = settled.question, _own_meeting(settled)
    if meeting is None or str(meeting.meeting_id) != code:
        return asked
    newest = data_version()
    known = fetch(provinces, Question.before_a_province(scope=asked.scope, as_of=newest))
    row = known.row(by_predicate=pl.col("province_id") == asked.province_id, named=True)
    day = province_day(clock_stands_at=row["clock_stands_at"], time_zone=row["time_zone"])
    return replace(asked, as_of=newest, today=max(day, asked.today))


def _directions(asked: Question) -> pl.DataFrame:
    return fetch(directions, asked).filter(pl.col("kind") == "direction")


def _foot(given_by: int, marked: str, order: Ordered) -> str:
    """What the draft was made of; also up to which batch its tasks were entered, if a later one."""
    asked, reader = order.settled.question, order.reader
    day = reader.date(asked.today)
    told = reader.text("exports.notice.foot", day=day, batch=asked.as_of, marked=marked).strip()
    if given_by == asked.as_of:
        return told
    return f"{told} {reader.text('exports.notice.given_by', batch=given_by)}"


def _opening(code: str, directed: pl.DataFrame, order: Ordered) -> tuple[str, str]:
    """The first paragraph, and what the notice is about."""
    asked, reader = order.settled.question, order.reader
    if not code:
        told_of = reader.text(
            "exports.notice.opening_plain",
            when=reader.period(asked.period),
            day=reader.date(asked.today),
        )
        return told_of, reader.text("exports.notice.subject_plain")
    name, day = _name_and_day(code, directed, order)
    inside = _within(plain(name, limit=300))
    opening = reader.text("exports.notice.opening", day=reader.date(day), meeting=inside)
    return opening, reader.text("exports.notice.subject", meeting=inside)


def _within(name: str) -> str:
    """The name of a meeting as it stands within a sentence; what is a name there stays one."""
    first = name.split(" ", maxsplit=1)[0]
    return name[:1].lower() + name[1:] if first.lower() in KINDS_OF_MEETINGS else name


def _name_and_day(code: str, directed: pl.DataFrame, order: Ordered) -> tuple[str, date]:
    """Of the meeting of that code: the one the figures stand still at, else of its directions."""
    meeting = _own_meeting(order.settled)
    if meeting and str(meeting.meeting_id) == code:
        return order.reader.pick(vars(meeting), "name"), meeting.held_on
    row = directed.row(0, named=True)
    return order.reader.pick(row, "meeting"), row["raised_on"]


def _directed(directed: pl.DataFrame, asked: Question, reader: Reader) -> list[Given]:
    """The directions of a meeting, in the order of their codes."""
    items = {(row["plan"], row["item"]): row for row in fetch(work_items, asked).to_dicts()}
    return [
        _of_task(items[key], reader)
        if (key := (row["item_plan"], row["item"])) in items
        else _of_direction(row, reader)
        for row in directed.to_dicts()
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
