"""/download/<name>.<kind>: the figures of a screen as a file or paper, for whom they are theirs.

Every request is a question of its own: the session is asked for again, the question is settled
from the address exactly as the shell does, and the file is made for this one answer. Nothing of it
is stored, here or in a cache, and no address stays good after the session.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assets.wording import DEFAULT_LANGUAGE, LANGUAGES, text
from domain.choices import UnknownChoice, as_written, chosen_code
from domain.frozen import AT, Frozen
from queries.runner import data_version, fetch, standing_still
from queries.settled import Choose, Row, Settled, provinces_in_scope, settled_question
from server.errors import report
from server.no_room import is_no_room
from server.session_cookie import token_in
from server.visitor import visitor_of
from store import audit, clock
from store.database import engine
from store.settings import current_settings
from store.signed_in import SignedIn

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "png": "image/png",
}
MOST_DIGITS_OF_A_BATCH = 12
KindsOf = Mapping[str, Collection[str]]


class MakeFile(Protocol):
    """Name and bytes of a file; raises UnknownChoice as `choose` does (pages/downloads)."""

    def __call__(
        self,
        name: str,
        *,
        kind: str,
        settled: Settled,
        choose: Choose,
        language: str,
        for_whom: str,
        made_at: datetime,
        progress: Callable[[int, int], None] = ...,
    ) -> tuple[str, bytes]: ...


class Refused(Exception):
    """Why there is no file: an HTTP status and a sentence of the catalogue."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.values = values


def routes(kinds_of: KindsOf, *, make: MakeFile) -> list[Route]:
    """The one route, for the files of `kinds_of`; what `make` makes is all there is.

    `kinds_of`: the kinds (of MEDIA_TYPES) that each file comes in, by its name.
    """

    async def download(request: Request) -> Response:
        """The file; 401 without a session, 404 for what is not there or not within the scope."""
        return await run_in_threadpool(answer, request, _file, kinds_of, make)

    return [Route("/download/{name}.{kind}", download, methods=["GET"])]


def language_of(request: Request) -> str:
    """The language that the address asks for."""
    asked = request.query_params.get("lang", DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def answer(request: Request, give: Callable[..., Response], *how: object) -> Response:
    """What `give` answers to the request; what it refuses as a sentence in the asker's language."""
    language = language_of(request)
    try:
        return give(request, *how)
    except Refused as refused:
        return _sentence(refused.status, text(refused.key, language=language, **refused.values))
    except UnknownChoice as unknown:
        said = text("downloads.unknown", language=language, asked=unknown.asked)
        return _sentence(404, said)
    except Exception as error:
        # What was made is in memory alone: a server without room has half of nothing.
        no_room = is_no_room(error)
        key = "downloads.no_room" if no_room else "frame.failure"
        said = text(key, language=language, reference=report(error))
        return _sentence(507 if no_room else 500, said)


def asker(request: Request) -> SignedIn:
    """Who asks, with a live session. Raises Refused."""
    person = visitor_of(token_in(request.cookies, settings=current_settings()))
    if person is None or person.must_change_password:
        raise Refused(401, "downloads.not_signed_in")
    return person


def file_asked_for(request: Request, kinds_of: KindsOf) -> tuple[str, str]:
    """Name and kind of the file in the path. Raises Refused."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    if kind not in kinds_of.get(name, ()):
        raise Refused(404, "downloads.no_such_file")
    return name, kind


def handed_out(file_name: str, body: bytes) -> Response:
    """The file as an attachment that no cache keeps."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Cache-Control": "private, no-store",
    }
    kind = file_name.rsplit(".", maxsplit=1)[-1]
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)


def _file(request: Request, kinds_of: KindsOf, make: MakeFile) -> Response:
    person = asker(request)
    name, kind = file_asked_for(request, kinds_of)
    choose = partial(choose_from, request.query_params)
    settled = settled_for(person, request.query_params, choose)
    file_name, body = make(
        name,
        kind=kind,
        settled=settled,
        choose=choose,
        language=language_of(request),
        for_whom=person.username,
        made_at=clock.now(),
    )
    note_handed_out(request, asker(request), settled, file_name=file_name)
    return handed_out(file_name, body)


def settled_for(person: SignedIn, address: QueryParams, choose: Choose) -> Settled:
    """The question of the address within what `person` may see. Raises Refused, UnknownChoice."""
    at = address.getlist(AT)
    frozen = standing_still(at[0]) if len(at) == 1 else None
    if at and frozen is None:
        raise UnknownChoice(AT, at[-1])
    as_of = _as_of(address.getlist("as_of"), frozen=frozen)
    provinces = provinces_in_scope(person.scope, as_of=as_of, fetch=fetch)
    if not provinces:
        raise Refused(404, "shell.nothing_in_scope")
    return settled_question(
        provinces, scope=person.scope, as_of=as_of, fetch=fetch, choose=choose, frozen=frozen
    )


def choose_from(
    address: QueryParams,
    parameter: str,
    options: Mapping[str, Row],
    *,
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    """What the address alone chooses. Raises UnknownChoice."""
    asked = address.getlist(parameter)
    return chosen_code(parameter, asked, options=options, default=default, means=means)


def _as_of(asked: list[str], *, frozen: Frozen | None) -> int:
    """The batch the address names, so that a file can be made again; the newest without one.

    Of `frozen` figures their own batch: who saw another one, since moved away from, is refused.
    """
    newest = frozen.as_of if frozen else data_version()
    if not asked:
        return newest
    is_number = asked[0].isascii() and asked[0].isdecimal()
    if len(asked) > 1 or not is_number or len(asked[0]) > MOST_DIGITS_OF_A_BATCH:
        raise UnknownChoice("as_of", asked[-1])
    if not 1 <= int(asked[0]) <= newest or (frozen and int(asked[0]) != newest):
        raise UnknownChoice("as_of", asked[0])
    return int(asked[0])


def note_handed_out(
    request: Request, person: SignedIn, settled: Settled, *, file_name: str
) -> None:
    """Into the audit log before anything is sent: what cannot be noted is not handed out."""
    asked = settled.question
    detail: Mapping[str, audit.Detail] = {
        "province": settled.province["slug"],
        "period": asked.period.code,
        "era": asked.era.isoformat() if asked.era else None,
        "unit": settled.unit["unit_code"] if settled.unit else None,
        "as_of": asked.as_of,
        "at": asked.at or None,
    }
    doors = engine(current_settings().database_url).execution_options(writes=True)
    try:
        with doors.begin() as connection:
            audit.record(
                connection,
                now=clock.now(),
                action=audit.Action.EXPORTED,
                subject=file_name,
                account_id=person.account_id,
                address=request.client.host if request.client else None,
                detail=detail,
            )
    except SQLAlchemyError as error:
        raise Refused(503, "downloads.not_noted", reference=report(error)) from error


def _sentence(status: int, said: str) -> Response:
    return PlainTextResponse(said, status, headers={"Cache-Control": "private, no-store"})
