"""What the course of a plan says, in sentences that can be read aloud."""

from datetime import date

from components.figures.course import Course
from components.reader import Reader
from domain.forecast import FEWEST_CLOSURES, SIMULATIONS, STALLED_AFTER

WEEK = 7
# A share of outcomes is no certainty at either end.
NEVER, SURE = 0.01, 0.99
LEAST_PACE = 0.1


def forecast_sentence(course: Course, *, reader: Reader) -> str:
    """When it may be done and with which chance in time, or why nobody can tell."""
    told = course.forecast
    outcome = told["outcome"] if told else "empty"
    if outcome == "range":
        return _range(course, reader=reader)
    if outcome == "finished":
        return reader.counted("tasks.forecast.finished", _done(course))
    return reader.text(
        f"tasks.forecast.{outcome}",
        done=reader.number(_done(course)),
        fewest=reader.number(FEWEST_CLOSURES),
        weeks=reader.number(STALLED_AFTER.days // WEEK),
        last=reader.date(last_closing(course)),
        left=reader.number(told["remaining"] if told else 0),
    )


def _range(course: Course, *, reader: Reader) -> str:
    told = course.forecast
    reach = "range" if told["late"] else "range_open" if told["early"] else "range_none"
    said = reader.text(
        f"tasks.forecast.{reach}",
        early=reader.date(told["early"]),
        likely=reader.date(told["likely"]),
        late=reader.date(told["late"]),
    )
    if told["chance"] is not None:
        said += reader.text(
            "tasks.forecast.chance",
            due=reader.date(told["due_on"]),
            chance=chance_words(told["chance"], reader=reader),
        )
    return f"{said}."


def chance_words(chance: float, *, reader: Reader) -> str:
    """A chance 0-1 in percent, never as a certainty."""
    if chance < NEVER:
        return reader.text("tasks.forecast.below", chance=reader.percent(NEVER, digits=0))
    if chance > SURE:
        return reader.text("tasks.forecast.above", chance=reader.percent(SURE, digits=0))
    return reader.percent(chance, digits=0)


def method_sentence(course: Course, *, reader: Reader) -> str:
    """How a range was found; nothing where there is none."""
    if not course.forecast or course.forecast["outcome"] != "range":
        return ""
    return reader.text("tasks.forecast.method", count=reader.number(SIMULATIONS))


def pace_sentence(course: Course, *, reader: Reader) -> str:
    """How many a week are needed to meet the due day, and how many a week there were."""
    due = course.due_on
    if course.lines.is_empty() or not course.left or due is None:
        return ""
    if due <= course.today:
        days = (course.today - due).days
        return reader.text(
            "tasks.pace.past",
            due=reader.date(due),
            days=reader.number(days),
            left=reader.number(course.left),
        )
    return reader.text(
        "tasks.pace.needed",
        left=reader.number(course.left),
        needed=_a_week(needed_a_week(course), reader),
        due=reader.date(due),
        recent=_a_week(recent_a_week(course), reader),
        weeks=reader.number(STALLED_AFTER.days // WEEK),
    )


def _a_week(pace: float, reader: Reader) -> str:
    """A pace with one decimal; one that would read as none at all is told as little."""
    if 0 < pace < LEAST_PACE:
        return reader.text("tasks.forecast.below", chance=reader.number(LEAST_PACE, digits=1))
    return reader.number(pace, digits=1)


def needed_a_week(course: Course) -> float:
    """Items a week from today that leave nothing on the due day, which lies ahead."""
    assert course.due_on is not None
    return course.left * WEEK / (course.due_on - course.today).days


def recent_a_week(course: Course) -> float:
    """Items done a week in the last four, as the line of what is done rose."""
    since = course.today - STALLED_AFTER
    before = course.lines.filter(course.lines["day"] <= since)
    first = before["done"][-1] if before.height else 0
    return max(_done(course) - first, 0) * WEEK / STALLED_AFTER.days


def last_closing(course: Course) -> date | None:
    """The last day on which the line of what is done rose."""
    if course.lines.is_empty():
        return None
    done = course.lines["done"]
    rose = course.lines.filter(done.diff().fill_null(done[0]) > 0)["day"]
    day = rose[-1] if len(rose) else None
    assert day is None or isinstance(day, date)
    return day


def _done(course: Course) -> int:
    return int(course.lines["done"][-1]) if course.lines.height else 0
