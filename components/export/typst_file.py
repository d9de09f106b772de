"""Papers and pictures by Typst, from the templates in assets/papers and data alone.

The compiler reads nothing but that folder, takes no typeface of the machine and asks no network.
Nothing is written: the finished file comes as bytes. Data goes in as one JSON text, so that no
letter of it can be taken for markup. Each run is a process of its own (typst_child.py).
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path
from subprocess import PIPE
from typing import Any

from assets.addresses import FOLDER

PAPERS: Path = FOLDER / "papers"
CHILD = Path(__file__).with_name("typst_child.py")
# A paper of 130 pages takes seconds.
LONGEST_RUN_SECONDS = 180
# Between two looks whether it is still wanted.
LOOK_SECONDS = 0.25
# How the system or the compiler itself ends a run that finds no memory.
OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT)
# A template's page is so many points wide, at 72 points an inch.
PICTURE_POINTS, PICTURE_PIXELS = 960, 1920
POINTS_AN_INCH = 72


def nobody_asks() -> None:
    """Whoever ordered it waits for it."""


def as_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    made_at: datetime,
    still_wanted: Callable[[], None] = nobody_asks,
) -> bytes:
    """The paper of `template` (briefing, units): tagged, its typeface embedded.

    `still_wanted` is asked while it is made; what it raises ends the run at once.
    """
    timestamp = int(made_at.timestamp())
    return _made(template, data, still_wanted, format="pdf", timestamp=timestamp)


def as_png(data: Mapping[str, Any], *, still_wanted: Callable[[], None] = nobody_asks) -> bytes:
    """One figure as a picture PICTURE_PIXELS wide; `still_wanted` as above."""
    ppi = POINTS_AN_INCH * PICTURE_PIXELS / PICTURE_POINTS
    return _made("picture", data, still_wanted, format="png", ppi=ppi)


def _made(
    template: str, data: Mapping[str, Any], still_wanted: Callable[[], None], **options: Any
) -> bytes:
    order = {
        "template": str(PAPERS / f"{template}.typ"),
        "root": str(PAPERS),
        "fonts": str(PAPERS / "fonts"),
        "data": json.dumps(data, ensure_ascii=False),
        "options": options,
    }
    # Isolated: it needs nothing of this process but the interpreter with its libraries.
    command = [sys.executable, "-I", str(CHILD)]
    with (
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="typst") as beside,
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as child,
    ):
        # In one go: taken up again after a timeout, it would not send the rest of a long order.
        talk = beside.submit(child.communicate, json.dumps(order).encode())
        try:
            _wait_for(talk, still_wanted)
        except BaseException:
            child.kill()
            # Its ends of the pipes are still being read beside.
            wait([talk])
            raise
        made, wrong = talk.result()
    if child.returncode in OUT_OF_MEMORY:
        raise MemoryError
    if child.returncode != 0:
        raise RuntimeError(f"Typst: {wrong.decode(errors='replace')[-2000:]}")
    return made


def _wait_for(talk: Future[tuple[bytes, bytes]], still_wanted: Callable[[], None]) -> None:
    """Raises TimeoutError where it takes too long, and what `still_wanted` raises."""
    for _ in range(int(LONGEST_RUN_SECONDS / LOOK_SECONDS)):
        if wait([talk], timeout=LOOK_SECONDS).done:
            return
        still_wanted()
    raise TimeoutError
