"""Which reports the units of a sample province owe, month by month, and when they came.

All of it illustrative: the names of the forms say so, since a form has no provenance of its own.
Most reports come in time; some late, and a few not at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from domain.periods import Period
from sample_data.generate.units import Unit
from sample_data.generate.writing import Row, write_further

SEED = 2019
FIRST_NUMBER = 26
DAYS_TO_SUBMIT = 5
# Of the reports of a month, those that come late and those that never come.
LATE, NEVER = 0.09, 0.035
# Units that report badly, by how many times the usual.
CARELESS, USUAL = 4.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form that every unit of a level owes each month."""

    code: str
    level: str
    name_vi: str
    name_en: str


FORMS = {
    "district": Form(
        code="BC06-HUYEN",
        level="district",
        name_vi="Báo cáo tháng Đề án 06 của UBND cấp huyện (số liệu minh họa)",
        name_en="Monthly Project 06 report of district people's committees (illustrative)",
    ),
    "commune": Form(
        code="BC06-XA",
        level="commune",
        name_vi="Báo cáo tháng Đề án 06 của UBND cấp xã (số liệu minh họa)",
        name_en="Monthly Project 06 report of commune people's committees (illustrative)",
    ),
    "agency": Form(
        code="BC06-SO",
        level="agency",
        name_vi="Báo cáo tháng Đề án 06 của sở, ban, ngành (số liệu minh họa)",
        name_en="Monthly Project 06 report of departments (illustrative)",
    ),
}


def write(
    folder: Path, *, units: Sequence[Unit], periods: Sequence[Period], careless: Sequence[str]
) -> None:
    """Write the forms, what was due of them in `periods`, and what came.

    `careless`: codes of units that report worse than others.
    """
    levels = dict.fromkeys(unit.level for unit in units)
    forms = [FORMS[level] for level in levels]
    due = [(form, unit, period) for period in periods for form in forms for unit in units]
    owed = [(form, unit, period) for form, unit, period in due if unit.level == form.level]
    files = {
        "report_forms": [_form_row(form) for form in forms],
        "report_dues": [_due_row(form, unit, period) for form, unit, period in owed],
        "report_submissions": list(_submissions(owed, careless)),
    }
    for number, (kind, rows) in enumerate(files.items(), start=FIRST_NUMBER):
        write_further(folder, number=number, name=kind, kind_name=kind, rows=rows)


def _form_row(form: Form) -> Row:
    return {
        "code": form.code,
        "name_vi": form.name_vi,
        "name_en": form.name_en,
        "frequency": "month",
        "level": form.level,
        "days_to_submit": DAYS_TO_SUBMIT,
    }


def _due_row(form: Form, unit: Unit, period: Period) -> Row:
    return {
        "form": form.code,
        "unit": unit.code,
        "unit_name": unit.full_name_vi,
        "period": period,
        "due_on": period.end + timedelta(days=DAYS_TO_SUBMIT),
    }


def _submissions(
    owed: Sequence[tuple[Form, Unit, Period]], careless: Sequence[str]
) -> Iterator[Row]:
    rng = Random(SEED)
    for form, unit, period in owed:
        times = CARELESS if unit.code in careless else USUAL
        fate = rng.random()
        if fate < NEVER * times:
            continue
        is_late = fate < (NEVER + LATE) * times
        after = rng.randint(DAYS_TO_SUBMIT + 1, 19) if is_late else rng.randint(1, DAYS_TO_SUBMIT)
        yield {
            "form": form.code,
            "unit": unit.code,
            "unit_name": unit.full_name_vi,
            "period": period,
            "submitted_on": period.end + timedelta(days=after),
        }
