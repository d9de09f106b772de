"""Readiness of communes from across a room: how many meet all, what fails most, who is not green.

Colours, their words and their order are those of the page (components/figures/readiness).
"""

from collections.abc import Sequence

import polars as pl

from components.figures.readiness import (
    BEST_FIRST,
    ICONS,
    NOT_GREEN,
    TONES,
    colour_stack,
    state_mark,
    state_word,
)
from components.markup import plain, safe
from components.reader import Reader
from components.readiness_standing import ReadinessStanding
from components.scenes.fitting import LINE, height_of, lines_of, panel_down, rows_within
from components.scenes.parts import Statement, panel, rows_list
from components.scenes.space import Space
from domain.readiness import GREEN, NO_REPORT, NOT_APPLICABLE, RED, YELLOW

# In units: a mark above names, a condition with its bar, the padding around a row.
MARK, CONDITION, PADDING = 1.7, 2.6, 0.7


def ready_statement(stands: ReadinessStanding, *, reader: Reader) -> Statement:
    """How many communes meet all conditions, and how many are red or silent."""
    green, judged = stands.by_colour[GREEN], stands.judged
    # The figure counts what is ready: who is red is said beside it.
    tone = "good" if green == judged else "warning"
    others = " · ".join(
        f"{reader.number(count)} {state_word(state, reader).lower()}"
        for state in NOT_GREEN
        if (count := stands.by_colour[state])
    )
    return Statement(
        figure=f"{reader.number(green)}/{reader.number(judged)}",
        words=reader.text("scenes_work.ready"),
        tone=tone,
        sign=ICONS[GREEN if green == judged else YELLOW],
        below=others,
    )


def fails_statement(stands: ReadinessStanding, *, reader: Reader) -> Statement | None:
    """The condition that most communes fail; None where none is failed."""
    rows = stands.worst.to_dicts()
    if not rows:
        return None
    row = rows[0]
    count = row[RED] + row[YELLOW]
    return Statement(
        figure=reader.number(count),
        words=reader.text(
            "scenes_work.fail", condition="; ".join(plain(reader.pick(row, "name")) for row in rows)
        ),
        tone="bad" if row[RED] else "warning",
        sign=ICONS[RED if row[RED] else YELLOW],
        below=reader.text("commune_readiness.fails_most"),
    )


def conditions_panel(
    stands: ReadinessStanding, *, space: Space, down: float, note: str, reader: Reader
) -> str:
    """One bar per condition, those that most communes fail first."""
    order = stands.conditions.with_columns(failed=pl.col(RED) + pl.col(YELLOW))
    rows = order.sort("failed", descending=True, maintain_order=True).to_dicts()
    fit = space.rows(each=CONDITION, of=panel_down(space, down=down) - LINE)
    drawn = [
        f"<li><span>{safe(reader.pick(row, 'name'))}</span>"
        f"<b>{reader.number(row[GREEN])}/{reader.number(row['units'] - row[NOT_APPLICABLE])}</b>"
        f"{colour_stack(row, reader)}</li>"
        for row in rows[:fit]
    ]
    used = [state for state in BEST_FIRST if any(row[state] for row in rows)]
    legend = "".join(f"<li>{state_mark(state, state_word(state, reader))}</li>" for state in used)
    others = len(rows) - fit
    more = reader.counted("scenes_work.other_conditions", others) if others > 0 else ""
    body = f'<ul class="ioc-scene-legend">{legend}</ul>{rows_list(drawn, name="condition-rows")}'
    title = reader.text("scenes_work.conditions")
    return panel(title, body, name="conditions", note=note, more=more)


def communes_panel(
    stands: ReadinessStanding, *, space: Space, across: float, down: float, reader: Reader
) -> str:
    """The communes that are not green, by colour, as many names as fit; the others counted."""
    title = reader.text("commune_readiness.not_green")
    states = [state for state in NOT_GREEN if stands.by_colour[state]]
    if not states:
        words = safe(reader.text("commune_readiness.all_green"))
        return panel(title, f'<p class="ioc-scene-calm">{words}</p>', name="communes")
    room = panel_down(space, down=down)
    told = _with_conditions(stands, states, reader=reader)
    heights = [
        height_of((name, space.text), (why, space.small), across=across) + PADDING
        for _, name, why in told
    ]
    if rows_within(heights, down=room) == len(told):
        return panel(title, _commune_rows(told, reader=reader), name="communes")
    names = _by_colour(stands, states, space=space, across=across, down=room, reader=reader)
    return panel(title, names, name="communes")


def _with_conditions(
    stands: ReadinessStanding, states: Sequence[str], *, reader: Reader
) -> list[tuple[str, str, str]]:
    """State, name and unmet conditions of each commune that is not green, worst first."""
    told = []
    for row in stands.communes.filter(pl.col("overall").is_in(states)).to_dicts():
        rows = stands.rows.filter(pl.col("unit_id") == row["unit_id"])
        unmet = rows.filter(pl.col("state").is_in([RED, YELLOW])).to_dicts()
        why = [plain(reader.pick(condition, "short")) for condition in unmet]
        if silent := rows.filter(pl.col("state") == NO_REPORT).height:
            why.append(reader.counted("scenes_work.silent", silent))
        told.append((row["overall"], plain(reader.pick(row, "full_name")), "; ".join(why)))
    return told


def _commune_rows(told: Sequence[tuple[str, str, str]], *, reader: Reader) -> str:
    rows = [
        f'<li class="ioc-tone-{TONES.get(state, "neutral")}"><p><b>{safe(name)}</b>'
        f"{state_mark(state, state_word(state, reader))}</p>"
        f"<small>{safe(why, limit=400)}</small></li>"
        for state, name, why in told
    ]
    return rows_list(rows, name="commune-rows")


def _by_colour(
    stands: ReadinessStanding,
    states: Sequence[str],
    *,
    space: Space,
    across: float,
    down: float,
    reader: Reader,
) -> str:
    """Names by colour, as many as fit; worst first: a colour takes what it needs."""
    groups, left = "", down - MARK * len(states)
    for place, state in enumerate(states):
        names = _names(stands, state, reader)
        # Each of the other colours keeps a line.
        mine = left - space.text * LINE * (len(states) - 1 - place)
        told = _that_fit(names, across=across, down=mine, space=space, reader=reader)
        left -= height_of((told, space.text), across=across)
        words = f"{state_word(state, reader)} ({reader.number(len(names))})"
        groups += (
            f'<div class="ioc-tone-{TONES.get(state, "neutral")}">{state_mark(state, words)}'
            f"<p>{safe(told, limit=4000)}</p></div>"
        )
    return f'<div class="ioc-scene-names">{groups}</div>'


def _names(stands: ReadinessStanding, state: str, reader: Reader) -> list[str]:
    rows = stands.communes.filter(pl.col("overall") == state).to_dicts()
    return [plain(reader.pick(row, "unit")) for row in rows]


def _that_fit(names: list[str], *, across: float, down: float, space: Space, reader: Reader) -> str:
    """`A, B, C và 12 nơi khác`: as many of the names as fit."""
    lines = max(int(down / (space.text * LINE)), 1)
    for shown in range(len(names), 0, -1):
        told = ", ".join(names[:shown])
        if shown < len(names):
            left = len(names) - shown
            told = f"{told}, {reader.counted('commune_readiness.and_more', left)}"
        if lines_of(told, across=across, size=space.text) <= lines:
            return told
    return reader.counted("commune_readiness.and_more", len(names))
