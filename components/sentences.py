"""One sentence per figure that can be read aloud, in both languages. Pure: reader and frame in.

A sentence says only what the frame holds: no value is said as such, zero rows too.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from components.markup import plain
from components.measures import Measure, Row, absence, written_period
from components.reader import Reader

NAME_LENGTH = 120


def gauge_sentence(row: Row, *, reader: Reader, about: str = "") -> str:
    """`Năm 2023, tỷ lệ ... toàn tỉnh đạt 45,03%, cao hơn mục tiêu 40% là 5,03 điểm phần trăm.`

    `row` is of HEADLINE_FIGURES; `about` names the unit, empty for the whole province.
    """
    measure = Measure.of(row)
    parts = {
        "when": _when(row, reader),
        "subject": _subject(measure, reader, about),
        "value": _with_unit(measure.value(row, reader), row, measure, reader),
    }
    kind = absence(row)
    if kind is not None:
        return reader.text(f"sentences.gauge.{kind}", **parts)
    if row["target"] is None or row["distance"] is None:
        return reader.text("sentences.gauge.no_target", **parts)
    parts["target"] = _target(row, measure, reader)
    side = "above" if row["distance"] > 0 else "below" if row["distance"] < 0 else "equal"
    parts["distance"] = spoken_distance(abs(row["distance"]), measure, reader)
    return reader.text(f"sentences.gauge.{side}", **parts)


def side_by_side_sentence(
    rows: Sequence[Row], *, names: Sequence[str], whole: Row | None, reader: Reader
) -> str:
    """Which of two blocks is ahead of the other and by how much, and what that gives together."""
    known = [(row, name) for row, name in zip(rows, names, strict=True) if row["value"] is not None]
    if len(known) < 2:
        return reader.text("sentences.side_by_side.none")
    (high, high_name), (low, low_name) = sorted(known[:2], key=lambda pair: -pair[0]["value"])
    measure = Measure.of(high)
    parts = {
        "when": _when(high, reader),
        "high": _lower_first(high_name),
        "high_value": measure.value(high, reader),
        "low": _lower_first(low_name),
        "low_value": measure.value(low, reader),
        "distance": spoken_distance(high["value"] - low["value"], measure, reader),
    }
    if whole is None or whole["value"] is None:
        return reader.text("sentences.side_by_side.two", **parts)
    parts["whole"] = Measure.of(whole).value(whole, reader)
    return reader.text("sentences.side_by_side.whole", **parts)


def units_sentence(
    values: pl.DataFrame, *, measure: Measure, reader: Reader, when: str = ""
) -> str:
    """Best and worst unit, how many reach the target, how many have no value (UNIT_VALUES)."""
    known = values.filter(pl.col("value").is_not_null()).sort("rank").to_dicts()
    absent = values.height - len(known)
    if not known:
        return reader.text("sentences.units.none")
    said = reader.text(
        "sentences.units.best_and_worst" if len(known) > 1 else "sentences.units.only",
        when=_capital(reader.text("sentences.when.in", period=when))
        if when
        else reader.text("sentences.when.now"),
        best=unit_name(known[0], reader),
        best_value=measure.value(known[0], reader),
        worst=unit_name(known[-1], reader),
        worst_value=measure.value(known[-1], reader),
    )
    aims = {row["target"] for row in known if row["target"] is not None}
    if aims:
        met = sum(row["status"] == "met" for row in known)
        key = "sentences.units.met_one" if len(aims) == 1 else "sentences.units.met_own"
        target = measure.mark(aims.pop(), reader)
        said += reader.text(
            key, met=reader.number(met), total=reader.number(len(known)), target=target
        )
    if absent:
        said += reader.counted("sentences.units.absent", absent)
    return f"{said}."


def plan_sentence(plan: Row, *, reader: Reader) -> str:
    """`9 đã hoàn thành + 14 thường xuyên + 2 đang thực hiện = 25 nhiệm vụ.` (one of PLAN_STATES)"""
    total = reader.counted(f"sentences.plan.total_{_kind(plan['plan_kind'])}", plan["total"])
    shown = [state for state in STATES if plan[state]]
    if not shown:
        return reader.text("sentences.plan.none")
    sum_of = " + ".join(
        reader.text(f"sentences.plan.{state}", count=reader.number(plan[state])) for state in shown
    )
    said = f"{sum_of} = {total}" if len(shown) > 1 else sum_of
    if plan["overdue"]:
        said += reader.counted("sentences.plan.overdue", plan["overdue"])
    return f"{said}."


STATES = ("accepted", "recurring", "in_progress", "not_started")


def burn_up_sentence(burn_up: pl.DataFrame, *, plan_kind: str, reader: Reader) -> str:
    """How much is done and how much should be by the last day of BURN_UP."""
    if burn_up.is_empty():
        return reader.text("sentences.burn_up.none")
    last = burn_up.row(-1, named=True)
    late = last["due"] - last["done"]
    side = "behind" if late > 0 else "level"
    return reader.text(
        f"sentences.burn_up.{side}",
        day=reader.date(last["day"]),
        done=reader.number(last["done"]),
        scope=reader.counted(f"sentences.plan.total_{_kind(plan_kind)}", last["scope"]),
        due=reader.number(last["due"]),
        late=reader.number(abs(late)),
    )


def due_sentence(items: pl.DataFrame, *, today: date, reader: Reader) -> str:
    """How many are overdue, which one longest, how many fall due within 30 days (WORK_ITEMS)."""
    overdue = items.filter(pl.col("days_left") < 0).sort("days_left").to_dicts()
    soon = items.filter(pl.col("days_left").is_between(0, 30)).height
    said = reader.text("sentences.due.on", day=reader.date(today))
    if overdue:
        said += reader.counted(
            "sentences.due.overdue",
            len(overdue),
            days=reader.counted("sentences.days", -overdue[0]["days_left"]),
            lead=plain(reader.pick(overdue[0], "lead"), limit=NAME_LENGTH)
            or reader.text("sentences.due.no_lead"),
        )
    else:
        said += reader.text("sentences.due.none_overdue")
    if soon:
        return said + reader.counted("sentences.due.soon", soon)
    return said + reader.text("sentences.due.none_soon")


def funnel_sentence(rows: Sequence[Row], *, names: Sequence[str], reader: Reader) -> str:
    """Each step as a share of the one before it, and how many are still lost at the last."""
    known = [(row, name) for row, name in zip(rows, names, strict=True) if row["value"] is not None]
    if not known:
        return reader.text("sentences.funnel.none")
    said: list[str] = []
    before: Row | None = None
    for row, name in known:
        parts = {"name": name if before is None else _lower_first(name)}
        parts["value"] = Measure.of(row).value(row, reader)
        if before is None or not before["value"]:
            said.append(reader.text("sentences.funnel.first", **parts))
        else:
            parts["share"] = reader.percent(row["value"] / before["value"])
            said.append(reader.text("sentences.funnel.next", **parts))
        before = row
    last, one_before = known[-1][0], known[-2][0] if len(known) > 1 else None
    sentence = "; ".join(said)
    if one_before is not None and one_before["value"] >= last["value"]:
        left = reader.number(one_before["value"] - last["value"])
        sentence += reader.text("sentences.funnel.left", left=left)
    return f"{sentence}."


def unit_name(row: Row, reader: Reader) -> str:
    return plain(reader.pick(dict(row), "unit"), limit=NAME_LENGTH)


def spoken_distance(distance: float, measure: Measure, reader: Reader) -> str:
    """`5,03 điểm phần trăm`: without a sign, in words that can be read aloud."""
    if measure.kind == "rate":
        number = reader.number(round(distance * 100, 10), digits=2)
        return reader.text("sentences.points", number=number)
    return measure.distance(distance, reader).lstrip("+")


def _target(row: Row, measure: Measure, reader: Reader) -> str:
    """The target, with its day where that lies after what the value speaks for."""
    written = measure.mark(row["target"], reader)
    due, end = row["target_due_on"], row["period_end"]
    if due is None or (end is not None and due <= end):
        return written
    return reader.text("sentences.target_by", target=written, day=reader.date(due))


def _when(row: Row, reader: Reader) -> str:
    """`Năm 2023`; for what stands at a day, `Đến 31/12/2023`."""
    end = row["period_end"]
    if end is None:
        return reader.text("sentences.when.now")
    if row["measure"] in ("stock", "rank") or row["period_start"] == end:
        return reader.text("sentences.when.until", day=reader.date(end))
    written = written_period(row["period_start"], end, reader)
    return _capital(reader.text("sentences.when.in", period=written))


def _subject(measure: Measure, reader: Reader, about: str) -> str:
    name = _lower_first(measure.name(reader))
    if about:
        return reader.text("sentences.subject_of", name=name, unit=plain(about, limit=NAME_LENGTH))
    return reader.text("sentences.subject", name=name)


def _with_unit(value: str, row: Row, measure: Measure, reader: Reader) -> str:
    if measure.kind in ("rate", "score", "rank") or row["value"] is None:
        return value
    return f"{value} {measure.unit(reader)}".rstrip()


def _kind(plan_kind: str) -> str:
    return "models" if plan_kind == "pilot_models" else "tasks"


def _lower_first(name: str) -> str:
    """The name as it stands within a sentence; `DVC ...`, `E-ID ...`, `Project 06 ...` stay."""
    first, _, rest = name.partition(" ")
    is_a_name_of_its_own = not first[1:].islower() or rest[:1].isdigit()
    return name if is_a_name_of_its_own else name[:1].lower() + name[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
