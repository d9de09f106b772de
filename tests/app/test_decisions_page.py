"""The one list of what needs a decision, through the shell, over the sample provinces."""

import re

import pytest
from sqlalchemy import delete, update

from domain.scope import Scope
from queries.runner import data_version
from store.database import engine
from store.tables import attention_rule, province
from tests.app.visiting import (
    STATEMENTS_OF_A_WARM_RUN,
    everything_said,
    forget_answers,
    statements,
    token_of,
    visit,
)
from tests.faults.files import csv_rows, made

SCREEN = "decisions"


def said(url: str, user: str = "lanhdao", **address: str) -> str:
    app = visit(token_of(url, user), screen=SCREEN, **address)
    assert not app.exception and not app.error, [e.value for e in app.error]
    return without_style(everything_said(app))


def without_style(told: str) -> str:
    """What stands on the screen, without the sheets that say how it looks."""
    return re.sub(r"<style>.*?</style>", "", told, flags=re.DOTALL)


def without_rules(url: str) -> None:
    with engine(url).execution_options(writes=True).begin() as connection:
        connection.execute(delete(attention_rule))
    forget_answers()


def test_a_leader_reads_the_heaviest_first_with_why_since_when_and_who(visited_url: str) -> None:
    told = said(visited_url, province="bac-giang")
    first = told[told.index("ioc-decision-first") : told.index("ioc-decisions-lines")]
    # DN01 appeared on 30 June; ten days are allowed, so since 11 July it is over: 82 days. DN02
    # has lain with the working group since 14 July, which has answered.
    for words in ("82 ngày", "Chưa xác định người chịu trách nhiệm", "11/07/2025"):
        assert words in first
    assert "Điểm nghẽn quá thời hạn của cấp đang xử lý" in first


def test_the_lines_are_ranked_by_weight(visited_url: str) -> None:
    told = said(visited_url, province="nghe-an")
    table = told[told.index("ioc-decisions-lines") :]
    written = re.findall(r'class="ioc-weight"><b>([\d.,]+)</b>', table)
    weights = [float(one.replace(".", "").replace(",", ".")) for one in written]
    assert len(weights) >= 5 and weights == sorted(weights, reverse=True)


def test_many_units_behind_are_one_line_that_opens_their_list(visited_url: str) -> None:
    told = said(visited_url, province="bac-giang", period="2025-09")
    (count,) = re.findall(r"(\d+) đơn vị kém mục tiêu: Tỷ lệ hồ sơ xử lý toàn trình</b>", told)
    assert int(count) > 10
    assert told.count("ioc-decisions-lines") == 1 and told.count("<tr><td>") < 30
    cases = said(visited_url, province="bac-giang", period="2025-09", line="unit_behind-DVC10")
    listed = cases[cases.index("ioc-decisions-cases") : cases.index("ioc-decisions-rules")]
    assert listed.count('class="ioc-weight"') == int(count)
    assert "/unit?" in listed and "Chủ tịch UBND" in listed


def test_what_stands_under_two_rules_is_on_the_list_once(visited_url: str) -> None:
    told = said(visited_url, province="ha-tinh")
    table = told[told.index("ioc-decisions-lines") : told.index("ioc-decisions-rules")]
    assert table.count("bottleneck=DN02") == 1


def test_the_rules_are_told_with_their_thresholds_and_where_they_are_set(visited_url: str) -> None:
    told = said(visited_url, province="nghe-an")
    rules = told[told.index("ioc-decisions-rules") :]
    for words in ("Nhiệm vụ quá hạn từ 1 ngày", "từ 5,00 điểm %", "còn dưới 3,00 điểm %"):
        assert words in rules
    assert "attention_rules" in rules


def test_without_rules_the_page_says_that_nobody_can_tell(visited_url: str) -> None:
    without_rules(visited_url)
    told = said(visited_url, province="nghe-an")
    assert "Chưa đặt quy tắc nào" in told and "ioc-decision-first" not in told
    assert "hôm nay không có việc cần quyết định" not in told


def test_where_nothing_is_beyond_a_threshold_it_says_so(visited_url: str) -> None:
    with engine(visited_url).execution_options(writes=True).begin() as connection:
        connection.execute(update(attention_rule).values(enter_at=9_999, leave_at=9_999))
    forget_answers()
    told = said(visited_url, province="nghe-an", lang="en")
    assert "nothing needs a decision today" in told and "ioc-decision-first" not in told


def test_a_person_of_one_district_sees_no_other_unit(visited_url: str) -> None:
    told = said(visited_url, "canbo", province="nghe-an")
    assert "Kỳ Sơn" not in told and "Thanh Chương" not in told
    assert "KN-03" in told and "KN-10" not in told


@pytest.mark.parametrize(
    "asked", ["unit_behind-DVC99", "' OR 1=1 --", "task_overdue%00", "9" * 999]
)
def test_a_line_that_is_not_there_gets_one_sentence(visited_url: str, asked: str) -> None:
    app = visit(token_of(visited_url, "lanhdao"), screen=SCREEN, line=asked)
    assert not app.exception and not app.error
    assert len(app.info) == 1 and len(app.info[0].value) < 200
    assert "ioc-decision-first" not in without_style(everything_said(app))


def test_a_warm_run_asks_the_store_for_nothing_of_its_own(visited_url: str) -> None:
    token = token_of(visited_url, "lanhdao")
    visit(token, screen=SCREEN, province="bac-giang")
    with statements(visited_url) as asked:
        visit(token, screen=SCREEN, province="bac-giang")
    assert len(asked) == STATEMENTS_OF_A_WARM_RUN, asked


def test_the_file_holds_every_case_with_its_rule(visited_url: str) -> None:
    with engine(visited_url).connect() as connection:
        rows = connection.execute(province.select()).mappings().all()
    ids = frozenset(row["id"] for row in rows if row["slug"] == "nghe-an")
    assert data_version() > 0
    table = csv_rows(made(Scope(provinces=ids), "decisions", "csv", province="nghe-an"))
    head = next(row for row in table if "Quy tắc" in row)
    rules = [row[head.index("Quy tắc")] for row in table[table.index(head) + 1 :]]
    assert rules.count("Nhiệm vụ quá hạn từ 1 ngày") == 10
