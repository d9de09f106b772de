"""The screen of reports through the shell: who is silent, scope, and a province without any."""

from streamlit.testing.v1 import AppTest

from tests.app.visiting import everything_said, token_of, visit

SCREEN = "reports"
LEADER, DISTRICT = "lanhdao", "canbo"


def opened(url: str, user: str = LEADER, **address: str) -> AppTest:
    app = visit(token_of(url, user), screen=SCREEN, **({"province": "nghe-an"} | address))
    assert not app.exception and not app.error, [e.value for e in app.error]
    return app


def seen(url: str, user: str = LEADER, **address: str) -> str:
    return everything_said(opened(url, user, **address))


def test_the_silent_ones_come_first_with_who_answers(visited_url: str) -> None:
    said = seen(visited_url)
    assert "trong 47 báo cáo đến hạn kỳ tháng 12/2023" in said
    rows = said[said.index("ioc-owed-table") :]
    order = ("Huyện Tương Dương", "Sở Du lịch tỉnh Nghệ An", "Sở Nội vụ tỉnh Nghệ An")
    places = [rows.index(name) for name in order]
    assert places == sorted(places)
    assert "Chủ tịch UBND huyện Tương Dương" in rows


def test_a_later_period_tells_of_its_own_newest_report(visited_url: str) -> None:
    said = seen(visited_url, period="2024-Q1")
    assert "kỳ tháng 2/2024: 1 đơn vị chưa báo cáo, 7 đơn vị báo cáo chậm" in said
    assert "Huyện Kỳ Sơn" in said


def test_the_same_in_english(visited_url: str) -> None:
    said = seen(visited_url, lang="en")
    assert "of 47 reports due for December 2023" in said
    assert "2 units did not report, 3 units reported late" in said


def test_a_person_of_one_district_sees_its_own_reports_alone(visited_url: str) -> None:
    said = seen(visited_url, DISTRICT)
    assert "trong 1 báo cáo đến hạn" in said
    assert "Tương Dương" not in said


def test_a_province_that_keeps_no_record_of_reports_says_so(visited_url: str) -> None:
    said = seen(visited_url, province="ha-tinh")
    assert "Chưa có báo cáo nào đến hạn" in said
    first = visit(token_of(visited_url, LEADER), screen="situation", province="ha-tinh")
    assert "chưa báo cáo" not in everything_said(first)


def test_the_first_screen_leads_to_the_names(visited_url: str) -> None:
    first = visit(token_of(visited_url, LEADER), screen="situation", province="bac-giang")
    said = everything_said(first)
    assert "Báo cáo tháng 8/2025: 3 đơn vị chưa báo cáo, 6 đơn vị báo cáo chậm" in said
    assert 'href="/reports?province=bac-giang&amp;period=2025-09"' in said
