"""What a reader of a handed-out file must know: where, when, from what, for whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from components.asked import question_told
from components.export.cover import meeting_told
from components.export.of_frames import Rows
from components.export.table import Table, told
from components.figures.converted import written_era
from components.figures.marks import PROVENANCES
from components.reader import Reader
from domain.meetings import Meeting
from queries.question import Question


def handed_out(
    frame: pl.DataFrame,
    rows: Rows,
    *,
    title: str,
    of_period: bool,
    asked: Question,
    province: Mapping[str, Any],
    unit: Mapping[str, Any] | None,
    era: Mapping[str, Any] | None = None,
    meeting: Meeting | None = None,
    for_whom: str,
    reader: Reader,
) -> Table:
    """The finished table of `rows`, made of `frame`.

    `of_period` says whether the rows are about the asked period, not about its day alone;
    `province`, `unit` and `era` are rows of PROVINCES, UNITS and ERAS; `meeting` is the one at
    whose figures the table stands; `for_whom` names the account.
    """

    def text(key: str, **values: object) -> tuple[str, str]:
        return reader.text(f"downloads.about.{key}"), reader.text(f"downloads.said.{key}", **values)

    whole = reader.text("shell.all_units")
    told_in_words = question_told(
        asked, province=province, unit=unit, era=era, reader=reader, of_period=of_period
    )
    stamp = (
        text("asked", asked=told(told_in_words)),
        text("province", province=told(reader.pick(dict(province), "name"))),
        text("unit", unit=told(reader.pick(dict(unit), "full_name")) if unit else whole),
        *((text("period", period=reader.period(asked.period)),) if of_period else ()),
        *((text("era", era=written_era(era, reader)),) if era and of_period else ()),
        *((text("meeting", **meeting_told(meeting, reader)),) if meeting else ()),
        text("as_of", day=reader.date(asked.today), batch=asked.as_of),
    )
    origin = (
        text("cut_off", day=reader.date(_newest(frame, "cut_off"))),
        text("sources", sources=_sources(frame, reader) or reader.text("figures.origin.none")),
        text("seen_by", account=told(for_whom)),
    )
    invented = "provenance" in frame.columns and "illustrative" in frame["provenance"]
    mark = (text("marked"),) if invented else ()
    headings, cells = rows
    return Table(
        title=title,
        headings=headings,
        rows=cells,
        about=(*stamp, *origin, *mark),
        stamp=stamp,
    )


def _newest(frame: pl.DataFrame, column: str) -> date | None:
    newest = frame[column].max() if column in frame.columns else None
    return newest if isinstance(newest, date) else None


def _sources(frame: pl.DataFrame, reader: Reader) -> str:
    """The documents that rows name, then the kinds of origin."""
    column = f"source_title_{reader.language}"
    known = frame[column].drop_nulls() if column in frame else pl.Series(dtype=pl.String)
    titles = known.unique(maintain_order=True).to_list()
    kinds = [
        reader.text(f"figures.provenance.{name}")
        for name in PROVENANCES
        if "provenance" in frame.columns and name in frame["provenance"]
    ]
    return "; ".join([*(told(title) for title in titles), *kinds])
