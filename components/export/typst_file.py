"""Papers and pictures by Typst, from the templates in assets/papers and data alone.

The compiler reads nothing but that folder, takes no typeface of the machine and asks no network.
Nothing is written: the finished file comes as bytes. Data goes in as one JSON text, so that no
letter of it can be taken for markup. Each run is a process of its own (typst_child.py).
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.addresses import FOLDER

PAPERS: Path = FOLDER / "papers"
CHILD = Path(__file__).with_name("typst_child.py")
# A paper of 130 pages takes seconds.
LONGEST_RUN_SECONDS = 180
# How the system or the compiler itself ends a run that finds no memory.
OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT)
# A template's page is so many points wide, at 72 points an inch.
PICTURE_POINTS, PICTURE_PIXELS = 960, 1920
POINTS_AN_INCH = 72


def as_pdf(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The paper of `template` (briefing, units): tagged, its typeface embedded."""
    return _made(template, data, format="pdf", timestamp=int(made_at.timestamp()))


def as_png(data: Mapping[str, Any]) -> bytes:
    """One figure as a picture PICTURE_PIXELS wide."""
    ppi = POINTS_AN_INCH * PICTURE_PIXELS / PICTURE_POINTS
    return _made("picture", data, format="png", ppi=ppi)


def _made(template: str, data: Mapping[str, Any], **options: Any) -> bytes:
    order = {
        "template": str(PAPERS / f"{template}.typ"),
        "root": str(PAPERS),
        "fonts": str(PAPERS / "fonts"),
        "data": json.dumps(data, ensure_ascii=False),
        "options": options,
    }
    done = subprocess.run(
        # Isolated: it needs nothing of this process but the interpreter with its libraries.
        [sys.executable, "-I", str(CHILD)],
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=LONGEST_RUN_SECONDS,
        check=False,
    )
    if done.returncode in OUT_OF_MEMORY:
        raise MemoryError
    if done.returncode != 0:
        raise RuntimeError(f"Typst: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout
