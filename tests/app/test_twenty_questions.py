"""The twenty questions asked in front of the wall: where each is answered, in how many clicks.

One look: on the screen itself as it opens. Two clicks: opening the screen is the first, one choice
or link on it the second. Where a province has no figure for an answer, the screen says so. The
presses themselves are counted in a browser (tests/browser/test_twenty_questions.py).
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from streamlit.testing.v1 import AppTest

from pages import PAGES
from store.database import engine
from tests.app.visiting import everything_said, forget_answers, token_of, visit

LEADER = "lanhdao"
MOST_CLICKS = 2
QUESTIONS = range(1, 21)
# Beside the twenty: what was directed and came of it, tasks of nobody, units at year's end, means.
SECOND_ROW = ("BCA03", "NVU07", "scorecard", "NLU01")


@dataclass(frozen=True)
class Answer:
    """`says` stand on `screen`; with `choice` only after that one choice was made on it."""

    question: int | str
    screen: str
    says: tuple[str, ...]
    choice: dict[str, str] = field(default_factory=dict)
    province: str = "nghe-an"

    @property
    def clicks(self) -> int:
        return 1 + len(self.choice)

    def __str__(self) -> str:
        return "-".join((str(self.question), self.screen, *self.choice.values()))


ANSWERS = (
    # 1 Above the Government's target for online dossiers, by how many points?
    Answer(1, "situation", ("45,03%", "+5,03 điểm %", "Mục tiêu 40%")),
    # 2 Who pulls us down, localities or departments? Which five units?
    Answer(2, "situation", ("Khối địa phương", "57,12%", "Khối sở, ban, ngành", "27,96%")),
    Answer(2, "online_services", (
        "Kéo giảm nhiều nhất", "Sở Tài nguyên và Môi trường", "Sở Giao thông vận tải",
        "Sở Lao động - Thương binh và Xã hội", "Công an tỉnh", "Sở Tư pháp",
    )),
    # 3 The 25 essential services, and which is worst?
    Answer(3, "situation", ("74,40%",)),
    Answer(3, "online_services", ("Đăng ký biến động về quyền sử dụng đất", "14,2%")),
    # 4 25/25 and 6/11: which are missing, who owns them?
    Answer(4, "online_services", ("25/25", "6/11", "Còn thiếu 5 dịch vụ", "QD422-07", "Sở Nội vụ")),
    # 5 How many tasks are done, regular, open?
    Answer(5, "situation", ("9 hoàn thành + 14 thường xuyên + 2 đang thực hiện = 25 nhiệm vụ",)),
    # 6 Which are overdue, by how many days, who answers?
    Answer(6, "tasks", ("10 nhiệm vụ quá hạn", "Quá 2 ngày", "Giám đốc Sở Tư pháp")),
    # 7 What falls due in 7/15/30 days, and what of it is not started?
    Answer(7, "tasks", ("trong 15 ngày tới, 1 chưa thực hiện", "Còn 15 ngày"), {"flag": "due_15"}),
    # 8 Of the 38 models how many are done, running, not begun; what moved since the meeting?
    Answer(8, "pilot_models", (
        "6 đã hoàn thành, 20 đang triển khai, 12 chưa triển khai", "6 mô hình chuyển bước",
    )),
    # 9 The 12 to speed up: owner, next step, obstacle of each?
    Answer(9, "pilot_models", (
        "12 mô hình cần đẩy nhanh", "Chánh Văn phòng UBND tỉnh", "Ban hành quy chế phối hợp",
        "DN11",
    ), {"view": "next"}),
    # 10 Open bottlenecks: which kind, how old, waiting for whom?
    Answer(10, "bottlenecks", (
        "15 điểm nghẽn đang mở", "Thể chế", "Tuổi trung vị", "Tổ công tác tỉnh", "DN09",
    )),
    # 11 Which one needs my decision today?
    Answer(11, "bottlenecks", ("việc chờ Tổ công tác quyết định", "DN06", "DN01")),
    Answer(11, "decisions", ("việc cần quyết định", "Chờ Tổ công tác 64 ngày")),
    # 12 Is the IOC operating; which legal step is missing since when?
    Answer(12, "bottlenecks", (
        "chưa chính thức hoạt động", "Hoàn thiện thủ tục pháp lý", "02/04/2024",
    ), {"bottleneck": "DN01"}),
    # 13 e-ID accounts collected but not activated, and where?
    Answer(13, "situation", ("chưa kích hoạt 490.045 tài khoản",)),
    Answer(13, "digital_identity", ("490.045", "Huyện Diễn Châu", "61.056")),
    # 14 Our score and grade in the index; which group lost points, in which units?
    Answer(14, "service_index", (
        "82,81", "Tốt", "Nhóm mất nhiều điểm nhất", "Số hóa hồ sơ", "Sở Tài nguyên và Môi trường",
    )),
    # 14 Our rank? Merged into another one, a province has none of its own, and is told so.
    Answer(14, "service_index", ("Hạng 24/63", "Minh họa")),
    Answer(14, "service_index", ("Chưa có số liệu xếp hạng",), province="bac-giang"),
    # 15 Do we settle on time?
    Answer(15, "online_services", ("Tỷ lệ hồ sơ giải quyết trước hạn, đúng hạn", "97,33%")),
    # 15 Which service and which office have the most overdue dossiers?
    Answer(15, "online_services", (
        "Hồ sơ quá hạn nhiều nhất", "719", "Đăng ký biến động về quyền sử dụng đất",
        "Sở Tài nguyên và Môi trường",
    )),
    Answer(15, "online_services", ("Chưa có số liệu hồ sơ quá hạn",), province="ha-tinh"),
    # 16 Are dossiers digitised and reused?
    Answer(16, "online_services", ("Tỷ lệ số hóa hồ sơ", "53,78%", "23,47%")),
    # 17 Which units did not report, which were late, which contradict another source?
    Answer(17, "situation", ("2 đơn vị chưa báo cáo", "3 đơn vị báo cáo chậm")),
    Answer(17, "reports", (
        "Huyện Tương Dương", "Chủ tịch UBND huyện Tương Dương", "Sở Du lịch tỉnh Nghệ An",
        "88 ngày",
    )),
    Answer(17, "situation", ("1.128.438", "1.130.342"), province="ha-tinh"),
    # 18 Who entered this figure, when, and what did it change?
    Answer(18, "definitions", (
        "Người nhập số liệu", "04_observations.csv", "45,03%", "Giá trị trước khi sửa", "Đang dùng",
    ), {"history": "DVC01"}),
    Answer(18, "definitions", (
        "60,97% (3.552/5.826)", "58,62% (3.415/5.826)", "Đã thay ở đợt",
    ), {"history": "TTT01"}),
    # 18 Can I trust this figure: source, cut-off, batch?
    Answer(18, "situation", (
        "Chốt 31/12/2023", "Đợt nhập số", "Tin hội nghị trực tuyến sơ kết 02 năm", "Công bố",
    )),
    # 19 Are all 58 communes ready?
    Answer(19, "readiness", ("55/58", "Cán bộ được cấp chữ ký số", "Sa Lý"), province="bac-giang"),
    # 20 On course for the goals of Plan 02?
    Answer(20, "situation", ("826/982", "651/1.139", "67,54%", "95,92%"), province="bac-giang"),
    # 20 At this pace, when?
    Answer(20, "online_services", (
        "Với tốc độ này: 12/2025 (kịp hạn)", "Với tốc độ này: 3/2026–4/2026 (chậm hạn)",
        "Chưa đủ số tháng để ước tính",
    ), province="bac-giang"),
    # What did I direct at the last meeting and what came of it?
    Answer("BCA03", "directions", (
        "Chỉ đạo đã hoàn thành/đã giao (BCA03)", "chiều 02/4/2024", "Đã thành nhiệm vụ",
        "NA-CD2024/CD09",
    )),
    # Which head leaves it all to deputies?
    Answer("NVU07", "tasks", ("Rõ người", "có người thực hiện cụ thể")),
    # What would we show at the year-end grading?
    Answer("scorecard", "unit", ("Huyện Diễn Châu", "ioc-sheet"), {"unit": "425"}),
    # Where is the money?
    Answer("NLU01", "readiness", ("Tỷ lệ giải ngân kinh phí",), province="bac-giang"),
)  # fmt: skip

See = Callable[..., tuple[AppTest, str]]


@pytest.fixture(scope="module")
def see(sample_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[See]:
    """Screens of a leader over a copy of the sample provinces, each drawn once."""
    engine(sample_url).dispose()
    path = tmp_path_factory.mktemp("questions") / "store.db"
    shutil.copy(sample_url.removeprefix("sqlite:///"), path)
    url = f"sqlite:///{path}"
    drawn: dict[tuple[str, ...], tuple[AppTest, str]] = {}

    def look(screen: str, **address: str) -> tuple[AppTest, str]:
        key = (screen, *map(str, sorted(address.items())))
        if key not in drawn:
            app = visit(token_of(url, LEADER), screen=screen, **address)
            assert not app.exception and not app.error, [e.value for e in app.error]
            told = re.sub(r"<style>.*?</style>", "", everything_said(app), flags=re.DOTALL)
            drawn[key] = app, told
        return drawn[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("IOC_DATABASE_URL", url)
        forget_answers()
        yield look
        forget_answers()
    engine(url).dispose()


def shown(told: str) -> str:
    """The words on a screen, without the marks around them."""
    return re.sub(r"\s+", " ", re.sub(r"</?(?:b|em|strong|span|small)[^>]*>", "", told))


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_question_is_answered_within_two_clicks(see: See, answer: Answer) -> None:
    assert answer.clicks <= MOST_CLICKS
    _, told = see(answer.screen, province=answer.province, **answer.choice)
    words = shown(told)
    missing = [said for said in answer.says if said not in told and said not in words]
    assert missing == [], answer


@pytest.mark.parametrize("answer", [one for one in ANSWERS if one.choice], ids=str)
def test_the_second_click_is_there_to_be_made(see: See, answer: Answer) -> None:
    app, told = see(answer.screen, province=answer.province)
    ((parameter, code),) = answer.choice.items()
    link = re.search(rf'href="[^"]*[?;&]{parameter}={re.escape(code)}["&]', told)
    boxes = [box for box in app.selectbox if box.key == f"choose_{parameter}"]
    assert link or boxes, f"nothing on {answer.screen} leads to {parameter}={code}"


def test_the_screens_of_the_answers_are_in_the_menu() -> None:
    in_menu = {page.key for page in PAGES if page.in_menu and page.is_for("leader")}
    assert {answer.screen for answer in ANSWERS} <= in_menu


def test_no_question_is_passed_over() -> None:
    assert {answer.question for answer in ANSWERS} == {*QUESTIONS, *SECOND_ROW}
