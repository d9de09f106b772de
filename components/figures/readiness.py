"""The communes and their conditions: how many meet all, what fails most, the matrix of both."""

from collections.abc import Sequence

import polars as pl

from components.figures.marks import icon
from components.markup import plain, safe
from components.measures import Measure
from components.reader import Reader
from components.readiness_standing import ReadinessStanding, Row
from domain.readiness import GREEN, NO_REPORT, NOT_APPLICABLE, NOT_JUDGED, RED, YELLOW

TONES = {GREEN: "good", YELLOW: "warning", RED: "bad"}
ICONS = {
    GREEN: "met",
    YELLOW: "overdue",
    RED: "missed",
    NO_REPORT: "no_value",
    NOT_APPLICABLE: "no_target",
    NOT_JUDGED: "incomplete",
}
# In bars and legends the good ones come first, in lists what needs a look.
BEST_FIRST = (GREEN, YELLOW, RED, NO_REPORT, NOT_JUDGED, NOT_APPLICABLE)
NOT_GREEN = (RED, YELLOW, NO_REPORT, NOT_JUDGED)
# More are named in the matrix, which holds them all.
MOST_NAMED = 14
# So many communes stand in one column of the matrix, more in two.
ONE_COLUMN = 20


def state_word(state: str, reader: Reader) -> str:
    """`Xanh`, `Chưa báo cáo`: the colour of a commune as a word."""
    return reader.text(f"commune_readiness.state.{state}")


def state_mark(state: str, words: str) -> str:
    """Icon and words in the tone of a state."""
    return f'<span class="ioc-ready-mark {tone_of(state)}">{icon(ICONS[state])}{safe(words)}</span>'


def tone_of(state: str) -> str:
    return f"ioc-tone-{TONES.get(state, 'neutral')}"


def value_words(row: Row, reader: Reader) -> str:
    """What was reported: `34/44 (77,3%)`, `4 hồ sơ`, `Chưa báo cáo`; empty for done or not."""
    if row["state"] not in (GREEN, YELLOW, RED):
        return state_word(row["state"], reader)
    if row["judged"] == "yes_no":
        return reader.text(
            "commune_readiness.done" if row["state"] == GREEN else "commune_readiness.not_done"
        )
    measure = Measure.of(row)
    if row["judged"] == "rate":
        share = reader.percent(row["value"], digits=1)
        if row["denominator"] is None:
            return share
        return f"{reader.number(row['numerator'])}/{reader.number(row['denominator'])} ({share})"
    return f"{reader.number(row['value'])} {measure.unit(reader)}"


def threshold_words(row: Row, reader: Reader) -> str:
    """How a condition is judged: `xanh từ 95%, vàng từ 80%`."""
    if row["judged"] == "yes_no":
        return reader.text("commune_readiness.judged_yes_no")
    side = row["polarity"]
    written = [
        reader.text(
            f"commune_readiness.{colour}_{side}", limit=Measure.of(row).mark(row[column], reader)
        )
        if row["judged"] == "rate"
        else reader.text(f"commune_readiness.{colour}_{side}", limit=reader.number(row[column]))
        for colour, column in (("green", "green_from"), ("yellow", "yellow_from"))
        if row[column] is not None
    ]
    return ", ".join(written)


def colour_stack(counts: Row, reader: Reader) -> str:
    """Parts of a bar by state; each is told by its word elsewhere."""
    parts = "".join(
        f'<i class="{tone_of(state)} ioc-ready-{state}" style="flex-grow:{counts[state]}">'
        f"{reader.number(counts[state])}</i>"
        for state in BEST_FIRST
        if state != NOT_APPLICABLE and counts[state]
    )
    return f'<div class="ioc-stack ioc-ready-stack" aria-hidden="true">{parts}</div>'


def readiness_hero(stands: ReadinessStanding, *, chosen: int | None, reader: Reader) -> str:
    """How many meet all, which condition fails most, and who is not green."""
    green, judged = stands.by_colour[GREEN], stands.judged
    legend = "".join(
        f"<li>{state_mark(state, f'{state_word(state, reader)}: {reader.number(count)}')}</li>"
        for state in BEST_FIRST
        if (count := stands.by_colour[state])
    )
    first = (
        f"<section><h4>{safe(reader.text('commune_readiness.meet_all'))}</h4>"
        f'<p class="ioc-ready-big"><b>{reader.number(green)}</b>'
        f"<span>/{reader.number(judged)}</span></p>"
        f'{colour_stack(stands.by_colour, reader)}<ul class="ioc-ready-legend">{legend}</ul>'
        f"{_chosen(stands, chosen, reader)}</section>"
    )
    return (
        f'<div class="ioc-ready-hero">{first}{_worst(stands, reader)}{_who(stands, reader)}</div>'
    )


def _chosen(stands: ReadinessStanding, chosen: int | None, reader: Reader) -> str:
    row = next((row for row in stands.communes.to_dicts() if row["unit_id"] == chosen), None)
    if row is None:
        return ""
    words = reader.text(
        "commune_readiness.of_unit",
        unit=plain(reader.pick(row, "full_name")),
        state=state_word(row["overall"], reader).lower(),
        met=reader.number(row["met"]),
        apply=reader.number(row["apply"]),
    )
    return f'<p class="{tone_of(row["overall"])} ioc-ready-unit">{safe(words)}</p>'


def _worst(stands: ReadinessStanding, reader: Reader) -> str:
    heading = f"<h4>{safe(reader.text('commune_readiness.fails_most'))}</h4>"
    rows = stands.worst.to_dicts()
    if not rows:
        nothing = safe(reader.text("commune_readiness.nothing_fails"))
        return f"<section>{heading}<p>{nothing}</p></section>"
    told = "".join(
        f"<p><b>{safe(reader.pick(row, 'name'))}</b>"
        f"{state_mark(RED if row[RED] else YELLOW, _so_many(row, reader))}</p>"
        for row in rows[:2]
    )
    names = _names(
        [r for row in rows[:1] for r in stands.failing(row["condition"]).to_dicts()], reader
    )
    return f"<section>{heading}{told}<p>{safe(names, limit=600)}</p></section>"


def _so_many(row: Row, reader: Reader) -> str:
    return reader.counted("commune_readiness.fail_count", row[RED] + row[YELLOW])


def _who(stands: ReadinessStanding, reader: Reader) -> str:
    heading = f"<h4>{safe(reader.text('commune_readiness.not_green'))}</h4>"
    groups = "".join(
        f"<p>{state_mark(state, f'{state_word(state, reader)} ({reader.number(count)})')}"
        f"<span>{safe(_names(_of_colour(stands, state), reader), limit=600)}</span></p>"
        for state in NOT_GREEN
        if (count := stands.by_colour[state])
    )
    if not groups:
        return (
            f"<section>{heading}<p>{safe(reader.text('commune_readiness.all_green'))}</p></section>"
        )
    return f'<section class="ioc-ready-who">{heading}{groups}</section>'


def _of_colour(stands: ReadinessStanding, state: str) -> list[dict[str, object]]:
    return stands.communes.filter(pl.col("overall") == state).to_dicts()


def _names(rows: Sequence[Row], reader: Reader) -> str:
    named = [plain(reader.pick(dict(row), "unit")) for row in rows]
    more = len(named) - MOST_NAMED
    listed = ", ".join(named[:MOST_NAMED])
    return f"{listed}, {reader.counted('commune_readiness.and_more', more)}" if more > 0 else listed


def condition_bars(stands: ReadinessStanding, reader: Reader) -> str:
    """One bar per condition: how many communes meet it, half meet it, fail it, say nothing."""
    items = "".join(
        f"<li><span><b>{safe(reader.pick(row, 'name'))}</b>"
        f"<small>{safe(threshold_words(row, reader))}</small></span>"
        f"{colour_stack(row, reader)}<p><strong>{reader.number(row[GREEN])}/"
        f"{reader.number(row['units'] - row[NOT_APPLICABLE])}</strong>"
        f"<small>{safe(_others(row, reader))}</small></p></li>"
        for row in stands.conditions.to_dicts()
    )
    return f'<ol class="ioc-ready-conditions">{items}</ol>'


def _others(counts: Row, reader: Reader) -> str:
    """`2 vàng · 1 đỏ`: what the colours of a bar mean, in words."""
    return " · ".join(
        f"{reader.number(counts[state])} {state_word(state, reader).lower()}"
        for state in NOT_GREEN
        if counts[state]
    )


def readiness_matrix(
    stands: ReadinessStanding, *, shown: Sequence[int], chosen: int | None, reader: Reader
) -> str:
    """Communes (those `shown`, worst first) by conditions; up to 20 in one column, else in two.

    Every cell has an icon and a word or figure; what is met has its word for screen readers.
    """
    if not shown:
        return f'<p class="ioc-nothing">{safe(reader.text("commune_readiness.none_shown"))}</p>'
    conditions = stands.conditions.to_dicts()
    rows: dict[int, dict[str, Row]] = {}
    for row in stands.rows.filter(pl.col("unit_id").is_in(shown)).to_dicts():
        rows.setdefault(row["unit_id"], {})[row["condition"]] = row
    drawn = [
        _commune(cells, conditions, is_chosen=unit == chosen, reader=reader)
        for unit, cells in rows.items()
    ]
    half = len(drawn) if len(drawn) <= ONE_COLUMN else (len(drawn) + 1) // 2
    columns = [part for part in (drawn[:half], drawn[half:]) if part]
    kind = "ioc-ready-wide" if len(columns) == 1 else "ioc-ready-two"
    head = _head(conditions, reader)
    tables = "".join(f"<table>{head}<tbody>{''.join(part)}</tbody></table>" for part in columns)
    return f'<div class="ioc-ready-matrix {kind}" tabindex="0">{tables}</div>{_legend(reader)}'


def _head(conditions: Sequence[Row], reader: Reader) -> str:
    named = "".join(
        f'<th scope="col">{safe(reader.pick(dict(row), "short"))}</th>' for row in conditions
    )
    unit, overall = (
        safe(reader.text(f"commune_readiness.column_{name}")) for name in ("unit", "overall")
    )
    return (
        f'<thead><tr><th scope="col">{unit}</th><th scope="col">{overall}</th>{named}</tr></thead>'
    )


def _commune(
    cells: dict[str, Row], conditions: Sequence[Row], *, is_chosen: bool, reader: Reader
) -> str:
    about = next(iter(cells.values()))
    overall = about["overall"]
    also = ' class="ioc-chosen"' if is_chosen else ""
    judged = "".join(_cell(cells[row["condition"]], reader) for row in conditions)
    return (
        f'<tr{also}><th scope="row">{safe(reader.pick(dict(about), "unit"))}</th>'
        f"<td>{state_mark(overall, state_word(overall, reader))}</td>{judged}</tr>"
    )


def _cell(row: Row, reader: Reader) -> str:
    state = row["state"]
    words = value_words(row, reader)
    short = _short(row, reader)
    shown = f"<b>{safe(short)}</b>" if short else ""
    return (
        f'<td class="{tone_of(state)} ioc-ready-{state}">{icon(ICONS[state])}{shown}'
        f'<span class="ioc-ready-said">{safe(f"{state_word(state, reader)}: {words}")}</span></td>'
    )


def _short(row: Row, reader: Reader) -> str:
    """The figure that stands in a narrow cell: only of what is not met."""
    if row["state"] not in (YELLOW, RED) or row["judged"] == "yes_no":
        return ""
    if row["judged"] == "rate":
        return reader.percent(row["value"], digits=0)
    return reader.number(row["value"])


def _legend(reader: Reader) -> str:
    items = "".join(
        f"<li>{state_mark(state, reader.text(f'commune_readiness.means.{state}'))}</li>"
        for state in (GREEN, YELLOW, RED, NO_REPORT, NOT_APPLICABLE)
    )
    return f'<ul class="ioc-ready-legend">{items}</ul>'
