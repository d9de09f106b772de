"""`python -m bench.presenting`: the slides of a meeting of 58 units, cold and warm, on the server.

Aims: a slide at most 300 ms warm; the first one is on before the others are known.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from domain.meetings import MeetingWords
from pages.presenting.slides import slide_frame, slides_of
from server.gate import Gate
from server.present import routes
from server.session_cookie import NAME
from store.database import engine
from store.meetings import create_meeting, open_meeting
from store.sample import build
from store.tables import account, province
from tests.app.visiting import forget_answers, token_of

PROVINCE, VISITOR = "bac-giang", "lanhdao"
LONGEST_SLIDE_MS = 300


def main() -> int:
    """Build the sample store, print the lines."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'presenting.db'}"
        print("building the sample store ...", file=sys.stderr)
        build(url)
        for line in cost_of_presenting(url):
            print(line)
    return 0


def cost_of_presenting(url: str) -> Iterator[str]:
    """Lines for a meeting without an agenda in the province with 58 units of the store at `url`."""
    os.environ["IOC_DATABASE_URL"] = url
    address = f"/present/{_meeting(url)}"
    app = Starlette(routes=routes(slides_of, slide_frame), middleware=[Middleware(Gate)])
    client = TestClient(app, cookies={NAME: token_of(url, VISITOR)})

    def asked() -> dict[str, Any]:
        told: dict[str, Any] = client.get(f"{address}/deck").raise_for_status().json()
        return told

    def deck() -> int:
        told = asked()
        while "preparing" in told:
            told = asked()
        return len(told["slides"])

    # Libraries are imported once a process, not a meeting.
    deck()
    forget_answers()
    first = _ms(asked)
    rest = _ms(deck)
    count = deck()
    yield f"first slide cold {first:.0f} ms"
    yield f"deck of {count} slides: cold {first + rest:.0f} ms, warm {_median(deck):.0f} ms"

    def slide(n: int) -> Callable[[], object]:
        return lambda: client.get(f"{address}/slide", params={"n": n}).raise_for_status()

    work = time.process_time()
    cold = [_ms(slide(n)) for n in range(count)]
    work = time.process_time() - work
    warm = [_ms(slide(n)) for n in range(count)]
    yield (
        f"slide: cold median {statistics.median(cold):.0f} ms, at most {max(cold):.0f} ms, "
        f"all {sum(cold) / 1000:.1f} s (at work {work:.1f} s); "
        f"warm median {statistics.median(warm):.0f} ms, at most {max(warm):.0f} ms, "
        f"{LONGEST_SLIDE_MS} ms allowed"
    )


def _meeting(url: str) -> int:
    with engine(url).connect() as connection:
        by = connection.scalar(select(account.c.id).where(account.c.username == VISITOR))
        here = connection.scalar(select(province.c.id).where(province.c.slug == PROVINCE))
    assert by is not None
    assert here is not None
    made = create_meeting(by, here, MeetingWords(name_vi="Họp", held_on=date(2099, 1, 1)))
    open_meeting(by, made)
    return made


def _ms(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def _median(do: Callable[[], object], *, runs: int = 15) -> float:
    return statistics.median(_ms(do) for _ in range(runs))


if __name__ == "__main__":
    sys.exit(main())
