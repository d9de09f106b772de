"""How many of several indicators reach their targets, told so that none hides another."""

from dataclasses import dataclass

import polars as pl

STATUSES = ("met", "ahead", "on_course", "behind", "missed")


@dataclass(frozen=True)
class Standing:
    """Indicators with value and target, by status, and how much of their targets they reached.

    `attainment` is the mean of their capped attainments, 0-1 or a little more where a cap allows
    it; None when no indicator is judged. It is a mean over different indicators and says nothing
    of a rate: rates add up by their sums alone.
    """

    met: int
    ahead: int
    on_course: int
    behind: int
    missed: int
    attainment: float | None

    @property
    def judged(self) -> int:
        """How many indicators have a status against a target."""
        return self.met + self.ahead + self.on_course + self.behind + self.missed

    @property
    def lagging(self) -> int:
        """How many are behind or have missed their target."""
        return self.behind + self.missed


def standing(figures: pl.DataFrame) -> Standing:
    """The standing of `figures`: one row per indicator with status and attainment (capped)."""
    judged = figures.filter(pl.col("status").is_in(STATUSES))
    counts = dict(judged["status"].value_counts().iter_rows())
    mean = judged["attainment"].mean()
    return Standing(
        **{word: counts.get(word, 0) for word in STATUSES},
        attainment=float(mean) if isinstance(mean, float) else None,
    )
