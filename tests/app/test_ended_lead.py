"""Work that a unit led which a reform has ended: nobody is told to ask a post that is gone."""

from datetime import date

import pytest
from sqlalchemy import select, update

from store import clock
from store.database import engine
from store.province_clock import move_clock
from store.tables import plan, province, unit, work_item
from tests.app.visiting import everything_said, token_of, visit

LAST_DAY, TODAY = date(2025, 6, 30), date(2025, 9, 30)


@pytest.fixture
def task(visited_url: str) -> str:
    """The first task of Bắc Giang, led by the district of Tân Yên, looked at after the reform."""
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        here = select(province.c.id).where(province.c.slug == "bac-giang").scalar_subquery()
        lead = connection.scalar(
            select(unit.c.id).where(unit.c.province_id == here, unit.c.code == "216")
        )
        first = connection.execute(
            select(work_item.c.id, plan.c.code, work_item.c.code.label("item"))
            .join(plan, plan.c.id == work_item.c.plan_id)
            .where(plan.c.province_id == here)
            .order_by(work_item.c.id)
            .limit(1)
        ).one()
        own = {"lead_unit_id": lead, "accountable_post_vi": None, "accountable_post_en": None}
        connection.execute(update(work_item).where(work_item.c.id == first.id).values(own))
        move_clock(connection, "bac-giang", day=TODAY, now=clock.now())
    return f"{first.code}/{first.item}"


def said(url: str, screen: str, **address: str) -> str:
    app = visit(token_of(url, "lanhdao"), screen=screen, province="bac-giang", **address)
    assert not app.exception and not app.error, [error.value for error in app.error]
    return everything_said(app)


def test_a_tasks_page_says_that_its_lead_is_gone_and_names_who_took_over(
    visited_url: str, task: str
) -> None:
    told = said(visited_url, "task", task=task)
    head = told[told.index("ioc-task-head") :]
    head = head[: head.index("</div>")]
    assert "Tân Yên (đến 30/06/2025)" in head
    assert "đã kết thúc hoạt động từ hết ngày 30/06/2025" in head
    assert "đơn vị tiếp nhận: " in head and "Xã Tân Yên" in head
    english = said(visited_url, "task", task=task, lang="en")
    assert "no longer there; its last day was 30 Jun 2025" in english


def test_the_list_of_tasks_says_until_when_the_lead_was_there(visited_url: str, task: str) -> None:
    told = said(visited_url, "tasks", plan=task.split("/", maxsplit=1)[0])
    assert "Tân Yên (đến 30/06/2025) →" in told and "đơn vị tiếp nhận" in told
