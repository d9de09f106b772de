"""What fits in a scene is counted before it is drawn: units, rows, widths of words."""

import pytest

from components.scenes.fitting import lines_of
from components.scenes.parts import letters_of, shortened, shortened_to_lines
from components.scenes.space import Space
from components.scenes.widths import ems
from domain.viewing import Room


def test_a_unit_is_a_letter_in_the_smallest_room_and_grows_with_the_room() -> None:
    small = Space.of(Room(across=53, down=30))
    assert (small.unit, small.small, small.high) == (1.0, 1.0, 25.0)
    # Twice as wide, and 55 letters down instead of 25: the width decides.
    large = Space.of(Room(across=1280 / 12, down=60))
    assert large.unit == pytest.approx(2.0)
    assert large.high == pytest.approx(27.5)
    # Never under a letter.
    assert large.small * large.unit >= 1
    assert large.least * large.unit == pytest.approx(1)


def test_a_room_that_is_too_small_still_has_a_unit_and_a_row() -> None:
    tiny = Space.of(Room(across=10, down=3))
    assert tiny.unit == 1.0
    assert tiny.rows(each=4, of=1) == 1


def test_rows_are_counted_down() -> None:
    assert Space.of(Room(across=53, down=30)).rows(each=1.5, of=6.1) == 4


@pytest.mark.parametrize(
    ("words", "measured"),
    [
        # Advances of Inter at weight 600, digits tabular.
        ("Số DVC triển khai theo Quyết định 422/QĐ-TTg", 22.88),
        ("Mục tiêu 100% (hạn 31/12/2024)", 16.31),
        ("Services with >= 1,000 dossiers a year in the province", 26.33),
    ],
)
def test_words_are_about_as_wide_as_in_the_typeface(words: str, measured: float) -> None:
    assert ems(words) == pytest.approx(measured, rel=0.03)


def test_long_words_are_cut_between_words_and_say_so() -> None:
    cut = shortened("Kế hoạch thực hiện Đề án 06 năm 2024", letters=20)
    assert cut == "Kế hoạch thực hiện…"
    assert letters_of(cut) <= 20
    assert shortened("Kế hoạch", letters=20) == "Kế hoạch"


def test_what_stands_in_parentheses_goes_before_any_other_word() -> None:
    name = "Kế hoạch Đề án 06 năm 2024 (10 nhóm, 51 nhiệm vụ)"
    assert shortened(name, letters=60) == name
    assert shortened(name, letters=30) == "Kế hoạch Đề án 06 năm 2024"


def test_words_on_several_lines_are_counted_as_everywhere_else() -> None:
    words = "Dữ liệu hộ tịch số hóa lệch với dữ liệu dân cư, xã phải sửa từng trường hợp"
    cut = shortened_to_lines(words, across=16, size=1.0, lines=2)
    assert cut.endswith("…")
    assert lines_of(cut, across=16) == 2
    assert shortened_to_lines(words, across=16, size=1.0, lines=4) == words
