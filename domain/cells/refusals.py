"""Why a cell cannot be read: one class a reason.

`reason_code` names the fault in the store and in the locale keys (`imports.refusal.<code>`);
`values` fill the sentence; `proposal` is what the writer may have meant, never taken by itself.
"""

from typing import ClassVar


class CellRefused(ValueError):
    """A cell that holds something else than its column asks for."""

    reason_code: ClassVar[str]

    def __init__(self, raw: str, *, proposal: str | None = None, **values: str) -> None:
        super().__init__(f"{self.reason_code}: {raw!r}")
        self.raw = raw
        self.proposal = proposal
        self.values = values


class ErrorCell(CellRefused):
    """The spreadsheet itself shows an error: #REF!, #DIV/0!, #N/A."""

    reason_code = "error_cell"


class FormulaNotComputed(CellRefused):
    """A formula that no spreadsheet program has computed and saved yet."""

    reason_code = "formula_not_computed"


class MergedCell(CellRefused):
    """A merged cell: only its first row would get the value."""

    reason_code = "merged_cell"


class HiddenCharacter(CellRefused):
    """A control or invisible character inside the text."""

    reason_code = "hidden_character"


class BrokenLetters(CellRefused):
    """Letters lost in an earlier conversion: the replacement character, or question marks."""

    reason_code = "broken_letters"


class LegacyFont(CellRefused):
    """Text typed for a pre-Unicode Vietnamese font; value `font`: TCVN3 (ABC) or VNI."""

    reason_code = "legacy_font"


class CodeHasBlank(CellRefused):
    """A code with a blank or a separator in it."""

    reason_code = "code_has_blank"


class CodeIsDate(CellRefused):
    """A code or a word that the spreadsheet turned into a date."""

    reason_code = "code_is_date"


class UnknownWord(CellRefused):
    """A word outside its list; value `words`: the list."""

    reason_code = "word_unknown"


class NotANumber(CellRefused):
    """No number at all: words, several signs, infinity."""

    reason_code = "not_a_number"


class WrongGrouping(CellRefused):
    """Thousands marks that do not stand every three digits."""

    reason_code = "wrong_grouping"


class AmbiguousNumber(CellRefused):
    """One mark and three digits after it, where thousands and decimals are both possible."""

    reason_code = "number_ambiguous"


class ScientificNumber(CellRefused):
    """An exponent: a spreadsheet shortened the number and lost digits."""

    reason_code = "number_scientific"


class NumberTooLarge(CellRefused):
    """More digits than the store keeps exactly."""

    reason_code = "number_too_large"


class PercentInCount(CellRefused):
    """A percentage where a count is asked for."""

    reason_code = "percent_in_count"


class NotWhole(CellRefused):
    """A fraction where a whole number is asked for."""

    reason_code = "not_whole"


class NotADay(CellRefused):
    """No day at all."""

    reason_code = "not_a_day"


class NoSuchDay(CellRefused):
    """A day the calendar does not have: 31 June, 30 February."""

    reason_code = "no_such_day"


class MonthFirst(CellRefused):
    """The month before the day, in the American order."""

    reason_code = "month_first"


class TwoDigitYear(CellRefused):
    """A year of two digits."""

    reason_code = "two_digit_year"


class BuddhistYear(CellRefused):
    """A year of the Buddhist era, 543 ahead."""

    reason_code = "buddhist_year"


class YearOutOfRange(CellRefused):
    """A year no document of this work can have: 20255, 1900."""

    reason_code = "year_out_of_range"


class SerialNumber(CellRefused):
    """The number by which a spreadsheet counts days, outside a date cell."""

    reason_code = "serial_number"


class NotAPeriodText(CellRefused):
    """No period of the calendar."""

    reason_code = "not_a_period"


class PeriodIsDate(CellRefused):
    """A month that the spreadsheet turned into its first day."""

    reason_code = "period_is_date"
