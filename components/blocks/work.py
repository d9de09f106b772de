"""Work by plan, the burn-up of a chosen plan, what is overdue and falls due soon."""

from datetime import date

import polars as pl

from components.blocks.card import Card
from components.figures.burn_up import burn_up_chart
from components.figures.due_list import ROWS_IN_A_CARD, due_list
from components.figures.marks import origin_line, origin_of
from components.figures.plan_bars import plan_bars
from components.markup import plain
from components.measures import Row
from components.reader import Reader
from components.sentences import burn_up_sentence, due_sentence


def plans_card(plans: pl.DataFrame, *, reader: Reader) -> Card:
    """Work by plan, of PLAN_STATES; each plan has its own sum, they are never added together."""
    return Card(
        title=reader.text("blocks.plans.title"),
        body=plan_bars(plans, reader=reader),
        origin=origin_of(plans, reader=reader),
    )


def burn_up_card(
    burn_up: pl.DataFrame,
    *,
    plan: Row | None,
    reader: Reader,
    until: date | None = None,
    named: bool = True,
) -> Card:
    """BURN_UP of `plan` (one of PLAN_STATES, None without any).

    `until` leaves room for days to come; without `named` the title leaves the plan's name to the
    widget beside it that chooses the plan.
    """
    title = reader.text("blocks.burn_up.title")
    if plan is None:
        return Card(title=title, body=burn_up_chart(burn_up, reader=reader))
    if named:
        name = plain(reader.pick(dict(plan), "plan"))
        title = reader.text("blocks.burn_up.title_of", plan=name)
    return Card(
        title=title,
        body=burn_up_chart(burn_up, reader=reader, until=until, all_dated=not plan["no_deadline"]),
        sentence=burn_up_sentence(burn_up, plan=plan, reader=reader),
        origin=origin_line(reader=reader, provenances=[plan["provenance"]], source=plan),
    )


def due_card(
    items: pl.DataFrame, *, today: date, reader: Reader, rows: int = ROWS_IN_A_CARD
) -> Card:
    """Overdue work first, then what falls due within 30 days, of WORK_ITEMS; `rows` of them."""
    return Card(
        title=reader.text("blocks.due.title"),
        body=due_list(items, reader=reader, rows=rows),
        sentence=due_sentence(items, today=today, reader=reader),
        origin=origin_of(
            items, reader=reader, note=reader.text("blocks.due.as_of", day=reader.date(today))
        ),
    )
