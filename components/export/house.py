"""The look of every document in one place: colours, typefaces, sizes.

Colours are those of the board by day (components/theme.py). Papers and pictures carry Inter in
them; a slide is edited on other people's machines, so it is set in what all of them have.
"""

from components.theme import LIGHT

PAPER_FONT = "Inter"
SLIDE_FONT = "Arial"

INK, MUTED, LINE, FAINT = LIGHT.ink, LIGHT.muted, LIGHT.line, LIGHT.faint
SURFACE, ACCENT = LIGHT.surface, LIGHT.accent
# Lines of a chart by what they tell.
LINES = {
    "scope": LIGHT.plain.fill,
    "due": LIGHT.warning.fill,
    "done": LIGHT.good.fill,
    "own": LIGHT.accent,
    "whole": LIGHT.neutral.fill,
    "target": LIGHT.ink,
}
# Slides: 16:9, and nothing on them smaller than what is read as compressed video.
SLIDE_INCHES = (13.333, 7.5)
SMALLEST_POINTS = 18
TONES = ("good", "course", "warning", "bad", "neutral", "plain")


def fill(tone: str) -> str:
    """The colour of a mark in a tone of the theme, #rrggbb."""
    return str(getattr(LIGHT, tone if tone in TONES else "neutral").fill)


def ink(tone: str) -> str:
    """The colour of a word in a tone of the theme, #rrggbb."""
    return INK if tone not in TONES else str(getattr(LIGHT, tone).ink)


def palette() -> dict[str, object]:
    """All colours by name, as the templates of papers and pictures take them."""
    named = {"ink": INK, "muted": MUTED, "line": LINE, "faint": FAINT, "accent": ACCENT}
    tones = {tone: {"fill": fill(tone), "ink": ink(tone)} for tone in TONES}
    return {**named, "surface": SURFACE, "tones": tones, "lines": LINES, "font": PAPER_FONT}
