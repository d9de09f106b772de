"""Online services from across a room: one rate against its target, who pulls it down, the others.

Pulls are those of the page (components/pulls): what is shown adds up to the total.
"""

from collections.abc import Sequence
from decimal import Decimal

from components.block_rows import Row, short_name
from components.figures.converted import converted_mark
from components.figures.marks import (
    bar_look,
    icon,
    not_final,
    provisional_note,
    status_icon,
    status_word,
    target_words,
    tone_class,
    with_not_final,
)
from components.markup import safe, share_style
from components.measures import Measure, absence
from components.pulls import Pull, Pulls
from components.reader import Reader
from components.scenes.fitting import LINE, height_of, panel_down, rows_within
from components.scenes.parts import Statement, nothing, panel, rows_list
from components.scenes.space import Space
from components.theme import TONE_OF_STATUS

# Units that the bar and the points of a row take, the points alone, the value of a rate; around
# a row.
PULL, POINTS, VALUE, PADDING = 9.4, 4.7, 6.3, 0.5


def rate_statement(row: Row, *, reader: Reader) -> Statement:
    """The rate, how far it is from its target, and the target."""
    measure = Measure.of(row)
    name = measure.name(reader)
    kind = absence(row)
    if kind is not None:
        words = reader.text(f"figures.absence.{kind}")
        return Statement(
            figure=reader.number(None), words=f"{name}: {words}", tone="neutral", sign="no_value"
        )
    told = [_against(row, measure, reader), not_final(row["obs_status"], reader)]
    has_status = row["status"] in TONE_OF_STATUS and row["target"] is not None
    return Statement(
        figure=measure.value(row, reader),
        words=name,
        tone=TONE_OF_STATUS[row["status"]] if has_status else "plain",
        sign=row["status"] if has_status else "no_target",
        below=" · ".join(part for part in told if part),
    )


def _against(row: Row, measure: Measure, reader: Reader) -> str:
    """`Đạt mục tiêu · +5,03 điểm % · mục tiêu 40%`; empty without a target."""
    if row["target"] is None:
        return ""
    gap = measure.difference(row["value"], row["target"])
    aim = measure.mark(row["target"], reader)
    told = [status_word(row["status"], reader), measure.distance(gap, reader) if gap else ""]
    told.append(reader.text("scenes_work.target", target=aim))
    if row["target_provenance"] not in (None, "published"):
        told.append(reader.text(f"figures.provenance.{row['target_provenance']}").lower())
    return " · ".join(part for part in told if part)


def worst_statement(pulls: Pulls | None, *, reader: Reader) -> Statement | None:
    """Who costs the rate most; None where nobody does."""
    if pulls is None or pulls.worst is None:
        return None
    return Statement(
        figure=_points(pulls.worst.points, reader),
        words=short_name(pulls.worst.row, reader),
        tone="bad",
        sign="behind",
        below=reader.text("scenes_work.pulls_most"),
    )


def own_statement(pulls: Pulls | None, *, unit_id: int, reader: Reader) -> Statement | None:
    """What the unit does to the rate of the province; None where nobody knows."""
    found = [] if pulls is None else [one for one in pulls.named if one.row["unit_id"] == unit_id]
    if pulls is None or not found:
        return None
    costs = pulls.costs(found[0].points)
    return Statement(
        figure=_points(found[0].points, reader),
        words=reader.text("scenes_work.own_pull"),
        tone="bad" if costs else "good",
        sign="behind" if costs else "ahead",
    )


def _points(amount: Decimal, reader: Reader) -> str:
    """`−4,44`: percentage points, whose name stands beside them."""
    return reader.number(float(amount * 100), digits=2, signed=True)


def pulls_panel(
    pulls: Pulls | None, *, space: Space, across: float, down: float, note: str, reader: Reader
) -> str:
    """The units that pull most, as many as fit, all others as one number, and the total."""
    title = reader.text("scenes_work.pulls")
    if pulls is None:
        return panel(title, nothing(reader.text("online_services.no_pulls")), name="pulls")
    words = across - PULL
    heights = [
        height_of(
            (short_name(pull.row, reader), space.text),
            (_counts(pull, pulls, reader), space.small),
            across=words,
        )
        + PADDING
        for pull in pulls.named
    ]
    most = len(pulls.named) + pulls.rest_units
    sums = [words for words, _ in (*_rest(pulls.rest, most, reader), _total(pulls, reader))]
    height_of_sums = sum(
        height_of((words, space.text), across=across - POINTS) + PADDING for words in sums
    )
    # No line counts others here: the sums do.
    room = panel_down(space, down=down) + LINE * space.small - height_of_sums
    fit = rows_within(heights, down=room)
    shown = pulls.named[:fit]
    full = max((abs(pull.points) for pull in shown), default=Decimal(1)) or Decimal(1)
    rows = [_pull(pull, pulls, full=full, reader=reader) for pull in shown]
    # What is left out joins the rest: the numbers still add up.
    rest = pulls.rest + sum((pull.points for pull in pulls.named[fit:]), Decimal(0))
    units = pulls.rest_units + len(pulls.named) - len(shown)
    rows += [
        f'<li class="{look}"><span>{safe(words)}</span><b>{_points(amount, reader)}</b></li>'
        for look, (words, amount) in (
            *(("ioc-scene-rest", row) for row in _rest(rest, units, reader)),
            ("ioc-scene-total", _total(pulls, reader)),
        )
    ]
    foot = provisional_note([pull.row for pull in shown], reader)
    return panel(title, rows_list(rows, name="pull-rows") + foot, name="pulls", note=note)


def _counts(pull: Pull, pulls: Pulls, reader: Reader) -> str:
    row = pull.row
    rate = reader.number(None) if row["value"] is None else pulls.measure.value(row, reader)
    counts = reader.text(
        "online_services.counts",
        numerator=reader.number(row["numerator"]),
        denominator=reader.number(row["denominator"]),
    )
    return f"{rate} · {counts}"


def _pull(pull: Pull, pulls: Pulls, *, full: Decimal, reader: Reader) -> str:
    row = pull.row
    costs = pulls.costs(pull.points)
    share = share_style(float(abs(pull.points) / full))
    return (
        f'<li class="ioc-tone-{"bad" if costs else "good"}"><span>{safe(short_name(row, reader))}'
        f"<small>{converted_mark(row, reader)}{safe(_counts(pull, pulls, reader))}</small></span>"
        f'<div class="ioc-track"><i{bar_look(row["obs_status"])} style="width:{share}"></i></div>'
        f"<b>{icon('behind') if costs else ''}{_points(pull.points, reader)}</b></li>"
    )


def _rest(rest: Decimal, units: int, reader: Reader) -> list[tuple[str, Decimal]]:
    """Words and points of all units that are not drawn; no row where there are none."""
    if units > 0:
        return [(reader.counted("online_services.rest", units), rest)]
    return [(reader.text("online_services.rest_of_rounding"), rest)] if rest else []


def _total(pulls: Pulls, reader: Reader) -> tuple[str, Decimal]:
    rate = pulls.measure.amount(pulls.rate, reader)
    key = "total_target" if pulls.has_target else "total_itself"
    against = pulls.measure.mark(pulls.reference, reader)
    words = reader.text(f"online_services.{key}", rate=rate, target=against)
    return with_not_final(words, pulls.whole["sum_status"], reader), pulls.total


def rates_panel(
    found: Sequence[Row],
    *,
    space: Space,
    across: float,
    down: float,
    reader: Reader,
) -> str:
    """Other rates (rows of BLOCK_FIGURES), with target and how they stand; those that lag first."""
    rows = [row for row in found if row["value"] is not None or row["target"] is not None]
    title = reader.text("scenes_work.other_rates")
    if not rows:
        return panel(title, nothing(reader.text("scenes_work.no_other_rates")), name="rates")
    rows.sort(key=lambda row: row["status"] not in ("missed", "behind"))
    words = across - VALUE
    told = [_told_rate(row, reader) for row in rows]
    heights = [
        height_of((name, space.text), (f"   {stands}", space.small), across=words) + PADDING
        for name, stands in told
    ]
    fit = rows_within(heights, down=panel_down(space, down=down))
    drawn = [_rate(row, *its, reader=reader) for row, its in zip(rows, told, strict=True)][:fit]
    others = len(rows) - fit
    more = reader.counted("scenes_work.other_indicators", others) if others > 0 else ""
    return panel(title, rows_list(drawn, name="rate-rows"), name="rates", more=more)


def _told_rate(row: Row, reader: Reader) -> tuple[str, str]:
    """The name of a rate, and how it stands against which target."""
    measure = Measure.of(row)
    if row["target"] is None:
        return measure.name(reader), status_word("no_target", reader)
    aim = target_words(row, measure.mark(row["target"], reader), reader)
    return measure.name(reader), f"{status_word(row['status'], reader)} · {aim}"


def _rate(row: Row, name: str, stands: str, *, reader: Reader) -> str:
    kind = absence(row)
    value = Measure.of(row).value(row, reader)
    if kind is not None:
        value = reader.text(f"figures.absence.{kind}")
    sign = status_icon(row["status"]) if row["target"] is not None else ""
    look = f' style="--letters:{len(value)}"' if kind is None else ' class="ioc-absent"'
    return (
        f'<li class="{tone_class(row["status"])}"><b{look}>{safe(value)}</b><div>'
        f"<span>{safe(name)}</span><small>{sign}{safe(stands)}</small></div></li>"
    )
