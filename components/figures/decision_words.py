"""What needs a decision, in words: what it is, by which rule it is on the list, how bad it is."""

from components.figures.marks import icon
from components.markup import plain, safe
from components.measures import Row
from components.reader import NO_VALUE, Reader

# Icon and tone of what a line is about; the word stands beside them.
LOOKS = {
    "work_item": ("overdue", "bad"),
    "pilot_model": ("due", "warning"),
    "bottleneck": ("missed", "bad"),
    "indicator": ("behind", "warning"),
    "direction": ("no_target", "course"),
}
# Rules that count days; the others count percentage points behind a target.
COUNTS_DAYS = (
    "task_overdue",
    "task_not_started",
    "model_late",
    "model_not_started",
    "bottleneck_over",
    "bottleneck_waits",
    "direction_overdue",
)
COUNTS_POINTS = ("indicator_behind", "unit_behind")
KNOWN = (*COUNTS_DAYS, *COUNTS_POINTS)
# What is settled by being in time again, too: a deadline that is moved, a rung that has its days.
OVER_TIME = ("task_overdue", "model_late", "bottleneck_over", "direction_overdue")
WAITS, NOT_STARTED = "bottleneck_waits", "task_not_started"
TITLE_LENGTH = 220
# Of a line of many so many are named, whole; the others are counted.
NAMED = 2


def line_title(row: Row, reader: Reader) -> str:
    """Of a row of DECISIONS: the case itself, or `44 đơn vị chậm mục tiêu ...` of many."""
    if row["cases"] == 1:
        return plain(_titles(row, reader)[0], limit=TITLE_LENGTH)
    indicator = plain(reader.pick(dict(row), "indicator"), limit=120)
    return reader.counted(f"decisions.many_{row['code']}", row["cases"], indicator=indicator)


def line_names(row: Row, reader: Reader) -> str:
    """The heaviest few of a line of many, and how many more there are; empty for one case."""
    if row["cases"] == 1:
        return ""
    names = [plain(title, limit=110) for title in _titles(row, reader)[:NAMED]]
    told = "; ".join(names)
    rest = row["cases"] - len(names)
    return f"{told} {reader.counted('decisions.and_more', rest)}" if rest > 0 else told


def _titles(row: Row, reader: Reader) -> list[str]:
    titles: list[str] = row[f"title_{reader.language}"]
    return titles


def subject_chip(subject: str, reader: Reader) -> str:
    """Icon and word for what a line is about."""
    sign, tone = LOOKS[subject]
    word = safe(subject_word(subject, reader))
    return f'<span class="ioc-chip ioc-tone-{tone}">{icon(sign)}{word}</span>'


def subject_word(subject: str, reader: Reader) -> str:
    """`Nhiệm vụ`, `Task`."""
    return reader.text(f"decisions.subject_{subject}")


def value_words(row: Row, reader: Reader) -> str:
    """How bad it is: `Quá hạn 12 ngày`, `Kém mục tiêu 15,16 điểm %`; of many, the worst of them."""
    if row["cases"] > 1:
        return reader.text("decisions.value_worst", value=value_words({**row, "cases": 1}, reader))
    if row["code"] == WAITS and round(row["value"]) == 0:
        return reader.text("decisions.value_waits_today")
    return reader.text(
        f"decisions.value_{row['code']}", amount=_amount(row["code"], row["value"], reader)
    )


def rule_words(rule: Row, reader: Reader) -> str:
    """From where on a rule brings a case: `Nhiệm vụ quá hạn từ 1 ngày`; its code where unknown."""
    code = rule["code"]
    if code not in KNOWN:
        return reader.text("decisions.rule_unknown", code=plain(code, limit=40))
    if code == WAITS and rule["enter_at"] <= 0:
        return reader.text("decisions.rule_waits_at_all")
    return reader.text(f"decisions.rule_{code}", amount=_amount(code, rule["enter_at"], reader))


def leave_words(rule: Row, reader: Reader) -> str:
    """Until where it stays: `dưới 3,00 điểm %`; what no day is below leaves when it is settled."""
    code = rule["code"]
    if code not in KNOWN:
        return NO_VALUE
    key = "leave_not_started" if code == NOT_STARTED else "leave"
    if key == "leave" and code in COUNTS_DAYS and rule["leave_at"] <= 0:
        return reader.text(f"decisions.leave_{'in_time' if code in OVER_TIME else 'settled'}")
    return reader.text(f"decisions.{key}", amount=_amount(code, rule["leave_at"], reader))


def who_words(row: Row, reader: Reader) -> str:
    """Who answers; of many units each of their heads; said where nobody is named."""
    if row["cases"] > 1:
        return reader.text("decisions.who_each", who=_who(row, reader))
    return _who(row, reader)


def _who(row: Row, reader: Reader) -> str:
    return plain(reader.pick(dict(row), "who"), limit=120) or reader.text("decisions.who_nobody")


def _amount(code: str, value: float, reader: Reader) -> str:
    if code in COUNTS_POINTS:
        return reader.points(abs(value)).lstrip("+")
    return reader.counted("decisions.days", round(abs(value)))
