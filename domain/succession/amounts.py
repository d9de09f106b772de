"""Amounts to the last digit, and dividing them without losing or inventing one.

An amount is a decimal with six digits after the mark, as the store keeps it. Dividing a whole one
gives whole ones (there are no half dossiers), dividing any other gives millionths: either way the
amount is a number of equal steps, and steps are dealt out by largest remainder.
"""

from collections.abc import Sequence

import polars as pl

from domain.succession.refusals import AmountOutOfRange

AMOUNT = pl.Decimal(38, 6)
STEPS_PER_ONE = 10**6
# Below these a number of steps times a weight's 10^18 parts fits 128 bits.
LARGEST_WHOLE = 10**15
LARGEST_WITH_DECIMALS = 10**12
LARGEST_SUM = 2**62


def exact_type(rows: pl.DataFrame, *, amounts: Sequence[pl.Expr]) -> pl.DataType:
    """The type in which `amounts` (of `rows`) and their sums are exact.

    AMOUNT; where all of them are whole Int64, which is summed much faster. Raises AmountOutOfRange
    where one is too large or not a number.
    """
    wrong = pl.any_horizontal(_is_out_of_range(amount) for amount in amounts)
    whole = pl.all_horizontal(is_whole(amount).fill_null(True) for amount in amounts)
    sizes = [amount.cast(pl.Float64).abs().sum() for amount in amounts]
    looks = rows.lazy().select(
        wrong=wrong.any(), whole=whole.all(), largest=pl.max_horizontal(sizes)
    )
    seen = looks.collect(engine="streaming").row(0, named=True)
    if seen["wrong"]:
        raise AmountOutOfRange(rows.filter(wrong))
    return pl.Int64() if seen["whole"] and seen["largest"] < LARGEST_SUM else AMOUNT


def _is_out_of_range(amount: pl.Expr) -> pl.Expr:
    size = amount.cast(pl.Float64).abs()
    large = (size >= LARGEST_WHOLE) | ((size >= LARGEST_WITH_DECIMALS) & ~is_whole(amount))
    return (large | ~size.is_finite()).fill_null(False)


def is_whole(amount: pl.Expr) -> pl.Expr:
    """Whether `amount` has no decimals; null where it is null."""
    return amount == amount.floor()


def in_steps(amount: pl.Expr, *, whole: pl.Expr) -> pl.Expr:
    """`amount` (AMOUNT) counted in ones where `whole`, else in millionths; Int128."""
    millionths = amount.to_physical()
    return pl.when(whole).then(millionths // STEPS_PER_ONE).otherwise(millionths)


def from_steps(steps: pl.Expr, *, whole: pl.Expr) -> pl.Expr:
    """The AMOUNT that `steps` make, the inverse of `in_steps`."""
    return (
        pl.when(whole)
        .then(steps.cast(AMOUNT))
        .otherwise(steps.cast(AMOUNT) / pl.lit(STEPS_PER_ONE).cast(AMOUNT))
    )


def dealt_out(lines: pl.DataFrame, *, steps: str, part: str, whole: str) -> pl.Series:
    """`steps` of each row, dealt out to its lines by their `part` of `whole`; Int128.

    lines: `row` and the named columns; the lines of a row stand together, by unit_id, and their
    parts make the whole. Each line gets the whole number below its exact share; what is left goes,
    one step each, to the largest remainders, of equal ones to the first. So the lines of a row
    make exactly its steps, and no line gets more than its exact share rounded up.
    """
    exact = pl.col(steps) * pl.col(part).cast(pl.Int128)
    divisor = pl.col(whole).cast(pl.Int128)
    dealt = lines.select(
        "row",
        steps=steps,
        floor=exact // divisor,
        # Below the whole, so below 2^63.
        remainder=(exact % divisor).cast(pl.Int64),
    )
    fan_out = lines["row"].rle().struct.field("len").max()
    left, ahead = [pl.col("steps") - pl.col("floor")], [pl.lit(0, dtype=pl.Int32)]
    # A row has few lines: looking at the neighbours is many times faster than sorting millions.
    for distance in range(1, fan_out if isinstance(fan_out, int) else 1):
        for neighbour in (distance, -distance):
            in_row = pl.col("row") == pl.col("row").shift(neighbour)
            left.append(pl.when(in_row).then(-1 * pl.col("floor").shift(neighbour)))
            theirs, own = pl.col("remainder").shift(neighbour), pl.col("remainder")
            is_ahead = (theirs >= own) if neighbour > 0 else (theirs > own)
            ahead.append((in_row & is_ahead).cast(pl.Int32))
    gets_one = pl.sum_horizontal(ahead) < pl.sum_horizontal(left)
    return dealt.select(pl.col("floor") + gets_one.cast(pl.Int128)).to_series()
