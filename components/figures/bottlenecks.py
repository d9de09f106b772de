"""Bottlenecks: the whole in numbers, the ladder with its clocks, the register, one of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from components.bottleneck_standing import Rung, Stand
from components.figures.marks import icon
from components.figures.pilot_models import nothing
from components.markup import hint, safe, share_style
from components.measures import Row
from components.reader import NO_VALUE, Reader
from domain.escalation import RUNGS

# Whose decision the leader of the province takes.
LEADERS_RUNG = "working_group"
Way = Callable[[Row], str]


def kind_word(kind: str, reader: Reader) -> str:
    """`Thể chế`, `Institutions`."""
    return reader.text(f"bottlenecks.kind.{kind}")


def rung_word(rung: str, reader: Reader) -> str:
    """`Tổ công tác tỉnh`, `Provincial working group`."""
    return reader.text(f"bottlenecks.rung.{rung}")


def days(count: int | None, reader: Reader) -> str:
    """`12 ngày`; the mark of no value for None."""
    return NO_VALUE if count is None else reader.counted("bottlenecks.days", count)


def stand_tiles(stand: Stand, *, reader: Reader) -> str:
    """Open ones, those over their time, age, and what the delay costs."""
    if not stand.known:
        return nothing("bottlenecks.none", reader)
    median = stand.median_age
    half = 1 if median is not None and median % 1 else 0
    age = NO_VALUE if median is None else reader.number(median, digits=half)
    oldest = reader.text(
        "bottlenecks.oldest", days=days(stand.oldest_age, reader), code=stand.oldest or NO_VALUE
    )
    tiles = (
        ("warning" if stand.open else "good", "open", reader.number(stand.open),
         reader.counted("bottlenecks.of_known", stand.known)),
        ("bad" if stand.over else "good", "over", reader.number(stand.over),
         reader.text("bottlenecks.over_told")),
        ("plain", "age", age, oldest),
        ("plain", "cost", reader.number(stand.item_days), reader.text("bottlenecks.cost_told")),
    )  # fmt: skip
    signs = {"warning": "due", "bad": "overdue", "good": "met"}
    drawn = "".join(
        f'<li class="ioc-tone-{tone}"><h4>{icon(signs[tone]) if tone in signs else ""}'
        f"{safe(reader.text(f'bottlenecks.tile.{name}'))}</h4><b>{safe(number)}</b>"
        f"<small>{safe(told)}</small></li>"
        for tone, name, number, told in tiles
    )
    return f'<ul class="ioc-stand">{drawn}</ul>'


def ladder(stand: Stand, *, reader: Reader) -> str:
    """The four rungs from below to above: how many wait, how long they may, how many are over."""
    steps = "".join(_step(place, rung, reader) for place, rung in enumerate(stand.rungs, start=1))
    return f'<ol class="ioc-ladder">{steps}</ol>'


def _step(place: int, rung: Rung, reader: Reader) -> str:
    tone = "bad" if rung.over else "warning" if rung.waiting else "neutral"
    is_leaders = ' aria-current="true"' if rung.level == LEADERS_RUNG else ""
    if rung.allowed is None:
        allowed = reader.text("bottlenecks.no_rule")
    else:
        allowed = reader.text("bottlenecks.allowed", days=days(rung.allowed, reader))
    longest = ""
    if rung.longest is not None:
        longest = reader.text("bottlenecks.longest", days=days(rung.longest, reader))
    over = reader.counted("bottlenecks.over", rung.over) if rung.over else ""
    mark = f"<strong>{icon('overdue')}{safe(over)}</strong>" if over else ""
    return (
        f'<li class="ioc-tone-{tone}" style="--place:{place}"{is_leaders}>'
        f"<h4><i>{place}</i>{safe(rung_word(rung.level, reader))}</h4>"
        f"<p><b>{reader.number(rung.waiting)}</b>{mark}</p>"
        f"<small>{safe(' · '.join(part for part in (allowed, longest) if part))}</small></li>"
    )


def waiting_list(rows: Sequence[Row], *, way: Way, empty: str, reader: Reader) -> str:
    """Bottlenecks that wait for somebody: the clock first, then what, what it stops, whose."""
    if not rows:
        return f'<p class="ioc-nothing">{safe(reader.text(empty))}</p>'
    drawn = "".join(
        f"<li><p>{clock(row, reader)}</p><div>{_link(row, way, reader)}"
        f"<small>{safe(_waiting_words(row, reader))}</small></div></li>"
        for row in rows
    )
    return f'<ul class="ioc-waiting">{drawn}</ul>'


def _waiting_words(row: Row, reader: Reader) -> str:
    parts = [kind_word(row["kind"], reader), reader.pick(dict(row), "owner")]
    if row["blocked_items"]:
        parts.append(reader.counted("bottlenecks.blocks", row["blocked_items"]))
    return " · ".join(part for part in parts if part)


def clock(row: Row, reader: Reader) -> str:
    """Days on the rung over those allowed, as a bar and in words, with what is beyond them."""
    spent, allowed, over = row["days_on_rung"], row["days_allowed"], row["days_over"]
    is_over = bool(over) and row["is_open"]
    tone = "bad" if is_over else "course" if row["is_open"] else "neutral"
    if allowed is None:
        words = reader.text("bottlenecks.clock_free", days=days(spent, reader))
        share = 0.0
    else:
        spent_words, allowed_words = reader.number(spent), days(allowed, reader)
        words = reader.text("bottlenecks.clock", spent=spent_words, allowed=allowed_words)
        share = spent / allowed if allowed else 1.0
    bar = f'<u class="ioc-track"><i style="width:{share_style(share)}"></i></u>'
    beyond = ""
    if is_over:
        words_over = safe(reader.counted("bottlenecks.days_over", over))
        beyond = f"<strong>{icon('overdue')}{words_over}</strong>"
    if row["answered_on"] is not None and row["is_open"]:
        answered = reader.text("bottlenecks.answered", day=reader.date(row["answered_on"]))
        beyond += f"<em>{safe(answered)}</em>"
    return f'<span class="ioc-clock ioc-tone-{tone}">{bar}<b>{safe(words)}</b>{beyond}</span>'


def register(bottlenecks: pl.DataFrame, *, way: Way, reader: Reader) -> str:
    """Every bottleneck of the frame, in its order, with all that is counted about it."""
    if bottlenecks.is_empty():
        return nothing("bottlenecks.none_of_these", reader)
    columns = ("bottleneck", "owner", "rung", "clock", "age", "cost", "next_step")
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"bottlenecks.column.{name}"))}</th>'
        for name in columns
    )
    rows = "".join(_row(row, way, reader) for row in bottlenecks.to_dicts())
    return (
        '<div class="ioc-work-table ioc-register"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Row, way: Way, reader: Reader) -> str:
    fields = dict(row)
    hit = reader.pick(fields, "units_hit")
    also = (
        f"<small>{safe(reader.text('bottlenecks.hits', units=hit), limit=200)}</small>"
        if hit
        else ""
    )
    competent = reader.text("bottlenecks.competent", rung=rung_word(row["authority_level"], reader))
    state = reader.text("bottlenecks.is_open" if row["is_open"] else "bottlenecks.is_closed")
    beyond = (
        ' class="ioc-tone-warning ioc-beyond"' if row["is_open"] and row["is_beyond_rung"] else ""
    )
    age = f"{reader.number(row['age'])}" if row["age"] is not None else NO_VALUE
    since = reader.text("bottlenecks.since", day=reader.date(row["opened_on"]))
    cost = reader.number(row["item_days"]) if row["is_open"] else NO_VALUE
    blocked = reader.counted("bottlenecks.blocks", row["blocked_items"]) if row["is_open"] else ""
    step = reader.pick(fields, "next_step")
    # Where there is no room for a column of its own it stands below the title.
    words = f"{reader.text('bottlenecks.column.next_step')}: {step}" if step else ""
    below = f'<small class="ioc-next-step">{safe(words, limit=330)}</small>' if words else ""
    owner = reader.pick(fields, "owner") or reader.text("bottlenecks.no_owner")
    return (
        f"<tr><td>{_link(row, way, reader)}<small>{safe(kind_word(row['kind'], reader))} · "
        f"{safe(state)}</small>{below}</td>"
        f"<td><span>{safe(owner)}</span>"
        f"<small>{safe(reader.pick(fields, 'post'))}</small>{also}</td>"
        f"<td{beyond}><span>{safe(rung_word(row['rung'], reader))}</span>"
        f"<small>{safe(competent)}</small></td><td>{clock(row, reader)}</td>"
        f"<td><b>{age}</b><small>{safe(since)}</small></td>"
        f"<td><b>{cost}</b><small>{safe(blocked)}</small></td>"
        f"<td><span>{safe(step, limit=300) or NO_VALUE}</span></td></tr>"
    )


def _link(row: Row, way: Way, reader: Reader) -> str:
    title = reader.pick(dict(row), "title")
    return (
        f'<a href="{safe(way(row), limit=600)}"{hint(title)}>'
        f"<em>{safe(row['bottleneck'], limit=40)}</em><span>{safe(title)}</span></a>"
    )


def own_ladder(row: Row, *, reader: Reader) -> str:
    """The four rungs, where one bottleneck stands on them and which is competent."""
    here, there = RUNGS.index(row["rung"]), RUNGS.index(row["authority_level"])
    steps = ""
    for place, rung in enumerate(RUNGS):
        notes = []
        if place == here and row["is_open"]:
            notes.append(
                f"<strong>{icon('due')}{safe(reader.text('bottlenecks.is_here'))}</strong>"
            )
        if place == there:
            notes.append(f"<em>{icon('met')}{safe(reader.text('bottlenecks.is_competent'))}</em>")
        look = "course" if place <= here else "neutral"
        steps += (
            f'<li class="ioc-tone-{look}"><h4><i>{place + 1}</i>'
            f"{safe(rung_word(rung, reader))}</h4>{''.join(notes)}</li>"
        )
    return f'<ol class="ioc-own-ladder">{steps}</ol>'


def bottleneck_facts(row: Mapping[str, Any], *, blocked: Sequence[Row], reader: Reader) -> str:
    """Everything that is known of one bottleneck, as a list of terms."""
    fields = dict(row)
    stopped = "<br>".join(
        safe(f"{item['item']} · {reader.pick(dict(item), 'title')}") for item in blocked
    )
    cost = reader.text(
        "bottlenecks.cost_of",
        cost=reader.number(row["item_days"]),
        items=reader.number(row["blocked_items"]),
        days=days(row["age"], reader),
    )
    closed = row["closed_on"]
    state = reader.text("bottlenecks.is_open" if row["is_open"] else "bottlenecks.is_closed")
    facts = {
        "kind": safe(kind_word(row["kind"], reader)),
        "state": safe(f"{state} ({reader.date(closed)})" if closed else state),
        "owner_unit": safe(reader.pick(fields, "owner") or reader.text("bottlenecks.no_owner")),
        "post": safe(reader.pick(fields, "post")),
        "units_hit": safe(reader.pick(fields, "units_hit"), limit=600),
        "clock": clock(row, reader),
        "age": safe(f"{days(row['age'], reader)} ({reader.date(row['opened_on'])})"),
        "blocked": stopped,
        "cost": safe(cost) if row["is_open"] else "",
        "next_step": safe(reader.pick(fields, "next_step"), limit=600),
    }
    terms = "".join(
        f"<div><dt>{safe(reader.text(f'bottlenecks.column.{name}'))}</dt>"
        f"<dd>{told or NO_VALUE}</dd></div>"
        for name, told in facts.items()
    )
    return f'<dl class="ioc-facts">{terms}</dl>'
