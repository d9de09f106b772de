"""How a command speaks: in one language, to one place, about one store."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from assets import wording


@dataclass(frozen=True)
class Talk:
    """`write` takes one line; `url` is the address of the store."""

    language: str
    write: Callable[[str], None]
    url: str

    def text(self, key: str, **values: object) -> str:
        return wording.text(key, language=self.language, **values)

    def say(self, key: str, **values: object) -> None:
        """Write the message `key` as a line."""
        self.write(self.text(key, **values))

    def show_progress(self, what: str, done: int, of: int) -> None:
        """One line that is written over while the work goes on; only on a terminal."""
        if sys.stderr.isatty():
            filled = 24 * done // max(of, 1)
            sys.stderr.write(f"\r\x1b[K{'█' * filled}{'░' * (24 - filled)} {done}/{of} {what}")
            sys.stderr.flush()

    def end_progress(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
