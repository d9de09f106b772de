"""Directions, difficulties and proposals in words: which kind, how it stands, what it became."""

from components.figures.marks import icon
from components.markup import plain, safe
from components.measures import Row
from components.reader import Reader

KINDS = ("direction", "difficulty", "proposal")
STATES = ("open", "answered", "became_work", "became_bottleneck", "done", "withdrawn")
OPEN = ("open", "answered")
# Icon and tone of each state; the word stands beside them. Overdue is a state of its own on screen.
LOOKS = {
    "overdue": ("overdue", "bad"),
    "open": ("no_target", "warning"),
    "answered": ("on_course", "course"),
    "became_work": ("ahead", "plain"),
    "became_bottleneck": ("due", "plain"),
    "done": ("met", "good"),
    "withdrawn": ("no_value", "neutral"),
}


def kind_word(kind: str, reader: Reader) -> str:
    """`Chỉ đạo`, `Direction`."""
    return reader.text(f"directions.kind_{kind}")


def is_overdue(row: Row) -> bool:
    """Whether its day has passed while nothing or only an answer came of it."""
    days_left = row["days_left"]
    return days_left is not None and days_left < 0


def state_word(row: Row, reader: Reader) -> str:
    """How it stands, and that it is overdue where it is."""
    silent = row["state"] == "open" and row["kind"] == "direction"
    word = reader.text("directions.state_silent" if silent else f"directions.state_{row['state']}")
    if not is_overdue(row):
        return word
    late = reader.counted("directions.late", -row["days_left"])
    return f"{word} · {late}"


def state_chip(row: Row, reader: Reader) -> str:
    """Icon and word for how it stands."""
    sign, tone = LOOKS["overdue" if is_overdue(row) else row["state"]]
    return (
        f'<span class="ioc-chip ioc-tone-{tone}">{icon(sign)}{safe(state_word(row, reader))}</span>'
    )


def event_word(event_type: str, reader: Reader) -> str:
    """`Đã trả lời`, `Answered`."""
    return reader.text(f"directions.event_{event_type}")


def became_words(row: Row, reader: Reader) -> str:
    """The task or bottleneck it became, by its code; empty where it became neither."""
    if row["state"] == "became_work" and row["item"]:
        return reader.text("directions.as_task", plan=row["item_plan"], code=row["item"])
    if row["bottleneck"] and row["state"] in ("became_bottleneck", *OPEN):
        return reader.text("directions.as_bottleneck", code=row["bottleneck"])
    return ""


def waited_words(row: Row, reader: Reader) -> str:
    """How long it waited for a first word, or waits; of a direction, since when it is given."""
    if row["kind"] == "direction":
        key = "given" if row["state"] == "open" else "told"
    else:
        key = "waiting" if row["state"] == "open" else "waited"
    return reader.counted(f"directions.{key}", row["days_waited"])


def from_words(row: Row, reader: Reader) -> str:
    """Who raised it: the unit; of a direction its meeting's chair is not told, so nobody."""
    return plain(reader.pick(dict(row), "from"), limit=120)


def to_words(row: Row, reader: Reader) -> str:
    """Whom it is for: the unit, else the posts as the document names them."""
    fields = dict(row)
    unit, post = reader.pick(fields, "to"), reader.pick(fields, "to_post")
    return plain(unit or post, limit=200) or reader.text("directions.to_nobody")
