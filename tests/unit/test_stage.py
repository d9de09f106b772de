import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.stage import SIDE, Stage
from domain.viewing import CAPITAL, LEAST_DEGREES, PRESENTED


def test_a_letter_of_a_wall_is_seen_under_the_angle_that_one_reads() -> None:
    stage = Stage.of(metres=6, width=4.2, shape=16 / 9)
    digit = stage.letter * 4.2 * CAPITAL
    degrees = math.degrees(2 * math.atan(digit / 2 / 6))
    assert degrees == pytest.approx(LEAST_DEGREES)
    assert not stage.is_small


def test_a_screen_too_small_for_its_distance_shows_scenes_whole_and_says_so() -> None:
    stage = Stage.of(metres=12, width=1.2, shape=16 / 9)
    assert stage.is_small
    assert stage.room.across == pytest.approx(PRESENTED.across - 2 * SIDE)
    assert stage.room.down == pytest.approx(PRESENTED.down)


@given(metres=st.floats(0.5, 50), width=st.floats(0.2, 50), shape=st.floats(0.3, 8))
def test_every_window_has_the_room_that_every_scene_is_whole_in(
    metres: float, width: float, shape: float
) -> None:
    stage = Stage.of(metres=metres, width=width, shape=shape)
    assert stage.room.across >= PRESENTED.across - 2 * SIDE - 1e-6
    assert stage.room.down >= PRESENTED.down - 1e-6
    # Its letters and its room are of one window.
    assert stage.letter * (stage.room.across + 2 * SIDE) == pytest.approx(1)


def test_a_shared_window_of_720p_has_letters_of_24_px() -> None:
    stage = Stage.presented(shape=16 / 9)
    assert stage.letter * 1280 == pytest.approx(24)
    assert stage.room.across == pytest.approx(PRESENTED.across - 2 * SIDE)
    assert stage.room.down == pytest.approx(PRESENTED.down)
    assert not stage.is_small


@given(shape=st.floats(0.5, 4))
def test_a_shared_window_of_any_shape_has_the_room_that_every_scene_is_whole_in(
    shape: float,
) -> None:
    stage = Stage.presented(shape=shape)
    assert stage.room.across >= PRESENTED.across - 2 * SIDE - 1e-6
    assert stage.room.down >= PRESENTED.down - 1e-6
    assert stage.letter * (stage.room.across + 2 * SIDE) == pytest.approx(1)
    # Its letters are as large as they can be: either way there are no more than need be.
    across = stage.room.across + 2 * SIDE
    least = min(across / PRESENTED.across, stage.room.down / PRESENTED.down)
    assert least == pytest.approx(1)
