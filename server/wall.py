"""/wall/show, /wall/plan, /wall/frame, /wall/beat: what a wall's window loads, asks and says.

Who asks is settled before (server/gate.py, server/wall_entry.py); how a slot is drawn is handed in
by app.py. Every answer is finished: the window shows it or leaves it, and reckons nothing.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from domain.choices import UnknownChoice
from domain.playlist import dwell, is_night
from domain.stage import Stage
from server.wall_answers import Answers
from server.wall_beats import Beats, beat_of
from server.wall_entry import is_from_memory, wall_in
from server.wall_frames import DrawFrame, Frames, NothingKnown, Wanted
from server.wall_page import grid_page, version, wall_page
from server.wall_plan import Planned, Plans, entries_of
from server.wall_words import Words
from store import clock
from store.tables.walls import MOST_ACROSS, MOST_DOWN
from store.wall_settings import grid_of
from store.walls import Wall

# Of a window: width / height.
NARROWEST, WIDEST, USUAL = 0.3, 8.0, 16 / 9
# A server that was started anew may draw in another way.
_STARTED = secrets.token_hex(8)
_SHAPE = re.compile(r"\d{1,2}(\.\d{1,6})?", re.ASCII)
_GRID = re.compile(r"([1-9])x([1-9])", re.ASCII)
_COLUMNS = re.compile(r"[1-9]", re.ASCII)


@dataclass(frozen=True)
class Walls:
    """What answers the walls of this process."""

    frames: Frames
    plans: Plans
    beats: Beats

    def routes(self) -> list[Route]:
        """The routes of a wall, all for those that the gate has let in."""
        return [
            Route("/wall/show", self.show, methods=["GET"]),
            Route("/wall/plan", self.plan, methods=["GET"]),
            Route("/wall/frame", self.frame, methods=["GET"]),
            Route("/wall/beat", self.beat, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The document; of a link of several panels, or with ?grid=3x1, a window for each."""
        wall = wall_in(request)
        if wall is None:
            return _not_open()
        across, down = _panels(request, wall)
        if across * down > 1:
            page = grid_page(wall.language, name=wall.name, across=across, down=down)
        else:
            page = wall_page(wall.language, name=wall.name)
        return HTMLResponse(page)

    async def plan(self, request: Request) -> Response:
        """The slots in order and the state of everything; 503 with a sentence without any."""
        wall = wall_in(request)
        return _not_open() if wall is None else await run_in_threadpool(self._plan, request, wall)

    async def frame(self, request: Request) -> Response:
        """The frame of ?slot=; 404 for one that is not of this wall, 503 with a sentence."""
        wall = wall_in(request)
        return _not_open() if wall is None else await run_in_threadpool(self._frame, request, wall)

    async def beat(self, request: Request) -> Response:
        """What the window says of itself, noted beside the answer."""
        wall = wall_in(request)
        if wall is None:
            return _not_open()
        beat = beat_of(await request.body())
        if beat is None:
            return PlainTextResponse("Not a beat.", 400)
        if not is_from_memory(request):
            address = request.client.host if request.client else None
            self.beats.note(wall.wall_session_id, beat, address=address)
        return Response(status_code=204)

    def _plan(self, request: Request, wall: Wall) -> Response:
        stage, now = _stage(request, wall), clock.now()
        words = Words(wall.language, time_zone=wall.time_zone)
        always = {
            "version": version(),
            "now": int(now.timestamp() * 1000),
            "zone": wall.time_zone,
            "theme": "dark" if _is_night(wall, now) else "light",
            "letter": stage.letter,
            "language": wall.language,
            "grid": grid_of(wall.panels),
        }
        try:
            planned = self.plans.plan(wall)
        except NothingKnown as nothing:
            return JSONResponse(always | {"text": words.nothing(nothing)}, 503)
        notes = words.notes(planned, self.frames, is_small=stage.is_small)
        edition = _edition(wall, planned.day.as_of, planned.day.today)
        return JSONResponse(
            always
            | _of_plan(planned, wall, words)
            | {"edition": edition, "notes": notes, "sees": f"{wall.province_id}~{wall.unit_id}"}
        )

    def _frame(self, request: Request, wall: Wall) -> Response:
        words = Words(wall.language, time_zone=wall.time_zone)
        try:
            planned = self.plans.plan(wall)
            turn = planned.turn(request.query_params.get("slot", ""))
            if turn is None:
                return _no_such_slot()
            stage = _stage(request, wall)
            wanted = Wanted(
                slot=turn.slot,
                scope=wall.scope,
                province=wall.province,
                language=wall.language,
                room=stage.room,
            )
            shown = self.frames.frame(wanted)
        except UnknownChoice:
            return _no_such_slot()
        except NothingKnown as nothing:
            return JSONResponse({"text": words.nothing(nothing)}, 503)
        frame = shown.frame
        return JSONResponse(
            {
                "slot": frame.slot.key,
                "province": frame.province_id,
                "unit": frame.unit_id,
                "asOf": frame.as_of,
                "batch": words.batch(frame),
                "edition": _edition(wall, frame.as_of, shown.day),
                "digest": shown.digest,
                "letter": stage.letter,
                "title": frame.title,
                "about": frame.about,
                "body": frame.body,
                "sentence": frame.sentence,
                "origin": frame.origin,
                "facts": words.facts(shown, today=planned.day.on_its_day().today),
                "isOld": frame.is_old,
                "isEmpty": frame.is_empty,
                "seconds": dwell(turn.seconds, red=frame.red),
                "band": words.band(shown),
            }
        )


def routes(draw: DrawFrame) -> list[Route]:
    """The routes of walls whose slots `draw` draws."""
    answers = Answers()
    frames = Frames(draw, fetch=answers, forget_after=answers.forget_after)
    return Walls(frames, Plans(frames, fetch=answers), Beats()).routes()


def _of_plan(planned: Planned, wall: Wall, words: Words) -> dict[str, Any]:
    day = planned.day
    language = words.language
    province = str(day.province[f"name_{language}"])
    unit = wall.unit_vi if language == "vi" else wall.unit_en
    return {
        "asOf": day.as_of,
        "province": {"id": day.province_id, "name": words.whose(province, unit=unit)},
        "standsAt": words.stands_at(day.province["clock_stands_at"]),
        "band": words.trouble(planned.trouble) if planned.trouble else "",
        "turns": [
            {
                "slot": settling.turn.slot.key,
                "unit": settling.unit_id,
                "seconds": settling.turn.seconds,
                "passedOver": settling.turn.passed_over,
            }
            for settling in planned.settlings
        ],
        "alerts": [
            {"code": alert.code, "slot": alert.slot.key, "text": words.alert(alert.cases)}
            for alert in planned.alerts
        ],
    }


def _edition(wall: Wall, as_of: int, day: date) -> str:
    """Of what frames are: batch, day, and how this process draws for this wall."""
    sees = (wall.province_id, wall.unit_id)
    drawn_for = (_STARTED, *sees, wall.language, wall.metres, wall.width, entries_of(wall))
    settings = hashlib.sha256(repr(drawn_for).encode()).hexdigest()[:8]
    return f"{as_of}~{day.isoformat()}~{settings}"


def _stage(request: Request, wall: Wall) -> Stage:
    """How the asking window is laid out: its own shape, and its share of the wall's width."""
    shape = _number(request.query_params, "shape", _SHAPE, USUAL)
    columns = _number(request.query_params, "columns", _COLUMNS, 1)
    # Rounded, so that two windows of one kind share their frames.
    shape = round(min(max(shape, NARROWEST), WIDEST), 2)
    return Stage.of(metres=wall.metres, width=wall.width / columns, shape=shape)


def _number(address: Mapping[str, str], name: str, pattern: re.Pattern[str], usual: float) -> float:
    asked = address.get(name, "")
    return float(asked) if pattern.fullmatch(asked) else usual


def _panels(request: Request, wall: Wall) -> tuple[int, int]:
    """Panels across and down: what the address names wins over the link; one is no panel itself."""
    if "cell" in request.query_params:
        return 1, 1
    asked = _GRID.fullmatch(request.query_params.get("grid", ""))
    if asked is None:
        return wall.panels
    return min(int(asked[1]), MOST_ACROSS), min(int(asked[2]), MOST_DOWN)


def _is_night(wall: Wall, now: datetime) -> bool:
    hour = now.astimezone(ZoneInfo(wall.time_zone)).hour
    return is_night(hour, night_from=wall.night_from, night_until=wall.night_until)


def _not_open() -> Response:
    return PlainTextResponse("This screen is not open.", 401)


def _no_such_slot() -> Response:
    return JSONResponse({"text": "This wall has no such slot."}, 404)
