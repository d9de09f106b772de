"""/s/<code>: the short way to a screen.

It answers everybody alike and knows nothing: the screen that it leads to asks who is there, lets
them sign in first, and looks the code up for them (shell.py). So no code can be tried out without
a session, and the strict session cookie, which a browser keeps back when a link is followed from
another site, is there when it is needed.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from store.short_links import CODE, FOLDER

# The word of an address under which the shell is asked for a link.
LINK = "link"


async def follow(request: Request) -> Response:
    """On to the first screen, which looks up the code; 404 for what cannot be one."""
    code = request.path_params["code"]
    if not CODE.fullmatch(code):
        return PlainTextResponse("Not found.", 404, headers={"Cache-Control": "no-store"})
    # Relative and of our own making: there is no address in it that anybody could choose.
    return RedirectResponse(
        f"/?{urlencode({LINK: code})}", status_code=303, headers={"Cache-Control": "no-store"}
    )


ROUTES = [Route(f"{FOLDER}{{code}}", follow, methods=["GET"])]
