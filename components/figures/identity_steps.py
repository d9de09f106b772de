"""How many people stand at each step of digital identity, and how many are lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from components.block_rows import Row, row_of
from components.figures.marks import provisional_class
from components.markup import safe, share_style
from components.measures import absence
from components.reader import Reader
from domain.digital_identity import ACTIVATED, COVERAGE, LEVEL_2, STEPS


@dataclass(frozen=True, kw_only=True)
class Step:
    """People at one step (`count`, null: nobody told), and the row of BLOCK_FIGURES behind it."""

    name: str
    count: float | None
    row: Row


def steps_of(figures: pl.DataFrame, *, unit_id: int | None = None) -> Sequence[Step]:
    """The steps that are known: who may have a card, cards, collected, activated, level 2.

    Of the province, or of the unit `unit_id`. Where nobody told how many people may have a card
    the steps begin with the cards; nothing is made up from a stated rate.
    """
    made: list[Step] = []
    coverage = row_of(figures, COVERAGE, unit_id=unit_id)
    if coverage is not None and coverage["denominator"] is not None:
        made.append(Step(name="eligible", count=coverage["denominator"], row=coverage))
    for code in STEPS:
        if (row := row_of(figures, code, unit_id=unit_id)) is not None:
            made.append(Step(name=code, count=row["value"], row=row))
    level_2 = row_of(figures, LEVEL_2, unit_id=unit_id)
    if level_2 is not None and level_2["numerator"] is not None and _is_of_these(level_2, made):
        made.append(Step(name=LEVEL_2, count=level_2["numerator"], row=level_2))
    return made


def _is_of_these(level_2: Row, steps: Sequence[Step]) -> bool:
    """Whether level 2 was counted among the accounts that are activated: else it is no step."""
    activated = [step.count for step in steps if step.name == ACTIVATED]
    return activated == [level_2["denominator"]]


def step_bars(steps: Sequence[Step], *, reader: Reader) -> str:
    """One bar a step on the scale of the largest; between two of them the people who are lost."""
    known = [step.count for step in steps if step.count]
    if not known:
        return f'<p class="ioc-nothing">{safe(reader.text("digital_identity.nothing"))}</p>'
    full = max(known)
    drawn: list[str] = []
    before: Step | None = None
    for step in steps:
        drawn.append(_step(step, before=before, full=full, reader=reader))
        before = step
    return f'<ol class="ioc-steps">{"".join(drawn)}</ol>'


def _step(step: Step, *, before: Step | None, full: float, reader: Reader) -> str:
    name = safe(reader.text(f"digital_identity.step_{step.name}"))
    if step.count is None:
        why = safe(reader.text(f"figures.absence.{absence(step.row) or 'missing'}"))
        return f'<li><span>{name}</span><b class="ioc-absent">{why}</b></li>'
    lost, gap = "", ""
    if before is not None and before.count and before.count >= step.count:
        missing = before.count - step.count
        words = reader.text(
            f"digital_identity.lost_{step.name}",
            count=reader.number(missing),
            share=reader.percent(missing / before.count, digits=1),
        )
        lost = f"<em>{safe(words)}</em>"
        left, width = share_style(step.count / full), share_style(missing / full)
        gap = f'<u style="left:{left};width:{width}"></u>'
    share = ""
    if before is not None and before.count:
        part = reader.percent(step.count / before.count)
        of_before = reader.text(f"digital_identity.of_{before.name}")
        share = f"<small><strong>{safe(part)}</strong> {safe(of_before)}</small>"
    look = provisional_class(step.row["obs_status"]).strip()
    return (
        f"<li><span>{name}{share}</span>"
        f'<div class="ioc-track"><i class="{look}" style="width:{share_style(step.count / full)}">'
        f"</i>{gap}</div><b>{safe(reader.number(step.count))}</b>{lost}</li>"
    )
