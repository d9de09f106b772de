"""One entry of one person: who they are at this moment, the batch it lands in, who was quicker."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select, update

from store import audit, clock
from store.audit import Action
from store.database import engine
from store.imports import batches
from store.imports.batches import Delivery
from store.refused import Refused
from store.settings import current_settings
from store.signed_in import SignedIn, people, person
from store.tables import account, import_batch, province, unit

# Who may enter, and who of them may judge: accept, reopen, cancel, grant more time.
ENTERS = frozenset({"staff", "editor", "approver", "administrator"})
JUDGES = frozenset({"approver", "editor", "administrator"})
KIND = "entry"
LONGEST_TEXT = 4_000
PROVENANCE = "reported"
# What a form has seen of something that nobody had said anything about yet.
NOTHING_SEEN = 0
LONGEST_SUBJECT = 200


class EntryRefused(Refused):
    """An entry that is not allowed, or that says something impossible."""


class EntryConflict(Refused):
    """Somebody else was quicker: `changes` are the events since the form was drawn, oldest first.

    Each has id, event_type, happened_on, author, reason.
    """

    def __init__(self, changes: list[Mapping[str, Any]]) -> None:
        super().__init__("entry.conflict", count=len(changes))
        self.changes = changes


@dataclass(frozen=True)
class Entry:
    """One transaction of one person in one province, and the batch it lands in."""

    connection: Connection
    by: SignedIn
    province_id: int
    today: date
    batch_id: int

    @property
    def sees_province(self) -> bool:
        return self.province_id in self.by.scope.provinces

    def sees_unit(self, unit_id: int | None) -> bool:
        """Whether a row of this unit (None: of no unit) is theirs."""
        return self.sees_province or (unit_id is not None and unit_id in self.by.scope.units)

    def add(self, table: Table, **values: Any) -> int:
        """A row of this entry; gives its id."""
        known = {"import_batch_id": self.batch_id} if "import_batch_id" in table.c else {}
        row = insert(table).values(**known, **values).returning(table.c.id)
        return int(self.connection.execute(row).scalar_one())

    def add_event(self, table: Table, **values: Any) -> int:
        """An event of this entry, signed and written down today."""
        return self.add(
            table,
            recorded_on=self.today,
            author=self.by.display_name,
            account_id=self.by.account_id,
            provenance=PROVENANCE,
            **values,
        )


def reading() -> Connection:
    """A connection to look something up by, before the entry begins."""
    return engine(current_settings().database_url).connect()


def row_of(table: Table, row_id: int) -> Row[Any]:
    """The row an entry is about. Raises EntryRefused where there is none."""
    with reading() as connection:
        found = connection.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if found is None:
        raise EntryRefused("entry.gone")
    return found


@contextmanager
def entering(by: int, *, province_id: int, subject: str, said: object) -> Iterator[Entry]:
    """An entry of the account `by` about `subject`; `said` is what it says, for its fingerprint.

    Raises EntryRefused for an account that is gone, may not enter, or sees nothing of the
    province. An exception inside undoes all of it.
    """
    told = json.dumps(said, default=str, ensure_ascii=False, sort_keys=True).encode()
    with engine(current_settings().database_url).execution_options(writes=True).begin() as made:
        # From here on nobody else lands anything: two who enter at once meet here.
        batches.take_turn(made)
        who = _still_entering(made, by)
        here = made.execute(select(province).where(province.c.id == province_id)).mappings().one()
        _refuse_foreign_province(made, who, province_id)
        batch_id = batches.open_batch(
            made,
            Delivery(
                file_name=subject[:LONGEST_SUBJECT],
                sha256=batches.fingerprint(told),
                size=len(told),
                kind=KIND,
                province_id=province_id,
                account_id=by,
            ),
            now=clock.now(),
        )
        today = clock.province_day(
            clock_stands_at=here["clock_stands_at"], time_zone=here["time_zone"]
        )
        yield Entry(made, who, province_id, today, batch_id)
        made.execute(update(import_batch).where(import_batch.c.id == batch_id).values(row_count=1))
        audit.record(
            made,
            now=clock.now(),
            action=Action.CHANGED,
            subject=subject,
            account_id=by,
            detail={"batch": batch_id, "province": here["slug"]},
        )


def refuse_conflict(entry: Entry, events: Table, of: ColumnElement[bool], *, seen: int) -> None:
    """Raise EntryConflict when there are `events` (with `of`) newer than the id `seen`."""
    newer = entry.connection.execute(
        select(
            events.c.id,
            events.c.event_type,
            events.c.happened_on,
            events.c.author,
            events.c.reason,
        )
        .where(of, events.c.id > seen)
        .order_by(events.c.id)
    )
    changes: list[Mapping[str, Any]] = [dict(row) for row in newer.mappings()]
    if changes:
        raise EntryConflict(changes)


def new_code(entry: Entry, table: Table, code: str) -> str | None:
    """`code`, clean. Raises EntryRefused where the province has it in `table` already."""
    cleaned = clean(code, needed="code")
    taken = select(table.c.id).where(
        table.c.province_id == entry.province_id, table.c.code == cleaned
    )
    if entry.connection.scalar(taken) is not None:
        raise EntryRefused("entry.code_taken", code=cleaned)
    return cleaned


def refuse_future(entry: Entry, day: date) -> None:
    """Raise EntryRefused for a day that has not come in the province."""
    if day > entry.today:
        raise EntryRefused("entry.in_future", today=f"{entry.today:%d/%m/%Y}")


def refuse_foreign_unit(entry: Entry, unit_id: int | None) -> None:
    """Raise EntryRefused for a unit of another province, or one that is not theirs."""
    if unit_id is None:
        if not entry.sees_province:
            raise EntryRefused("entry.unit_needed")
        return
    of_province = select(unit.c.id).where(
        unit.c.id == unit_id, unit.c.province_id == entry.province_id
    )
    if entry.connection.scalar(of_province) is None or not entry.sees_unit(unit_id):
        raise EntryRefused("entry.foreign_unit")


def clean(text: str | None, *, needed: str | None = None) -> str | None:
    """`text` without invisible control characters and outer blanks; None for an empty one.

    Raises EntryRefused for one that is too long, or for none where `needed` names the field.
    """
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text or "")
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    ).strip()
    if len(kept) > LONGEST_TEXT:
        raise EntryRefused("entry.too_long", most=LONGEST_TEXT)
    if not kept and needed:
        raise EntryRefused(f"entry.{needed}_needed")
    return kept or None


def _still_entering(connection: Connection, by: int) -> SignedIn:
    still_there = (account.c.id == by) & account.c.disabled_at.is_(None)
    found = person(connection.execute(people(source=account, where=still_there)).mappings())
    if found is None or found.role not in ENTERS:
        raise EntryRefused("entry.not_allowed")
    return found


def _refuse_foreign_province(connection: Connection, who: SignedIn, province_id: int) -> None:
    if province_id in who.scope.provinces:
        return
    own = select(unit.c.id).where(
        unit.c.province_id == province_id, unit.c.id.in_(sorted(who.scope.units))
    )
    if connection.scalar(own.limit(1)) is None:
        raise EntryRefused("entry.not_allowed")
