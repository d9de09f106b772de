"""How fresh are the figures, which reports came, and who did not report?

All as of the province's day, whichever period the slot names.
"""

from dataclasses import replace

import polars as pl

from components.figures.reports_owed import period_words
from components.reader import Reader
from components.scenes.columns import columns
from components.scenes.freshness_rows import (
    Age,
    age_rows,
    ages,
    form_rows,
    silent,
    state_signs,
)
from components.scenes.origin import cut_offs, origin_words
from components.scenes.owed_rows import owed_rows
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
from domain.periods import day_period
from pages.scenes.scene import Asked, Drawn, Scene
from queries.freshness_board import figure_ages
from queries.reports_owed import reports_owed

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
    found = ages(rows, today=question.today)
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
    late = sum(1 for age in found if age.late)
    return Drawn(
        title=reader.text("scenes.freshness.title"),
        about=reader.date(question.today),
        body=scene_html("freshness", inner, space=space),
        sentence=_sentence(found, reports, reader, day=reader.date(question.today)),
        origin=origin_words(
            [rows],
            reader=reader,
            note=reader.text("blocks.freshness.batch", batch=reader.number(question.as_of)),
        ),
        cut_off=min(cut_offs([rows]), default=None),
        is_old=bool(late),
        red=late + _not_sent(reports),
    )


def _not_sent(reports: pl.DataFrame) -> int:
    return reports.filter(pl.col("state") == "not_sent").height


def _said(found: list[Age], reports: pl.DataFrame, reader: Reader) -> Statement:
    """Reports that did not come, else figures beyond their cycle, else that all is there."""
    if count := _not_sent(reports):
        return Statement(
            figure=f"{reader.number(count)}/{reader.number(reports.height)}",
            words=reader.counted("scenes.unit.not_sent", count),
            tone="bad",
            sign="overdue",
            below=f"{period_words(reports, reader)} · {_cycles(found, reader)}",
        )
    late = sum(1 for age in found if age.late)
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


def _cycles(found: list[Age], reader: Reader) -> str:
    fresh = sum(1 for age in found if not age.late)
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
    fit = min(space.rows(each=ROW * space.text, of=high - HEAD), len(lines))
    if fit < len(lines):
        title = f"{title} ({reader.number(fit)}/{reader.number(len(lines))})"
    return panel(title, owed_rows(lines, space=space, wide=wide, rows=fit), name="fill")


def _ages(
    found: list[Age], rows: pl.DataFrame, reports: pl.DataFrame, space: Space, reader: Reader
) -> str:
    title = reader.text("scenes.freshness.subjects")
    if not found:
        return panel(title, nothing(reader.text("scenes.freshness.no_figures")), name="fill")
    forms = min(reports["form"].n_unique(), MOST_FORMS)
    of_forms = HEAD + forms * FORM + GAP if forms else 0.0
    fit = space.rows(each=ROW * space.text, of=space.high - of_forms - HEAD)
    if fit < len(found):
        title = f"{title} ({reader.number(fit)}/{reader.number(len(found))})"
    body = age_rows(found[:fit], reader=reader, space=space, wide=columns(space, *SHARES)[1] - RIMS)
    note = provenance_note(rows["provenance"], reader)
    return panel(title, body, name="fill", note=note)


def _forms(reports: pl.DataFrame, space: Space, reader: Reader) -> str:
    if reports.is_empty():
        return ""
    forms = reports["form"].unique(maintain_order=True).sort().head(MOST_FORMS)
    shown = reports.filter(pl.col("form").is_in(forms.to_list()))
    body = form_rows(shown, reader=reader, space=space, wide=columns(space, *SHARES)[1] - RIMS)
    title = reader.text("scenes.freshness.forms") if space.has_plenty else ""
    return panel(title, body, note=state_signs(reader))


def _sentence(found: list[Age], reports: pl.DataFrame, reader: Reader, *, day: str) -> str:
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
