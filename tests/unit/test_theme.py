"""One look: tokens, Streamlit's configuration and the style sheet say the same colours."""

import re
import tomllib
from pathlib import Path

import pytest

from components.figures.map_layers import rgb
from components.figures.marks import PROVENANCES
from components.figures.unit_map import STRENGTH
from components.measures import ABSENCES
from components.theme import DARK, FONT, LIGHT, TONE_OF_STATUS, Theme, Tone

PROJECT = Path(__file__).parents[2]
STYLE = (PROJECT / "assets" / "style.css").read_text("utf-8")
CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
TONES = ("good", "course", "warning", "bad", "neutral", "plain")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    channels = [part / 255 for part in rgb(color)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(theme: Theme) -> dict[str, str]:
    """The names of the style sheet's variables with the colours of `theme`."""
    plain = ("page", "surface", "line", "faint", "ink", "muted", "accent")
    named = {name: getattr(theme, name) for name in plain}
    for name in TONES:
        tone: Tone = getattr(theme, name)
        named |= {f"{name}-fill": tone.fill, f"{name}-ink": tone.ink, f"{name}-wash": tone.wash}
    named |= {f"ramp-{place}": color for place, color in enumerate(theme.ramp)}
    kinds = (kind.replace("_", "-") for kind in ABSENCES)
    return named | {f"absent-{kind}": c for kind, c in zip(kinds, theme.absent, strict=True)}


def test_the_style_sheet_has_the_colours_of_both_themes() -> None:
    written = re.findall(r"--ioc-([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", STYLE)
    light, dark = tokens(LIGHT), tokens(DARK)
    assert {name: (day, night) for name, day, night in written} == {
        name: (light[name], dark[name]) for name in light
    }


def test_the_style_sheet_uses_no_colour_that_is_not_a_token() -> None:
    rules = STYLE.split("}", maxsplit=1)[1]
    without_icons = re.sub(r'url\("[^"]*"\)', "", rules)
    # Black stands in masks, where it means "seen".
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", without_icons)) <= {"#000"}
    used = set(re.findall(r"var\(--ioc-([\w-]+)", rules))
    assert used <= set(tokens(LIGHT))


@THEMES
def test_streamlit_is_configured_with_the_colours_of_the_theme(theme: Theme) -> None:
    configured = CONFIG[theme.name]
    assert configured == {
        "primaryColor": theme.accent,
        "backgroundColor": theme.page,
        "secondaryBackgroundColor": theme.surface,
        "textColor": theme.ink,
        "borderColor": theme.line,
        "linkColor": theme.accent,
        "greenColor": theme.good.fill,
        "blueColor": theme.course.fill,
        "orangeColor": theme.warning.fill,
        "redColor": theme.bad.fill,
        "grayColor": theme.neutral.fill,
    }


def test_the_font_is_ours_and_every_file_of_it_lies_in_the_project() -> None:
    assert CONFIG["font"].startswith(FONT)
    for face in CONFIG["fontFaces"]:
        assert face["family"] == FONT
        assert face["url"].startswith("/assets/fonts/")
        assert (PROJECT / face["url"].lstrip("/")).is_file()
    assert "SIL OPEN FONT LICENSE" in (PROJECT / "assets/fonts/LICENSE.txt").read_text("utf-8")


def test_vietnamese_letters_are_found_before_the_large_rest_of_latin() -> None:
    # Of two faces that hold a letter the browser takes the last one.
    order = [re.sub(r".*inter-|-wght.*", "", face["url"]) for face in CONFIG["fontFaces"]]
    assert order == ["latin-ext", "vietnamese", "latin"]


@THEMES
def test_words_are_readable_on_what_they_stand_on(theme: Theme) -> None:
    for ground in (theme.page, theme.surface):
        assert contrast(theme.ink, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 4.5
    for name in TONES:
        tone: Tone = getattr(theme, name)
        assert contrast(tone.ink, theme.surface) >= 4.5, name
        assert contrast(tone.ink, tone.wash) >= 4.5, name


@THEMES
def test_marks_stand_out_from_the_surface(theme: Theme) -> None:
    for name in ("good", "course", "bad", "plain"):
        assert contrast(getattr(theme, name).fill, theme.surface) >= 3, name


@THEMES
def test_a_map_runs_evenly_away_from_its_ground_towards_the_best(theme: Theme) -> None:
    away = [contrast(color, theme.surface) for color in theme.ramp]
    assert away == sorted(away)
    # Names are written over every class.
    assert all(contrast(theme.ink, color) >= 3 for color in theme.ramp)


def test_every_status_has_a_tone_an_icon_and_every_kind_of_no_value_a_fill() -> None:
    for status, tone in TONE_OF_STATUS.items():
        assert isinstance(LIGHT.tone(status), Tone)
        assert f".ioc-icon-{status} " in STYLE
        assert f".ioc-tone-{tone} " in STYLE
    assert all(f".ioc-absent-{kind} " in STYLE for kind in ABSENCES)
    assert LIGHT.tone("never heard of") == LIGHT.neutral


def test_illustrative_numbers_do_not_look_like_published_ones() -> None:
    styled = [name for name in PROVENANCES if f".ioc-provenance-{name} " in STYLE]
    assert {"published", "illustrative"} <= set(styled)


def test_fills_by_status_are_as_strong_in_the_legend_as_on_the_map() -> None:
    assert f"color-mix(in srgb, var(--fill) {STRENGTH:.0%}, var(--ioc-surface))" in STYLE
