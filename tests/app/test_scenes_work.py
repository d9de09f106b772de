"""The scenes of work and services say the one thing that matters, as the sample stores have it."""

import re
from functools import cache

import pytest

from components.reader import Reader
from domain.playlist import Frame, Slot
from domain.viewing import Room
from pages.scenes import SCENES
from pages.scenes.scene import Asked, Drawn
from queries.attention import decisions
from queries.turns import settled_slot
from tests.app.scenes_drawn import LARGEST, PROVINCES, SMALLEST, Drawing

OURS = (
    "work", "pilot_models", "decisions", "service_index", "digital_identity", "online_services",
    "readiness",
)  # fmt: skip
# Which province has nothing of which kind.
LACKING = {("ha-tinh", "pilot_models"), ("bac-giang", "pilot_models"), ("nghe-an", "readiness"),
           ("ha-tinh", "readiness")}  # fmt: skip
STATEMENT = re.compile(r"<b>([^<]+)</b></p><h2>([^<]+)</h2>")


@cache
def drawing(url: str, slug: str) -> Drawing:
    return Drawing(url, slug)


def frame(url: str, slug: str, scene: str, **more: str) -> Frame:
    return drawing(url, slug).frame(Slot(scene=scene, **more))


def drawn(url: str, slug: str, scene: str, *, room: Room = SMALLEST) -> Drawn:
    board = drawing(url, slug)
    slot = Slot(scene=scene)
    settled = settled_slot(slot, board.day, fetch=board.fetch)
    asked = Asked(slot=slot, settled=settled, reader=Reader("vi"), room=room, fetch=board.fetch)
    return SCENES[scene].draw(asked)


def statements(body: str) -> list[tuple[str, str]]:
    """The figure and the words of each statement."""
    return [(figure, words) for figure, words in STATEMENT.findall(body)]


@pytest.mark.parametrize("slug", PROVINCES)
@pytest.mark.parametrize("scene", OURS)
def test_a_province_that_lacks_a_subject_says_so_in_one_calm_line(
    sample_url: str, slug: str, scene: str
) -> None:
    made = drawn(sample_url, slug, scene)
    assert made.is_empty == ((slug, scene) in LACKING)
    if made.is_empty:
        assert made.red == 0
        assert made.sentence in made.body
        assert not re.search(r"<(h2|h3|b|li)\b", made.body)


def test_work_says_how_much_is_late_and_since_when(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "work")
    # Without a plan in the slot: the one with most that is late.
    assert made.about == "Kế hoạch thực hiện Đề án 06 năm 2024"
    assert statements(made.body)[0] == ("10", "nhiệm vụ quá hạn")
    assert "lâu nhất 2 ngày" in made.body
    assert made.red == 10


def test_work_of_a_plan_that_is_not_late_is_green(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "work", plan="NA-DA06")
    # 9 done, 14 recurring, 2 running: nothing is late, 9 of the 11 that end are done.
    assert statements(made.body)[:2] == [
        ("0", "nhiệm vụ quá hạn"),
        ("9/11", "đã hoàn thành (trừ việc thường xuyên)"),
    ]
    assert made.red == 0


def test_every_plan_is_told_of_alone(sample_url: str) -> None:
    for plan, total in (("NA-DA06", 25), ("NA-KH2024", 51), ("NA-MH38", 38), ("NA-CD2024", 12)):
        made = frame(sample_url, "nghe-an", "work", plan=plan)
        assert f"tổng số {total}" in made.body


def test_pilot_models_are_three_numbers(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "pilot_models")
    assert re.findall(r"<p>(\d+)</p><h2>", made.body) == ["6", "20", "12"]


def test_decisions_name_the_heaviest_first_with_its_age_and_who_answers(sample_url: str) -> None:
    board = drawing(sample_url, "nghe-an")
    question = settled_slot(Slot(scene="decisions"), board.day, fetch=board.fetch).question
    lines = board.fetch(decisions, question)
    made = frame(sample_url, "nghe-an", "decisions")
    assert statements(made.body)[0] == (str(lines.height), "việc cần quyết định")
    first = lines.row(0, named=True)
    row = made.body[made.body.index("ioc-scene-decide-rows") :].split("</li>")[0]
    assert first["title_vi"][0] in row
    assert f"từ {first['since']:%d/%m/%Y}" in row
    # The separator is hidden together with the post.
    assert f'<span class="ioc-post"> · {first["who_vi"]}' in row
    oldest = f"{lines['since'].min():%d/%m/%Y}"
    assert f"việc tồn lâu nhất: từ {oldest}" in made.body


def test_decisions_count_on_the_ladder_what_is_open(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "decisions")
    ladder = made.body[made.body.index("ioc-scene-rungs") :]
    # 15 of the 17 bottlenecks are open.
    assert sum(int(count) for count in re.findall(r"<li[^>]*><b>(\d+)</b>", ladder)) == 15


def test_the_index_says_score_grade_and_the_group_that_lost_most(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "service_index")
    (score, words), (lost, group) = statements(made.body)
    assert (score, lost, group) == ("82,81", "−8,99", "Số hóa hồ sơ")
    assert words == "trên 100 điểm · Tốt"


def test_what_is_lost_in_the_index_adds_up_to_all_that_is_lost(sample_url: str) -> None:
    body = frame(sample_url, "nghe-an", "service_index").body
    groups = body[body.index("ioc-scene-index-groups") : body.index("ioc-scene-losses")]
    by_group = [float(one.replace(",", ".")) for one in re.findall(r"mất (\d+,\d\d)", groups)]
    losses = body[body.index("ioc-scene-loss-rows") :]
    shown = [float(one.replace(",", ".")) for one in re.findall(r"</i>(\d+,\d\d)</b>", losses)]
    rest = re.search(r"(\d+,\d\d) điểm còn lại", losses)
    assert rest is not None
    lost_there = sum(shown) + float(rest.group(1).replace(",", "."))
    # Each of the numbers is rounded by itself.
    assert sum(by_group) == pytest.approx(lost_there, abs=0.03)


def test_digital_identity_sets_activated_against_collected(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "digital_identity")
    # 1,899,673 of 2,389,718: 490,045 wait.
    assert [figure for figure, _ in statements(made.body)] == ["79,49%", "490.045"]
    assert "1.899.673/2.389.718" in made.body


def test_online_services_say_the_rate_its_target_and_who_pulls_it_down(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "online_services")
    (rate, name), (points, unit) = statements(made.body)
    assert (rate, name) == ("45,03%", "Tỷ lệ hồ sơ nộp trực tuyến")
    assert (points, unit) == ("−4,44", "Sở Tài nguyên và Môi trường")
    # Its parts hold together where a line is broken.
    said = "Đạt mục tiêu · +5,03 điểm % · mục tiêu 40%"
    assert said.replace(" ·", "\u00a0·").replace(" %", "\u00a0%") in made.body


def test_a_rate_that_lags_is_shown_before_one_that_is_well(sample_url: str) -> None:
    made = frame(sample_url, "bac-giang", "online_services")
    assert statements(made.body)[0][0] == "95,92%"
    assert "Không đạt" in made.body
    asked_for = frame(sample_url, "bac-giang", "online_services", indicator="DVC01")
    assert statements(asked_for.body)[0][0] == "79,33%"


@pytest.mark.parametrize("room", [SMALLEST, Room(across=96, down=54), LARGEST])
def test_pulls_add_up_however_many_fit(sample_url: str, room: Room) -> None:
    body = drawing(sample_url, "nghe-an").frame(Slot(scene="online_services"), room=room).body
    rows = body[body.index("ioc-scene-pull-rows") : body.index("ioc-scene-rates")]
    written = re.findall(r"<b>(?:<i [^>]*></i>)?([+−]?\d+,\d\d)</b>", rows)
    numbers = [float(one.replace("−", "-").replace(",", ".")) for one in written]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=1e-9)
    assert numbers[-1] == 5.03


def test_readiness_counts_what_meets_all_and_names_who_does_not(sample_url: str) -> None:
    made = frame(sample_url, "bac-giang", "readiness")
    assert statements(made.body)[0] == ("55/58", "xã, phường đạt tất cả điều kiện")
    for name in ("Xã Sa Lý", "Xã Vân Sơn", "Xã An Lạc"):
        assert name in made.body
    assert made.red == 1


def test_a_unit_asked_for_is_named(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "service_index", unit="421")
    assert made.about.startswith("Huyện Quỳnh Lưu")


@pytest.mark.parametrize("scene", OURS)
def test_more_room_shows_no_less(sample_url: str, scene: str) -> None:
    board = drawing(sample_url, "bac-giang" if scene == "readiness" else "nghe-an")
    small, large = (
        board.frame(Slot(scene=scene), room=room).body.count("<li") for room in (SMALLEST, LARGEST)
    )
    assert small <= large


@pytest.mark.parametrize("scene", OURS)
def test_nothing_in_a_scene_waits_for_a_pointer(sample_url: str, scene: str) -> None:
    for slug in PROVINCES:
        body = frame(sample_url, slug, scene).body
        assert not re.search(r"<(a|button|summary|input)\b", body)


def test_illustrative_figures_are_marked(sample_url: str) -> None:
    for scene in ("service_index", "online_services", "decisions"):
        made = frame(sample_url, "nghe-an", scene)
        assert "ioc-provenance-illustrative" in made.body
        assert "Minh họa" in made.origin


def test_under_the_name_of_a_unit_stand_its_own_figures(sample_url: str) -> None:
    whole = frame(sample_url, "nghe-an", "online_services")
    of_unit = frame(sample_url, "nghe-an", "online_services", unit="421")
    assert of_unit.about.startswith("Huyện Quỳnh Lưu")
    assert statements(of_unit.body)[0][0] == "52,12%"
    assert statements(of_unit.body)[0] != statements(whole.body)[0]
    # What it does to the rate of the province, not who else pulls it down.
    assert statements(of_unit.body)[1] == ("+0,63", "điểm % trong tỷ lệ của toàn tỉnh")
    for scene in ("work", "decisions", "pilot_models", "digital_identity"):
        assert frame(sample_url, "nghe-an", scene, unit="421").about.startswith("Huyện Quỳnh Lưu")


def test_a_unit_without_work_in_a_plan_says_so(sample_url: str) -> None:
    made = frame(sample_url, "nghe-an", "work", unit="413", plan="NA-DA06")
    assert "Thị xã Cửa Lò không có việc nào trong kế hoạch này" in made.sentence
    assert made.red == 0
