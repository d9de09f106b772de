"""Digital identity from across a room: accounts collected against activated, and where people wait.

Steps and those who wait are found as on the page (components/figures/identity_steps,
not_activated).
"""

from collections.abc import Sequence

import polars as pl

from components.block_rows import row_of, short_name, status_together
from components.figures.identity_steps import Step
from components.figures.marks import bar_look, provisional_class, provisional_note, with_not_final
from components.figures.not_activated import Waiting
from components.markup import safe, share_style
from components.measures import absence
from components.reader import Reader
from components.scenes.fitting import LINE, panel_down
from components.scenes.parts import Statement, nothing, panel, rows_list
from components.scenes.space import Space
from domain.digital_identity import ACTIVATED, ACTIVATION_RATE, COLLECTED

# In units: a unit with its bar; a step with its bar, without its share.
ROW, STEP = 1.75, 2.6


def rate_statement(
    figures: pl.DataFrame, *, unit_id: int | None, reader: Reader
) -> Statement | None:
    """The share of collected accounts that are activated; None where nobody told it."""
    rate = row_of(figures, ACTIVATION_RATE, unit_id=unit_id)
    if rate is None or rate["value"] is None:
        return None
    collected, activated = _counts(figures, unit_id)
    below = ""
    if collected is not None and activated is not None:
        below = f"{reader.number(activated)}/{reader.number(collected)}"
    return Statement(
        figure=reader.percent(rate["value"]),
        words=reader.text("digital_identity.hero_rate"),
        tone="course",
        sign="on_course",
        below=with_not_final(below, rate["obs_status"], reader),
    )


def waiting_statement(
    figures: pl.DataFrame, *, unit_id: int | None, reader: Reader
) -> Statement | None:
    """How many accounts are collected and not activated; None where a count is not known."""
    collected, activated = _counts(figures, unit_id)
    if collected is None or activated is None:
        return None
    rows = [row_of(figures, code, unit_id=unit_id) for code in (COLLECTED, ACTIVATED)]
    left = max(collected - activated, 0)
    return Statement(
        figure=reader.number(left),
        words=reader.text("digital_identity.hero_waiting"),
        tone="warning" if left else "good",
        sign="due" if left else "met",
        below=with_not_final("", status_together(*rows), reader),
    )


def _counts(figures: pl.DataFrame, unit_id: int | None) -> tuple[float | None, float | None]:
    rows = [row_of(figures, code, unit_id=unit_id) for code in (COLLECTED, ACTIVATED)]
    collected, activated = (None if row is None else row["value"] for row in rows)
    return collected, activated


def steps_panel(
    steps: Sequence[Step], *, space: Space, down: float, note: str, reader: Reader
) -> str:
    """One bar per step on the scale of the largest, with its share of the step before."""
    title = reader.text("scenes_work.steps")
    full = max((step.count for step in steps if step.count), default=0.0)
    if not full:
        return panel(title, nothing(reader.text("digital_identity.nothing")), name="steps")
    # Where there is no room to say of every share what it is of, it is said once.
    is_tight = len(steps) * (STEP + LINE * space.small) > panel_down(space, down=down)
    befores = [None, *steps[:-1]]
    rows = [
        _step(step, before=before, full=full, is_tight=is_tight, reader=reader)
        for step, before in zip(steps, befores, strict=True)
    ]
    foot = provisional_note([step.row for step in steps if step.count is not None], reader)
    more = reader.text("scenes_work.of_step_before") if is_tight else ""
    body = rows_list(rows, name="step-rows") + foot
    return panel(title, body, name="steps", note=note, more=more)


def _step(step: Step, *, before: Step | None, full: float, is_tight: bool, reader: Reader) -> str:
    name = safe(reader.text(f"digital_identity.step_{step.name}"))
    if step.count is None:
        why = safe(reader.text(f"figures.absence.{absence(step.row) or 'missing'}"))
        told = f'<span>{name}</span><p class="ioc-absent">{why}</p>'
        return f'<li class="ioc-tone-neutral">{told}</li>'
    share, gap, beside = "", "", ""
    if before is not None and before.count:
        part = safe(reader.percent(step.count / before.count))
        of_before = safe(reader.text(f"digital_identity.of_{before.name}"))
        share = "" if is_tight else f"<small>{part} {of_before}</small>"
        beside = f" <em>{part}</em>" if is_tight else ""
        lost = before.count - step.count
        if lost > 0:
            left, width = share_style(step.count / full), share_style(lost / full)
            gap = f'<u style="left:{left};width:{width}"></u>'
    look = provisional_class(step.row["obs_status"]).strip()
    bar = f'<i class="{look}" style="width:{share_style(step.count / full)}"></i>'
    return (
        f"<li><span>{name}{beside}</span><b>{safe(reader.number(step.count))}</b>"
        f'<div class="ioc-track">{bar}{gap}</div>{share}</li>'
    )


def waiting_panel(waiting: Waiting | None, *, space: Space, down: float, reader: Reader) -> str:
    """The units with most accounts that are not activated, as many as fit; all others as one."""
    title = reader.text("scenes_work.waiting_where")
    if waiting is None or waiting.rows.is_empty() or not waiting.total:
        return panel(title, nothing(reader.text("digital_identity.nothing")), name="waiting")
    fit = space.rows(each=ROW, of=panel_down(space, down=down))
    shown = waiting.rows.head(fit).to_dicts()
    full = max((row["waiting"] for row in shown), default=1.0) or 1.0
    rows = [
        f'<li class="ioc-tone-warning"><span>{safe(short_name(row, reader))}</span>'
        f'<div class="ioc-track"><i{bar_look(row["obs_status"])} '
        f'style="width:{share_style(row["waiting"] / full)}"></i></div>'
        f"<b>{safe(reader.number(round(row['waiting'])))}</b></li>"
        for row in shown
    ]
    rest = round(waiting.total) - sum(round(row["waiting"]) for row in shown)
    others = max(waiting.units - len(shown), 0)
    more = ""
    if rest > 0 or others:
        words = reader.counted("digital_identity.other_units", others)
        more = f"{words}: {reader.number(rest)}"
    foot = provisional_note(shown, reader)
    return panel(title, rows_list(rows, name="waiting-rows") + foot, name="waiting", more=more)
