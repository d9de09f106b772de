"""What the first visitor would otherwise wait for, done beside the start of the server."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from streamlit import file_util

from server.compression import ENCODERS, STATIC_FILES, is_text
from server.first_page import first_page
from store import passwords


@asynccontextmanager
async def warming_up(_app: st.App) -> AsyncIterator[None]:
    """The application's lifespan; the work goes on while it serves."""
    Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


def warm_up() -> None:
    """Compress what every first page asks for, and load what checks a password."""
    passwords.prepare()
    folder = Path(file_util.get_static_dir())
    for name in re.findall(r'"\./(static/[^"]+)"', first_page()):
        path = folder / name
        for encoding in ENCODERS:
            if path.is_file() and is_text(path):
                STATIC_FILES.prepare(path, encoding)
