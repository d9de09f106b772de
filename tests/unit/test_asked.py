"""The question in words, as it stands under a title and in a file."""

from datetime import date

from components.asked import question_told
from components.reader import Reader
from domain.periods import parse_period
from domain.scope import Scope
from queries.question import Question

PROVINCE = {"name_vi": "Nghệ An", "name_en": "Nghe An"}
DISTRICT = {"full_name_vi": "Huyện Diễn Châu", "full_name_en": "Dien Chau District"}
ERA = {
    "level": "district",
    "unit_count": 20,
    "starts_on": date(2024, 12, 1),
    "ends_on": date(2025, 6, 30),
}
ASKED = Question(
    province_id=1,
    scope=Scope(provinces=frozenset({1}), units=frozenset()),
    as_of=1042,
    today=date(2024, 4, 2),
    period=parse_period("2023"),
)


def test_the_whole_question_stands_in_one_sentence() -> None:
    told = question_told(ASKED, province=PROVINCE, unit=None, era=None, reader=Reader("vi"))
    assert told == (
        "Nghệ An · Năm 2023 · toàn tỉnh · như thời điểm báo cáo"
        " · số liệu đến đợt nhập số 1.042, tính đến ngày 02/04/2024"
    )


def test_it_is_told_in_english_too_with_the_unit_and_the_map() -> None:
    told = question_told(ASKED, province=PROVINCE, unit=DISTRICT, era=ERA, reader=Reader("en"))
    province, period, unit, era, batch = told.split(" · ")
    assert (province, unit) == ("Nghe An", "Dien Chau District")
    assert "2023" in period and "20" in era and "1,042" in batch and "2 Apr 2024" in batch


def test_what_stands_on_a_day_names_no_period_and_no_map() -> None:
    told = question_told(
        ASKED, province=PROVINCE, unit=None, era=ERA, reader=Reader("vi"), of_period=False
    )
    assert told.startswith("Nghệ An · toàn tỉnh · số liệu đến")


def test_markup_in_a_name_stays_text_of_one_line() -> None:
    hostile = {"full_name_vi": "<script>\nalert(1)</script>", "full_name_en": ""}
    told = question_told(ASKED, province=PROVINCE, unit=hostile, era=None, reader=Reader("vi"))
    assert "\n" not in told
