"""Why a row or a whole file is refused, and where exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assets import wording
from domain.succession.refusals import UnitsRefused

# These have their sentences in the catalogue of units, which screens use as well.
_OF_UNITS = frozenset(reason.reason_code for reason in UnitsRefused.__subclasses__())


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One fault. `row_number` is the one a spreadsheet shows; `column_name` the file's header.

    `reason_code` names the fault (`imports.refusal.<code>` in the locales, `units.refusal.<code>`
    for those of domain.succession), `values` fill its sentence, `proposal` is what the writer may
    have meant. Null places: the fault is the file's.
    """

    reason_code: str
    sheet_name: str | None = None
    row_number: int | None = None
    column_name: str | None = None
    raw_text: str | None = None
    proposal: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, *, language: str) -> str:
        """The reason as one sentence of `language`."""
        known = {
            "raw": self.raw_text or "",
            "column": self.column_name or "",
            "proposal": self.proposal or "",
            **self.values,
        }
        return wording.text(refusal_key(self.reason_code), language=language, **known)


def refusal_key(reason_code: str) -> str:
    """The key of the sentence of a reason."""
    subject = "units" if reason_code in _OF_UNITS else "imports"
    return f"{subject}.refusal.{reason_code}"


class FileRefused(Exception):
    """A file that cannot be read as an import file at all, with everything found wrong so far."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.reason_code for refusal in refusals))
        self.refusals = refusals


def file_refused(reason_code: str, *, sheet_name: str | None = None, **values: str) -> FileRefused:
    """The refusal of a file, or of one sheet of it, for one reason."""
    return FileRefused(Refusal(reason_code=reason_code, sheet_name=sheet_name, values=values))
