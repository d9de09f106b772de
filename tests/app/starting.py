"""A process that loads the entry, as every server does, and what it says when it will not."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.browser.board import PROJECT

GOOD_KEY = "0123456789abcdefghijklmnopqrstuv"
LOAD = ("-c", "import app")
# What production wants beside a store of its own.
PRODUCTION = {
    "IOC_MODE": "production",
    "IOC_COOKIE_KEY": GOOD_KEY,
    "IOC_HOSTS": "bang.tinh.example",
    "IOC_TRUSTED_PROXY": "127.0.0.1",
}


@dataclass(frozen=True)
class Start:
    """`vi` and `en`: the sentences of each language, in the same order."""

    code: int
    said: str
    vi: list[str]
    en: list[str]


def start(folder: Path, *command: str, url: str, **settings: str) -> Start:
    """Load the entry, or run `command`, with `folder` for keys and the store at `url`."""
    environment = os.environ | {"IOC_DATA_DIR": str(folder), "IOC_DATABASE_URL": url} | settings
    started = subprocess.run(
        [sys.executable, *(command or LOAD)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line[2:] for line in started.stderr.splitlines() if line.startswith("- ")]
    half = len(faults) // 2
    return Start(started.returncode, started.stderr.strip(), faults[:half], faults[half:])
