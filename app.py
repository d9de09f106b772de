"""The entry: Streamlit's application over shell.py, with our routes and our gate.

`streamlit run app.py` finds `app`; so does any ASGI server (`uvicorn app:app`).
"""

import logging

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from pages import PAGES
from pages.downloads.files import KINDS_OF, make_file
from pages.presenting.slides import slide_frame, slides_of
from pages.scenes.frames import frame_of
from server import (
    asset_route,
    auth,
    downloads,
    first_page,
    health,
    making_routes,
    oidc,
    present,
    short_links,
    wall,
    wall_entry,
)
from server.admission import KnownRequests, OwnPagesOnly, use_own_hosts
from server.compression import CompressStatic
from server.errors import show_uncaught
from server.gate import Gate
from server.headers import SecurityHeaders
from server.memory import share_arenas
from server.oidc_callback import ProviderSignIn
from server.proxy import RealAddress
from server.readiness import refuse_unsafe_start
from server.typefaces import OwnTypefaces
from server.waiting import UntilTheStoreIsBack
from server.warm_up import warming_up
from store.settings import Settings

logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")

# The folder pages/ is ours. Left to find it, Streamlit would answer the first deep link to a fresh
# server with "page not found", and would run a file in it without the shell.
PagesManager.uses_pages_directory = False

FIRST_SCREEN = next(page.key for page in PAGES if page.is_first)

share_arenas()
settings = Settings()
app = st.App(
    "shell.py",
    secrets=oidc.secrets_for_streamlit(settings),
    routes=[
        *auth.ROUTES,
        *health.ROUTES,
        *wall_entry.ROUTES,
        *wall.routes(frame_of),
        *present.routes(slides_of, slide_frame),
        *asset_route.ROUTES,
        *short_links.ROUTES,
        *making_routes.routes(KINDS_OF, make=make_file),
        *downloads.routes(KINDS_OF, make=make_file),
        *first_page.routes(first_screen=FIRST_SCREEN),
        *wall_entry.NOTHING_ELSE,
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(RealAddress),
        Middleware(KnownRequests),
        Middleware(UntilTheStoreIsBack),
        Middleware(Gate),
        Middleware(OwnPagesOnly),
        Middleware(ProviderSignIn),
        Middleware(OwnTypefaces),
        Middleware(CompressStatic),
    ],
    lifespan=warming_up,
    on_script_error=show_uncaught,
)

# After the application is made: only then is Streamlit's configuration of this folder known.
refuse_unsafe_start(settings)
use_own_hosts(settings)
