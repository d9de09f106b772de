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
# Steps of the funnel that have words of their own; others bear the name of their indicator.
NAMED_STEPS = ("DDI01", "DDI03", "DDI04")
ACCOUNTS_COLLECTED, ACCOUNTS_ACTIVATED = "DDI03", "DDI04"
# A small difference that only the binary fraction makes.
EQUAL = 1e-9
# Whoever sees part of a province reads so many units one by one.
MOST_NAMED = 3
NO_COUNTS = ("rate", "score", "rank")


def gauge_sentence(row: Row, *, reader: Reader, about: str = "", when: str = "") -> str:
    """`Năm 2023, tỷ lệ ... toàn tỉnh đạt 45,03%, cao hơn 5,03 điểm phần trăm so với mục tiêu 40%.`

    `row` is of HEADLINE_FIGURES; `about` names the unit, empty for the whole province; `when` is
    the written period asked about, for a row without one.
    """
    measure = Measure.of(row)
    spoken = _when(row, reader, otherwise=when)
    parts = {
        "when": reader.text("sentences.gauge.when", when=spoken) if spoken else "",
        "name": _lower_first(measure.name(reader)),
        "where": _where(reader, about),
    }
    kind = absence(row)
    if kind is not None:
        return _capital(reader.text(f"sentences.gauge.{kind}", **parts))
    side = _side_of_target(row, measure)
    parts["value"] = _reached(row, measure, side, reader) + _parts_counted(row, reader)
    if side != "no_target":
        parts["target"] = _target(row, measure, reader)
        difference = abs(measure.difference(row["value"], row["target"]))
        parts["distance"] = spoken_distance(difference, measure, reader)
    return _capital(reader.text(f"sentences.gauge.{side}", **parts))


def side_by_side_sentence(
    rows: Sequence[Row], *, names: Sequence[str], by: str, whole: Row | None, reader: Reader
) -> str:
    """Which of two blocks is ahead of the other and by how much, and what that gives together.

    `by` names the indicator they are compared by; empty where `names` are indicators themselves.
    """
    known = [(row, name) for row, name in zip(rows, names, strict=True) if row["value"] is not None]
    if len(known) < 2:
        return reader.text("sentences.side_by_side.none")
    (high, high_name), (low, low_name) = sorted(known[:2], key=lambda pair: -pair[0]["value"])
    measure = Measure.of(high)
    difference = measure.difference(high["value"], low["value"])
    spoken = _when(high, reader)
    high_name, low_name = _lower_first(high_name), _lower_first(low_name)
    parts = {
        "when": reader.text("sentences.gauge.when", when=spoken) if spoken else "",
        "high": high_name,
        "high_value": measure.value(high, reader),
        "low": low_name,
        "low_value": measure.value(low, reader),
        "distance": spoken_distance(difference, measure, reader),
    }
    if by:
        parts["high"] = reader.text(
            "sentences.side_by_side.of", indicator=_lower_first(by), block=high_name
        )
    said = reader.text(f"sentences.side_by_side.{'ahead' if difference else 'equal'}", **parts)
    if whole is not None and whole["value"] is not None:
        value = Measure.of(whole).value(whole, reader)
        said += reader.text("sentences.side_by_side.whole", whole=value)
    return _capital(f"{said}.")


def units_sentence(
    values: pl.DataFrame, *, measure: Measure, reader: Reader, when: str = ""
) -> str:
    """Best and worst unit, how many reach the target, how many have no value (UNIT_VALUES).

    `when` is the written period. Who sees only some of the ranked units reads their places.
    """
    known = values.filter(pl.col("value").is_not_null()).sort("rank", "value").to_dicts()
    absent = values.height - len(known)
    if not known:
        is_refused = "not_convertible" in values["obs_status"]
        key = "sentences.units.not_convertible" if is_refused else "sentences.units.none"
        return reader.text(key)
    spoken = reader.text("sentences.when.in", period=when) if when else ""
    ranked = max(row.get("ranked_of") or row["rank"] or 0 for row in known)
    if ranked > values.height:
        if len(known) <= MOST_NAMED:
            return _own_units(known, ranked=ranked, measure=measure, when=spoken, reader=reader)
        spoken = reader.text("sentences.units.within", when=spoken)
    said = _order_of_units(known, absent=absent, measure=measure, reader=reader)
    said = _led_in(spoken, said, reader)
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
    return _capital(f"{said}.")


def _own_units(
    known: Sequence[Row], *, ranked: int, measure: Measure, when: str, reader: Reader
) -> str:
    """`Năm 2023, trong phạm vi của tài khoản: Diễn Châu 66,35%, xếp thứ 4/21.`"""
    told = "; ".join(
        reader.text(
            "sentences.units.place" if row["rank"] is not None else "sentences.units.no_place",
            unit=unit_name(row, reader),
            value=measure.value(row, reader),
            rank=reader.number(row["rank"]),
            ranked=reader.number(ranked),
        )
        for row in known
    )
    said = reader.text("sentences.units.own", units=told)
    return _capital(f"{_led_in(when, said, reader)}.")


def _order_of_units(known: Sequence[Row], *, absent: int, measure: Measure, reader: Reader) -> str:
    """Who is first and who is last; equals are told together, and all equal as one."""
    shown = [measure.value(row, reader) for row in known]
    if len(known) == 1:
        key = "sentences.units.only" if absent else "sentences.units.alone"
        return reader.text(key, best=unit_name(known[0], reader), best_value=shown[0])
    if len(set(shown)) == 1:
        count = reader.number(len(known))
        return reader.text("sentences.units.all_equal", count=count, value=shown[0])
    ends = "highest_and_lowest" if measure.polarity == "neutral" else "best_and_worst"
    first, last = (shown[-1], shown[0]) if measure.polarity == "neutral" else (shown[0], shown[-1])
    return reader.text(
        f"sentences.units.{ends}",
        best=_sharers(known, shown, first, reader),
        best_value=first,
        worst=_sharers(known, shown, last, reader),
        worst_value=last,
    )


def _sharers(known: Sequence[Row], shown: Sequence[str], value: str, reader: Reader) -> str:
    """`Vinh`; `Vinh và Diễn Châu cùng`; `5 đơn vị cùng`: who has `value`."""
    named = [unit_name(row, reader) for row, its in zip(known, shown, strict=True) if its == value]
    if len(named) == 1:
        return named[0]
    if len(named) == 2:
        return reader.text("sentences.units.two", one=named[0], other=named[1])
    return reader.text("sentences.units.several", count=reader.number(len(named)))


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


def burn_up_sentence(burn_up: pl.DataFrame, *, plan: Row, reader: Reader) -> str:
    """How much is done and what fell due undone by the last day of BURN_UP.

    `plan` is its row of PLAN_STATES: it knows which of what fell due is not done.
    """
    if burn_up.is_empty():
        return reader.text("sentences.burn_up.none")
    last = burn_up.row(-1, named=True)
    kind = _kind(plan["plan_kind"])
    dated = "undated" if plan["no_deadline"] else "dated"
    scope = reader.text(
        f"sentences.burn_up.{dated}_{kind}",
        done=reader.number(last["done"]),
        scope=reader.number(last["scope"]),
    )
    if recurring := last.get("recurring"):
        scope += reader.counted("sentences.burn_up.without_recurring", recurring)
    parts = {"day": reader.date(last["day"]), "scope": scope, "due": reader.number(last["due"])}
    if plan["overdue"]:
        parts["late"] = reader.text(
            f"sentences.burn_up.late_{kind}", late=reader.number(plan["overdue"])
        )
        return reader.text("sentences.burn_up.behind", **parts)
    return reader.text("sentences.burn_up.level", **parts)


def due_sentence(items: pl.DataFrame, *, today: date, reader: Reader) -> str:
    """How many are overdue, which one longest, how many fall due within 30 days (WORK_ITEMS)."""
    overdue = items.filter(pl.col("days_left") < 0).sort("days_left").to_dicts()
    soon = items.filter(pl.col("days_left").is_between(0, 30)).height
    said = reader.text("sentences.due.on", day=reader.date(today))
    said += _overdue(overdue, reader) if overdue else reader.text("sentences.due.none_overdue")
    if soon:
        return said + reader.counted("sentences.due.soon", soon)
    return said + reader.text("sentences.due.none_soon")


def _overdue(overdue: Sequence[Row], reader: Reader) -> str:
    """One item with who leads it; several with the longest, or all at once where they are equal."""
    longest = overdue[0]["days_left"]
    count = reader.number(len(overdue))
    parts = {"count": count, "days": reader.counted("sentences.days", -longest)}
    latest = [row for row in overdue if row["days_left"] == longest]
    if len(latest) == len(overdue) > 1:
        return reader.text("sentences.due.overdue_equally", **parts)
    if len(latest) > 1:
        parts["latest"] = reader.number(len(latest))
        return reader.text("sentences.due.overdue_several", **parts)
    fields = dict(latest[0])
    lead = reader.pick(fields, "lead") or reader.pick(fields, "post")
    parts["lead"] = plain(lead, limit=NAME_LENGTH) or reader.text("sentences.due.no_lead")
    key = "sentences.due.overdue" if len(overdue) > 1 else "sentences.due.overdue_one"
    return reader.text(key, **parts)


def funnel_sentence(rows: Sequence[Row], *, names: Sequence[str], reader: Reader) -> str:
    """Each step as a share of the one before it, and how many are still lost at the last."""
    told: list[str] = []
    before: Row | None = None
    before_name = ""
    for row, name in zip(rows, names, strict=True):
        if row["value"] is not None:
            told.append(_step(row, name, reader) + _share_of(before, before_name, row, reader))
        before, before_name = row, name
    if not told:
        return reader.text("sentences.funnel.none")
    when = next(_when(row, reader) for row in rows if row["value"] is not None)
    said = _led_in(when, "; ".join(told), reader)
    return _capital(f"{said}{_not_activated(rows, reader)}.")


def _step(row: Row, name: str, reader: Reader) -> str:
    value = Measure.of(row).value(row, reader)
    if row["indicator"] in NAMED_STEPS:
        return reader.text(f"sentences.step.{row['indicator']}", value=value)
    return reader.text("sentences.funnel.step", name=_lower_first(name), value=value)


def _share_of(before: Row | None, name: str, row: Row, reader: Reader) -> str:
    """`, bằng 83,76% số thẻ đã cấp`; empty where the step before has no value."""
    if before is None or not before["value"]:
        return ""
    whole = plain(_lower_first(name))
    if before["indicator"] in NAMED_STEPS:
        whole = reader.text(f"sentences.step.of_{before['indicator']}")
    share = reader.percent(row["value"] / before["value"])
    return reader.text("sentences.funnel.share", share=share, whole=whole)


def _not_activated(rows: Sequence[Row], reader: Reader) -> str:
    known = {row["indicator"]: row["value"] for row in rows if row["value"] is not None}
    if ACCOUNTS_COLLECTED not in known or ACCOUNTS_ACTIVATED not in known:
        return ""
    left = known[ACCOUNTS_COLLECTED] - known[ACCOUNTS_ACTIVATED]
    return reader.text("sentences.funnel.left", left=reader.number(left)) if left > 0 else ""


def unit_name(row: Row, reader: Reader) -> str:
    return plain(reader.pick(dict(row), "unit"), limit=NAME_LENGTH)


def spoken_distance(distance: float, measure: Measure, reader: Reader) -> str:
    """`5,03 điểm phần trăm`: without a sign, in words that can be read aloud."""
    if measure.kind == "rate":
        number = reader.number(round(distance * 100, 10), digits=2)
        return reader.text("sentences.points", number=number)
    return measure.distance(distance, reader).lstrip("+")


def _side_of_target(row: Row, measure: Measure) -> str:
    """Which sentence tells how a value stands against its target."""
    if row["target"] is None:
        return "no_target"
    if row["distance"] is None:
        return "not_judged"
    difference = measure.difference(row["value"], row["target"])
    if not difference:
        return "equal" if abs(row["distance"]) < EQUAL else "near"
    if difference > 0:
        return "above"
    is_count = measure.kind not in NO_COUNTS and measure.kind != "duration"
    return "short" if is_count and measure.polarity == "higher" else "below"


def _reached(row: Row, measure: Measure, side: str, reader: Reader) -> str:
    """`đạt 45,03%`, `mới đạt 6/11 dịch vụ`; where more is not better, `ở mức 10 nhiệm vụ`."""
    value = _with_unit(measure.value(row, reader), measure, reader)
    if measure.polarity != "higher":
        return reader.text("sentences.value.stands", value=value)
    return reader.text(f"sentences.value.{'only' if side == 'short' else 'reached'}", value=value)


def _parts_counted(row: Row, reader: Reader) -> str:
    """` (từ 18/21 đơn vị có số liệu)` where a sum lacks some of its parts."""
    known, expected = row.get("parts_known"), row.get("parts_expected")
    if known is None or not expected or known >= expected:
        return ""
    return reader.text(
        "sentences.parts", known=reader.number(known), expected=reader.number(expected)
    )


def _target(row: Row, measure: Measure, reader: Reader) -> str:
    """The target, with its day where that lies after what the value speaks for."""
    written = _with_unit(measure.mark(row["target"], reader), measure, reader)
    due, end = row["target_due_on"], row["period_end"]
    if due is None or (end is not None and due <= end):
        return written
    return reader.text("sentences.target_by", target=written, day=reader.date(due))


def _when(row: Row, reader: Reader, *, otherwise: str = "") -> str:
    """`năm 2023`; for what stands at a day, `đến 31/12/2023`; without a period `otherwise`."""
    end = row["period_end"]
    if end is None:
        return reader.text("sentences.when.in", period=otherwise) if otherwise else ""
    if row["measure"] in ("stock", "rank") or row["period_start"] == end:
        return reader.text("sentences.when.until", day=reader.date(end))
    written = written_period(row["period_start"], end, reader)
    return reader.text("sentences.when.in", period=written) if written else ""


def _where(reader: Reader, about: str) -> str:
    if about:
        return reader.text("sentences.where.unit", unit=plain(about, limit=NAME_LENGTH))
    return reader.text("sentences.where.province")


def _led_in(when: str, said: str, reader: Reader) -> str:
    """`said` behind its time; without one, alone."""
    return reader.text("sentences.led_in", when=when, said=said) if when else said


def _with_unit(value: str, measure: Measure, reader: Reader) -> str:
    return value if measure.kind in NO_COUNTS else f"{value} {measure.unit(reader)}".rstrip()


def _kind(plan_kind: str) -> str:
    return "models" if plan_kind == "pilot_models" else "tasks"


def _lower_first(name: str) -> str:
    """The name as it stands within a sentence; `DVC ...`, `E-ID ...`, `Project 06 ...` stay."""
    first, _, rest = name.partition(" ")
    is_a_name_of_its_own = not first[1:].islower() or rest[:1].isdigit()
    return name if is_a_name_of_its_own else name[:1].lower() + name[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
