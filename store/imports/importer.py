"""One file in: recognised, read, checked, and landed whole, in part, or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from store import clock
from store.imports import batches
from store.imports.batches import Delivery
from store.imports.checking import check, with_twins
from store.imports.files import open_file
from store.imports.kinds import KINDS
from store.imports.landing import Counts, Landing, land
from store.imports.provinces import find_province
from store.imports.reading import Progress, ReadTable, read_table
from store.imports.recognise import Recognised, is_known_header, recognise
from store.imports.reform import NOTHING_STATED, Reform
from store.imports.refusals import FileRefused, Refusal, file_refused
from store.imports.registry import REGISTRY_KINDS, registry_refusals
from store.imports.sheets import Sheet
from store.imports.subjects import SUBJECTS

# The kind of a batch whose file holds sheets of several kinds, and of one nobody could recognise.
WORKBOOK, UNKNOWN = "workbook", "unknown"


class ProvinceNeeded(ValueError):
    """The file belongs to one province, and none was named."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of a file.

    `status`: landed, refused (nothing but the refusals was written) or unchanged (the very same
    file had landed as `batch_id`). Counts are rows; `refused_rows` may have several refusals each.
    `ignored_sheets`: hidden sheets that were left alone.
    """

    batch_id: int
    status: str
    kind: str
    file_name: str
    rows: int = 0
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused_rows: int = 0
    refusals: tuple[Refusal, ...] = ()
    ignored_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _ReadFile:
    """A file whose sheets were recognised and read, or the reasons why they could not be."""

    kind: str
    tables: tuple[ReadTable, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    ignored_sheets: tuple[str, ...] = ()

    @property
    def needs_province(self) -> bool:
        return any(table.kind.per_province for table in self.tables)


def import_file(
    engine: Engine,
    path: str | Path,
    *,
    province: str | None,
    kind: str | None = None,
    quarantine: bool = False,
    on_progress: Progress | None = None,
    account_id: int | None = None,
    reform: Reform = NOTHING_STATED,
) -> ImportReport:
    """Import the CSV or XLSX file at `path` for `province` (slug or code; None for catalogues).

    One bad row refuses the whole file, unless `quarantine`, which lands the good rows and keeps
    the bad ones aside. `kind` names the kind of the file where its headers do not.
    `on_progress(step, done, of)` hears of the steps read, check and land. `reform`: what is
    stated about a reform of units, for files that do not say it.

    Raises UnknownProvince, ProvinceNeeded, and OSError for a file that cannot be opened. What is
    wrong with the file's content is never raised but reported, and kept with a refused batch.
    """
    progress = on_progress or (lambda _step, _done, _of: None)
    file_name = Path(path).name
    data = Path(path).read_bytes()
    with engine.connect() as connection:
        here = find_province(connection, province) if province else None
    read = _read(data, name=file_name, kind=kind, on_progress=progress)
    if read.needs_province and here is None:
        raise ProvinceNeeded(file_name)
    delivery = Delivery(
        file_name=file_name,
        sha256=batches.fingerprint(data),
        size=len(data),
        kind=read.kind,
        province_id=here.id if here and (read.needs_province or not read.tables) else None,
        account_id=account_id,
    )
    with engine.execution_options(writes=True).begin() as connection:
        batches.take_turn(connection)
        earlier = batches.landed_before(connection, delivery)
        # The same crosswalk under another statement says something else.
        if earlier is not None and reform == NOTHING_STATED:
            return ImportReport(
                batch_id=earlier, status="unchanged", kind=read.kind, file_name=file_name
            )
        batch_id = batches.open_batch(connection, delivery, now=clock.now())
        landing = Landing(connection, batch_id, here, progress, reform)
        return _land_or_refuse(landing, read, file_name=file_name, quarantine=quarantine)


def _read(data: bytes, *, name: str, kind: str | None, on_progress: Progress) -> _ReadFile:
    """The tables of a file in the order in which they land, or why there are none."""
    try:
        opened = open_file(data, name=name, is_header=is_known_header)
        by_kind = _by_kind([sheet for sheet in opened.sheets if sheet.rows], kind=kind)
    except FileRefused as refused:
        return _ReadFile(kind or UNKNOWN, refusals=refused.refusals)
    tables = tuple(
        read_table(known, by_kind[known.name], on_progress=on_progress)
        for known in KINDS
        if known.name in by_kind
    )
    found = next(iter(by_kind)) if len(by_kind) == 1 else WORKBOOK
    if not any(table.lines for table in tables):
        return _ReadFile(found, refusals=file_refused("no_rows").refusals)
    return _ReadFile(found, tables, ignored_sheets=opened.ignored)


def _by_kind(sheets: Sequence[Sheet], *, kind: str | None) -> dict[str, list[Recognised]]:
    """The sheets by the name of their kind. Raises FileRefused with what is wrong in any."""
    found: dict[str, list[Recognised]] = defaultdict(list)
    refusals: list[Refusal] = []
    for sheet in sheets:
        try:
            recognised = recognise(sheet, kind=kind)
        except FileRefused as refused:
            refusals.extend(refused.refusals)
        else:
            found[recognised.kind.name].append(recognised)
    if refusals:
        raise FileRefused(*refusals)
    if not found:
        raise file_refused("no_rows")
    return found


def _land_or_refuse(
    landing: Landing, read: _ReadFile, *, file_name: str, quarantine: bool
) -> ImportReport:
    """Land what may land, write the batch's end, and report it."""
    counts = Counts()
    refusals = list(read.refusals)
    attempt = landing.connection.begin_nested()
    for table in read.tables:
        landed, refused = _land_table(landing, table)
        counts += landed
        refusals += refused
    touches_registry = bool(REGISTRY_KINDS & {table.kind.name for table in read.tables})
    if touches_registry and (quarantine or not refusals):
        refusals += registry_refusals(landing)
    rows = sum(len(table.lines) for table in read.tables)
    refused_rows = len({(r.sheet_name, r.row_number) for r in refusals if r.row_number})
    # What has no row is wrong with the file as a whole.
    apart = quarantine and refused_rows < rows and all(r.row_number for r in refusals)
    lands = not refusals or apart
    if lands:
        attempt.commit()
    else:
        attempt.rollback()
        counts = Counts()
    refusals.sort(key=lambda refusal: (refusal.sheet_name or "", refusal.row_number or 0))
    report = ImportReport(
        batch_id=landing.batch_id,
        status="landed" if lands else "refused",
        kind=read.kind,
        file_name=file_name,
        rows=rows,
        added=counts.added,
        replaced=counts.replaced,
        unchanged=counts.unchanged,
        refused_rows=refused_rows,
        refusals=tuple(refusals),
        ignored_sheets=read.ignored_sheets,
    )
    batches.close_batch(
        landing.connection,
        landing.batch_id,
        status=report.status,
        rows=rows,
        rejected=refused_rows,
        file_name=file_name,
        refusals=refusals,
    )
    return report


def _land_table(landing: Landing, table: ReadTable) -> tuple[Counts, list[Refusal]]:
    """Check and land the rows of one kind; returns the counts and every refusal of the kind."""
    subject = SUBJECTS[table.kind.name]
    counts = Counts()
    refusals = list(table.refusals)
    if table.frame.is_empty():
        return counts, refusals
    for frame in subject.stages(with_twins(table, table.frame, key=subject.file_key)):
        try:
            resolved = subject.resolve(landing, frame)
        except FileRefused as refused:
            return counts, [*refusals, *refused.refusals]
        checked, broken = check(table, subject, resolved)
        landing.on_progress("check", len(frame), len(table.frame))
        landed, different = land(landing, subject, table, checked)
        counts += landed
        refusals += [*broken, *different]
    return counts, refusals
