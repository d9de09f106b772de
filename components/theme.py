"""The look as tokens by meaning, light and dark. Colours are written #rrggbb.

What is HTML takes them from assets/style.css as `var(--ioc-...)`, Streamlit's own elements from
.streamlit/config.toml, maps from here; tests/unit/test_theme.py keeps the three equal.
"""

from dataclasses import dataclass

FONT = "Inter"


@dataclass(frozen=True)
class Tone:
    """One meaning in three strengths: `fill` of a mark, `ink` of a word, `wash` behind a word."""

    fill: str
    ink: str
    wash: str


@dataclass(frozen=True)
class Theme:
    """All colours of one theme.

    `ramp` are the five classes of a map, from the worst to the best; `absent` are the fills of
    the four kinds of no value (missing, not applicable, nothing counted, not convertible).
    """

    name: str
    page: str
    surface: str
    line: str
    faint: str
    ink: str
    muted: str
    accent: str
    good: Tone
    course: Tone
    warning: Tone
    bad: Tone
    neutral: Tone
    plain: Tone
    ramp: tuple[str, str, str, str, str]
    absent: tuple[str, str, str, str]

    def tone(self, status: str) -> Tone:
        """The tone of a target's status; `neutral` for one that is not known."""
        tone = getattr(self, TONE_OF_STATUS.get(status, "neutral"))
        assert isinstance(tone, Tone)
        return tone


# Colour never speaks alone: each status has an icon and a word as well.
TONE_OF_STATUS = {
    "met": "good",
    "ahead": "good",
    "on_course": "course",
    "behind": "warning",
    "missed": "bad",
    "incomplete": "neutral",
    "no_target": "plain",
    "no_value": "neutral",
}

LIGHT = Theme(
    name="light",
    page="#f1f4f8",
    surface="#ffffff",
    line="#d9e0e9",
    faint="#e8edf3",
    ink="#13202f",
    muted="#4f5f70",
    accent="#1b4f91",
    good=Tone("#12927d", "#0a6959", "#e0f3ef"),
    course=Tone("#3d87d9", "#1d5ea6", "#e6f0fb"),
    warning=Tone("#e8a11c", "#835400", "#fdf2dc"),
    bad=Tone("#d13a3c", "#ad2529", "#fbe9e9"),
    neutral=Tone("#a7b3c0", "#556474", "#edf1f5"),
    plain=Tone("#5f7c9e", "#3f5873", "#e9eff6"),
    ramp=("#e4eef8", "#c0d8ee", "#93bbe0", "#6199cf", "#3a78b8"),
    absent=("#e3e6ea", "#f4f5f7", "#eeeae3", "#ece5f1"),
)

DARK = Theme(
    name="dark",
    page="#0a121c",
    surface="#111c29",
    line="#24344a",
    faint="#1b2838",
    ink="#ebf1f8",
    muted="#a2b2c4",
    accent="#6fabf0",
    good=Tone("#2fbfa6", "#54d6be", "#0f302d"),
    course=Tone("#5aa5f0", "#8cc2f8", "#12304f"),
    warning=Tone("#efb036", "#f8c661", "#392c10"),
    bad=Tone("#ee655f", "#ff948d", "#41191c"),
    neutral=Tone("#5c6d80", "#a2b2c4", "#1d2a3a"),
    plain=Tone("#7f9dbf", "#b3c8df", "#1b2c40"),
    ramp=("#16293e", "#1c3f61", "#245a8c", "#3273ab", "#4489c6"),
    absent=("#2a323c", "#161d26", "#302d28", "#2c2636"),
)
