"""Directions as counts, as a table, and one by one with everything that is known of it."""

from collections.abc import Callable, Mapping

import polars as pl

from components.direction_counts import DirectionCounts
from components.figures.direction_words import (
    became_words,
    from_words,
    is_overdue,
    kind_word,
    state_chip,
    to_words,
    waited_words,
)
from components.figures.marks import icon, provenance_mark
from components.markup import hint, safe
from components.measures import Row
from components.reader import NO_VALUE, Reader

# Where a row leads to: its own page, and the task or bottleneck it became (empty: neither).
Way = Callable[[Row], str]
_COLUMNS = ("what", "meeting", "whom", "due", "state", "outcome")
_PARTS = (
    ("done", "good"),
    ("followed", "plain"),
    ("pending", "warning"),
    ("withdrawn", "neutral"),
)


def direction_counts_html(counts: DirectionCounts, *, reader: Reader) -> str:
    """What is overdue, given and done, and who waits: three numbers with what stands behind."""
    return (
        f'<div class="ioc-direction-counts">{_overdue(counts, reader)}{_given(counts, reader)}'
        f"{_waiting(counts, reader)}</div>"
    )


def _overdue(counts: DirectionCounts, reader: Reader) -> str:
    tone = "bad" if counts.overdue else "good"
    row = counts.most_overdue
    told = ""
    if row:
        worst = reader.text(
            "directions.worst",
            late=reader.counted("directions.late", -row["days_left"]),
            text=reader.pick(dict(row), "text"),
        )
        told = f"<p>{safe(worst, limit=160)}</p><small>{safe(to_words(row, reader))}</small>"
    sign = icon("overdue" if counts.overdue else "met")
    return _section(tone, f"{sign}{reader.number(counts.overdue)}", "overdue", told, reader)


def _given(counts: DirectionCounts, reader: Reader) -> str:
    if not counts.given:
        told = f"<p>{safe(reader.text('directions.none_given'))}</p>"
        return _section("neutral", NO_VALUE, "given", told, reader)
    parts = [(name, getattr(counts, name), tone) for name, tone in _PARTS]
    bar = "".join(
        f'<i class="ioc-tone-{tone} ioc-filled" style="flex-grow:{count}"></i>'
        for _, count, tone in parts
        if count
    )
    words = " · ".join(
        reader.text(f"directions.part_{name}", count=reader.number(count))
        for name, count, _ in parts
        if count
    )
    as_work = ""
    if counts.done_as_work:
        as_work = reader.counted("directions.done_as_work", counts.done_as_work)
    told = (
        f'<div class="ioc-stack" aria-hidden="true">{bar}</div><p>{safe(words)}</p>'
        f"<small>{safe(as_work)}</small>"
    )
    number = f"{reader.number(counts.done)}<em>/{reader.number(counts.given)}</em>"
    return _section("plain", number, "given", told, reader)


def _waiting(counts: DirectionCounts, reader: Reader) -> str:
    row = counts.longest_waiting
    told = f"<p>{safe(reader.text('directions.nobody_waits'))}</p>"
    if not counts.raised:
        return _section("neutral", NO_VALUE, "waiting", told, reader)
    if row:
        longest = reader.text(
            "directions.longest",
            waiting=reader.counted("directions.days", row["days_waited"]),
            who=from_words(row, reader) or NO_VALUE,
            text=reader.pick(dict(row), "text"),
        )
        told = f"<p>{safe(longest, limit=160)}</p>"
    if counts.median_wait is not None:
        median = reader.number(counts.median_wait, digits=0 if counts.median_wait % 1 == 0 else 1)
        told += f"<small>{safe(reader.text('directions.median', days=median))}</small>"
    number = f"{reader.number(counts.waiting)}<em>/{reader.number(counts.raised)}</em>"
    return _section("warning" if counts.waiting else "good", number, "waiting", told, reader)


def _section(tone: str, number: str, name: str, told: str, reader: Reader) -> str:
    title = safe(reader.text(f"directions.count_{name}"))
    return (
        f'<section class="ioc-tone-{tone}"><h4>{title}</h4>'
        f"<div><b>{number}</b><div>{told}</div></div></section>"
    )


def direction_table(directions: pl.DataFrame, *, way: Way, became: Way, reader: Reader) -> str:
    """DIRECTIONS: what was said where, to whom, by when, how it stands, what came of it."""
    if directions.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("directions.none"))}</p>'
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"directions.column_{name}"))}</th>'
        for name in _COLUMNS
    )
    rows = "".join(_row(row, way, became, reader) for row in directions.to_dicts())
    return (
        f'<div class="ioc-directions" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(row: Row, way: Way, became: Way, reader: Reader) -> str:
    text = reader.pick(dict(row), "text")
    tone = ' class="ioc-tone-bad"' if is_overdue(row) else ""
    return (
        f'<tr{tone}><td><a href="{safe(way(row), limit=600)}"{hint(text)}>{safe(text, limit=400)}'
        f"</a><small>{safe(kind_word(row['kind'], reader))} · {safe(row['direction'], limit=40)}"
        f"{provenance_mark(row['provenance'], reader)}</small></td>"
        f"<td>{safe(reader.pick(dict(row), 'meeting'), limit=160) or NO_VALUE}"
        f"<small>{safe(reader.date(row['raised_on']))}</small></td>"
        f"<td>{_whom(row, reader)}</td><td>{_due(row, reader)}</td>"
        f"<td>{state_chip(row, reader)}<small>{_since(row, reader)}</small></td>"
        f"<td>{_outcome(row, became, reader)}</td></tr>"
    )


def _whom(row: Row, reader: Reader) -> str:
    giver = from_words(row, reader)
    small = reader.text("directions.raised_by", unit=giver) if giver else ""
    return f"<span>{safe(to_words(row, reader))}</span><small>{safe(small)}</small>"


def _due(row: Row, reader: Reader) -> str:
    written = safe(row["due_text"] or "", limit=80)
    if row["due_on"] is None:
        return written or NO_VALUE
    return f"<span>{safe(reader.date(row['due_on']))}</span><small>{written}</small>"


def _since(row: Row, reader: Reader) -> str:
    """Who only waits is told by days; what was answered by how long it took and since when."""
    waited = waited_words(row, reader)
    if row["state"] == "open":
        return safe(waited)
    since = reader.text("directions.since", day=reader.date(row["since"]))
    return safe(f"{since}; {waited}")


def _outcome(row: Row, became: Way, reader: Reader) -> str:
    words = safe(row["outcome"] or "", limit=300)
    target = became(row)
    if target:
        link = safe(became_words(row, reader))
        return f'<a href="{safe(target, limit=600)}">{link}</a><small>{words}</small>'
    return words or f'<span class="ioc-absent">{safe(reader.text("directions.no_outcome"))}</span>'


def direction_facts(row: Mapping[str, object], *, became: Way, reader: Reader) -> str:
    """Everything that is known of one direction, as a list of terms."""
    fields = dict(row)
    target = became(fields)
    link = safe(became_words(fields, reader))
    facts = {
        "state": state_chip(fields, reader) + f" <small>{_since(fields, reader)}</small>",
        "kind": f"{safe(kind_word(str(row['kind']), reader))} · {safe(row['direction'], limit=40)}",
        "meeting": safe(reader.pick(fields, "meeting"), limit=240),
        "raised_on": safe(reader.date(fields["raised_on"])),  # type: ignore[arg-type]
        "from": safe(from_words(fields, reader)),
        "to": safe(reader.pick(fields, "to")),
        "post": safe(reader.pick(fields, "to_post"), limit=240),
        "due": _due(fields, reader),
        "became": f'<a href="{safe(target, limit=600)}">{link}</a>' if target else "",
        "outcome": safe(row["outcome"] or "", limit=600),
    }
    terms = "".join(
        f"<div><dt>{safe(reader.text(f'directions.fact_{name}'))}</dt>"
        f"<dd>{told or NO_VALUE}</dd></div>"
        for name, told in facts.items()
    )
    text = safe(reader.pick(fields, "text"), limit=1200)
    return f'<p class="ioc-direction-text">{text}</p><dl class="ioc-direction-facts">{terms}</dl>'
