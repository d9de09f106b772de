"""What hangs on an item of an earlier version of a plan hangs on the item that goes on with it."""

from sqlalchemy import CTE, Select, Subquery, exists, or_, select

from queries.conditions import counts
from queries.question import Question
from queries.work_rows import newest_versions
from store.tables import plan, work_item


def going_on(items: Select[tuple[int]], asked: Question) -> CTE:
    """Each of `items` (ids) with itself and with all that goes on with it, version by version.

    Columns: item_id, later_id. Versions that have not begun by asked.today go on with nothing yet.
    """
    first = items.subquery("first")
    (start,) = first.c
    walk = select(start.label("item_id"), start.label("later_id")).cte("going_on", recursive=True)
    later = work_item.alias("later")
    # A union leaves out what it has seen: items that go on with each other end, too.
    return walk.union(
        select(walk.c.item_id, later.c.id)
        .join(later, later.c.continues_item_id == walk.c.later_id)
        .where(counts(later, asked), later.c.plan_id.in_(begun_plans(asked)))
    )


def standing_for(walk: CTE, asked: Question) -> Subquery:
    """Of `going_on` the items that count now: those of plans in force, else the last there was."""
    following = work_item.alias("following")
    goes_on = exists().where(
        following.c.continues_item_id == walk.c.later_id,
        counts(following, asked),
        following.c.plan_id.in_(begun_plans(asked)),
    )
    return (
        select(walk.c.item_id, walk.c.later_id)
        .join(work_item, work_item.c.id == walk.c.later_id)
        .where(or_(work_item.c.plan_id.in_(newest_versions(asked)), ~goes_on))
        .subquery("standing_for")
    )


def begun_plans(asked: Question) -> Select[tuple[int]]:
    """Ids of the plans that have begun: of a version to come nothing goes on yet."""
    return select(plan.c.id).where(plan.c.starts_on <= asked.today, counts(plan, asked))
