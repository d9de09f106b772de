"""How fresh the board is: up to which day the numbers speak, from which import, by which clock."""

import polars as pl
import streamlit as st

from components.figures.converted import written_era
from components.figures.marks import PROVENANCES, provenance_mark
from components.markup import hint, safe
from components.reader import Reader
from components.state import Screen


def show_freshness(freshness: pl.DataFrame, *, reader: Reader, screen: Screen) -> None:
    """One line of FRESHNESS: cut-off, import, what the numbers are made of, the demo clock."""
    st.html(freshness_html(freshness, reader=reader, screen=screen))


def freshness_html(freshness: pl.DataFrame, *, reader: Reader, screen: Screen) -> str:
    """The freshness line; a store without any import says so."""
    row = freshness.row(0, named=True) if freshness.height else None
    parts: list[str] = []
    if row is None or row["batch"] is None:
        parts.append(f"<span>{safe(reader.text('blocks.freshness.none'))}</span>")
    else:
        if row["cut_off"] is not None:
            words = reader.text("blocks.freshness.cut_off", day=reader.date(row["cut_off"]))
            parts.append(f"<span>{safe(words)}</span>")
        batch = reader.text("blocks.freshness.batch", batch=reader.number(row["batch"]))
        told = hint(str(row["file_name"] or ""))
        parts.append(f"<span{told}>{safe(batch)}</span>")
        used = [name for name in PROVENANCES if row[f"{name}_rows"]]
        parts.append("".join(provenance_mark(name, reader) for name in used))
    if screen.era is not None:
        # Which era it is stands in the select box of the top line.
        words = reader.text("blocks.freshness.era")
        era = written_era(screen.era, reader)
        told = hint(reader.text("blocks.freshness.era_told", era=era))
        parts.append(f'<span class="ioc-converted"{told}>{safe(words)}</span>')
    stands_at = screen.province.clock_stands_at
    if stands_at is not None:
        words = reader.text("blocks.freshness.demo_clock", day=reader.date(stands_at))
        told = hint(reader.text("blocks.freshness.demo_clock_told"))
        parts.append(f'<span class="ioc-demo-clock"{told}>{safe(words)}</span>')
    return f'<p class="ioc-freshness">{"".join(part for part in parts if part)}</p>'
