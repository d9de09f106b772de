"""How this process asks the system for memory."""

import ctypes
import sys

# glibc's M_ARENA_MAX (malloc.h).
_ARENA_MAX = -8
ARENAS = 2


def share_arenas() -> None:
    """Let all threads take their memory from two arenas, where glibc gives it.

    Left alone, glibc opens up to eight a core for threads that come and go, and each keeps what
    was freed in it: a wall's server grew by ten megabytes with every import and never gave them
    back. To be called before threads are made.
    """
    if not sys.platform.startswith("linux"):
        return
    # Another C library (musl) has one heap for all and no such setting.
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, ARENAS)
