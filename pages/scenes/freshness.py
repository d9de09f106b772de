"""How fresh are the figures, which reports came, and who did not report?

All as of the province's day, whichever period the slot names.
"""

from dataclasses import replace

import polars as pl

from components.figures.reports_owed import period_words
from components.reader import Reader
from components.scenes.columns import columns
from components.scenes.fitting import LINE
from components.scenes.freshness_rows import (
    Subject,
    age_rows,
    form_rows,
    latest_last,
    silent,
    state_signs,
    subjects,
)
from components.scenes.origin import origin_words
from components.scenes.owed_rows import whole_rows
from components.scenes.parts import (
    Statement,
    nothing,
    panel,
    provenance_note,
    scene_html,
    statement,
    statement_height,
)
from components.scenes.space import Space
from domain.data_age import oldest
from domain.periods import day_period
from pages.scenes.ages import Recorded
from pages.scenes.scene import Asked, Drawn, Scene
from queries.freshness_board import figure_ages
from queries.reports_owed import reports_owed
from queries.work import plan_states

# Shares of the columns; units of the head of a panel, of its rims, of a form, of a line.
SHARES = (20.0, 33.0)
GAP, HEAD, RIMS, FORM, ROW = 0.6, 2.4, 1.9, 2.75, 1.42
MOST_FORMS = 3


def draw(asked: Asked) -> Drawn:
    """The age of every subject, and the reports of the newest period."""
    question, reader = asked.question, asked.reader
    today = replace(question, period=day_period(question.today))
    rows = asked.fetch(figure_ages, today)
    reports = asked.fetch(reports_owed, today)
    recorded = Recorded.of(asked)
    found = latest_last(
        [*subjects(rows, today=question.today, reader=reader), *_registers(recorded, asked)]
    )
    space = Space.of(asked.room)
    said = _said(found, reports, reader)
    wide = columns(space, *SHARES)[0]
    high = space.high - statement_height(said, space=space, wide=wide) - GAP
    province = reader.pick(dict(asked.settled.province), "name")
    left = statement(said) + _silent(
        reports, space, reader, wide=wide - RIMS, high=high, province=province
    )
    right = _ages(found, rows, reports, space, reader) + _forms(reports, space, reader)
    inner = f'<div class="ioc-scene-column">{left}</div><div class="ioc-scene-column">{right}</div>'
    return Drawn(
        title=reader.text("scenes.freshness.title"),
        about=reader.date(question.today),
        body=scene_html("freshness", inner, space=space),
        sentence=_sentence(found, reports, reader, day=reader.date(question.today)),
        origin=origin_words(
            [rows],
            room=asked.room,
            reader=reader,
            note=reader.text("blocks.freshness.batch", batch=reader.number(question.as_of)),
        ),
        age=oldest(subject.age for subject in found),
        red=_late(found) + _not_sent(reports),
    )


def _registers(recorded: Recorded, asked: Asked) -> list[Subject]:
    """What is told event by event: plans, bottlenecks, directions; as far as any is on record."""
    told = {
        "work": recorded.oldest_plan(asked.fetch(plan_states, asked.question).to_dicts()),
        "bottlenecks": recorded.bottlenecks(),
        "directions": recorded.directions(),
    }
    return [
        Subject(name=asked.reader.text(f"scenes.freshness.{name}"), age=age)
        for name, age in told.items()
        if age is not None and age.cycle is not None
    ]


def _late(found: list[Subject]) -> int:
    return sum(1 for subject in found if subject.age.is_old)


def _not_sent(reports: pl.DataFrame) -> int:
    return reports.filter(pl.col("state") == "not_sent").height


def _said(found: list[Subject], reports: pl.DataFrame, reader: Reader) -> Statement:
    """Reports that did not come, else figures beyond their cycle, else that all is there."""
    if count := _not_sent(reports):
        return Statement(
            figure=f"{reader.number(count)}/{reader.number(reports.height)}",
            words=reader.counted("scenes.unit.not_sent", count),
            tone="bad",
            sign="overdue",
            below=f"{period_words(reports, reader)} · {_cycles(found, reader)}",
        )
    late = _late(found)
    total = reader.number(len(found))
    if late:
        return Statement(
            figure=f"{reader.number(late)}/{total}",
            words=reader.text("scenes.freshness.subjects_late"),
            tone="bad",
            sign="overdue",
        )
    known = "good" if found else "neutral"
    return Statement(
        figure=f"{total}/{total}",
        words=reader.text("scenes.freshness.subjects_in_cycle"),
        tone=known,
        sign="met" if found else "no_value",
    )


def _cycles(found: list[Subject], reader: Reader) -> str:
    fresh = len(found) - _late(found)
    return reader.text(
        "scenes.freshness.cycles", fresh=reader.number(fresh), total=reader.number(len(found))
    )


def _silent(
    reports: pl.DataFrame, space: Space, reader: Reader, *, wide: float, high: float, province: str
) -> str:
    title = reader.text("scenes.freshness.silent")
    if reports.is_empty():
        return panel(title, nothing(reader.text("scenes.freshness.no_reports")), name="fill")
    lines = silent(reports, reader=reader, province=province)
    if not lines:
        return panel(title, nothing(reader.text("reports.all_in_time")), name="fill")
    body, fit = whole_rows(lines, space=space, wide=wide, high=high - HEAD)
    if fit < len(lines):
        title = f"{title} ({reader.number(fit)}/{reader.number(len(lines))})"
    return panel(title, body, name="fill")


def _ages(
    found: list[Subject], rows: pl.DataFrame, reports: pl.DataFrame, space: Space, reader: Reader
) -> str:
    title = reader.text("scenes.freshness.subjects")
    if not found:
        return panel(title, nothing(reader.text("scenes.freshness.no_figures")), name="fill")
    forms = min(reports["form"].n_unique(), MOST_FORMS)
    of_forms = HEAD + forms * FORM + GAP if forms else 0.0
    if reports["form"].n_unique() > MOST_FORMS:
        of_forms += LINE * space.small
    fit = space.rows(each=ROW * space.text, of=space.high - of_forms - HEAD)
    if fit < len(found):
        title = f"{title} ({reader.number(fit)}/{reader.number(len(found))})"
    body = age_rows(found[:fit], reader=reader, space=space, wide=columns(space, *SHARES)[1] - RIMS)
    note = provenance_note(rows["provenance"], reader)
    return panel(title, body, name="fill", note=note)


def _forms(reports: pl.DataFrame, space: Space, reader: Reader) -> str:
    if reports.is_empty():
        return ""
    every = reports["form"].unique(maintain_order=True).sort()
    shown = reports.filter(pl.col("form").is_in(every.head(MOST_FORMS).to_list()))
    left_out = every.len() - MOST_FORMS
    more = reader.counted("scenes.freshness.other_forms", left_out) if left_out > 0 else ""
    body = form_rows(shown, reader=reader, space=space, wide=columns(space, *SHARES)[1] - RIMS)
    title = reader.text("scenes.freshness.forms") if space.has_plenty else ""
    return panel(title, body, note=state_signs(reader), more=more)


def _sentence(found: list[Subject], reports: pl.DataFrame, reader: Reader, *, day: str) -> str:
    told = [reader.text("scenes.freshness.say_day", day=day, cycles=_cycles(found, reader))]
    if reports.height:
        told.append(
            reader.text(
                "scenes.freshness.say_reports",
                count=reader.number(_not_sent(reports)),
                due=reader.number(reports.height),
            )
        )
    return " ".join(told)


SCENE = Scene(key="freshness", draw=draw)
