"""A real server of the board, started for the browser journeys."""

import os
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.postgres import free_port

PROJECT = Path(__file__).parents[2]
START_SECONDS = 90

# What the fixture `new_visitor` gives; its parameters are described there.
NewVisitor = Callable[..., Page]


@dataclass(frozen=True)
class Board:
    """A running server: its address, its store, its folder for keys, what it has logged."""

    url: str
    database_url: str
    data_dir: Path
    log: Path


@contextmanager
def running_board(*, sample_url: str, folder: Path) -> Iterator[Board]:
    """Serve a copy of the store at `sample_url` out of `folder`, on a free port."""
    board = copied(sample_url, folder)
    with serving(board):
        yield board


def copied(sample_url: str, folder: Path) -> Board:
    """A board that nobody serves yet, over a copy of the store at `sample_url` in `folder`."""
    return Board(
        url=f"http://localhost:{free_port()}",
        database_url=f"sqlite:///{_copy_store(sample_url, folder / 'ioc.db')}",
        data_dir=folder,
        log=folder / "server.log",
    )


@contextmanager
def serving(
    board: Board, *, ready: str = "/healthz", **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server of `board`; it is there when `ready` answers.

    `settings` are further IOC_... variables.
    """
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = {
        "server.port": urlsplit(board.url).port,
        "server.address": "localhost",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command += [f"--{name}={value}" for name, value in options.items()]
    settings |= {"IOC_DATABASE_URL": board.database_url, "IOC_DATA_DIR": str(board.data_dir)}
    with board.log.open("w") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            _wait_until_ready(board, process, ready)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _copy_store(url: str, target: Path) -> Path:
    # SQLite's own copy: right even while the source is open elsewhere.
    with (
        closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return target


def _wait_until_ready(board: Board, process: subprocess.Popen[bytes], path: str) -> None:
    for _ in range(START_SECONDS * 4):
        try:
            with urllib.request.urlopen(f"{board.url}{path}", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        try:
            process.wait(0.25)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"the board did not start:\n{board.log.read_text()[-4000:]}")
