"""What needs a decision: late work, stuck bottlenecks, silent directions, indicators behind.

Which cases count, from where and how much, is told by the rows of attention_rule; the codes below
say what each rule reads. Of every case the reading of today is known. What may go back as well is
read before it as well, so that a value that trembles at the line does not come and go: indicators
in the period before, items around each day on which their deadline moved, bottlenecks around each
step of their ladder. Days of waiting and days past the due date of a direction only grow as long
as the case is open: what they are today says by itself what they have been.
"""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
from sqlalchemy import Connection, select

from domain.attention import decision_list, standing_cases, with_crossings
from domain.escalation import waits_on
from queries.bottlenecks import bottlenecks, clock_readings
from queries.conditions import counts
from queries.deadline_readings import deadline_readings, entered_on
from queries.directions import directions
from queries.frames import frame
from queries.headlines import headline_figures
from queries.pilot_models import pilot_models
from queries.question import Question
from queries.schemas import DECISION_CASES, DECISIONS
from queries.units import unit_values
from queries.work import OPEN_STATES, work_items
from queries.work_settings import attention_rules
from store.tables import unit

# One reading of one case. title: what it is called; who: the post that answers; key, plan: its
# official code and that of its plan; family: cases of different ones never share a line.
READINGS = pl.Schema(
    {
        "code": pl.String,
        "case_id": pl.String,
        "day": pl.Date,
        "value": pl.Float64,
        "title_vi": pl.String,
        "title_en": pl.String,
        "who_vi": pl.String,
        "who_en": pl.String,
        "key": pl.String,
        "plan": pl.String,
        "family": pl.String,
        "indicator": pl.String,
        "indicator_vi": pl.String,
        "indicator_en": pl.String,
        "provenance": pl.String,
    }
)
_NOBODY = pl.lit(None, dtype=pl.String)
_POSTS = pl.Schema({"unit_id": pl.Int64, "post_vi": pl.String, "post_en": pl.String})
Reader = Callable[[Connection, Question], pl.DataFrame]
LEADERS_RUNG = "working_group"
MOST_NAMED = 5
_STANDING = ("code", "case_id", "value", "since", "excess")
# What they read grows by one a day, unless a deadline is moved.
CLOCKS = ("task_overdue", "task_not_started", "model_late", "bottleneck_over")
# Below every line: of a bottleneck whose clock does not run nothing is over time.
_NO_CLOCK = float("-inf")
ON_COURSE = ("met", "ahead", "on_course")


def decisions(conn: Connection, asked: Question) -> pl.DataFrame:
    """The one list of what needs a decision, what weighs most first.

    Grain: one row per line: a case, or all cases of a rule with many (of one indicator, where the
    cases are units). Schema: schemas.DECISIONS; value in the unit of the rule (days; points, 0-1,
    behind the target). Source: attention_rule and what each rule reads. Honours: scope, period
    (indicators), as_of, unit_id, today.
    Empty: nothing in scope, nothing needs a decision, or no rule is set.
    """
    cases = decision_cases(conn, asked)
    told = pl.exclude("line", "case_id", "title_vi", "title_en", "since")
    return (
        cases.group_by("line", maintain_order=True)
        .agg(
            told.first(),
            pl.col("title_vi", "title_en").head(MOST_NAMED),
            case_ids=pl.col("case_id"),
            cases=pl.len().cast(pl.Int64),
            since=pl.col("since").min(),
        )
        .select(DECISIONS.names())
    )


def decision_cases(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every case on the list of what needs a decision.

    Grain: one row per case, line by line as in `decisions`, the heaviest first; what several rules
    bring stands once, under the one in which it weighs most. Schema: schemas.DECISION_CASES.
    Source, units and honours as `decisions`. Empty: as `decisions`.
    """
    rules = attention_rules(conn, asked)
    # One reading may serve several rules.
    wanted = dict.fromkeys(read for code, read in READS.items() if code in rules["code"])
    readings = pl.concat([pl.DataFrame(schema=READINGS), *(read(conn, asked) for read in wanted)])
    newest = readings.sort("day").unique(["code", "case_id"], keep="last")
    values = readings.select("code", "case_id", "day", "value")
    standing = (
        standing_cases(with_crossings(values, rules, clocks=CLOCKS), rules)
        .join(newest.drop("day", "value"), on=["code", "case_id"], maintain_order="left")
        .join(rules, on="code", maintain_order="left")
        .with_columns(weight=pl.col("weight") + pl.col("weight_of_excess") * pl.col("excess"))
        .sort("weight", descending=True, maintain_order=True)
        .unique(["subject", "case_id"], keep="first", maintain_order=True)
    )
    lines = decision_list(standing.select(*_STANDING, "family"), rules).with_row_index("line")
    return (
        lines.select(pl.col("line").cast(pl.Int64), "code", case_id="case_ids")
        .explode("case_id")
        .join(standing, on=["code", "case_id"], maintain_order="left")
        .select(DECISION_CASES.names())
    )


def _overdue_tasks(conn: Connection, asked: Question) -> pl.DataFrame:
    """Days overdue of each open task; since its deadline."""
    rows = work_items(conn, asked).filter(
        pl.col("plan_kind") == "tasks", pl.col("state").is_in(OPEN_STATES), pl.col("days_left") < 0
    )
    return _late_items(conn, rows, "task_overdue", asked)


def _tasks_not_started(conn: Connection, asked: Question) -> pl.DataFrame:
    """Tasks that nobody began: minus the days that are left, so that later is worse."""
    rows = work_items(conn, asked).filter(
        pl.col("plan_kind") == "tasks", pl.col("state") == "not_started", pl.col("days_left") >= 0
    )
    return _late_items(conn, rows, "task_not_started", asked)


def _models(conn: Connection, asked: Question) -> pl.DataFrame:
    """Days past its deadline of each pilot model that is not done; and days of waiting.

    A model that is not started has been waiting since it was put in the plan.
    """
    models = pilot_models(conn, asked)
    late = models.filter(pl.col("stage").is_in(["not_started", "running"]), pl.col("days_left") < 0)
    waiting = models.filter(pl.col("stage") == "not_started")
    rows = waiting.join(entered_on(conn, waiting, asked), on="work_item_id", maintain_order="left")
    since = pl.col("entered_on")
    days = (pl.lit(asked.today) - since).dt.total_days()
    return pl.concat(
        [
            _late_items(conn, late, "model_late", asked),
            _of_items(rows, "model_not_started", day=since, value=days),
        ]
    )


def _bottlenecks(conn: Connection, asked: Question) -> pl.DataFrame:
    """Days beyond what its rung is allowed of each open bottleneck; and days of waiting.

    Those wait that the working group has not answered.
    """
    rows = bottlenecks(conn, asked).filter("is_open")
    waiting = rows.filter(waits_on(LEADERS_RUNG))
    waits = _of_bottlenecks(
        waiting, "bottleneck_waits", day=pl.col("rung_since"), value=pl.col("days_on_rung")
    )
    if rows.is_empty():
        return waits
    clocks = clock_readings(conn, rows, asked).join(rows, on="bottleneck_id", maintain_order="left")
    past = pl.col("days_past").cast(pl.Float64).fill_null(_NO_CLOCK)
    return pl.concat(
        [waits, _of_bottlenecks(clocks, "bottleneck_over", day=pl.col("day"), value=past)]
    )


def _overdue_directions(conn: Connection, asked: Question) -> pl.DataFrame:
    """Days overdue of each open direction, difficulty or proposal."""
    rows = directions(conn, asked).filter(pl.col("days_left") < 0)
    return _readings(
        rows,
        "direction_overdue",
        case_id=pl.col("direction_id"),
        day=_first_day_late(asked),
        value=-pl.col("days_left"),
        title=("text_vi", "text_en"),
        who=(pl.coalesce("to_post_vi", "to_vi"), pl.coalesce("to_post_en", "to_en")),
        key="direction",
    )


def _indicators_behind(conn: Connection, asked: Question) -> pl.DataFrame:
    """How far each headline rate of the province, or of the asked unit, is behind its target."""
    return pl.concat([_headlines_behind(conn, each) for each in _two_periods(asked)])


def _localities_behind(conn: Connection, asked: Question) -> pl.DataFrame:
    """How far each locality is behind its target in each headline rate."""
    leading = headline_figures(conn, replace(asked, unit_id=None)).filter(
        pl.col("place") == "gauge", pl.col("measure") == "rate", pl.col("target").is_not_null()
    )
    found = [
        _units_behind(conn, each, row) for row in leading.to_dicts() for each in _two_periods(asked)
    ]
    return pl.concat([pl.DataFrame(schema=READINGS), *found])


READS: dict[str, Reader] = {
    "task_overdue": _overdue_tasks,
    "task_not_started": _tasks_not_started,
    "model_late": _models,
    "model_not_started": _models,
    "bottleneck_over": _bottlenecks,
    "bottleneck_waits": _bottlenecks,
    "direction_overdue": _overdue_directions,
    "indicator_behind": _indicators_behind,
    "unit_behind": _localities_behind,
}


def _two_periods(asked: Question) -> tuple[Question, Question]:
    return replace(asked, period=asked.period.previous()), asked


def _headlines_behind(conn: Connection, asked: Question) -> pl.DataFrame:
    figures = headline_figures(conn, asked).filter(
        pl.col("place") == "gauge", pl.col("measure") == "rate"
    )
    return _readings(
        figures,
        "indicator_behind",
        case_id=pl.col("indicator"),
        day=pl.lit(min(asked.period.end, asked.today)),
        value=_behind(),
        title=("name_vi", "name_en"),
        who=(_NOBODY, _NOBODY),
        key="indicator",
        indicator=("indicator", "name_vi", "name_en"),
    )


def _units_behind(conn: Connection, asked: Question, led: dict[str, object]) -> pl.DataFrame:
    code = str(led["indicator"])
    values = (
        unit_values(conn, asked, indicator=code, level="locality")
        .join(_posts(conn, asked), on="unit_id", how="left", maintain_order="left")
        .with_columns(
            distance=pl.col("value") - pl.col("target"),
            polarity=pl.lit(led["polarity"]),
            indicator=pl.lit(code),
            indicator_vi=pl.lit(led["name_vi"], dtype=pl.String),
            indicator_en=pl.lit(led["name_en"], dtype=pl.String),
        )
    )
    return _readings(
        values,
        "unit_behind",
        case_id=pl.format("{} {}", pl.lit(code), "unit_id"),
        day=pl.lit(min(asked.period.end, asked.today)),
        value=_behind(),
        title=("full_name_vi", "full_name_en"),
        who=(pl.col("post_vi"), pl.col("post_en")),
        key="unit_code",
        indicator=("indicator", "indicator_vi", "indicator_en"),
        family="indicator",
    )


def _posts(conn: Connection, asked: Question) -> pl.DataFrame:
    """Who answers for each unit in scope."""
    statement = select(
        unit.c.id.label("unit_id"),
        unit.c.accountable_post_vi.label("post_vi"),
        unit.c.accountable_post_en.label("post_en"),
    ).where(unit.c.province_id == asked.province_id, asked.units_in_scope(), counts(unit, asked))
    return frame(conn, statement, _POSTS)


def _behind() -> pl.Expr:
    """How much worse than its target a figure is, 0-1; negative when better, null without one.

    What is on course to a target of a later day is not behind.
    """
    distance = pl.col("distance")
    behind = pl.when(pl.col("polarity") == "lower").then(distance).otherwise(-distance)
    return (
        pl.when(pl.col("status").is_in(ON_COURSE))
        .then(pl.min_horizontal(behind, 0.0))
        .otherwise(behind)
    )


def _first_day_late(asked: Question) -> pl.Expr:
    """The first day on which what is overdue by now was; days off are in days_left already."""
    return pl.lit(asked.today) + pl.duration(days=pl.col("days_left") + 1)


def _late_items(conn: Connection, rows: pl.DataFrame, code: str, asked: Question) -> pl.DataFrame:
    """Days past its deadline, or before it (negative), of each item of `rows`."""
    read = rows.join(deadline_readings(conn, rows, asked), on="work_item_id", maintain_order="left")
    return _of_items(read, code, day=pl.col("day"), value=pl.col("days_past"))


def _of_items(rows: pl.DataFrame, code: str, *, day: pl.Expr, value: pl.Expr) -> pl.DataFrame:
    return _readings(
        rows,
        code,
        case_id=pl.col("work_item_id"),
        day=day,
        value=value,
        title=("title_vi", "title_en"),
        who=(pl.coalesce("post_vi", "lead_vi"), pl.coalesce("post_en", "lead_en")),
        key="item",
        plan="plan",
    )


def _of_bottlenecks(rows: pl.DataFrame, code: str, *, day: pl.Expr, value: pl.Expr) -> pl.DataFrame:
    return _readings(
        rows,
        code,
        case_id=pl.col("bottleneck_id"),
        day=day,
        value=value,
        title=("title_vi", "title_en"),
        who=(pl.coalesce("post_vi", "owner_vi"), pl.coalesce("post_en", "owner_en")),
        key="bottleneck",
    )


def _readings(
    rows: pl.DataFrame,
    code: str,
    *,
    case_id: pl.Expr,
    day: pl.Expr,
    value: pl.Expr,
    title: tuple[str, str],
    who: tuple[pl.Expr, pl.Expr],
    key: str,
    plan: str | None = None,
    indicator: tuple[str, str, str] | None = None,
    family: str | None = None,
) -> pl.DataFrame:
    nothing = (None, None, None)
    indicator_code, indicator_vi, indicator_en = indicator or nothing
    found = rows.select(
        code=pl.lit(code),
        case_id=case_id.cast(pl.String),
        day=day,
        value=value.cast(pl.Float64),
        title_vi=title[0],
        title_en=title[1],
        who_vi=who[0],
        who_en=who[1],
        key=key,
        plan=_or_null(plan),
        family=pl.lit("") if family is None else pl.col(family),
        indicator=_or_null(indicator_code),
        indicator_vi=_or_null(indicator_vi),
        indicator_en=_or_null(indicator_en),
        provenance="provenance",
    )
    return found.match_to_schema(READINGS) if len(found) else pl.DataFrame(schema=READINGS)


def _or_null(column: str | None) -> pl.Expr:
    return _NOBODY if column is None else pl.col(column)
