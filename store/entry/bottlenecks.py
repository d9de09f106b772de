"""Bottlenecks that people report, escalate, answer and close."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

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
from store.tables import (
    bottleneck,
    bottleneck_event,
    bottleneck_unit,
    bottleneck_work_item,
    plan,
    unit,
    work_item,
)
from store.tables.base import AUTHORITY_LEVELS
from store.tables.work import BOTTLENECK_KINDS

EVENT_TYPES = ("escalated", "answered", "closed", "reopened")


@dataclass(frozen=True, kw_only=True)
class NewBottleneck:
    """An obstacle: of which kind, whose, which rung is competent, whom it hits, what it blocks."""

    code: str
    kind: str
    title_vi: str
    title_en: str | None = None
    owner_unit_id: int | None = None
    authority_level: str
    opened_on: date
    next_step_vi: str | None = None
    hit_unit_ids: tuple[int, ...] = ()
    blocked_item_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewBottleneckEvent:
    """What was done about it; `to_level` of an escalation."""

    event_type: str
    happened_on: date
    to_level: str | None = None
    reason: str | None = None


def enter_bottleneck(by: int, province_id: int, new: NewBottleneck) -> int:
    """Report a bottleneck; gives its id. Raises EntryRefused, also for a code that is taken."""
    with entering(by, province_id=province_id, subject=new.code, said=asdict(new)) as entry:
        refuse_foreign_unit(entry, new.owner_unit_id)
        refuse_future(entry, new.opened_on)
        if new.kind not in BOTTLENECK_KINDS or new.authority_level not in AUTHORITY_LEVELS:
            raise EntryRefused("entry.level_needed")
        code = new_code(entry, bottleneck, new.code)
        title = clean(new.title_vi, needed="title")
        made = entry.add(
            bottleneck,
            province_id=province_id,
            code=code,
            kind=new.kind,
            title_vi=title,
            title_en=clean(new.title_en) or title,
            owner_unit_id=new.owner_unit_id,
            authority_level=new.authority_level,
            opened_on=new.opened_on,
            next_step_vi=clean(new.next_step_vi),
            next_step_en=clean(new.next_step_vi),
            provenance=PROVENANCE,
        )
        _add_links(entry, made, new)
        entry.add_event(
            bottleneck_event, bottleneck_id=made, event_type="opened", happened_on=new.opened_on
        )
        return made


def enter_bottleneck_event(
    by: int, bottleneck_id: int, event: NewBottleneckEvent, *, seen: int
) -> int:
    """Write down what was done about a bottleneck; gives the batch. As enter_work_event."""
    found = row_of(bottleneck, bottleneck_id)
    with entering(
        by, province_id=found.province_id, subject=found.code, said=asdict(event)
    ) as entry:
        if not entry.sees_unit(found.owner_unit_id):
            raise EntryRefused("entry.foreign_unit")
        of_it = bottleneck_event.c.bottleneck_id == bottleneck_id
        refuse_conflict(entry, bottleneck_event, of_it, seen=seen)
        refuse_future(entry, event.happened_on)
        _refuse_impossible(entry, event, opened_on=found.opened_on)
        entry.add_event(
            bottleneck_event,
            bottleneck_id=bottleneck_id,
            event_type=event.event_type,
            happened_on=event.happened_on,
            to_level=event.to_level if event.event_type == "escalated" else None,
            reason=clean(event.reason, needed="reason"),
        )
        return entry.batch_id


def _refuse_impossible(entry: Entry, event: NewBottleneckEvent, *, opened_on: date) -> None:
    if event.event_type not in EVENT_TYPES:
        raise EntryRefused("entry.unknown_event")
    if event.event_type in ("closed", "reopened") and entry.by.role not in JUDGES:
        raise EntryRefused("entry.only_judges")
    if event.event_type == "escalated" and event.to_level not in AUTHORITY_LEVELS:
        raise EntryRefused("entry.level_needed")
    if event.happened_on < opened_on:
        raise EntryRefused("entry.before_opening", opened=f"{opened_on:%d/%m/%Y}")


def _add_links(entry: Entry, bottleneck_id: int, new: NewBottleneck) -> None:
    """Units hit and items blocked; those of another province are refused."""
    units = select(unit.c.id).where(
        unit.c.province_id == entry.province_id, unit.c.id.in_(new.hit_unit_ids)
    )
    items = (
        select(work_item.c.id)
        .join(plan, plan.c.id == work_item.c.plan_id)
        .where(plan.c.province_id == entry.province_id, work_item.c.id.in_(new.blocked_item_ids))
    )
    known_units = set(entry.connection.execute(units).scalars())
    known_items = set(entry.connection.execute(items).scalars())
    if known_units != set(new.hit_unit_ids) or known_items != set(new.blocked_item_ids):
        raise EntryRefused("entry.foreign_unit")
    for unit_id in sorted(known_units):
        entry.add(bottleneck_unit, bottleneck_id=bottleneck_id, unit_id=unit_id)
    for item_id in sorted(known_items):
        entry.add(bottleneck_work_item, bottleneck_id=bottleneck_id, work_item_id=item_id)
