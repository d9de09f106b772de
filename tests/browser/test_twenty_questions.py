"""What a chairman asks in front of the board, asked in a real browser: presses are counted.

One look costs none; nothing costs more than two. The menu itself costs one press of the two.
"""

import pytest

from tests.browser.board import Board, NewVisitor
from tests.browser.questions import AskingLeader
from tests.browser.screens import LEADER, SignIn, Situation

ONE_LOOK, TWO_CLICKS = 0, 2


@pytest.fixture
def leader(board: Board, new_visitor: NewVisitor) -> AskingLeader:
    """A leader who has signed in, before a screen of 1920x1080."""
    page = new_visitor(board)
    page.goto("/situation?province=nghe-an")
    SignIn(page).set_account(LEADER)
    Situation(page).expect_shown()
    return AskingLeader(page)


def test_what_a_leader_asks_is_answered_within_two_presses(leader: AskingLeader) -> None:
    # 1 and 5: above the target by how many points; how many tasks are done?
    leader.set_question(province="nghe-an")
    leader.expect_in_sight("45,03%", "+5,03 điểm %", within=".st-key-gauges_headline")
    leader.expect_in_sight("9 hoàn thành + 14 thường xuyên", within=".st-key-card_plans")
    leader.expect_clicks(ONE_LOOK)

    # 17: who did not report? How many at one look, the names with one press.
    leader.expect_in_sight("2 đơn vị chưa báo cáo", within=".st-key-situation_owed")
    leader.set_link("đơn vị chưa báo cáo")
    leader.expect_in_sight(
        "Huyện Tương Dương",
        "Chủ tịch UBND huyện Tương Dương",
        within=".st-key-card_reports_failing",
    )
    leader.expect_clicks(1)

    # 18: who entered this figure, and when?
    leader.set_question(province="nghe-an")
    leader.set_link("Lịch sử", within=".st-key-gauges_headline")
    leader.expect_address("history=")
    leader.expect_in_sight(
        "Người nhập số liệu", "Đợt nhập số", "45,03%", within=".st-key-card_history"
    )
    leader.expect_clicks(1)

    # 14: our rank among the provinces?
    leader.set_question(province="nghe-an")
    leader.set_screen("service_index")
    leader.expect_in_sight("82,81", "Hạng 24/63", within=".st-key-card_index_score")
    leader.expect_clicks(TWO_CLICKS)

    # 15 and 20: where are most dossiers overdue, and at this pace, when are the goals reached?
    leader.set_question(province="bac-giang")
    leader.set_screen("online_services")
    leader.expect_in_sight(
        "Đăng ký biến động về quyền sử dụng đất",
        "Sở Nông nghiệp và Môi trường",
        within=".st-key-card_online_overdue",
    )
    leader.expect_in_sight("826/982", "Với tốc độ này: 12/2025", within=".st-key-card_online_plan")
    leader.expect_clicks(TWO_CLICKS)
