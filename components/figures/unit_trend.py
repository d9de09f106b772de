"""The last twelve months of one indicator at one unit, the province as a thin line beside it."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from components.figures.masks import mask
from components.figures.trend_line import break_marks
from components.markup import safe, share_style
from components.measures import Measure
from components.reader import NO_VALUE, Reader

MONTHS = 12
# The picture is stretched to its room: lengths in it are shares of these.
WIDE, HIGH = 1200.0, 100.0
HEADROOM = 0.12
# Of the lines, in px.
WIDTHS = {"own": 3, "whole": 2}
# The province adds up its units: only what does not grow with size stands on one scale with them.
ON_ONE_SCALE = ("rate", "score", "duration")
# The words of a late break stand at its left, where there is room.
LATE = ' class="ioc-late"'
Months = Mapping[date, float | None]


def unit_trend(
    trend: pl.DataFrame,
    whole: pl.DataFrame,
    *,
    measure: Measure,
    reader: Reader,
    last: date,
    name: str,
    target: float | None = None,
) -> str:
    """Lines over the months up to that of `last`, and the table of their numbers below.

    `trend` and `whole` are TREND of the unit (`name`) and of the province. A month without value
    is a gap in the line and a dash in the table. `target` is drawn dashed where given.
    """
    months = _months_until(last)
    own = _by_month(trend)
    if not any(own.get(month) is not None for month in months):
        return f'<p class="ioc-nothing">{safe(reader.text("unit.no_trend"))}</p>'
    lines = {"own": own}
    if measure.kind in ON_ONE_SCALE and any(whole["value"].is_not_null()):
        lines["whole"] = _by_month(whole)
    cuts = {"own": _cuts(trend), "whole": _cuts(whole)}
    amounts = [known[month] for known in lines.values() for month in months if month in known]
    low, high = _scale([*amounts, target])
    drawn = ""
    for look, known in reversed(lines.items()):
        line = [known.get(month) for month in months]
        starts = [month in cuts[look] for month in months]
        drawn += _line(look, line, low=low, high=high, starts=starts)
    # A unit that began with a reform has no break of its own: the province's line has.
    seen = pl.concat([trend, whole], how="diagonal_relaxed") if "whole" in lines else trend
    drawn += _breaks(seen, months, reader=reader)
    if target is not None:
        y = share_style(_height(target, low=low, high=high) / HIGH)
        words = safe(reader.text("figures.target", target=measure.mark(target, reader)))
        drawn += f'<u style="top:{y}"><span>{words}</span></u>'
    names = {"own": name, "whole": reader.text("unit.whole_province")}
    rows = "".join(
        f'<tr class="ioc-line-of-{look}"><th scope="row"><span>{safe(names[look])}</span></th>'
        + "".join(f"<td>{_written(known.get(month), measure, reader)}</td>" for month in months)
        + "</tr>"
        for look, known in lines.items()
    )
    heads = "".join(f'<th scope="col">{safe(_month(month, reader))}</th>' for month in months)
    return (
        f'<div class="ioc-unit-trend"><div aria-hidden="true">{drawn}</div>'
        f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _months_until(last: date) -> list[date]:
    newest = last.year * 12 + last.month - 1
    return [
        date(index // 12, index % 12 + 1, 1) for index in range(newest - MONTHS + 1, newest + 1)
    ]


def _by_month(trend: pl.DataFrame) -> dict[date, float | None]:
    return dict(trend.select("period_start", "value").rows())


def _scale(amounts: Sequence[float | None]) -> tuple[float, float]:
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known), max(known)
    room = (high - low) * HEADROOM or abs(high) * HEADROOM or 1.0
    return low - room, high + room


def _height(amount: float, *, low: float, high: float) -> float:
    return HIGH * (1 - (amount - low) / (high - low))


def _cuts(trend: pl.DataFrame) -> set[date]:
    """The first months after a reform: no line leads into them."""
    return set(trend.filter(pl.col("break_before").is_not_null())["period_start"])


def _breaks(trends: pl.DataFrame, months: Sequence[date], *, reader: Reader) -> str:
    """A mark before the first month after a reform in any of the lines, with what changed."""
    words = dict(break_marks(trends, reader=reader))
    known = trends.filter(pl.col("break_before").is_not_null())
    told = dict(known.select("period_start", "break_before").rows())
    reforms = [(place, month) for place, month in enumerate(months) if month in told and place]
    # Each a line lower than the one before, so that no words lie on others.
    return "".join(
        f"<s{LATE if place > len(months) / 2 else ''} "
        f'style="left:{share_style(place / len(months))}">'
        f'<span style="top:{1.2 * line:.1f}em">{safe(words[told[month]])}</span></s>'
        for line, (place, month) in enumerate(reforms)
    )


def _line(
    look: str, amounts: Sequence[float | None], *, low: float, high: float, starts: Sequence[bool]
) -> str:
    """One stroke for each run of months with a value; a month alone is a stroke without length."""
    strokes: list[list[str]] = [[]]
    for place, amount in enumerate(amounts):
        if amount is None or starts[place]:
            strokes.append([])
        if amount is None:
            continue
        x = (place + 0.5) * WIDE / len(amounts)
        strokes[-1].append(f"{x:.1f},{_height(amount, low=low, high=high):.1f}")
    drawn = (" ".join(points * 2 if len(points) == 1 else points) for points in strokes if points)
    pen = f"fill='none' stroke='#000' stroke-width='{WIDTHS[look]}' stroke-linejoin='round'"
    lines = "".join(
        f"<polyline {pen} stroke-linecap='round' vector-effect='non-scaling-stroke'"
        f" points='{points}'/>"
        for points in drawn
    )
    size = f"viewBox='0 0 {WIDE:.0f} {HIGH:.0f}' preserveAspectRatio='none'"
    return f'<i class="ioc-line-of-{look}" style="{mask(lines, size)}"></i>'


def _written(amount: float | None, measure: Measure, reader: Reader) -> str:
    if amount is None:
        return NO_VALUE
    if measure.kind == "rate":
        return safe(reader.percent(amount, digits=1))
    return safe(measure.amount(amount, reader))


def _month(month: date, reader: Reader) -> str:
    return (
        f"{month:%m/%y}" if reader.language == "vi" else reader.month_of(month).replace(" 20", " ")
    )
