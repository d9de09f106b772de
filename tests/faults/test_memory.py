"""A server's memory stays flat over weeks of threads that come and go."""

import re
import subprocess
import sys

import pytest

# Takes memory in many threads at once, then has glibc tell its arenas.
MANY_THREADS = """
import ctypes, sys, threading
from server.memory import share_arenas
if sys.argv[1] == "shared":
    share_arenas()
together = threading.Barrier(24)
def take():
    together.wait()
    held = [bytes(4000 + number) for number in range(500)]
    together.wait()
threads = [threading.Thread(target=take) for _ in range(24)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fflush(ctypes.c_void_p(out))
"""


def arenas(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", MANY_THREADS, how], capture_output=True, text=True, check=True
    )
    return len(re.findall(r"<heap nr=", done.stdout))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ARENAS ARE A MATTER OF GLIBC")
def test_however_many_threads_there_are_they_share_two_arenas_of_memory() -> None:
    assert arenas("left alone") > 2
    assert arenas("shared") == 2
