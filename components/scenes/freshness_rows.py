"""How old each subject's figures are beside its cycle, which reports came, and who is silent."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from components.figures.marks import icon
from components.figures.reports_owed import ICONS, TONES, counts_of
from components.markup import safe
from components.measures import Row
from components.reader import Reader
from components.scenes.owed_rows import Owed
from components.scenes.parts import letters_of, rows_list, shortened
from components.scenes.space import Space
from domain.data_age import next_expected

_LATE = {"not_sent": "scenes.freshness.not_sent", "late": "scenes.freshness.came_late"}
# Letters of a cut-off, and those that the sign of a row takes and what lies between its parts.
DAY, SIGNS = 11.5, 7
# The last column is at least so wide.
LEAST_WORDS = 15


@dataclass(frozen=True)
class Age:
    """How a subject stands on a day: days since newer figures were due (0: none are), and how many
    of its units are missing."""

    row: Row
    late: int
    missing: int

    @classmethod
    def of(cls, row: Row, *, today: date) -> "Age":
        """Of a row of FIGURE_AGES."""
        due = next_expected(row["cut_off"], frequency=row["frequency"])
        return cls(
            row=row,
            late=max((today - due).days, 0),
            missing=row["units_expected"] - row["units_known"],
        )


def ages(rows: pl.DataFrame, *, today: date) -> list[Age]:
    """Of FIGURE_AGES: what is late first, the longest first, then what lacks units."""
    found = [Age.of(row, today=today) for row in rows.to_dicts()]
    return sorted(found, key=lambda age: (-age.late, -age.missing))


def age_rows(found: list[Age], *, reader: Reader, space: Space, wide: float) -> str:
    """One line for each: subject, cut-off, units and whether it is in its cycle."""
    letters = space.letters(width=wide, size=space.text) - DAY - SIGNS
    return rows_list([_age(age, reader, letters=letters) for age in found], name="ages")


def _age(age: Age, reader: Reader, *, letters: float) -> str:
    row = age.row
    tone, sign, words = "good", "met", reader.text("scenes.freshness.in_cycle")
    if age.late:
        tone, sign = "bad", "overdue"
        words = reader.counted("scenes.freshness.late", age.late)
    elif age.missing:
        tone, sign = "warning", "behind"
        words = reader.counted("scenes.freshness.missing", age.missing)
    letters -= max(letters_of(words), LEAST_WORDS)
    name = shortened(reader.text(f"definitions.subject.{row['subject']}"), letters=letters)
    return (
        f'<li class="ioc-tone-{tone}">{icon(sign)}<span>{safe(name)}</span>'
        f"<span>{safe(reader.date(row['cut_off']))}</span>"
        f"<b>{safe(words)}</b></li>"
    )


def form_rows(reports: pl.DataFrame, *, reader: Reader, space: Space, wide: float) -> str:
    """One bar for each form of REPORTS_OWED: how many units sent it in time, late, not at all."""
    forms = reports["form"].unique(maintain_order=True).sort().to_list()
    letters = space.letters(width=wide, size=space.text)
    drawn = [
        _form(reports.filter(pl.col("form") == form), reader, letters=letters) for form in forms
    ]
    return rows_list(drawn, name="plans")


def _form(reports: pl.DataFrame, reader: Reader, *, letters: float) -> str:
    row = reports.row(0, named=True)
    counts = counts_of(reports)
    late = ""
    if counts["not_sent"]:
        words = reader.counted("scenes.owed.not_sent", counts["not_sent"])
        late = f'<span class="ioc-overdue">{icon("overdue")}{safe(words)}</span>'
        letters -= letters_of(words) + 5
    name = shortened(reader.pick(row, "form"), letters=letters)
    bar = "".join(
        f'<i class="ioc-tone-{TONES[state]} ioc-scene-filled" style="flex-grow:{count}">'
        f"{reader.number(count)}</i>"
        for state, count in counts.items()
        if count
    )
    return f'<li><h4><span>{safe(name)}</span>{late}</h4><div class="ioc-stack">{bar}</div></li>'


def state_signs(reader: Reader) -> str:
    """What the colours of these bars mean."""
    items = "".join(
        f'<li class="ioc-tone-{tone}"><i class="ioc-swatch ioc-scene-filled"></i>'
        f"{safe(reader.text(f'reports.one_state.{state}'))}</li>"
        for state, tone in TONES.items()
    )
    return f'<ul class="ioc-legend">{items}</ul>'


def silent(reports: pl.DataFrame, *, reader: Reader, province: str) -> list[Owed]:
    """The units whose newest report has not come, then those whose came late.

    Their names go without that of their `province`, which stands above every scene.
    """
    return [
        Owed(
            tone=TONES[row["state"]],
            sign=ICONS[row["state"]],
            what=_without(reader.pick(row, "unit"), province),
            when=reader.counted(_LATE[row["state"]], row["days_late"]),
        )
        for row in reports.filter(pl.col("state") != "in_time").to_dicts()
    ]


def _without(name: str, province: str) -> str:
    """`Sở Y tế` of `Sở Y tế tỉnh Nghệ An`, `Department of Health` of `Nghe An Department ...`."""
    return name.removesuffix(f" tỉnh {province}").removeprefix(f"{province} ")
