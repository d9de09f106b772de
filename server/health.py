"""/healthz: whether this process can show figures, for whoever watches over it."""

from pathlib import Path

import anyio
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.waiting import waiting
from store.database import engine, migration_config
from store.refused import Refused
from store.settings import Settings
from store.tables import import_batch

PATIENCE_SECONDS = 8


class Unhealthy(Refused):
    """Why no figures can be shown, without addresses or secrets."""


class Unfit(Unhealthy):
    """The store is not there or not of this program's version: waiting will not help."""


class Missing(Unfit):
    """There is no file where the store should be."""


def state_of_store(database_url: str) -> dict[str, object]:
    """Migration and data version (newest landed batch, 0 without any). Raises Unhealthy."""
    if not _is_there(database_url):
        raise Missing("readiness.store_missing")
    try:
        with engine(database_url).begin() as connection:
            at = MigrationContext.configure(connection).get_current_revision()
            head = ScriptDirectory.from_config(migration_config(database_url)).get_current_head()
            if at != head:
                raise Unfit("readiness.store_behind", at=at, needed=head)
            newest = connection.scalar(select(func.max(import_batch.c.id)))
    except (SQLAlchemyError, OSError) as error:
        raise Unhealthy("readiness.store_unreadable", cause=type(error).__name__) from error
    return {"migration": at, "data_version": newest or 0}


async def healthz(_request: Request) -> Response:
    """200 with the store's state, or 503 with the reason."""
    if waiting.is_on:
        return _answer(503, status="failed", reason="the store has been away since the start")
    try:
        with anyio.fail_after(PATIENCE_SECONDS):
            state = await anyio.to_thread.run_sync(
                state_of_store, Settings().database_url, abandon_on_cancel=True
            )
    except TimeoutError:
        return _answer(503, status="failed", reason="the store does not answer")
    except Unhealthy as error:
        return _answer(503, status="failed", reason=str(error))
    return _answer(200, status="ok", store="reachable", **state)


ROUTES = [Route("/healthz", healthz, methods=["GET"])]


def _is_there(database_url: str) -> bool:
    # Asked before connecting: SQLite would make an empty file, which then passes for a store.
    parsed = make_url(database_url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return not is_file or Path(str(parsed.database)).exists()


def _answer(code: int, **said: object) -> Response:
    return JSONResponse(said, code, headers={"Cache-Control": "no-store"})
