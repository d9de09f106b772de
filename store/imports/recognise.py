"""Which kind of file a sheet is, by its headers: our names or the Vietnamese ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.cells import Cell, fold, is_blank
from store.imports.kinds import KIND_BY_NAME, KINDS, ColumnSpec, FileKind
from store.imports.limits import HEADER_WITHIN_ROWS
from store.imports.refusals import FileRefused, Refusal, file_refused
from store.imports.sheets import Sheet

# Running numbers that people put before their rows; they say nothing.
IGNORED_HEADERS = frozenset({"stt", "tt", "so tt"})


@dataclass(frozen=True)
class Recognised:
    """A sheet whose columns are known.

    `header_index` is the header's place in `sheet.rows`; `places` and `headers` give the place
    and the written header of each column found.
    """

    sheet: Sheet
    kind: FileKind
    header_index: int
    places: dict[str, int]
    headers: dict[str, str]
    ignored_places: frozenset[int]


@dataclass(frozen=True)
class _Match:
    """How well the headers of one row fit one kind."""

    kind: FileKind
    row: int
    places: dict[str, int]
    strange: int

    @property
    def missing(self) -> list[ColumnSpec]:
        return [c for c in self.kind.columns if c.required and c.name not in self.places]


def is_known_header(text: str) -> bool:
    """Whether `text` heads a column of any kind."""
    return fold(text) in _ALL_HEADERS


def recognise(sheet: Sheet, *, kind: str | None) -> Recognised:
    """The columns of `sheet`; `kind` when it is already known.

    Raises FileRefused: kind_unknown, kind_unclear, column_missing, column_unknown, column_twice.
    """
    kinds = (KIND_BY_NAME[kind],) if kind else KINDS
    matches = [
        _match(row, number, kind=kind)
        for number, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS])
        for kind in kinds
    ]
    complete = [match for match in matches if not match.missing]
    if not complete:
        raise _incomplete(matches, sheet=sheet)
    top = min(match.row for match in complete)
    best = sorted(
        (match for match in complete if match.row == top),
        key=lambda match: (match.strange, -len(match.places)),
    )
    if len(best) > 1 and _rank(best[0]) == _rank(best[1]):
        both = ", ".join(match.kind.name for match in best[:2])
        raise file_refused("kind_unclear", sheet_name=sheet.name, kinds=both)
    return _checked(best[0], sheet=sheet)


def _rank(match: _Match) -> tuple[int, int]:
    return match.strange, -len(match.places)


def _match(row: Sequence[Cell], number: int, *, kind: FileKind) -> _Match:
    names = _HEADERS[kind.name]
    folded = [fold(cell) if isinstance(cell, str) else "" for cell in row]
    places = {names[text]: i for i, text in reversed(list(enumerate(folded))) if text in names}
    strange = sum(bool(text) and text not in names for text in folded)
    return _Match(kind, number, places, strange)


def _incomplete(matches: list[_Match], *, sheet: Sheet) -> FileRefused:
    nearest = max(matches, key=lambda m: len(m.places) - len(m.missing), default=None)
    if nearest is None or len(nearest.places) < 2:
        return file_refused("kind_unknown", sheet_name=sheet.name)
    return FileRefused(
        *(
            Refusal(
                reason_code="column_missing",
                sheet_name=sheet.name,
                row_number=nearest.row + 1,
                column_name=column.header_vi,
                values={"kind": nearest.kind.title_vi},
            )
            for column in nearest.missing
        )
    )


def _checked(match: _Match, *, sheet: Sheet) -> Recognised:
    """The match, unless a header stands twice or means nothing here."""
    names = _HEADERS[match.kind.name]
    refusals: list[Refusal] = []
    headers: dict[str, str] = {}
    ignored: set[int] = set()
    for place, cell in enumerate(sheet.rows[match.row]):
        if is_blank(cell):
            continue
        text = str(cell)
        name = names.get(fold(text))
        if name and match.places[name] == place:
            headers[name] = text
        elif fold(text) in IGNORED_HEADERS:
            ignored.add(place)
        else:
            reason = "column_twice" if name else "column_unknown"
            refusals.append(_header_refusal(reason, text, match=match, sheet=sheet))
    if refusals:
        raise FileRefused(*refusals)
    return Recognised(sheet, match.kind, match.row, match.places, headers, frozenset(ignored))


def _header_refusal(reason: str, text: str, *, match: _Match, sheet: Sheet) -> Refusal:
    by_header = {fold(column.header_vi): column.header_vi for column in match.kind.columns}
    near = get_close_matches(fold(text), list(by_header), n=1) if reason == "column_unknown" else []
    return Refusal(
        reason_code=reason,
        sheet_name=sheet.name,
        row_number=match.row + 1,
        column_name=text,
        raw_text=text,
        proposal=by_header[near[0]] if near else None,
        values={"kind": match.kind.title_vi},
    )


_HEADERS = {
    kind.name: {
        fold(header): column.name
        for column in kind.columns
        for header in (column.name, column.header_vi)
    }
    for kind in KINDS
}
_ALL_HEADERS = frozenset(header for headers in _HEADERS.values() for header in headers)
