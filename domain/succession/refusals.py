"""Why units over time are refused: one class a reason, each with the rows concerned.

`reason_code` names the fault in the locale keys (`units.refusal.<code>`); `values` fill the
sentence; `rows` show where it is.
"""

from typing import ClassVar

import polars as pl


class UnitsRefused(ValueError):
    """Units, successions or figures that contradict each other. `rows`: those concerned."""

    reason_code: ClassVar[str]

    def __init__(self, rows: pl.DataFrame, **values: str) -> None:
        super().__init__(f"{self.reason_code}: {rows.head(5).to_dicts()}")
        self.rows = rows
        self.values = {"count": str(rows.height), **values}

    @property
    def message_key(self) -> str:
        return f"units.refusal.{self.reason_code}"


class ValidityBackwards(UnitsRefused):
    """A unit that ends before it begins."""

    reason_code = "validity_backwards"


class ValiditiesOverlap(UnitsRefused):
    """Two units with the same province, level and code on the same day."""

    reason_code = "validities_overlap"


class ValidityGap(UnitsRefused):
    """A unit (same province, level, code and name) that is gone for some days and comes back."""

    reason_code = "validity_gap"


class UnknownUnit(UnitsRefused):
    """A succession or a figure that names a unit outside the registry."""

    reason_code = "unknown_unit"


class SuccessionTwice(UnitsRefused):
    """The same predecessor, successor and day on several rows."""

    reason_code = "succession_twice"


class SuccessionInACircle(UnitsRefused):
    """Units that in the end succeed themselves."""

    reason_code = "succession_in_a_circle"


class PredecessorDoesNotEnd(UnitsRefused):
    """A predecessor whose last day is not the day before the succession."""

    reason_code = "predecessor_does_not_end"


class SuccessorNotThere(UnitsRefused):
    """A successor that does not exist on the day of the succession."""

    reason_code = "successor_not_there"


class UnreadableWeight(UnitsRefused):
    """A weight that is neither a fraction (1/3) nor a decimal (0.25)."""

    reason_code = "unreadable_weight"


class WeightOutOfRange(UnitsRefused):
    """A weight that is not above 0 and at most 1."""

    reason_code = "weight_out_of_range"


class WeightTooFine(UnitsRefused):
    """Weights of one old unit that have no common denominator up to 10^18."""

    reason_code = "weight_too_fine"


class WeightsDoNotSumToOne(UnitsRefused):
    """An old unit whose weights on a day make less or more than the whole."""

    reason_code = "weights_do_not_sum_to_one"


class ReadBackwards(UnitsRefused):
    """Figures of newer units asked for on an older map: what was merged cannot be told apart."""

    reason_code = "read_backwards"


class NoSuccessor(UnitsRefused):
    """Figures of units that ended by the day asked and, wholly or in part, became nothing."""

    reason_code = "no_successor"


class LevelsCountedTwice(UnitsRefused):
    """Figures of one period for a unit and for the units below it: their sum counts twice."""

    reason_code = "levels_counted_twice"


class UnknownMeasure(UnitsRefused):
    """Figures of a kind for which no rule of conversion exists."""

    reason_code = "unknown_measure"


class UnknownStatus(UnitsRefused):
    """Figures with an obs_status outside its list."""

    reason_code = "unknown_status"


class AmountOutOfRange(UnitsRefused):
    """Amounts too large to be kept to the last digit, or not numbers at all."""

    reason_code = "amount_out_of_range"
