"""Whoever stands far away reads every letter of a scene, and nothing of it is cut."""

from collections.abc import Iterator
from functools import cache

import pytest

from domain.playlist import Frame, Slot
from tests.app.scenes_drawn import PROVINCES, Drawing
from tests.browser.board import Board, NewVisitor
from tests.browser.scene_screen import SceneScreen

# Width, height, and the smallest letter in pixels: shown small or sent as video; a wall of 2.4 m
# seen from 4.2 m; the same from nearer by; four times as fine; and three screens side by side.
SCREENS = [
    (1280, 720, 24.0),
    (1920, 1080, 34.0),
    (1920, 1080, 20.0),
    (3840, 2160, 40.0),
    (5760, 2160, 36.0),
]


@pytest.mark.parametrize(("width", "height", "letter"), SCREENS)
def test_a_scene_is_whole_and_no_letter_is_too_small(
    new_visitor: NewVisitor, board: Board, width: int, height: int, letter: float
) -> None:
    page = new_visitor(board, width=width, height=height)
    # An answer of the board, so that what is set over it may load the board's sheets.
    page.goto("/healthz")
    screen = SceneScreen(page, letter=letter)
    screen.expect_whole(_frames(board, screen))


@cache
def _drawing(url: str, slug: str) -> Drawing:
    """One for all screens: its answers are asked once."""
    return Drawing(url, slug)


def _frames(board: Board, screen: SceneScreen) -> Iterator[tuple[Frame, str]]:
    """Every scene of every province. Languages and themes in turn: all with all would take long."""
    for slug in PROVINCES:
        drawing = _drawing(board.database_url, slug)
        for number, slot in enumerate(drawing.slots()):
            language, theme = ("vi", "light") if number % 2 else ("en", "dark")
            yield drawing.frame(slot, room=screen.room, language=language), theme


def test_the_map_of_many_units_is_whole(new_visitor: NewVisitor, board: Board) -> None:
    page = new_visitor(board, width=1280, height=720)
    page.goto("/healthz")
    screen = SceneScreen(page, letter=24.0)
    drawing = _drawing(board.database_url, "bac-giang")
    frames = [
        (drawing.frame(Slot(scene=scene), room=screen.room, language=language), "light")
        for scene in ("map", "ranking")
        for language in ("vi", "en")
    ]
    screen.expect_whole(frames)
