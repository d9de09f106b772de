"""A small choice in the title of a card: what its changes are told against."""

from components.state import Screen, choose
from queries.question import COMPARISONS

WIDTH = 250


def show_comparison(screen: Screen) -> None:
    """The select box of `?compare=`."""
    reader = screen.reader
    choose(
        "compare",
        reader.text("shell.compare"),
        options={code: reader.text(f"shell.compare_{code}") for code in COMPARISONS},
        default=COMPARISONS[0],
        width=WIDTH,
    )
