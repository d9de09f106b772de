"""The registry: every screen of the board, in reading order.

Screens lie in sections (pages/<section>/<page>.py). A file directly in this folder would be run
alone by a deep link, without the shell and so without sign-in; only this registry lies here.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class BoardPage:
    """One screen. `key` is its address and the prefix of its texts (`<key>.title`)."""

    key: str
    file: str
    icon: str
    is_first: bool = False

    @property
    def path(self) -> Path:
        return FOLDER / self.file


PAGES: tuple[BoardPage, ...] = (
    BoardPage("situation", "overview/situation.py", ":material/space_dashboard:", is_first=True),
)
