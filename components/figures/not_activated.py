"""The units with the most accounts collected and not activated: people to call, not a rate."""

from dataclasses import dataclass

import polars as pl

from components.block_rows import Row, row_of, short_name, units_of
from components.figures.converted import converted_mark
from components.figures.marks import bar_look, provisional_note, with_not_final
from components.markup import safe, share_style
from components.reader import Reader
from domain.digital_identity import ACTIVATION_RATE

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Units of BLOCK_FIGURES with `waiting` accounts each, the most first; and all of them.

    `total`, `units` and `obs_status` are of the province, units out of the asker's scope among
    them.
    """

    rows: pl.DataFrame
    total: float
    units: int
    obs_status: str | None


def waiting_of(figures: pl.DataFrame) -> Waiting | None:
    """Accounts not activated, unit by unit; None where the province's are not known."""
    whole = row_of(figures, ACTIVATION_RATE)
    if whole is None or whole["sum_numerator"] is None or whole["sum_denominator"] is None:
        return None
    waiting = (pl.col("denominator") - pl.col("numerator")).alias("waiting")
    rows = units_of(figures, ACTIVATION_RATE).with_columns(waiting)
    known = rows.filter(pl.col("waiting").is_not_null())
    return Waiting(
        rows=known.sort("waiting", "unit_code", descending=[True, False]),
        total=whole["sum_denominator"] - whole["sum_numerator"],
        units=whole["sum_known"],
        obs_status=whole["sum_status"],
    )


def waiting_bars(waiting: Waiting | None, *, reader: Reader, chosen: int | None = None) -> str:
    """The ten units with the most, the unit `chosen` as well, all others in one row, the total."""
    if waiting is None:
        return f'<p class="ioc-nothing">{safe(reader.text("digital_identity.nothing"))}</p>'
    rows = waiting.rows.to_dicts()
    shown = rows[:MOST_SHOWN]
    shown += [row for row in rows[MOST_SHOWN:] if row["unit_id"] == chosen]
    full = max((row["waiting"] for row in shown), default=1.0) or 1.0
    # Converted counts are no whole numbers: what is shown adds up to what is shown.
    written = [round(row["waiting"]) for row in shown]
    bars = "".join(
        _bar(row, count, full=full, total=waiting.total, reader=reader, chosen=chosen)
        for row, count in zip(shown, written, strict=True)
    )
    rest = round(waiting.total) - sum(written)
    others = waiting.units - len(shown)
    last = ""
    if rest > 0 or others > 0:
        words = reader.counted("digital_identity.other_units", max(others, 0))
        share = reader.percent(rest / waiting.total, digits=1) if waiting.total else ""
        last = (
            f'<li class="ioc-waiting-rest"><span>{safe(words)}</span><span></span>'
            f"<b>{safe(reader.number(rest))}</b><em>{safe(share)}</em></li>"
        )
    whole = with_not_final(reader.text("digital_identity.whole"), waiting.obs_status, reader)
    total = (
        f'<li class="ioc-waiting-total"><span>{safe(whole)}</span>'
        f"<span></span><b>{safe(reader.number(waiting.total))}</b><em>100%</em></li>"
    )
    return (
        f'<ol class="ioc-waiting" style="--rows:{len(shown) + 2}">{bars}{last}{total}</ol>'
        f"{provisional_note(shown, reader)}"
    )


def _bar(
    row: Row, count: int, *, full: float, total: float, reader: Reader, chosen: int | None
) -> str:
    also = " ioc-chosen" if row["unit_id"] == chosen else ""
    share = reader.percent(row["waiting"] / total, digits=1) if total else ""
    look = bar_look(row["obs_status"])
    return (
        f'<li class="ioc-tone-warning{also}"><span>{safe(short_name(row, reader))}</span>'
        f'<div class="ioc-track"><i{look} '
        f'style="width:{share_style(row["waiting"] / full)}"></i></div>'
        f"<b>{converted_mark(row, reader)}{safe(reader.number(count))}</b>"
        f"<em>{safe(share)}</em></li>"
    )
