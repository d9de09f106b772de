"""What a frame of a wall costs: made from the store, and for the next window from memory."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ

from domain.playlist import Slot
from domain.stage import Stage
from pages.scenes import SCENES
from pages.scenes.frames import frame_of
from queries.runner import data_version
from server.wall_answers import Answers
from server.wall_frames import Frames, Wanted
from server.wall_pulse import Pulse
from store.database import engine
from tests.app.visiting import statements
from tests.app.walls_shown import wall_of


def cost_of_frames(url: str) -> list[str]:
    """One line a scene: milliseconds and statements the first time, milliseconds from memory."""
    with _board_of(url):
        wall = wall_of(url)
        room = Stage.of(metres=wall.metres, width=wall.width, shape=16 / 9).room
        lines = []
        for key, scene in SCENES.items():
            slot = Slot(scene=key, unit="425" if scene.over == "unit" else "")
            wanted = Wanted(
                slot=slot, scope=wall.scope, province=wall.province, language="vi", room=room
            )
            frames = Frames(frame_of, fetch=Answers(), pulse=Pulse(data_version), patience=60)
            with statements(url) as seen:
                first = _milliseconds(frames, wanted)
            again = _milliseconds(frames, wanted)
            frames.wait_until_kept()
            lines.append(f"{key}: {first:.0f} ms, {len(seen)} statements; then {again:.2f} ms")
    engine(url).dispose()
    return lines


def _milliseconds(frames: Frames, wanted: Wanted) -> float:
    begun = time.perf_counter()
    frames.frame(wanted)
    return (time.perf_counter() - begun) * 1000


@contextmanager
def _board_of(url: str) -> Iterator[None]:
    """The board's own settings point at `url` and at a folder of nobody's."""
    before = dict(environ)
    with tempfile.TemporaryDirectory() as folder:
        environ.update(IOC_DATABASE_URL=url, IOC_DATA_DIR=folder)
        try:
            yield
        finally:
            environ.clear()
            environ.update(before)
