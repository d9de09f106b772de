"""Finding a unit of any era by its name, however it is typed.

Accents, blanks, case, Unicode form and the word for its kind make no difference: `dien chau`,
`dienchau`, `Diễn Châu`, `huyện Diễn Châu` and `H. Diễn Châu` all find the district and the commune.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from domain.cells.texts import fold

# Words for kinds of units, folded, with what they are shortened to before a name.
KINDS = {
    "thanh pho": ("tp", "t p"),
    "thi xa": ("tx", "t x"),
    "thi tran": ("tt", "t t"),
    "dac khu": (),
    "phuong": ("p",),
    "huyen": ("h",),
    "quan": ("q",),
    "tinh": (),
    "xa": ("x",),
}

# One row per unit found, best first.
FOUND_UNITS = pl.Schema(
    {
        "unit_id": pl.Int64,
        "code": pl.String,
        "level": pl.String,
        "name_vi": pl.String,
        "full_name_vi": pl.String,
        "full_name_en": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,  # null: still valid
        "era": pl.String,  # former, present or coming, seen from the day asked
    }
)


def folded_name(text: str) -> str:
    """`text` without accents, blanks, case and punctuation; đ is d."""
    # The Icelandic letter looks the same in capitals and is typed by mistake.
    return fold(text.replace("Ð", "Đ").replace("ð", "đ")).replace(" ", "")


def name_index(units: pl.DataFrame) -> pl.DataFrame:
    """Units of every era made ready for `find_units`: made once, searched often.

    units: the columns of FOUND_UNITS without era. Adds name_key, full_key, english_key (folded
    names) and kind (the folded word for its kind, if the full name begins with one).
    """
    return units.with_columns(
        pl.Series("name_key", [folded_name(name) for name in units["name_vi"]], pl.String),
        pl.Series("full_key", [folded_name(name) for name in units["full_name_vi"]], pl.String),
        pl.Series("english_key", [folded_name(name) for name in units["full_name_en"]], pl.String),
        pl.Series("kind", [_kind_of(name) for name in units["full_name_vi"]], pl.String),
    )


def find_units(index: pl.DataFrame, text: str, *, on: date, limit: int = 20) -> pl.DataFrame:
    """Units of every era that `text` may mean, best first: schema FOUND_UNITS.

    index: of `name_index`. Whole names come before beginnings and these before middles; a kind
    named in `text` puts its units first and hides no others; of equals the present ones lead. A
    whole code finds its units too. Empty: no such unit, or nothing typed.
    """
    readings = [_rank(key, kind=kind) for key, kind in _readings(text)]
    if not readings:
        return pl.DataFrame(schema=FOUND_UNITS)
    is_code = pl.when(pl.col("code") == text.strip()).then(0)
    era = (
        pl.when(pl.col("valid_to") < on)
        .then(pl.lit("former"))
        .when(pl.col("valid_from") > on)
        .then(pl.lit("coming"))
        .otherwise(pl.lit("present"))
    )
    return (
        index.with_columns(rank=pl.min_horizontal(*readings, is_code), era=era)
        .filter(pl.col("rank").is_not_null())
        .sort(
            "rank",
            pl.col("era") != "present",
            -pl.col("valid_from").to_physical(),
            "full_key",
            "unit_id",
        )
        .head(limit)
        .select(pl.col(name).cast(dtype) for name, dtype in FOUND_UNITS.items())
    )


def _rank(key: str, *, kind: str | None) -> pl.Expr:
    """How well a unit fits: 0 best, null not at all. One worse where another kind was named."""
    keys = [pl.col("name_key"), pl.col("full_key"), pl.col("english_key")]
    fit = (
        pl.when(pl.any_horizontal(one == key for one in keys))
        .then(0)
        .when(pl.any_horizontal(one.str.starts_with(key) for one in keys))
        .then(2)
        .when(pl.any_horizontal(one.str.contains(key, literal=True) for one in keys))
        .then(4)
    )
    if kind is None:
        return fit
    return fit + pl.col("kind").ne_missing(kind).cast(pl.Int32)


def _readings(text: str) -> list[tuple[str, str | None]]:
    """What `text` may mean: itself as a name, and the rest after a word for a kind.

    Both, since `xa luong` may be the commune (xã) Lượng or the name Xá Lượng.
    """
    whole = folded_name(text)
    if not whole:
        return []
    return list(dict.fromkeys([(whole, None), *_after_a_kind(text)]))


def _after_a_kind(text: str) -> Iterator[tuple[str, str]]:
    words = fold(text).split()
    for kind, shortened in KINDS.items():
        for form in (kind, *shortened):
            count = len(form.split())
            if words[:count] == form.split() and words[count:]:
                yield "".join(words[count:]), kind
            run_on = form.replace(" ", "")
            rest = "".join(words).removeprefix(run_on)
            # One letter that is not a word of its own belongs to the name.
            if len(run_on) > 1 and rest and "".join(words).startswith(run_on):
                yield rest, kind


def _kind_of(full_name: str) -> str | None:
    name = f"{fold(full_name)} "
    return next((kind for kind in KINDS if name.startswith(f"{kind} ")), None)
