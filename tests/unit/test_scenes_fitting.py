"""What fits in a scene is counted before it is drawn: lines, rows, heads."""

from components.scenes.fitting import LINE, height_of, lines_of, rows_within, width_of
from components.scenes.heads import heads_height
from components.scenes.parts import Statement
from components.scenes.space import Space
from domain.viewing import PRESENTED, Room


def test_words_are_wrapped_at_the_word_that_does_not_fit() -> None:
    # 72 letters that a browser set 33.6 sizes of their type wide.
    words = "Dữ liệu hộ tịch số hóa lệch với dữ liệu dân cư, xã phải sửa từng trường"
    assert lines_of(words, across=35) == 1
    assert lines_of(words, across=33) == 2
    assert lines_of(words, across=66, size=2.0) == 2
    assert lines_of(words, across=18) == 2
    assert lines_of(words, across=16) == 3


def test_a_word_longer_than_a_line_is_broken() -> None:
    # 0.6 sizes each, and a little: 12.24.
    assert lines_of("x" * 20, across=12.3) == 1
    assert lines_of("x" * 20, across=6) == 3


def test_no_text_is_no_line_high_and_larger_type_is_higher() -> None:
    assert height_of(("", 1.0), ("một dòng", 1.0), across=20) == LINE
    assert height_of(("một dòng", 2.0), across=20) == 2 * LINE


def test_rows_are_counted_until_the_first_that_does_not_fit() -> None:
    assert rows_within([2.0, 3.0, 1.0], down=5.0) == 2
    assert rows_within([2.0, 3.1, 1.0], down=5.0) == 1


def test_one_row_is_shown_in_any_room() -> None:
    assert rows_within([9.0, 1.0], down=5.0) == 1


def test_a_scene_is_as_wide_as_its_room() -> None:
    assert width_of(Space.of(PRESENTED)) == PRESENTED.across
    twice = Room(across=PRESENTED.across * 2, down=PRESENTED.down * 2)
    space = Space.of(twice)
    assert width_of(space) * space.unit == twice.across


def test_a_head_with_more_to_say_is_higher() -> None:
    space = Space.of(PRESENTED)
    short = Statement(figure="10", words="nhiệm vụ quá hạn", tone="bad", sign="overdue")
    long = Statement(
        figure="46%",
        words="khả năng kịp hạn chung của cả kế hoạch vào ngày 31/12/2025",
        tone="plain",
        sign="due",
        below="nhiều khả năng xong ngày 06/01/2026",
    )
    assert heads_height(short, long, space=space) > heads_height(short, space=space)
