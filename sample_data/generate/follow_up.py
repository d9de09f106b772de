"""What goes on beside the plans: what blocks what, later events, directions and their outcome.

Written from hand-written tables into files of their own, numbered from FIRST_NUMBER on. Items are
named `plan/code` there. Directions are published; who leads a model that the article only names,
and what its next step is, is illustrative, and so are all later events.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from sample_data.generate.steps import Step, steps_of
from sample_data.generate.units import Unit
from sample_data.generate.work import RECORDED_BY
from sample_data.generate.writing import TABLES, Row, day, read_table, write_further

FIRST_NUMBER = 30
# The day of the meeting that asked for owners of the models that had not begun.
OWNERS_NAMED_ON = "2024-04-02"
# A line of an agenda that stands for every district or commune.
EVERY_PLACE = "places"
_OF_THE_GENERATOR = ("meeting", "raised_on", "due_on", "fact_id", "timeline")


def write(
    folder: Path, *, prefix: str, agencies: Mapping[str, Unit], places: Sequence[Unit]
) -> None:
    """Write the six files of the province whose tables begin with `prefix`.

    `agencies`: its departments by code, for the posts of new owners; `places`: the districts or
    communes that report one after the other at its meeting.
    """
    files = {
        ("work_item_dependencies", "work_item_dependencies"): _dependency_rows(prefix),
        ("later_work_events", "work_events"): _event_rows(prefix, agencies),
        ("directions", "directions"): _direction_rows(prefix),
        ("direction_events", "direction_events"): _direction_event_rows(prefix),
        ("meetings", "meetings"): _meeting_rows(prefix),
        ("meeting_agendas", "meeting_agendas"): _agenda_rows(prefix, places=places),
    }
    for number, ((name, kind), rows) in enumerate(files.items(), start=FIRST_NUMBER):
        write_further(folder, number=number, name=name, kind_name=kind, rows=rows)


def _dependency_rows(prefix: str) -> list[Row]:
    rows: list[Row] = []
    for row in read_table(f"{prefix}_dependencies"):
        blocked = _named(row["blocked"])
        rows.append(_named(row["item"]) | {f"blocked_{key}": text for key, text in blocked.items()})
    return rows


def told_of(plan: str, *, prefix: str) -> list[Row]:
    """Import rows of the later events of the items of one plan."""
    of_plan = f"{plan}/"
    table = read_table(f"{prefix}_work_events")
    return _as_rows([row for row in table if row["item"].startswith(of_plan)])


def _event_rows(prefix: str, agencies: Mapping[str, Unit]) -> list[Row]:
    return _as_rows([*read_table(f"{prefix}_work_events"), *_owners_named(prefix, agencies)])


def _as_rows(told: Iterable[Mapping[str, str]]) -> list[Row]:
    return [
        {
            **_named(row["item"]),
            **{key: text for key, text in row.items() if key != "item"},
            "happened_on": day(row["happened_on"]),
            "recorded_on": day(row["recorded_on"]),
            "new_deadline": day(row["new_deadline"]),
            "author": row["author"] or RECORDED_BY,
            "provenance": "illustrative",
        }
        for row in told
    ]


def _owners_named(prefix: str, agencies: Mapping[str, Unit]) -> list[dict[str, str]]:
    """Changes that give each named model a lead, its post and a next step."""
    if not (TABLES / f"{prefix}_named_models.csv").exists():
        return []
    empty = dict.fromkeys(read_table(f"{prefix}_work_events")[0], "")
    rows = []
    for model in read_table(f"{prefix}_named_models"):
        lead = agencies[model["lead"]]
        values = {
            "lead_unit": "",
            "accountable_post_vi": lead.post_vi,
            "accountable_post_en": lead.post_en,
            "executor": lead.executor,
            "note_vi": model["next_step_vi"],
            "note_en": model["next_step_en"],
        }
        rows += [
            empty
            | {
                "item": f"NA-MH38/{model['item']}",
                "event_type": "changed",
                "happened_on": OWNERS_NAMED_ON,
                "recorded_on": OWNERS_NAMED_ON,
                "unit": lead.code if field == "lead_unit" else "",
                "field": field,
                "new_value": value,
            }
            for field, value in values.items()
        ]
    return rows


def _direction_rows(prefix: str) -> list[Row]:
    meetings = {row["code"]: row for row in read_table("meetings")}
    return [
        {
            **{key: text for key, text in row.items() if key not in _OF_THE_GENERATOR},
            "meeting_vi": meetings[row["meeting"]]["vi"],
            "meeting_en": meetings[row["meeting"]]["en"],
            "raised_on": day(row["raised_on"]),
            "due_on": day(row["due_on"]),
        }
        for row in read_table(f"{prefix}_directions")
    ]


def _direction_event_rows(prefix: str) -> list[Row]:
    return [
        {
            "direction": row["code"],
            "event_type": step.word,
            "happened_on": step.happened_on,
            **_what_it_became(step),
            "reason": step.reason,
            "author": RECORDED_BY,
            "provenance": _provenance(row, step),
        }
        for row in read_table(f"{prefix}_directions")
        for step in steps_of(row["timeline"])
    ]


def _meeting_rows(prefix: str) -> list[Row]:
    """The meetings that are to come."""
    return [row | {"held_on": day(row["held_on"])} for row in read_table(f"{prefix}_meetings")]


def _agenda_rows(prefix: str, *, places: Sequence[Unit]) -> list[Row]:
    """The lines of each agenda; a line `places` stands for each of `places` in turn."""
    rows: list[Row] = []
    lines: Counter[str] = Counter()
    for told in read_table(f"{prefix}_agendas"):
        codes = [unit.code for unit in places] if told["kind"] == EVERY_PLACE else [told["unit"]]
        for code in codes:
            lines[told["held_on"]] += 1
            rows.append(
                told
                | {
                    "held_on": day(told["held_on"]),
                    "position": lines[told["held_on"]],
                    "kind": "unit" if code else "topic",
                    "unit": code,
                    "minutes": int(told["minutes"]),
                }
            )
    return rows


def _what_it_became(step: Step) -> dict[str, str]:
    if step.word == "became_work":
        return _named(step.what)
    return {"bottleneck": step.what} if step.word == "became_bottleneck" else {}


def _provenance(row: Mapping[str, str], step: Step) -> str:
    """That an ask stands in a plan follows from the article; all else that came of it is ours."""
    is_published = row["provenance"] == "published" and not step.is_illustrative
    return "derived" if is_published else "illustrative"


def _named(item: str) -> dict[str, str]:
    """The columns that name an item: plan, plan_version, item."""
    plan, code = item.split("/")
    return {"plan": plan, "plan_version": _versions()[plan], "item": code}


@cache
def _versions() -> dict[str, str]:
    return {row["code"]: row["version"] for row in read_table("plans")}
