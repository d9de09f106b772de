"""The units that pull a rate of the province down, as bars to the left and right of nothing."""

from collections.abc import Sequence
from decimal import Decimal

from components.block_rows import short_name
from components.figures.converted import converted_mark
from components.figures.marks import bar_look, icon, provisional_note, with_not_final
from components.figures.rate_board import points
from components.markup import safe, share_style
from components.pulls import MOST_NAMED, Pull, Pulls
from components.reader import Reader


def pull_bars(pulls: Pulls | None, *, reader: Reader, chosen: int | None = None) -> str:
    """What each block does, the named units worst first, all others in one row, and the total.

    The numbers of the rows add up to the total as they are shown. Bars are on one scale, that of
    the named units; the row of all others has none, which would dwarf them.
    """
    if pulls is None:
        return f'<p class="ioc-nothing">{safe(reader.text("online_services.no_pulls"))}</p>'
    full = max((abs(pull.points) for pull in pulls.named), default=Decimal(1)) or Decimal(1)
    rows = "".join(
        _row(pull, pulls, full=full, reader=reader, is_chosen=pull.row["unit_id"] == chosen)
        for pull in pulls.named
    )
    look = "ioc-tight" if len(pulls.named) > MOST_NAMED else ""
    return (
        f'<div class="ioc-pulls">{_blocks(pulls, reader)}'
        f'<ol class="{look}" style="--rows:{max(len(pulls.named), 1) + 2}">{rows}'
        f"{_rest(pulls, reader)}{_total(pulls, reader)}</ol>"
        f"{provisional_note([pull.row for pull in pulls.named], reader)}</div>"
    )


def _blocks(pulls: Pulls, reader: Reader) -> str:
    chips: Sequence[str] = [
        f'<span class="{_tone(pulls, amount)}"><em>'
        f"{safe(reader.text(f'figures.block.{block}'))}</em><b>"
        f"{safe(points(amount, reader))}</b></span>"
        for block, amount in pulls.blocks.items()
    ]
    if len(chips) < 2:
        return ""
    return f'<p class="ioc-pulls-blocks">{"".join(chips)}</p>'


def _row(pull: Pull, pulls: Pulls, *, full: Decimal, reader: Reader, is_chosen: bool) -> str:
    row = pull.row
    also = " ioc-chosen" if is_chosen else ""
    measure = pulls.measure
    rate = reader.number(None) if row["value"] is None else measure.value(row, reader)
    counts = reader.text(
        "online_services.counts",
        numerator=reader.number(row["numerator"]),
        denominator=reader.number(row["denominator"]),
    )
    # Where all named units pull the same way, the bars have the whole width.
    halves = 2 if len({one.points > 0 for one in pulls.named if one.points}) > 1 else 1
    width = share_style(float(abs(pull.points) / full) / halves)
    middle = "50%" if halves > 1 else "0"
    side = f"right:{middle}" if pull.points < 0 else f"left:{middle}"
    look = bar_look(row["obs_status"])
    return (
        f'<li class="{_tone(pulls, pull.points)}{also}">'
        f"<span><b>{safe(short_name(row, reader))}</b>"
        f"<small>{converted_mark(row, reader)}{safe(rate)} · {safe(counts)}</small></span>"
        f'<div class="ioc-pull"><i{look} style="{side};width:{width}"></i></div>'
        f"<strong>{_sign(pulls, pull.points)}{safe(points(pull.points, reader))}</strong></li>"
    )


def _rest(pulls: Pulls, reader: Reader) -> str:
    words = reader.counted("online_services.rest", pulls.rest_units)
    if pulls.rest_units <= 0:
        words = reader.text("online_services.rest_of_rounding")
        if not pulls.rest:
            return ""
    return (
        f'<li class="ioc-pulls-rest"><span><b>{safe(words)}</b></span><span></span>'
        f"<strong>{safe(points(pulls.rest, reader))}</strong></li>"
    )


def _total(pulls: Pulls, reader: Reader) -> str:
    rate = pulls.measure.amount(pulls.rate, reader)
    if pulls.has_target:
        against = pulls.measure.mark(pulls.reference, reader)
        words = reader.text("online_services.total_target", rate=rate, target=against)
    else:
        words = reader.text("online_services.total_itself", rate=rate)
    words = with_not_final(words, pulls.whole["sum_status"], reader)
    return (
        f'<li class="ioc-pulls-total {_tone(pulls, pulls.total)}"><span><b>{safe(words)}</b></span>'
        f"<span></span><strong>{safe(points(pulls.total, reader))}</strong></li>"
    )


def _sign(pulls: Pulls, amount: Decimal) -> str:
    return icon("behind") if pulls.costs(amount) else ""


def _tone(pulls: Pulls, amount: Decimal) -> str:
    if not amount:
        return "ioc-tone-plain"
    return "ioc-tone-bad" if pulls.costs(amount) else "ioc-tone-good"
