"""/download/<name>.<csv|xlsx|docx>: the figures of a screen as a file, for whom they are theirs.

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
from queries.runner import data_version, fetch
from queries.settled import Choose, Row, Settled, provinces_in_scope, settled_question
from server.errors import report
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
    ) -> tuple[str, bytes]: ...


class _Refused(Exception):
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
        return await run_in_threadpool(_answer, request, kinds_of, make)

    return [Route("/download/{name}.{kind}", download, methods=["GET"])]


def _answer(request: Request, kinds_of: KindsOf, make: MakeFile) -> Response:
    language = request.query_params.get("lang", DEFAULT_LANGUAGE)
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    try:
        return _file(request, kinds_of, make, language)
    except _Refused as refused:
        return _sentence(refused.status, text(refused.key, language=language, **refused.values))
    except UnknownChoice as unknown:
        said = text("downloads.unknown", language=language, asked=unknown.asked)
        return _sentence(404, said)
    except Exception as error:
        said = text("frame.failure", language=language, reference=report(error))
        return _sentence(500, said)


def _file(request: Request, kinds_of: KindsOf, make: MakeFile, language: str) -> Response:
    person = visitor_of(token_in(request.cookies, settings=current_settings()))
    if person is None or person.must_change_password:
        raise _Refused(401, "downloads.not_signed_in")
    name, kind = request.path_params["name"], request.path_params["kind"]
    if kind not in kinds_of.get(name, ()):
        raise _Refused(404, "downloads.no_such_file")
    choose = partial(_choose, request.query_params)
    settled = _settled(person, request.query_params, choose)
    file_name, body = make(
        name,
        kind=kind,
        settled=settled,
        choose=choose,
        language=language,
        for_whom=person.username,
        made_at=clock.now(),
    )
    _note(request, person, settled, file_name=file_name)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "Cache-Control": "private, no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)


def _settled(person: SignedIn, address: QueryParams, choose: Choose) -> Settled:
    as_of = _as_of(address.getlist("as_of"))
    provinces = provinces_in_scope(person.scope, as_of=as_of, fetch=fetch)
    if not provinces:
        raise _Refused(404, "shell.nothing_in_scope")
    return settled_question(provinces, scope=person.scope, as_of=as_of, fetch=fetch, choose=choose)


def _choose(
    address: QueryParams,
    parameter: str,
    options: Mapping[str, Row],
    *,
    default: str,
    means: Callable[[str], str] = as_written,
) -> str:
    asked = address.getlist(parameter)
    return chosen_code(parameter, asked, options=options, default=default, means=means)


def _as_of(asked: list[str]) -> int:
    """The batch the address names, so that a file can be made again; the newest without one."""
    newest = data_version()
    if not asked:
        return newest
    is_number = asked[0].isascii() and asked[0].isdecimal()
    if len(asked) > 1 or not is_number or len(asked[0]) > MOST_DIGITS_OF_A_BATCH:
        raise UnknownChoice("as_of", asked[-1])
    if not 1 <= int(asked[0]) <= newest:
        raise UnknownChoice("as_of", asked[0])
    return int(asked[0])


def _note(request: Request, person: SignedIn, settled: Settled, *, file_name: str) -> None:
    """Into the audit log before anything is sent: what cannot be noted is not handed out."""
    asked = settled.question
    detail: Mapping[str, audit.Detail] = {
        "province": settled.province["slug"],
        "period": asked.period.code,
        "era": asked.era.isoformat() if asked.era else None,
        "unit": settled.unit["unit_code"] if settled.unit else None,
        "as_of": asked.as_of,
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
        raise _Refused(503, "downloads.not_noted", reference=report(error)) from error


def _sentence(status: int, said: str) -> Response:
    return PlainTextResponse(said, status, headers={"Cache-Control": "private, no-store"})
