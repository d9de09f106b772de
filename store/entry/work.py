"""Tasks and pilot models that people add, and what they say happened to them."""

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
    reading,
    refuse_conflict,
    refuse_foreign_unit,
    refuse_future,
)
from store.tables import plan, unit, work_event, work_item, work_item_coordinator
from store.tables.work import CHANGEABLE, EVENT_TYPES

# What only those may say who judge the work, not who does it.
JUDGED = frozenset({"accepted", "reopened", "cancelled", "deadline_moved", "reviewed"})
# What changes something that was settled says why.
NEEDS_REASON = frozenset({"reopened", "cancelled", "deadline_moved", "changed"})
ADDED_BY_ITEM = "added"


@dataclass(frozen=True, kw_only=True)
class NewWorkEvent:
    """What happened to an item. Which fields it needs depends on `event_type` (store.tables)."""

    event_type: str
    happened_on: date
    reason: str | None = None
    progress: float | None = None
    new_deadline: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    unit_id: int | None = None
    field: str | None = None
    new_value: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewWorkItem:
    """An item to be added to a plan; scope widens on the day `happened_on`."""

    code: str
    kind: str
    title_vi: str
    title_en: str | None = None
    recurrence: str | None = None
    group_code: str | None = None
    phase: str | None = None
    lead_unit_id: int | None = None
    accountable_post_vi: str | None = None
    executor: str | None = None
    product_vi: str | None = None
    measure: str | None = None
    authority_level: str | None = None
    starts_on: date | None = None
    deadline: date | None = None
    deadline_text: str | None = None
    happened_on: date
    reason: str | None = None


def enter_work_event(by: int, item_id: int, event: NewWorkEvent, *, seen: int) -> int:
    """Write down `event` of the item; gives the batch.

    `by`: id of the acting account. `seen`: id of the newest event of the item that the form had
    seen (NOTHING_SEEN for none). Raises EntryRefused, and EntryConflict when somebody else said
    something about the item since.
    """
    province_id, code = _where(item_id)
    with entering(by, province_id=province_id, subject=code, said=asdict(event)) as entry:
        _refuse_foreign_item(entry, item_id)
        refuse_conflict(entry, work_event, work_event.c.work_item_id == item_id, seen=seen)
        said = _checked(entry, event)
        old_deadline = _deadline_in_force(entry, item_id) if event.new_deadline else None
        entry.add_event(work_event, work_item_id=item_id, old_deadline=old_deadline, **said)
        return entry.batch_id


def enter_work_item(by: int, plan_id: int, item: NewWorkItem) -> int:
    """Add `item` to the plan, with the event that it was added; gives its id.

    Raises EntryRefused, also for a code that the plan has already.
    """
    with reading() as connection:
        found = connection.execute(select(plan).where(plan.c.id == plan_id)).one()
    subject = f"{found.code} {item.code}"
    with entering(by, province_id=found.province_id, subject=subject, said=asdict(item)) as entry:
        if entry.by.role not in JUDGES:
            raise EntryRefused("entry.not_allowed")
        refuse_foreign_unit(entry, item.lead_unit_id)
        refuse_future(entry, item.happened_on)
        code = clean(item.code, needed="code")
        taken = select(work_item.c.id).where(
            work_item.c.plan_id == plan_id, work_item.c.code == code
        )
        if entry.connection.scalar(taken) is not None:
            raise EntryRefused("entry.code_taken", code=code)
        if item.kind == "recurring" and item.recurrence is None:
            raise EntryRefused("entry.rhythm_needed")
        title = clean(item.title_vi, needed="title")
        item_id = entry.add(
            work_item,
            plan_id=plan_id,
            code=code,
            kind=item.kind,
            recurrence=item.recurrence if item.kind == "recurring" else None,
            group_code=clean(item.group_code),
            phase=clean(item.phase),
            title_vi=title,
            title_en=clean(item.title_en) or title,
            lead_unit_id=item.lead_unit_id,
            accountable_post_vi=clean(item.accountable_post_vi),
            executor=clean(item.executor),
            product_vi=clean(item.product_vi),
            measure=clean(item.measure),
            authority_level=item.authority_level,
            starts_on=item.starts_on,
            deadline=item.deadline,
            deadline_text=clean(item.deadline_text),
            provenance=PROVENANCE,
        )
        entry.add_event(
            work_event,
            work_item_id=item_id,
            event_type=ADDED_BY_ITEM,
            happened_on=item.happened_on,
            reason=clean(item.reason),
        )
        return item_id


def _where(item_id: int) -> tuple[int, str]:
    """Province and subject of an item. Raises EntryRefused where there is none."""
    found = (
        select(plan.c.province_id, plan.c.code.label("plan"), work_item.c.code)
        .join(work_item, work_item.c.plan_id == plan.c.id)
        .where(work_item.c.id == item_id)
    )
    with reading() as connection:
        row = connection.execute(found).one_or_none()
    if row is None:
        raise EntryRefused("entry.gone")
    return row.province_id, f"{row.plan} {row.code}"


def _refuse_foreign_item(entry: Entry, item_id: int) -> None:
    """Who sees only units must lead or coordinate the item with one of them."""
    if entry.sees_province:
        return
    own = sorted(entry.by.scope.units)
    leads = select(work_item.c.id).where(
        work_item.c.id == item_id, work_item.c.lead_unit_id.in_(own)
    )
    coordinates = select(work_item_coordinator.c.id).where(
        work_item_coordinator.c.work_item_id == item_id,
        work_item_coordinator.c.unit_id.in_(own),
    )
    took_over = select(work_event.c.id).where(
        work_event.c.work_item_id == item_id,
        work_event.c.field == "lead_unit",
        work_event.c.unit_id.in_(own),
    )
    if all(entry.connection.scalar(one) is None for one in (leads, coordinates, took_over)):
        raise EntryRefused("entry.foreign_unit")


def _checked(entry: Entry, event: NewWorkEvent) -> dict[str, object]:
    """The columns of `event`. Raises EntryRefused for what it must not or does not say."""
    kind = event.event_type
    if kind not in EVENT_TYPES or kind == ADDED_BY_ITEM:
        raise EntryRefused("entry.unknown_event")
    if kind in JUDGED and entry.by.role not in JUDGES:
        raise EntryRefused("entry.only_judges")
    refuse_future(entry, event.happened_on)
    is_change, moves = kind == "changed", kind == "deadline_moved"
    changes_lead = is_change and event.field == "lead_unit"
    if is_change and event.field not in CHANGEABLE:
        raise EntryRefused("entry.field_needed")
    if moves and event.new_deadline is None:
        raise EntryRefused("entry.new_deadline_needed")
    if kind == "progress" and (event.progress is None or not 0 <= event.progress <= 1):
        raise EntryRefused("entry.progress_needed")
    if kind in ("kept", "missed"):
        _refuse_period(entry, event)
    if kind == "replicated" or changes_lead:
        _refuse_unknown_unit(entry, event.unit_id)
    return {
        "event_type": kind,
        "happened_on": event.happened_on,
        "reason": clean(event.reason, needed="reason" if kind in NEEDS_REASON else None),
        "progress": event.progress if kind == "progress" else None,
        "new_deadline": event.new_deadline if moves else None,
        "period_start": event.period_start if kind in ("kept", "missed") else None,
        "period_end": event.period_end if kind in ("kept", "missed") else None,
        "unit_id": event.unit_id if kind == "replicated" or changes_lead else None,
        "field": event.field if is_change else None,
        "new_value": clean(event.new_value) if is_change and not changes_lead else None,
        "evidence": clean(event.evidence, needed="evidence" if kind == "reviewed" else None),
    }


def _refuse_period(entry: Entry, event: NewWorkEvent) -> None:
    """A period is named, has begun and, if missed, has come to its last day; as imports have it."""
    if event.period_start is None or event.period_end is None:
        raise EntryRefused("entry.period_needed")
    if event.period_start > event.happened_on:
        raise EntryRefused("entry.period_not_begun", day=f"{event.period_start:%d/%m/%Y}")
    if event.event_type == "missed" and event.period_end > event.happened_on:
        raise EntryRefused("entry.period_not_over", day=f"{event.period_end:%d/%m/%Y}")


def _refuse_unknown_unit(entry: Entry, unit_id: int | None) -> None:
    known = select(unit.c.id).where(unit.c.id == unit_id, unit.c.province_id == entry.province_id)
    if entry.connection.scalar(known) is None:
        raise EntryRefused("entry.unit_needed")


def _deadline_in_force(entry: Entry, item_id: int) -> date | None:
    newest = (
        select(work_event.c.new_deadline)
        .where(work_event.c.work_item_id == item_id, work_event.c.event_type == "deadline_moved")
        .order_by(work_event.c.happened_on.desc(), work_event.c.id.desc())
        .limit(1)
    )
    first = select(work_item.c.deadline).where(work_item.c.id == item_id)
    moved: date | None = entry.connection.scalar(newest)
    if moved is not None:
        return moved
    stated: date | None = entry.connection.scalar(first)
    return stated
