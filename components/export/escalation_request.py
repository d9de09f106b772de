"""The draft of the request to resolve a bottleneck, written from its record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from components.bottleneck_standing import next_rung
from components.export.letter import LetterParts, as_docx
from components.export.table import told
from components.figures.bottlenecks import days, kind_word, rung_word
from components.figures.marks import PROVENANCES
from components.reader import NO_VALUE, Reader

Row = Mapping[str, Any]


def escalation_request(
    row: Row,
    *,
    province: Row,
    blocked: Sequence[Row],
    history: Sequence[Row],
    today: date,
    batch: int,
    made_at: datetime,
    reader: Reader,
) -> bytes:
    """The draft for the bottleneck of `row` (of BOTTLENECKS), as a DOCX file.

    `province` is a row of PROVINCES, `blocked` are WORK_ITEMS, `history` BOTTLENECK_HISTORY of
    this one, oldest first.
    """
    fields = dict(row)
    place = told(reader.pick(dict(province), "name"))
    owner = told(reader.pick(fields, "owner"))
    title = told(reader.pick(fields, "title"))

    def text(key: str, **values: object) -> str:
        return reader.text(f"bottlenecks.letter.{key}", **values)

    rung = next_rung(row["rung"], competent=row["authority_level"])
    parts = LetterParts(
        above=text("above", province=place).upper(),
        sender=(owner or text("no_sender")).upper(),
        number=text("number"),
        subject=text("subject", title=title),
        state=text("state"),
        motto=text("motto"),
        place_and_day=text("place_and_day", place=place),
        draft=text("draft"),
        to=text(f"to_{rung}", province=place),
        opening=(text("opening", title=title, day=reader.date(row["opened_on"])),),
        rows=_record(row, blocked=blocked, history=history, reader=reader),
        closing=(text("asks", rung=rung_word(rung, reader)), text("closing")),
        receivers_title=text("receivers"),
        receivers=(text("as_above"), text("filed")),
        post=told(reader.pick(fields, "post")).upper() or text("no_post").upper(),
        signed=text("signed"),
        foot=text(
            "foot",
            code=told(row["bottleneck"]),
            day=reader.date(today),
            batch=batch,
            origin=_origin(row, reader),
        ),
    )
    return as_docx(parts, title=text("subject", title=title), made_at=made_at)


def _record(
    row: Row, *, blocked: Sequence[Row], history: Sequence[Row], reader: Reader
) -> tuple[tuple[str, str], ...]:
    fields = dict(row)
    items = "; ".join(
        told(f"{item['item']} – {reader.pick(dict(item), 'title')}") for item in blocked
    )
    cost = reader.text(
        "bottlenecks.cost_of",
        cost=reader.number(row["item_days"]),
        items=reader.number(row["blocked_items"]),
        days=days(row["age"], reader),
    )
    on_rung = reader.text(
        "bottlenecks.letter.on_rung",
        rung=rung_word(row["rung"], reader),
        days=days(row["days_on_rung"], reader),
        allowed=days(row["days_allowed"], reader),
    )
    record = {
        "kind": kind_word(row["kind"], reader),
        "age": f"{days(row['age'], reader)} ({reader.date(row['opened_on'])})",
        "units_hit": told(reader.pick(fields, "units_hit")),
        "blocked": items,
        "cost": cost,
        "competent": rung_word(row["authority_level"], reader),
        "clock": on_rung,
        "done": "; ".join(_step(event, reader) for event in history),
        "next_step": told(reader.pick(fields, "next_step")),
    }
    return tuple(
        (reader.text(f"bottlenecks.column.{name}"), words or NO_VALUE)
        for name, words in record.items()
    )


def _step(event: Row, reader: Reader) -> str:
    to = rung_word(event["to_level"], reader) if event["to_level"] else ""
    what = reader.text(f"bottlenecks.event.{event['event_type']}")
    said = " – ".join(part for part in (what, to, told(event["reason"])) if part)
    return f"{reader.date(event['happened_on'])}: {said}"


def _origin(row: Row, reader: Reader) -> str:
    known = row["provenance"] in PROVENANCES
    return reader.text(f"figures.provenance.{row['provenance']}") if known else NO_VALUE
