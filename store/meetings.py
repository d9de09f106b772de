"""Meetings: setting them up, opening them so that the figures stand still, moving, closing.

Whoever opens a meeting fixes the batch and the day of the province that every page of it shows.
Both are changed only by moving the meeting to a newer batch while it is open, and never again once
it is closed: a link to a meeting shows the same figures a year later. Leaders, presenters and
administrators run the meetings of a province that they see whole; everybody else with a scope in
the province sees them. Every act is audited with what it fixed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.meetings import (
    LONGEST_AGENDA,
    LONGEST_NAME,
    LONGEST_TOPIC,
    AgendaLine,
    Meeting,
    MeetingWords,
)
from store import audit, clock
from store.audit import Action
from store.database import engine
from store.entry.acting import clean
from store.imports.batches import newest_batch
from store.refused import Refused
from store.settings import current_settings
from store.signed_in import SignedIn, people, person
from store.tables import account, direction, meeting, meeting_agenda, province, unit

RUNS = frozenset({"leader", "presenter", "administrator"})


class MeetingRefused(Refused):
    """An act on a meeting that is not allowed, impossible, or came too late."""


def meetings_of(province_id: int) -> list[Meeting]:
    """As `read_meetings`, read now."""
    with engine(current_settings().database_url).connect() as connection:
        return read_meetings(connection, province_id)


def meeting_going_on(province_id: int) -> Meeting | None:
    """The meeting of a province that was opened last and is not closed; None without one."""
    asked = (
        _meetings()
        .where(
            meeting.c.province_id == province_id,
            meeting.c.opened_at.is_not(None),
            meeting.c.closed_at.is_(None),
        )
        .order_by(meeting.c.opened_at.desc(), meeting.c.id.desc())
        .limit(1)
    )
    with engine(current_settings().database_url).connect() as connection:
        found = connection.execute(asked).one_or_none()
    return _told(found) if found else None


def agenda_of(meeting_id: int) -> list[AgendaLine]:
    """As `read_agenda`, read now."""
    with engine(current_settings().database_url).connect() as connection:
        return read_agenda(connection, meeting_id)


def opened_before(than: Meeting) -> Meeting | None:
    """As `meeting_before`, read now."""
    with engine(current_settings().database_url).connect() as connection:
        return meeting_before(connection, than)


def may_run(person: SignedIn, province_id: int) -> bool:
    """Whether this person sets up, opens, moves and closes meetings of the province."""
    return person.role in RUNS and province_id in person.scope.provinces


def read_meeting(connection: Connection, meeting_id: int) -> Meeting | None:
    """The meeting, whosever it is: the caller checks the scope."""
    found = connection.execute(_meetings().where(meeting.c.id == meeting_id)).one_or_none()
    return _told(found) if found else None


def read_meetings(connection: Connection, province_id: int) -> list[Meeting]:
    """All meetings of a province, the newest day first."""
    rows = _meetings().where(meeting.c.province_id == province_id)
    ordered = rows.order_by(meeting.c.held_on.desc(), meeting.c.id.desc())
    return [_told(row) for row in connection.execute(ordered)]


def read_agenda(connection: Connection, meeting_id: int) -> list[AgendaLine]:
    """The agenda in order; empty where none was written."""
    columns = meeting_agenda.c
    rows = connection.execute(
        select(columns.kind, columns.scene, columns.text, columns.unit_id, columns.minutes)
        .where(columns.meeting_id == meeting_id)
        .order_by(columns.position)
    )
    return [AgendaLine(**row) for row in rows.mappings()]


def meeting_before(connection: Connection, than: Meeting) -> Meeting | None:
    """The meeting of the same province that was opened last before `than` (else before now)."""
    opened = _meetings().where(
        meeting.c.province_id == than.province_id,
        meeting.c.opened_at.is_not(None),
        meeting.c.id != than.meeting_id,
    )
    if than.opened_at is not None:
        opened = opened.where(meeting.c.opened_at < than.opened_at)
    last = connection.execute(opened.order_by(meeting.c.opened_at.desc()).limit(1)).one_or_none()
    return _told(last) if last else None


def create_meeting(
    by: int, province_id: int, words: MeetingWords, agenda: Sequence[AgendaLine] = ()
) -> int:
    """A new meeting; gives its id. `by` is the id of the acting account, here and below.

    Raises MeetingRefused.
    """
    with _running(by, province_id) as act:
        values = _clean(words) | {"province_id": province_id, "changed_at": act.now}
        row = insert(meeting).values(**values).returning(meeting.c.id)
        try:
            meeting_id = int(act.connection.execute(row).scalar_one())
        except IntegrityError as error:
            raise MeetingRefused("meetings.there_already", name=values["name_vi"]) from error
        _write_agenda(act, meeting_id, agenda)
        act.record(Action.MEETING_CHANGED, meeting_id, lines=len(agenda))
    return meeting_id


def change_meeting(
    by: int,
    meeting_id: int,
    words: MeetingWords,
    agenda: Sequence[AgendaLine],
    *,
    seen: datetime | None,
) -> None:
    """Other words and another agenda, until it is closed. Raises MeetingRefused.

    `seen` is its `changed_at` when the form was drawn: refused when somebody was quicker.
    """
    with _running_meeting(by, meeting_id) as (act, present):
        if present.closed_at is not None:
            raise MeetingRefused("meetings.closed_already", name=present.name_vi)
        if present.changed_at != seen:
            raise MeetingRefused("meetings.changed_meanwhile", name=present.name_vi)
        changed = _clean(words) | {"changed_at": act.now}
        try:
            act.connection.execute(
                update(meeting).where(meeting.c.id == meeting_id).values(**changed)
            )
        except IntegrityError as error:
            raise MeetingRefused("meetings.there_already", name=changed["name_vi"]) from error
        _write_agenda(act, meeting_id, agenda)
        act.record(Action.MEETING_CHANGED, meeting_id, lines=len(agenda))


def remove_meeting(by: int, meeting_id: int) -> None:
    """Take back a meeting that was set up by mistake: never opened, nothing directed at it."""
    with _running_meeting(by, meeting_id) as (act, present):
        gave = select(direction.c.id).where(direction.c.meeting_id == meeting_id).limit(1)
        if present.opened_at is not None or act.connection.scalar(gave) is not None:
            raise MeetingRefused("meetings.is_kept", name=present.name_vi)
        act.connection.execute(
            delete(meeting_agenda).where(meeting_agenda.c.meeting_id == meeting_id)
        )
        act.connection.execute(delete(meeting).where(meeting.c.id == meeting_id))
        act.record(Action.MEETING_REMOVED, meeting_id, name=present.name_vi)


def open_meeting(by: int, meeting_id: int) -> Meeting:
    """Open it: from now on it stands at the newest batch and the province's day of this moment.

    Raises MeetingRefused, also for one that was opened before or whose day is past.
    """
    with _running_meeting(by, meeting_id) as (act, present):
        if present.opened_at is not None:
            raise MeetingRefused("meetings.opened_already", name=present.name_vi)
        if present.held_on < act.today:
            raise MeetingRefused("meetings.day_is_past", day=f"{present.held_on:%d/%m/%Y}")
        return _stand_still(act, present, Action.MEETING_OPENED, on=act.today, opened_at=act.now)


def move_meeting(by: int, meeting_id: int, *, seen: int) -> Meeting:
    """Let an open meeting stand at the newest batch, which must be `seen`, the one looked at.

    Its day stays: what is late is late on the day of the meeting, however long afterwards somebody
    takes a correction in. Only a meeting that was opened ahead goes on to the day it has come to,
    and not beyond its own. Raises MeetingRefused.
    """
    with _running_meeting(by, meeting_id) as (act, present):
        if not present.is_open:
            raise MeetingRefused("meetings.not_open", name=present.name_vi)
        if newest_batch(act.connection) != seen:
            raise MeetingRefused("meetings.newer_meanwhile")
        day = max(present.stands_on or act.today, min(act.today, present.held_on))
        return _stand_still(act, present, Action.MEETING_MOVED, on=day, before=present.as_of)


def close_meeting(by: int, meeting_id: int) -> None:
    """End it: what it shows is never changed again. Raises MeetingRefused."""
    with _running_meeting(by, meeting_id) as (act, present):
        if not present.is_open:
            raise MeetingRefused("meetings.not_open", name=present.name_vi)
        closed = update(meeting).where(meeting.c.id == meeting_id).values(closed_at=act.now)
        act.connection.execute(closed)
        act.record(Action.MEETING_CLOSED, meeting_id, as_of=present.as_of)


def note_leaving(by: SignedIn, at: str, *, to: int) -> None:
    """Write down that somebody left the figures that stood still under the word `at`."""
    doors = engine(current_settings().database_url).execution_options(writes=True)
    with doors.begin() as connection:
        audit.record(
            connection,
            now=clock.now(),
            action=Action.UNFROZE,
            subject=at,
            account_id=by.account_id,
            detail={"to": to},
        )


@dataclass(frozen=True)
class _Act:
    """One transaction of one person who may run meetings of the province, at this moment."""

    connection: Connection
    by: SignedIn
    province: Row[Any]
    now: datetime

    @property
    def today(self) -> date:
        here = self.province
        return clock.province_day(clock_stands_at=here.clock_stands_at, time_zone=here.time_zone)

    def record(self, action: Action, meeting_id: int, **detail: audit.Detail) -> None:
        audit.record(
            self.connection,
            now=self.now,
            action=action,
            subject=str(meeting_id),
            account_id=self.by.account_id,
            detail={"province": self.province.slug, **detail},
        )


@contextmanager
def _running(by: int, province_id: int) -> Iterator[_Act]:
    doors = engine(current_settings().database_url).execution_options(writes=True)
    with doors.begin() as made:
        # From here on nobody else runs a meeting: two who open the same one meet here.
        audit.take_turn(made)
        still_there = (account.c.id == by) & account.c.disabled_at.is_(None)
        who = person(made.execute(people(source=account, where=still_there)).mappings())
        if who is None or not may_run(who, province_id):
            raise MeetingRefused("meetings.not_allowed")
        here = made.execute(select(province).where(province.c.id == province_id)).one()
        yield _Act(made, who, here, clock.now())


@contextmanager
def _running_meeting(by: int, meeting_id: int) -> Iterator[tuple[_Act, Meeting]]:
    with engine(current_settings().database_url).connect() as reading:
        found = read_meeting(reading, meeting_id)
    if found is None:
        raise MeetingRefused("meetings.gone")
    with _running(by, found.province_id) as act:
        present = read_meeting(act.connection, meeting_id)
        if present is None:
            raise MeetingRefused("meetings.gone")
        yield act, present


def _stand_still(act: _Act, present: Meeting, action: Action, *, on: date, **more: Any) -> Meeting:
    """The meeting standing at the newest batch; `more`: its opening, or what was before."""
    as_of = newest_batch(act.connection)
    if as_of == 0:
        raise MeetingRefused("meetings.nothing_to_show")
    fixed = {
        "as_of": as_of,
        "stands_on": on,
        "default_period": act.province.default_period,
    } | {name: value for name, value in more.items() if name in meeting.c}
    stands = update(meeting).where(meeting.c.id == present.meeting_id).values(**fixed)
    act.connection.execute(stands)
    told = {name: value for name, value in more.items() if name not in meeting.c}
    day = on.isoformat()
    act.record(action, present.meeting_id, as_of=as_of, stands_on=day, **told)
    now = read_meeting(act.connection, present.meeting_id)
    assert now is not None
    return now


def _write_agenda(act: _Act, meeting_id: int, agenda: Sequence[AgendaLine]) -> None:
    if len(agenda) > LONGEST_AGENDA:
        raise MeetingRefused("meetings.agenda_too_long", most=LONGEST_AGENDA)
    own = select(unit.c.id).where(unit.c.province_id == act.province.id)
    known = set(act.connection.scalars(own))
    rows = []
    for position, line in enumerate(agenda, start=1):
        if line.kind == "unit" and line.unit_id not in known:
            raise MeetingRefused("meetings.foreign_unit", line=position)
        text = clean(line.text)
        if line.kind == "topic" and not (line.scene or text):
            raise MeetingRefused("meetings.empty_line", line=position)
        if len(text or "") > LONGEST_TOPIC:
            raise MeetingRefused("meetings.topic_too_long", line=position, most=LONGEST_TOPIC)
        if line.minutes is not None and line.minutes < 1:
            raise MeetingRefused("meetings.minutes_from_1", line=position)
        told = asdict(line) | {"text": text, "meeting_id": meeting_id, "position": position}
        rows.append(told)
    act.connection.execute(delete(meeting_agenda).where(meeting_agenda.c.meeting_id == meeting_id))
    if rows:
        act.connection.execute(insert(meeting_agenda), rows)


def _clean(words: MeetingWords) -> dict[str, Any]:
    told = {
        name: clean(" ".join((getattr(words, name) or "").split()))
        for name in ("name_vi", "name_en", "chair_vi", "chair_en")
    }
    if not told["name_vi"]:
        raise MeetingRefused("meetings.name_needed")
    if any(len(each or "") > LONGEST_NAME for each in told.values()):
        raise MeetingRefused("meetings.name_too_long", most=LONGEST_NAME)
    for name in ("name", "chair"):
        told[f"{name}_en"] = told[f"{name}_en"] or told[f"{name}_vi"]
    return told | {"held_on": words.held_on}


def _meetings() -> Select[Any]:
    columns = meeting.c
    return select(
        columns.id.label("meeting_id"),
        columns.province_id,
        columns.name_vi,
        func.coalesce(columns.name_en, columns.name_vi).label("name_en"),
        columns.held_on,
        columns.chair_vi,
        columns.chair_en,
        columns.as_of,
        columns.stands_on,
        columns.default_period,
        columns.opened_at,
        columns.closed_at,
        columns.changed_at,
    )


def _told(row: Row[Any]) -> Meeting:
    return Meeting(**row._mapping)
