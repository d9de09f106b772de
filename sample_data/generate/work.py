"""Work items and their events from hand-written tables, one table a plan.

A table's `timeline` holds an item's events in order, separated by ` > `:
`added 2024-01-25`, `progress 2024-03-29 60%`, `deadline_moved 2023-07-05 to 2023-12-31: reason`,
and for recurring items `kept 2023-01..2024-03 except 2023-05`: every period from the first to the
last was kept, the excepted ones were missed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.periods import Period, month_period, parse_period
from sample_data.generate.units import Unit
from sample_data.generate.writing import Row, day, read_table

RECORDED_BY = "Cán bộ tổng hợp Tổ giúp việc Đề án 06"
# Every sixth item names nobody who carries it out, so that a missing "clear" can be seen.
NAMES_NOBODY = 6


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """A plan, and the article that a published item of it comes from."""

    table: str
    code: str
    version: str
    article: dict[str, str]
    # Published timelines: the day on which the article itself says that the item was given.
    added_is_published: bool = False


def plan_rows(province: str, *, table: str = "plans") -> list[Row]:
    """Import rows of the plans of a province (its slug), in reading order."""
    return [
        {
            **{key: text for key, text in row.items() if key != "province"},
            "starts_on": day(row["starts_on"]),
            "ends_on": day(row["ends_on"]),
        }
        for row in read_table(table)
        if row["province"] == province
    ]


def item_rows(plan: PlanTable, *, units: dict[str, Unit]) -> list[Row]:
    """Import rows of the plan's items, in the order of its table."""
    groups = {row["code"]: row for row in read_table("groups") if row["plan"] == plan.code}
    products = {row["code"]: row for row in read_table("products")}
    rows: list[Row] = []
    for number, item in enumerate(read_table(plan.table), start=1):
        lead = units.get(item["lead"])
        group, product = groups[item["group"]], products.get(item["product"], {})
        names_executor = lead is not None and not item["fact_id"] and number % NAMES_NOBODY
        rows.append(
            {
                "plan": plan.code,
                "plan_version": plan.version,
                "code": item["code"],
                "kind": item["kind"],
                "recurrence": item["recurrence"],
                "group_code": group["code"],
                "group_vi": group["vi"],
                "group_en": group["en"],
                "phase": item.get("phase", ""),
                "title_vi": item["title_vi"],
                "title_en": item["title_en"],
                "lead_unit": item["lead"],
                "coordinators": item["coordinators"].replace(",", "; "),
                "accountable_post_vi": item.get("post_vi") or (lead.post_vi if lead else ""),
                "accountable_post_en": item.get("post_en") or (lead.post_en if lead else ""),
                "executor": lead.executor if lead and names_executor else "",
                "product_vi": product.get("vi", ""),
                "product_en": product.get("en", ""),
                "measure": item["measure"],
                "authority_level": item["authority"],
                "deadline": day(item["deadline"]),
                "deadline_text": item["deadline_text"],
                "note_vi": item.get("note_vi", ""),
                "note_en": item.get("note_en", ""),
                "provenance": "published" if item["fact_id"] else "illustrative",
                "source_document": plan.article.get(item["fact_id"][:1], ""),
            }
        )
    return rows


def event_rows(plan: PlanTable) -> list[Row]:
    """Import rows of the items' events, oldest first within each item."""
    return [
        {
            "plan": plan.code,
            "plan_version": plan.version,
            "item": item["code"],
            "author": RECORDED_BY,
            "provenance": _event_provenance(plan, item, event),
            **event,
        }
        for item in read_table(plan.table)
        for event in timeline(item["timeline"], recurrence=item["recurrence"])
    ]


def later_event_rows(plan: PlanTable, *, table: str) -> list[Row]:
    """Import rows of what happened to the plan's items later on, by the timelines of `table`."""
    recurrences = {item["code"]: item["recurrence"] for item in read_table(plan.table)}
    return [
        {
            "plan": plan.code,
            "plan_version": plan.version,
            "item": item["code"],
            "author": RECORDED_BY,
            "provenance": "illustrative",
            **event,
        }
        for item in read_table(table)
        for event in timeline(item["timeline"], recurrence=recurrences[item["code"]])
    ]


def timeline(text: str, *, recurrence: str) -> list[Row]:
    """The events that a timeline says (see the module), in time order."""
    events = [event for step in text.split(" > ") for event in _events(step, recurrence)]
    return sorted(events, key=lambda event: str(event["happened_on"]))


def _event_provenance(plan: PlanTable, item: dict[str, str], event: Row) -> str:
    given = plan.added_is_published and item["fact_id"] and event["event_type"] == "added"
    return "published" if given else "illustrative"


def _events(step: str, recurrence: str) -> Iterator[Row]:
    word, rest = step.split(" ", maxsplit=1)
    if word == "kept":
        yield from _kept(rest, recurrence)
        return
    found = re.fullmatch(r"(\S{10})(?: (\d+%))?(?: to (\S{10}): (.+))?", rest)
    if found is None:
        raise ValueError(f"not a step of a timeline: {step!r}")
    happened_on, progress, new_deadline, reason = found.groups()
    yield {
        "event_type": word,
        "happened_on": date.fromisoformat(happened_on),
        "progress": progress,
        "new_deadline": day(new_deadline or ""),
        "reason": reason,
    }


def _kept(text: str, recurrence: str) -> Iterator[Row]:
    span, _, excepted = text.partition(" except ")
    first, _, last = span.partition("..")
    missed = set(excepted.split(","))
    for period in _periods(parse_period(first), parse_period(last or first), recurrence):
        yield {
            "event_type": "missed" if period.code in missed else "kept",
            "happened_on": period.end,
            "period": period,
        }


def _periods(first: Period, last: Period, recurrence: str) -> Iterator[Period]:
    step = {"month": 1, "quarter": 3}[recurrence]
    index = first.start.year * 12 + first.start.month - 1
    while (start := month_period(index // 12, index % 12 + 1).start) <= last.start:
        yield parse_period(
            f"{start:%Y-%m}" if step == 1 else f"{start.year}-Q{(start.month + 2) // 3}"
        )
        index += step
