"""Small marks: the status of a target, where a number comes from, which kind of no value it is."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from components.markup import hint, safe
from components.measures import written_period
from components.reader import Reader
from components.theme import TONE_OF_STATUS

PROVENANCES = ("published", "reported", "derived", "illustrative")
# What a value may be marked with beside its provenance.
NOT_FINAL = ("provisional", "estimated")


def tone_class(status: str | None) -> str:
    """The CSS class that gives what is inside the colours of `status`."""
    return f"ioc-tone-{TONE_OF_STATUS.get(status or '', 'neutral')}"


def icon(name: str) -> str:
    """An icon of assets/style.css, silent to a screen reader: a word stands beside it."""
    return f'<i class="ioc-icon ioc-icon-{name}" aria-hidden="true"></i>'


def status_icon(status: str | None) -> str:
    """The icon of a target's status."""
    return icon(status if status in TONE_OF_STATUS else "no_value")


def status_word(status: str | None, reader: Reader) -> str:
    """`Đạt mục tiêu`, `Met`."""
    known = status if status in TONE_OF_STATUS else "no_value"
    return reader.text(f"figures.status.{known}")


def status_chip(status: str | None, reader: Reader) -> str:
    """Icon and word on a wash of the status' colour."""
    word = safe(status_word(status, reader))
    return f'<span class="ioc-chip {tone_class(status)}">{status_icon(status)}{word}</span>'


def provisional_class(obs_status: str | None) -> str:
    """The CSS class that hatches a mark whose figure may still change; empty for any other.

    To be put behind the class of a bar, an arc or a swatch. The hatch never speaks alone: the
    word `figures.obs_status.provisional` stands beside it.
    """
    return " ioc-provisional" if obs_status == "provisional" else ""


def not_final(obs_status: str | None, reader: Reader) -> str:
    """`sơ bộ`, `estimated`: the word beside a figure that may still change; else empty."""
    return reader.text(f"figures.obs_status.{obs_status}") if obs_status in NOT_FINAL else ""


def with_not_final(words: str, obs_status: str | None, reader: Reader) -> str:
    """`80/100 · sơ bộ`: `words` with the word of `not_final`, if it has one."""
    return " · ".join(part for part in (words, not_final(obs_status, reader)) if part)


def bar_look(obs_status: str | None) -> str:
    """The class attribute of a bar, hatched where its figure may still change."""
    look = provisional_class(obs_status).strip()
    return f' class="{look}"' if look else ""


def provisional_note(rows: Iterable[Mapping[str, Any]], reader: Reader) -> str:
    """What the hatch means, where any of `rows` (with obs_status) has it; else empty."""
    if not any(row["obs_status"] == "provisional" for row in rows):
        return ""
    word = safe(reader.text("figures.obs_status.provisional"))
    return f'<p class="ioc-provisional-note"><i class="ioc-swatch ioc-provisional"></i>{word}</p>'


def provenance_mark(provenance: str | None, reader: Reader) -> str:
    """Whether a number was published, reported, derived or made for illustration."""
    if provenance not in PROVENANCES:
        return ""
    word = reader.text(f"figures.provenance.{provenance}")
    told = reader.text(f"figures.provenance.{provenance}_told")
    return (
        f'<span class="ioc-provenance ioc-provenance-{provenance}"{hint(told)}>{safe(word)}</span>'
    )


def target_words(row: Mapping[str, Any], written: str, reader: Reader) -> str:
    """`Mục tiêu 40% (hạn 31/12/2024) · tính toán`: who set a target is told unless published."""
    due, provenance = row["target_due_on"], row.get("target_provenance")
    if due is None:
        words = reader.text("figures.target", target=written)
    else:
        words = reader.text("figures.target_by", target=written, day=reader.date(due))
    if provenance not in PROVENANCES or provenance == "published":
        return words
    return f"{words} · {reader.text(f'figures.provenance.{provenance}').lower()}"


def origin_line(
    *,
    reader: Reader,
    provenances: list[str],
    source: Mapping[str, Any] | None = None,
    cut_off: date | None = None,
    period: tuple[date, date] | None = None,
    note: str = "",
) -> str:
    """One line under a figure: marks, cut-off, period, then the source document with its date.

    The document comes last, since a narrow line cuts off its end. `source` is a row with
    source_title_vi, source_title_en and source_issued_on.
    """
    parts: list[str] = []
    if cut_off is not None:
        parts.append(reader.text("figures.origin.cut_off", day=reader.date(cut_off)))
    if period is not None and (written := written_period(*period, reader)):
        parts.append(reader.text("figures.origin.period", period=written))
    if note:
        parts.append(note)
    title = reader.pick(dict(source), "source_title") if source else ""
    if source and title:
        issued: date | None = source["source_issued_on"]
        parts.append(f"{title} ({reader.date(issued)})" if issued else title)
    marks = "".join(provenance_mark(name, reader) for name in PROVENANCES if name in provenances)
    if not marks and not parts:
        parts.append(reader.text("figures.origin.none"))
    line = " · ".join(parts)
    return f'<p class="ioc-origin"{hint(line)}>{marks}<span>{safe(line, limit=400)}</span></p>'


def origin_of(frame: pl.DataFrame, *, reader: Reader, note: str = "") -> str:
    """The origin line of all rows of a frame: its provenances, newest cut-off, common source."""
    known = frame.filter(pl.col("provenance").is_not_null())
    source = newest_source(known)
    cut_off = known["cut_off"].max() if "cut_off" in known.columns and known.height else None
    assert cut_off is None or isinstance(cut_off, date)
    return origin_line(
        reader=reader,
        provenances=known["provenance"].unique().to_list(),
        source=source,
        cut_off=cut_off,
        note=note,
    )


def newest_source(known: pl.DataFrame) -> Mapping[str, Any] | None:
    """The newest document of a frame with source_title_vi, source_title_en, source_issued_on.

    Several documents: the newest speaks for the figure, the rest are named row by row.
    """
    if "source_title_vi" not in known.columns:
        return None
    titled = known.filter(pl.col("source_title_vi").is_not_null())
    sources = titled.select("source_title_vi", "source_title_en", "source_issued_on").unique(
        maintain_order=True
    )
    newest = sources.sort("source_issued_on", descending=True, nulls_last=True)
    return newest.row(0, named=True) if newest.height else None
