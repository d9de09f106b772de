"""A file that takes a while: ordered, watched, cancelled and fetched by whoever asked for it.

POST /download/make/<name>.<kind>?...   settles the question at once and answers with a key
GET  /download/made/<key>               how far it is, in words of the asker's language
POST /download/made/<key>/cancel        nothing of it is kept
GET  /download/made/<key>/file          the file, once; rights are asked for again

The question is settled when it is ordered: a batch that lands meanwhile changes nothing in it.
"""

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assets.wording import text
from queries.settled import Settled
from server.downloads import (
    KindsOf,
    MakeFile,
    Refused,
    answer,
    asker,
    choose_from,
    file_asked_for,
    handed_out,
    language_of,
    note_handed_out,
    settled_for,
)
from server.making import KEPT_FOR, Making, State, TooMany, Workshop
from store import clock

UNSTORED = {"Cache-Control": "private, no-store"}
Give = Callable[[Request], Response]


def routes(kinds_of: KindsOf, *, make: MakeFile) -> list[Route]:
    """The routes for the files of `kinds_of` over a workshop of their own; see downloads.routes."""
    orders = _Orders(kinds_of, make)

    def of(give: Give, path: str, method: str) -> Route:
        async def answering(request: Request) -> Response:
            return await run_in_threadpool(answer, request, give)

        return Route(path, answering, methods=[method])

    return [
        of(orders.order, "/download/make/{name}.{kind}", "POST"),
        of(orders.tell, "/download/made/{key}", "GET"),
        of(orders.cancel, "/download/made/{key}/cancel", "POST"),
        of(orders.fetch, "/download/made/{key}/file", "GET"),
    ]


class _Orders:
    """What was ordered, with the question it was settled to."""

    def __init__(self, kinds_of: KindsOf, make: MakeFile) -> None:
        self._kinds_of = kinds_of
        self._make = make
        self._workshop = Workshop()

    def order(self, request: Request) -> Response:
        """202 and the key of a file that is now being made."""
        person = asker(request)
        name, kind = file_asked_for(request, self._kinds_of)
        choose = partial(choose_from, request.query_params)
        settled = settled_for(person, request.query_params, choose)
        making = partial(
            self._make,
            name,
            kind=kind,
            settled=settled,
            choose=choose,
            language=language_of(request),
            for_whom=person.username,
            made_at=clock.now(),
        )
        try:
            ordered = self._workshop.start(
                lambda progress: making(progress=progress), person=person, about=settled
            )
        except TooMany as too_many:
            raise Refused(429, "exports.making.full") from too_many
        return JSONResponse(_told(ordered, language_of(request)), 202, headers=UNSTORED)

    def tell(self, request: Request) -> Response:
        """How far it is."""
        return JSONResponse(_told(self._found(request), language_of(request)), headers=UNSTORED)

    def cancel(self, request: Request) -> Response:
        """Stop making it."""
        making = self._found(request)
        self._workshop.cancel(making)
        return JSONResponse(_told(making, language_of(request)), headers=UNSTORED)

    def fetch(self, request: Request) -> Response:
        """The file; 404 when it is not ready, not theirs, or gone."""
        making = self._found(request)
        if making.state is not State.READY or not isinstance(making.about, Settled):
            raise Refused(404, "exports.making.gone")
        note_handed_out(request, making.person, making.about, file_name=making.name)
        return handed_out(making.name, making.body)

    def _found(self, request: Request) -> Making:
        making = self._workshop.find(request.path_params["key"], person=asker(request))
        if making is None:
            raise Refused(404, "exports.making.gone")
        return making


def _told(making: Making, language: str) -> dict[str, object]:
    """Key, state and words of a file; where it can be fetched when it is ready."""
    here = f"/download/made/{making.key}"
    say = partial(text, language=language)
    words = {
        State.WAITING: lambda: say("exports.making.queued"),
        State.MAKING: lambda: _progress(making, language),
        State.READY: lambda: say("exports.making.ready", name=making.name),
        State.FAILED: lambda: say("exports.making.failed", reference=making.reference),
        State.NO_ROOM: lambda: say("exports.making.no_room", reference=making.reference),
        State.CANCELLED: lambda: say("exports.making.cancelled"),
    }
    return {
        "state": making.state.value,
        "here": f"{here}?lang={language}",
        "cancel": f"{here}/cancel?lang={language}",
        "done": making.done,
        "total": making.total,
        "said": words[making.state](),
        "kept": say("exports.making.kept", minutes=int(KEPT_FOR.total_seconds() // 60)),
        "file": f"{here}/file?lang={language}" if making.state is State.READY else None,
    }


def _progress(making: Making, language: str) -> str:
    if not making.total or making.done == making.total:
        return text("exports.making.drawing", language=language)
    return text("exports.making.units", language=language, done=making.done, total=making.total)
