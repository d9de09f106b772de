"""Our own fonts, icons and scripts under /assets/, compressed where it helps and kept for long."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from assets.addresses import FOLDER, ROUTE, is_public
from server.compression import YEAR, CompressedFiles, is_text

# A font that changes gets another name; everything else carries its version in the address.
VERSIONED_FOLDER = "fonts"
DAY = "public, max-age=86400"

_compressed = CompressedFiles()


async def asset(request: Request) -> Response:
    """The file assets/<path>, if it is public; 404 else."""
    path = _file(request.path_params["path"])
    if path is None:
        raise HTTPException(404)
    is_versioned = "v" in request.query_params or path.is_relative_to(FOLDER / VERSIONED_FOLDER)
    cache_control = YEAR if is_versioned else DAY
    answer = await _compressed.answer(
        path, request=request.headers, method=request.method, cache_control=cache_control
    )
    if answer is not None:
        return answer
    headers = {"Cache-Control": cache_control}
    if is_text(path):
        headers["Vary"] = "Accept-Encoding"
    return FileResponse(path, headers=headers)


ROUTES = [Route(f"{ROUTE}/{{path:path}}", asset, methods=["GET"])]


def _file(asked: str) -> Path | None:
    path = (FOLDER / asked).resolve()
    return path if is_public(path) and path.is_file() else None
