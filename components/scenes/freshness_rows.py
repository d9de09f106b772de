"""How old each subject's figures are beside its cycle, which reports came, and who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from components.figures.marks import icon
from components.figures.reports_owed import ICONS, TONES, counts_of
from components.markup import safe
from components.reader import Reader
from components.scenes.owed_rows import Owed
from components.scenes.parts import letters_of, rows_list, shortened
from components.scenes.space import Space
from components.scenes.work_rows import named_beside
from domain.data_age import DataAge

_LATE = {"not_sent": "scenes.freshness.not_sent", "late": "scenes.freshness.came_late"}
# Letters of a cut-off, of an age in its cycle, and those that the sign of a row takes and what lies
# between its parts.
DAY, CYCLE, SIGNS = 13.5, 9.5, 5.5
# The last column is at least so wide.
LEAST_WORDS = 15


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is reported in a cycle: its name, its age, how many of its units are missing."""

    name: str
    age: DataAge
    missing: int = 0


def subjects(rows: pl.DataFrame, *, today: date, reader: Reader) -> list[Subject]:
    """Of FIGURE_AGES, in its order."""
    return [
        Subject(
            name=reader.text(f"definitions.subject.{row['subject']}"),
            age=DataAge(cut_off=row["cut_off"], frequency=row["frequency"], today=today),
            missing=row["units_expected"] - row["units_known"],
        )
        for row in rows.to_dicts()
    ]


def latest_last(found: Iterable[Subject]) -> list[Subject]:
    """What is late first, the longest first, then what lacks units."""
    return sorted(found, key=lambda subject: (-subject.age.days_late, -subject.missing))


def age_rows(found: list[Subject], *, reader: Reader, space: Space, wide: float) -> str:
    """One line for each: subject, its cut-off where there is room, its age in its cycle, and
    whether newer figures should be there."""
    letters = space.letters(width=wide, size=space.text) - CYCLE - SIGNS
    if space.has_plenty:
        letters -= DAY
    drawn = [_age(one, reader, letters=letters, has_day=space.has_plenty) for one in found]
    return rows_list(drawn, name="ages")


def _age(subject: Subject, reader: Reader, *, letters: float, has_day: bool) -> str:
    age = subject.age
    tone, sign, words = "good", "met", reader.text("scenes.freshness.in_cycle")
    if age.is_old:
        tone, sign = "bad", "overdue"
        words = reader.counted("scenes.freshness.late", age.days_late)
    elif subject.missing:
        tone, sign = "warning", "behind"
        words = reader.counted("scenes.freshness.missing", subject.missing)
    letters -= max(letters_of(words), LEAST_WORDS)
    name = shortened(subject.name, letters=letters)
    day = f" <em>{safe(reader.date(age.cut_off))}</em>" if has_day else ""
    of_cycle = reader.text(
        "scenes.age.few",
        days=reader.number(age.days),
        cycle=reader.number(age.cycle or 0),
    )
    return (
        f'<li class="ioc-tone-{tone}">{icon(sign)}<span>{safe(name)}</span>'
        f"<span>{day}{safe(of_cycle)}</span><b>{safe(words)}</b></li>"
    )


def form_rows(reports: pl.DataFrame, *, reader: Reader, space: Space, wide: float) -> str:
    """One bar for each form of REPORTS_OWED: how many units sent it in time, late, not at all."""
    forms = reports["form"].unique(maintain_order=True).sort().to_list()
    drawn = [
        _form(reports.filter(pl.col("form") == form), reader, space=space, wide=wide)
        for form in forms
    ]
    return rows_list(drawn, name="plans")


def _form(reports: pl.DataFrame, reader: Reader, *, space: Space, wide: float) -> str:
    row = reports.row(0, named=True)
    counts = counts_of(reports)
    missing = counts["not_sent"]
    said = [reader.counted("scenes.owed.not_sent", missing)] if missing else []
    name, words = named_beside(reader.pick(row, "form"), said, wide=wide, size=space.text)
    late = f'<span class="ioc-overdue">{icon("overdue")}{safe(words)}</span>' if words else ""
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
