"""Figures reach people through the shell and our own downloads: both ask who is there each time.

What else Streamlit offers hands files out at an address of its own that outlives the right to
them, writes them in the browser with live formulas in them, or runs a part of a screen again
without the shell.
"""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# Kept in Streamlit's media store under an address anybody who is signed in may ask for.
BY_MEDIA_ADDRESS = {"download_button", "image", "audio", "video", "pdf", "pyplot", "logo"}
# With a button of their own for a CSV whose formulas are alive.
WITH_OWN_EXPORT = {"dataframe", "data_editor"}
# Looked at: what could be taken away there is no figure and no free text.
OF_CODES_ALONE = {
    "pages/administration/wall_playlist.py": "lines chosen from lists and numbers, no figure",
}
# Run again by themselves, on a press or by a clock: nobody asks whether the session still holds.
PAST_THE_SHELL = {"fragment", "dialog"}
# Looked at: what runs again shows nothing and fetches nothing by itself.
HARMLESS = {
    "components/blocks/map_controls.py": "turns the address one month on, then runs the shell",
}
SCREENS = sorted(
    path
    for part in ("shell.py", "pages", "components")
    for path in ([PROJECT / part] if part.endswith(".py") else (PROJECT / part).rglob("*.py"))
)


@pytest.mark.trust("B18", "C27")
@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_screen_hands_a_file_to_streamlit(path: Path) -> None:
    used = used_of_streamlit(path)
    assert not used & BY_MEDIA_ADDRESS
    if str(path.relative_to(PROJECT)) not in OF_CODES_ALONE:
        assert not used & WITH_OWN_EXPORT


@pytest.mark.trust("A3", "B21")
@pytest.mark.parametrize("path", SCREENS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_part_of_a_screen_runs_again_past_the_shell(path: Path) -> None:
    if str(path.relative_to(PROJECT)) not in HARMLESS:
        assert not used_of_streamlit(path) & PAST_THE_SHELL


def used_of_streamlit(path: Path) -> set[str]:
    """The names that the file takes from `st`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    }
