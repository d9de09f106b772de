"""A wall over a real store without a browser: its link, its frames, its routes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from components.reader import Reader
from domain.data_age import DataAge
from domain.playlist import Frame, Slot
from domain.viewing import PRESENTED, Room
from pages.scenes.scene import Drawn
from queries.headlines import headline_figures
from queries.question import Question
from queries.turns import Day, Fetch, settled_slot
from server.known_walls import Admitted
from server.wall import Walls
from server.wall_answers import Answers
from server.wall_beats import Beats
from server.wall_entry import keep
from server.wall_frames import Frames, Wanted
from server.wall_plan import Plans
from server.wall_pulse import Pulse
from store import clock
from store.database import engine
from store.tables import unit
from store.walls import PlaylistEntry, Wall, enter_wall, live_wall, make_wall_link

PLAIN = PlaylistEntry(scene="plain")
EACH_UNIT = PlaylistEntry(scene="plain", unit="*")


def drawn(slot: Slot, day: Day, *, language: str, room: Room, fetch: Fetch) -> Frame:
    """A frame of the headline figures as plain rows: what a scene does, and no more."""
    settled = settled_slot(slot, day, fetch=fetch)
    figures = fetch(headline_figures, settled.question)
    rows = figures.select("indicator", "value").rows()
    reader = Reader(language)
    name = reader.pick(dict(settled.unit or settled.province), "name")
    made = Drawn(
        title=name or slot.unit,
        body="".join(f"<p>{code}: {reader.number(value, digits=4)}</p>" for code, value in rows),
        age=_age(figures, settled.question),
    )
    return Frame(
        slot=slot,
        province_id=settled.question.province_id,
        unit_id=settled.question.unit_id,
        as_of=settled.question.as_of,
        title=made.title,
        about="",
        body=made.body,
        sentence="",
        origin="",
        red=0,
        age=made.age,
    )


def _age(figures: pl.DataFrame, asked: Question) -> DataAge | None:
    days = figures["cut_off"].drop_nulls()
    if days.is_empty():
        return None
    return DataAge(cut_off=days.min(), frequency=asked.period.frequency, today=asked.today)


def wall_of(
    url: str, *entries: PlaylistEntry, code: str = "40", level: str = "province", **more: Any
) -> Wall:
    """The wall of a new link to the unit `code` in the store at `url`."""
    shown = entries or (PLAIN,)
    with engine(url).execution_options(writes=True).begin() as connection:
        found = connection.scalar(
            select(unit.c.id).where(unit.c.code == code, unit.c.level == level)
        )
        assert found is not None
        secret = make_wall_link(
            connection,
            name="Phòng điều hành",
            unit_id=found,
            scenes=sorted({entry.scene for entry in shown}),
            account_id=None,
            now=clock.now(),
            entries=shown,
            **more,
        )
        token = enter_wall(connection, secret, address=None, browser=None, now=clock.now())
        assert token is not None
        wall = live_wall(connection, token, address=None, now=clock.now())
    assert wall is not None
    return wall


def wanted_of(wall: Wall, slot: Slot, *, room: Room = PRESENTED) -> Wanted:
    """What a window of `wall` asks for."""
    return Wanted(
        slot=slot, scope=wall.scope, province=wall.province, language=wall.language, room=room
    )


_made: list["Board"] = []


@pytest.fixture(autouse=True)
def _nothing_goes_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a board does beside those who ask ends with its test, whose store it asks."""
    yield
    while _made:
        _made.pop().wait()


@dataclass
class Board:
    """The walls' part of one server process; `new` is what a restart leaves of it: the disk."""

    draw: Callable[..., Frame] = drawn
    fetch: Callable[..., pl.DataFrame] = field(default_factory=Answers)
    version: Callable[[], int] | None = None
    patience: float = 20.0
    frames: Frames = field(init=False)
    plans: Plans = field(init=False)
    beats: Beats = field(init=False)

    def __post_init__(self) -> None:
        pulse = Pulse(self.version, every=0, patience=self.patience) if self.version else None
        self.frames = Frames(
            self.draw,
            fetch=self.fetch,
            forget_after=getattr(self.fetch, "forget_after", None),
            pulse=pulse,
            patience=self.patience,
        )
        self.plans = Plans(self.frames, fetch=self.fetch)
        self.beats = Beats()
        _made.append(self)

    def wait(self) -> None:
        """Return when nothing is done any more beside whoever asks."""
        self.plans.lookout.wait()
        self.frames.flight.wait()
        self.frames.pulse.flight.wait()
        self.frames.wait_until_kept()
        self.beats.wait_until_written()

    def window(self, wall: Wall | None) -> TestClient:
        """A browser whose every request the gate has let in as `wall`."""
        app = Starlette(routes=Walls(self.frames, self.plans, self.beats).routes())

        async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and wall is not None:
                scope = keep(dict(scope), Admitted(wall, None, clock.now()))
            await app(scope, receive, send)

        return TestClient(let_in)


def slots(window: TestClient) -> Sequence[str]:
    """The slots of the plan, in order."""
    return [turn["slot"] for turn in window.get("/wall/plan").json()["turns"]]
