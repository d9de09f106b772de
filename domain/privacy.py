"""What free text may hold of people without anybody having meant it: numbers that name a person.

Titles and notes are typed by many hands. Identity numbers (12 digits, formerly 9) and telephone
numbers in them are masked wherever text is shown or handed out; amounts, dates and the numbers of
documents are left as they are.
"""

import re

import polars as pl

MASK = "•••"
# Below this a count of people in a commune can point to one of them.
FEWEST_PEOPLE_SHOWN = 5
LEAST_DIGITS, MOST_DIGITS = 9, 12

_GAP = r"[ \u00a0.\-]"
_NUMBERS = re.compile(
    "|".join(
        (
            # Nine digits and more in a run: an identity, telephone, insurance or account number.
            # Amounts of that size are written with separators.
            r"\+?\d{9,}",
            # With gaps and a leading 0 or +84: amounts never begin so.
            rf"(?<!\d)\+84(?:{_GAP}?\d{{2,4}}){{2,4}}(?!\d)",
            rf"(?<!\d)\(?0\d{{2,3}}\)?(?:{_GAP}?\d{{2,6}}){{2,4}}(?!\d)",
            rf"(?<!\d)0\d(?:{_GAP}\d{{2}}){{4}}(?!\d)",
            # As they are often spoken. With dots these would be amounts.
            r"(?<!\d)(?<!\d )(?:84(?: \d{2,4}){2,4}|\d{3} \d{3} \d{3})(?! ?\d)",
        )
    )
)


def masked(text: str) -> str:
    """`text` with the numbers that name a person replaced by MASK."""
    return _NUMBERS.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in found.group())
    is_run = digits == len(found.group().removeprefix("+"))
    names_a_person = is_run or LEAST_DIGITS <= digits <= MOST_DIGITS
    return MASK if names_a_person else found.group()


def without_small_counts(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` of figures with the counts of 1 to 4 people in a commune withheld.

    Needs level, unit_of_measure, numerator, denominator, value and obs_status. What is withheld
    has no amounts left and reads as not applicable; 0 stays 0.
    """
    amount = pl.coalesce("numerator", "value")
    is_withheld = (
        (pl.col("level") == "commune")
        & (pl.col("unit_of_measure") == "people")
        & (amount > 0)
        & (amount < FEWEST_PEOPLE_SHOWN)
    )
    return rows.with_columns(
        *(
            pl.when(~is_withheld.fill_null(value=False)).then(pl.col(name)).alias(name)
            for name in ("numerator", "denominator", "value")
        ),
        obs_status=pl.when(is_withheld).then(pl.lit("not_applicable")).otherwise("obs_status"),
    )
