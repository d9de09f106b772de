"""Directions of a meeting, difficulties and proposals of units, and what comes of them."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Column, select

from store.entry.acting import (
    JUDGES,
    PROVENANCE,
    Entry,
    EntryRefused,
    clean,
    entering,
    new_code,
    refuse_conflict,
    refuse_foreign_unit,
    refuse_future,
    row_of,
)
from store.meeting_of_day import meeting_on
from store.tables import bottleneck, direction, direction_event, plan, work_item
from store.tables.directions import DIRECTION_EVENT_TYPES, DIRECTION_KINDS

FROM_ABOVE = "direction"


@dataclass(frozen=True, kw_only=True)
class NewDirection:
    """What was ordered (kind direction) or asked for (difficulty, proposal), to or from whom."""

    code: str
    kind: str
    text_vi: str
    text_en: str | None = None
    raised_on: date
    meeting_vi: str | None = None
    from_unit_id: int | None = None
    to_unit_id: int | None = None
    to_post_vi: str | None = None
    due_on: date | None = None
    due_text: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewDirectionEvent:
    """What came of it; a work item or bottleneck where it became one."""

    event_type: str
    happened_on: date
    reason: str | None = None
    work_item_id: int | None = None
    bottleneck_id: int | None = None


def enter_direction(by: int, province_id: int, new: NewDirection) -> int:
    """Enter a direction, difficulty or proposal; gives its id.

    Directions are entered by those who judge, difficulties and proposals by the unit that raises
    them. Raises EntryRefused.
    """
    with entering(by, province_id=province_id, subject=new.code, said=asdict(new)) as entry:
        if new.kind not in DIRECTION_KINDS:
            raise EntryRefused("entry.unknown_event")
        if new.kind == FROM_ABOVE:
            if entry.by.role not in JUDGES or not entry.sees_province:
                raise EntryRefused("entry.only_judges")
        else:
            refuse_foreign_unit(entry, new.from_unit_id)
        refuse_future(entry, new.raised_on)
        if new.due_on is not None and new.due_on < new.raised_on:
            raise EntryRefused("entry.due_too_early")
        code = new_code(entry, direction, new.code)
        name = clean(new.meeting_vi)
        text = clean(new.text_vi, needed="text")
        return entry.add(
            direction,
            province_id=province_id,
            code=code,
            kind=new.kind,
            meeting_vi=name,
            meeting_en=name,
            meeting_id=_meeting(entry, name, new.raised_on) if name else None,
            raised_on=new.raised_on,
            text_vi=text,
            text_en=clean(new.text_en) or text,
            from_unit_id=new.from_unit_id,
            to_unit_id=new.to_unit_id,
            to_post_vi=clean(new.to_post_vi),
            to_post_en=clean(new.to_post_vi),
            due_on=new.due_on,
            due_text=clean(new.due_text),
            provenance=PROVENANCE,
        )


def _meeting(entry: Entry, name: str, day: date) -> int:
    return meeting_on(
        entry.connection,
        entry.province_id,
        name_vi=name,
        name_en=None,
        held_on=day,
        batch_id=entry.batch_id,
    )


def enter_direction_event(
    by: int, direction_id: int, event: NewDirectionEvent, *, seen: int
) -> int:
    """Write down what came of a direction; gives the batch. As enter_work_event."""
    found = row_of(direction, direction_id)
    with entering(
        by, province_id=found.province_id, subject=found.code, said=asdict(event)
    ) as entry:
        is_theirs = any(
            unit_id is not None and entry.sees_unit(unit_id)
            for unit_id in (found.to_unit_id, found.from_unit_id)
        )
        if not entry.sees_province and not is_theirs:
            raise EntryRefused("entry.foreign_unit")
        if event.event_type not in DIRECTION_EVENT_TYPES:
            raise EntryRefused("entry.unknown_event")
        if event.event_type != "answered" and entry.by.role not in JUDGES:
            raise EntryRefused("entry.only_judges")
        of_it = direction_event.c.direction_id == direction_id
        refuse_conflict(entry, direction_event, of_it, seen=seen)
        refuse_future(entry, event.happened_on)
        if event.happened_on < found.raised_on:
            raise EntryRefused("entry.before_opening", opened=f"{found.raised_on:%d/%m/%Y}")
        entry.add_event(
            direction_event,
            direction_id=direction_id,
            event_type=event.event_type,
            happened_on=event.happened_on,
            work_item_id=_became(entry, event, "became_work", event.work_item_id),
            bottleneck_id=_became(entry, event, "became_bottleneck", event.bottleneck_id),
            reason=clean(event.reason, needed="reason"),
        )
        return entry.batch_id


def _became(
    entry: Entry, event: NewDirectionEvent, event_type: str, row_id: int | None
) -> int | None:
    """What it became, checked to be of this province; None for other events."""
    if event.event_type != event_type:
        return None
    found: Column[int] = work_item.c.id if event_type == "became_work" else bottleneck.c.id
    known = select(found).where(found == row_id)
    if event_type == "became_work":
        known = known.join(plan, plan.c.id == work_item.c.plan_id).where(
            plan.c.province_id == entry.province_id
        )
    else:
        known = known.where(bottleneck.c.province_id == entry.province_id)
    if entry.connection.scalar(known) is None:
        raise EntryRefused(f"entry.{event_type}_needed")
    return row_id
