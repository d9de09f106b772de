"""The profile of a unit as cards: who it is, what is wrong, its figures, its work, its past."""

from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from components.blocks.browser_script import run_script
from components.blocks.card import Card
from components.figures.marks import origin_of
from components.figures.unit_head import facts_line, place_picture
from components.figures.unit_links import UnitLinks, unit_rows
from components.figures.unit_lists import bottleneck_list, lineage_list, report_list, work_list
from components.figures.unit_sheet import SheetParts, unit_sheet
from components.figures.unit_standing import standing_of, standing_sentence, standing_tiles
from components.figures.unit_table import converted_line, figures_table
from components.figures.unit_trend import unit_trend
from components.markup import safe
from components.measures import Measure, Row
from components.reader import Reader

WORK_ROWS, MODEL_ROWS, BOTTLENECK_ROWS = 5, 3, 2
# Of one side, and of each where a unit has a past and a future.
RELATIVES_ALONE, RELATIVES_EACH = 7, 3
_PRESSES = "_unit_prints"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All frames about one unit. `facts` is its row of UNIT_FACTS; the day is the province's."""

    facts: Row
    figures: pl.DataFrame
    items: pl.DataFrame
    bottlenecks: pl.DataFrame
    reports: pl.DataFrame
    lineage: pl.DataFrame
    boundaries: pl.DataFrame
    when: str
    today: date
    batch: int

    @property
    def unit_id(self) -> int:
        return int(self.facts["unit_id"])

    @property
    def tasks(self) -> pl.DataFrame:
        return self.items.filter(pl.col("plan_kind") == "tasks")

    @property
    def models(self) -> pl.DataFrame:
        return self.items.filter(pl.col("plan_kind") == "pilot_models")

    def name(self, reader: Reader) -> str:
        return reader.pick(dict(self.facts), "full_name")

    def sentence(self, reader: Reader) -> str:
        """What is wrong with the unit, in one sentence."""
        at = standing_of(self.figures, self.items, self.bottlenecks, self.reports)
        return standing_sentence(at, name=self.name(reader), when=self.when, reader=reader)

    def tiles(self, reader: Reader) -> str:
        """The five counts."""
        at = standing_of(self.figures, self.items, self.bottlenecks, self.reports)
        return standing_tiles(at, reader=reader)


def head_html(profile: Profile, *, reader: Reader) -> str:
    """Where the unit lies, its name and facts, and the sentence that says what is wrong."""
    picture = place_picture(profile.boundaries, unit_id=profile.unit_id)
    return (
        f'<div class="ioc-unit-head">{picture}<div><h2>{safe(profile.name(reader))}</h2>'
        f"{facts_line(profile.facts, today=profile.today, reader=reader)}"
        f'<p class="ioc-say">{safe(profile.sentence(reader), limit=600)}</p></div></div>'
    )


def figures_card(profile: Profile, *, reader: Reader, chosen: str) -> Card:
    """All indicators of the unit."""
    return Card(
        title=reader.text("unit.card_figures_of", period=profile.when),
        body=figures_table(profile.figures, reader=reader, chosen=chosen)
        + converted_line(profile.figures, reader=reader),
        origin=origin_of(profile.figures, reader=reader, note=profile.when),
    )


def trend_card(
    trend: pl.DataFrame, whole: pl.DataFrame, *, row: Row | None, last: date, profile: Profile,
    reader: Reader,
) -> Card:  # fmt: skip
    """The months of the indicator of `row` (one of UNIT_FIGURES, None without any)."""
    title = reader.text("unit.card_trend")
    if row is None:
        nothing = safe(reader.text("unit.no_trend"))
        return Card(title=title, body=f'<p class="ioc-nothing">{nothing}</p>')
    body = unit_trend(
        trend,
        whole,
        measure=Measure.of(row),
        reader=reader,
        last=last,
        name=reader.text("unit.this_unit"),
        target=row["target"],
    )
    return Card(title=title, body=body, origin=origin_of(trend, reader=reader))


def tasks_card(profile: Profile, *, reader: Reader) -> Card:
    """The open tasks, most pressing first."""
    return _work_card("tasks", profile.tasks, profile, reader=reader, rows=WORK_ROWS)


def models_card(profile: Profile, *, reader: Reader) -> Card:
    """The pilot models, most pressing first."""
    return _work_card("models", profile.models, profile, reader=reader, rows=MODEL_ROWS)


def _work_card(
    kind: str, items: pl.DataFrame, profile: Profile, *, reader: Reader, rows: int
) -> Card:
    return Card(
        title=reader.text(f"unit.card_{kind}"),
        body=work_list(items, unit_id=profile.unit_id, reader=reader, rows=rows, kind=kind),
        origin=_origin(items, profile, reader),
    )


def bottlenecks_card(profile: Profile, *, reader: Reader) -> Card:
    """The open bottlenecks, oldest first."""
    return Card(
        title=reader.text("unit.card_bottlenecks"),
        body=bottleneck_list(profile.bottlenecks, reader=reader, rows=BOTTLENECK_ROWS),
        origin=_origin(profile.bottlenecks, profile, reader),
    )


def _origin(rows: pl.DataFrame, profile: Profile, reader: Reader) -> str:
    """Where `rows` come from and of which day they are; nothing without any."""
    if rows.is_empty():
        return ""
    note = reader.text("blocks.due.as_of", day=reader.date(profile.today))
    return origin_of(rows, reader=reader, note=note)


def reports_card(profile: Profile, *, reader: Reader) -> Card:
    """What was due in the last year, and what of it came."""
    return Card(
        title=reader.text("unit.card_reports"),
        body=report_list(profile.reports, reader=reader),
    )


def lineage_card(profile: Profile, *, links: UnitLinks, reader: Reader) -> Card:
    """What the unit was before and became after."""
    has_both = profile.lineage["side"].n_unique() > 1
    rows = RELATIVES_EACH if has_both else RELATIVES_ALONE
    body = lineage_list(profile.lineage, links=links, reader=reader, rows=rows)
    return Card(title=reader.text("unit.card_lineage"), body=body)


def sheet_html(profile: Profile, *, reader: Reader) -> str:
    """The profile on one sheet of paper."""
    parts = SheetParts(
        name=profile.name(reader),
        period=reader.text("unit.sheet_period", period=profile.when),
        as_of=reader.text("unit.sheet_as_of", day=reader.date(profile.today), batch=profile.batch),
        sentence=profile.sentence(reader),
        head=facts_line(profile.facts, today=profile.today, reader=reader),
        tiles=profile.tiles(reader),
        origin=origin_of(profile.figures, reader=reader, note=reader.text("unit.sheet_note")),
        unit_id=profile.unit_id,
        figures=profile.figures,
        tasks=profile.tasks,
        models=profile.models,
        bottlenecks=profile.bottlenecks,
        reports=profile.reports,
        lineage=profile.lineage,
    )
    return unit_sheet(parts, reader=reader)


def show_print_button(reader: Reader) -> None:
    """A button that opens the browser's dialogue for printing."""
    if st.button(reader.text("unit.print"), icon=":material/print:", key="print_unit"):
        # Another press is another script: the same one would not run again.
        presses = st.session_state.get(_PRESSES, 0) + 1
        st.session_state[_PRESSES] = presses
        run_script("print.js", press=str(presses))


def units_html(units: pl.DataFrame, *, links: UnitLinks, reader: Reader) -> str:
    """Every unit of UNITS_OF_ALL_ERAS as a link: those that are, by level, then those that were."""
    there = pl.col("valid_to").is_null() | (pl.col("valid_to") >= links.today)
    begun = pl.col("valid_from") <= links.today
    groups: list[tuple[str, pl.DataFrame]] = [
        (level, units.filter(there & begun & (pl.col("level") == level)))
        for level in ("district", "commune", "agency")
    ]
    groups += [("coming", units.filter(~begun)), ("former", units.filter(~there))]
    drawn = "".join(
        _group(name, part, links=links, reader=reader) for name, part in groups if part.height
    )
    if not drawn:
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_units"))}</p>'
    return f'<div class="ioc-units">{drawn}</div>'


def _group(name: str, units: pl.DataFrame, *, links: UnitLinks, reader: Reader) -> str:
    heading = safe(reader.counted(f"unit.group_{name}", units.height))
    rows = unit_rows(units.to_dicts(), links=links, reader=reader)
    if name in ("coming", "former"):
        return f"<details><summary>{heading}</summary>{rows}</details>"
    return f"<section><h3>{heading}</h3>{rows}</section>"
