"""/present/<meeting>: the slides of a meeting, for whoever may see its province.

The document holds no figure and is open to everybody; its script asks for the slides one by one,
each settled anew for the person who asks, as of the meeting. Nothing of it moves while the
meeting stands still.
"""

import hashlib
import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES, day_text, text
from domain.choices import UnknownChoice
from domain.frozen import AT, Frozen
from domain.meetings import AgendaLine, Meeting
from domain.playlist import Frame
from domain.slides import SCENE, TITLE, TOPIC, Slide
from domain.stage import Stage
from domain.viewing import Room
from queries.runner import data_version, fetch, kept, standing_still, store_url
from queries.settled import provinces_in_scope
from queries.turns import NO_CHOICE, Day, Fetch, settled_slot
from server.errors import report
from server.present_page import own_page, slides_page
from server.session_cookie import token_in
from server.view_notes import note_view
from server.visitor import visitor_of
from store import clock
from store.database import engine
from store.meetings import agenda_of, may_run, read_meeting
from store.settings import Mode, current_settings
from store.signed_in import SignedIn

SCREEN = "present"
# No store numbers its meetings higher.
MOST = 999_999_999
# Of a window: width / height.
NARROWEST, WIDEST, USUAL, NEARLY = 0.5, 4.0, 16 / 9, 0.01
# Of a code that telephones read from the back of a room.
_HOST = re.compile(r"[a-zA-Z0-9.:\[\]-]{1,60}", re.ASCII)
# So long a window waits for a word of how far its slides are.
PATIENCE_SECONDS = 0.5
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_SHAPE = re.compile(r"\d(\.\d{1,6})?", re.ASCII)


class SlidesOf(Protocol):
    """pages.presenting.slides.slides_of, which the server does not know: app.py hands it in."""

    def __call__(
        self,
        meeting: Meeting,
        agenda: Sequence[AgendaLine],
        day: Day,
        *,
        language: str,
        fetch: Fetch,
    ) -> list[Slide]: ...


class SlideFrame(Protocol):
    """pages.presenting.slides.slide_frame, handed in likewise."""

    def __call__(
        self,
        slide: Slide,
        meeting: Meeting,
        day: Day,
        *,
        standing: str,
        language: str,
        room: Room,
        fetch: Fetch,
        link: str = "",
    ) -> Frame: ...


@dataclass(frozen=True, kw_only=True)
class Deck:
    """The slides of one meeting for one person, in one language.

    `link`: where its figures are seen, for those in the room; "" before it is opened.
    """

    meeting: Meeting
    day: Day
    language: str
    slides: list[Slide]
    link: str = ""

    @property
    def standing(self) -> str:
        """At what the figures stand still, in words; that they do not, before it is opened."""
        if self.day.frozen is None:
            return text("present.preview", language=self.language)
        day = day_text(self.day.today, language=self.language)
        return text("present.standing", language=self.language, batch=self.day.as_of, day=day)

    @property
    def edition(self) -> str:
        """Changes with everything that the windows keep: figures, words, order."""
        of = repr((self.meeting, self.slides, self.day.as_of, self.day.today))
        return hashlib.sha256(of.encode()).hexdigest()[:16]

    @property
    def back(self) -> str:
        """The address of the meeting's page."""
        one = str(self.meeting.meeting_id)
        slug = str(self.day.province["slug"])
        at = {AT: one} if self.day.frozen else {"province": slug, "one": one}
        language = {} if self.language == DEFAULT_LANGUAGE else {"lang": self.language}
        return f"/meetings?{urlencode(at | language)}"


class _Preparing(Exception):
    """Which slides there are is not known yet: of `total` pictures `done` were looked at."""

    def __init__(self, deck: Deck, *, done: int, total: int) -> None:
        super().__init__(f"{done} of {total}")
        self.deck, self.done, self.total = deck, done, total


@dataclass(frozen=True)
class Presenting:
    """What answers the windows of presenters."""

    slides_of: SlidesOf
    slide_frame: SlideFrame

    async def document(self, request: Request) -> Response:
        """The window that is shared, a small picture of it (?mirror), or the presenter's (?own)."""
        language = _language(request)
        meeting_id = request.path_params["meeting"]
        if "own" in request.query_params:
            return HTMLResponse(own_page(language, meeting_id=meeting_id))
        return HTMLResponse(slides_page(language))

    async def deck(self, request: Request) -> Response:
        """Which slides there are, and at what they stand still; 404 for nobody's meeting.

        While they are still being found out: the first of them, and how far it is. Who asks again
        at once is told more.
        """
        return await run_in_threadpool(self._answered, request, self._deck)

    async def slide(self, request: Request) -> Response:
        """The slide ?n=, from 0; 404 beyond the last."""
        return await run_in_threadpool(self._answered, request, self._slide)

    def _answered(self, request: Request, answer: Any) -> Response:
        person = visitor_of(token_in(request.cookies, settings=current_settings()))
        if person is None:
            return PlainTextResponse("Please sign in.", 401)
        language = _language(request)
        waits = PATIENCE_SECONDS if answer == self._deck else math.inf
        try:
            deck = self._of(request, person, language, until=time.monotonic() + waits)
            said: dict[str, Any] = answer(request, person, deck)
        except _Preparing as so_far:
            said = self._so_far(request, so_far)
        except UnknownChoice:
            return JSONResponse({"text": text("present.none", language=language)}, 404)
        return JSONResponse(said)

    def _of(self, request: Request, person: SignedIn, language: str, *, until: float) -> Deck:
        meeting_id: int = request.path_params["meeting"]
        if meeting_id > MOST:
            raise UnknownChoice(AT, "")
        with engine(store_url()).connect() as connection:
            meeting = read_meeting(connection, meeting_id)
        if meeting is None:
            raise UnknownChoice(AT, str(meeting_id))
        day = _day(person, meeting)
        agenda = agenda_of(meeting_id)
        slides = self.slides_of(meeting, agenda, day, language=language, fetch=fetch)
        deck = Deck(meeting=meeting, day=day, language=language, slides=slides)
        deck = replace(deck, link=_link(request, deck))
        return deck if agenda else replace(deck, slides=self._with_something(deck, until=until))

    def _with_something(self, deck: Deck, *, until: float) -> list[Slide]:
        """What nobody put on an agenda is shown where there is something to show.

        A unit without figures stays: that it has none is what a meeting asks about. Raises
        _Preparing after `until`; what was drawn by then is kept.
        """
        room = Stage.presented(shape=USUAL).room
        asked = [slide for slide in deck.slides if slide.kind == SCENE and not slide.slot.unit]
        empty: list[Slide] = []
        for done, slide in enumerate(asked):
            if time.monotonic() > until:
                raise _Preparing(deck, done=done, total=len(asked))
            frame, is_broken = self._drawn(deck, slide, room)
            if frame.is_empty and not is_broken:
                empty.append(slide)
        return [slide for slide in deck.slides if slide not in empty]

    def _so_far(self, request: Request, so_far: _Preparing) -> dict[str, Any]:
        first = self._told(request, so_far.deck, 0)
        return {
            **self._of_the_meeting(request, so_far.deck),
            "preparing": {"done": so_far.done, "total": so_far.total},
            # Which edition it is of is not known, either.
            "first": {**first, "edition": ""},
        }

    def _deck(self, request: Request, person: SignedIn, deck: Deck) -> dict[str, Any]:
        slug = str(deck.day.province["slug"])
        note_view(
            person, screen=SCREEN, filters={"province": slug, AT: str(deck.meeting.meeting_id)}
        )
        return {
            **self._of_the_meeting(request, deck),
            "edition": deck.edition,
            "slides": [{"title": each.title, "minutes": each.minutes} for each in deck.slides],
        }

    def _of_the_meeting(self, request: Request, deck: Deck) -> dict[str, Any]:
        return {
            "letter": _stage(request).letter,
            "province": deck.day.province[f"name_{deck.language}"],
            # As the first slide is called, which is clean of what moves letters about.
            "meeting": deck.slides[0].title,
            "standing": deck.standing,
            "batch": deck.day.as_of,
            "isStill": deck.day.frozen is not None,
            "back": deck.back,
        }

    def _slide(self, request: Request, person: SignedIn, deck: Deck) -> dict[str, Any]:
        asked = request.query_params.get("n", "")
        if not _NUMBER.fullmatch(asked) or int(asked) >= len(deck.slides):
            raise UnknownChoice("n", asked[:20])
        return self._told(request, deck, int(asked))

    def _told(self, request: Request, deck: Deck, number: int) -> dict[str, Any]:
        frame, is_broken = self._drawn(deck, deck.slides[number], _stage(request).room)
        return {
            "n": number,
            "isBroken": is_broken,
            "slot": frame.slot.key,
            "province": frame.province_id,
            "unit": frame.unit_id,
            "asOf": frame.as_of,
            "edition": deck.edition,
            "title": frame.title,
            "about": frame.about,
            "body": frame.body,
            "sentence": frame.sentence,
            "origin": frame.origin,
            "facts": deck.standing,
            # At a meeting everything is of its day: nothing there is greyed for its age.
            "isOld": False,
        }

    def _drawn(self, deck: Deck, slide: Slide, room: Room) -> tuple[Frame, bool]:
        """The frame of a slide; where drawing it fails, one that says so, and True.

        A fault in one picture takes nothing from the others: the meeting goes on.
        """
        try:
            return self._frame(deck, slide, room), False
        except (UnknownChoice, SQLAlchemyError):
            raise
        except Exception as error:
            reference = report(error)
            told = text(
                "present.broken", language=deck.language, title=slide.title, reference=reference
            )
            words = Slide(kind=TOPIC, slot=NO_CHOICE, title=slide.title, text=told)
            return self._framed(deck, words, room), True

    def _frame(self, deck: Deck, slide: Slide, room: Room) -> Frame:
        link = _link_on(slide, deck)
        make = partial(self._framed, deck, slide, room)
        question = settled_slot(NO_CHOICE, deck.day, fetch=fetch).question
        look = (repr(slide), repr(deck.meeting), deck.language, repr(room), link)
        return kept("presented.slide", question, *look, make=make)

    def _framed(self, deck: Deck, slide: Slide, room: Room) -> Frame:
        return self.slide_frame(
            slide,
            deck.meeting,
            deck.day,
            standing=deck.standing,
            language=deck.language,
            room=room,
            fetch=fetch,
            link=_link_on(slide, deck),
        )


def routes(slides_of: SlidesOf, slide_frame: SlideFrame) -> list[Route]:
    """The routes of presenters, whose slides these two make."""
    presenting = Presenting(slides_of, slide_frame)
    return [
        Route("/present/{meeting:int}", presenting.document, methods=["GET"]),
        Route("/present/{meeting:int}/deck", presenting.deck, methods=["GET"]),
        Route("/present/{meeting:int}/slide", presenting.slide, methods=["GET"]),
    ]


def _day(person: SignedIn, meeting: Meeting) -> Day:
    """The meeting's province on the day at which it stands; before it is opened, of this moment.

    Raises UnknownChoice for a province out of scope, and for who may not look ahead.
    """
    frozen: Frozen | None = None
    if meeting.as_of is not None:
        frozen = standing_still(str(meeting.meeting_id))
    elif not may_run(person, meeting.province_id):
        raise UnknownChoice(AT, str(meeting.meeting_id))
    as_of = frozen.as_of if frozen else data_version()
    provinces = provinces_in_scope(person.scope, as_of=as_of, fetch=fetch)
    rows = [row for row in provinces.values() if row["province_id"] == meeting.province_id]
    if not rows:
        raise UnknownChoice(AT, str(meeting.meeting_id))
    row = rows[0]
    today = (
        frozen.today
        if frozen
        else clock.province_day(clock_stands_at=row["clock_stands_at"], time_zone=row["time_zone"])
    )
    return Day(province=row, scope=person.scope, as_of=as_of, today=today, frozen=frozen)


def _link_on(slide: Slide, deck: Deck) -> str:
    """Of a picture the address of the meeting is no part."""
    return deck.link if slide.kind == TITLE else ""


def _link(request: Request, deck: Deck) -> str:
    """The address of the board at this meeting, as the presenter's browser knows the board."""
    host = request.headers.get("host", "")
    if deck.day.frozen is None or not _HOST.fullmatch(host):
        return ""
    is_production = current_settings().mode is Mode.PRODUCTION
    scheme = "https" if is_production else request.url.scheme
    return f"{scheme}://{host}/?{urlencode({AT: deck.day.frozen.at})}"


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def _stage(request: Request) -> Stage:
    asked = request.query_params.get("shape", "")
    shape = float(asked) if _SHAPE.fullmatch(asked) else USUAL
    # Windows of nearly one shape share their slides.
    near = USUAL if abs(shape - USUAL) < NEARLY else round(shape, 2)
    return Stage.presented(shape=min(max(near, NARROWEST), WIDEST))
