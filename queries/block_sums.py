"""What the units of a province add up to: the whole and its blocks, beside what was stated.

The rules are those of queries.sums and queries.headlines, on a frame that holds every unit.
"""

import polars as pl

from domain.indicators import BLOCKS, LOCALITY_LEVELS, RATIOS, SERVICE_LISTS, STANDS_AT_A_DAY, SUMS
from queries.observed import NO_SERVICE
from queries.question import Question
from queries.reading import as_it_was
from queries.sums import with_value

PROVINCE, LOCALITIES, DEPARTMENTS, UNIT = "province", "localities", "departments", "unit"
# The blocks of a province by the levels of their units.
_LEVELS = {LOCALITIES: list(LOCALITY_LEVELS), DEPARTMENTS: ["agency"]}
_SUMMED = pl.Schema(
    {
        "indicator_id": pl.Int64,
        "sum_numerator": pl.Float64,
        "sum_denominator": pl.Float64,
        "sum_status": pl.String,
        "sum_provenance": pl.String,
        "sum_cut_off": pl.Date,
        "sum_start": pl.Date,
        "sum_end": pl.Date,
        "sum_known": pl.Int64,
        "sum_expected": pl.Int64,
        "oldest_part": pl.Date,
    }
)
ABOUT = (
    "indicator_id", "indicator", "position", "name_vi", "name_en", "measure", "unit_of_measure",
    "polarity", "aggregation",
)  # fmt: skip
ANSWER = (
    "numerator", "denominator", "value", "obs_status", "provenance", "cut_off", "period_start",
    "period_end", "source_title_vi", "source_title_en", "source_issued_on",
)  # fmt: skip
_SUMS = (
    "sum_numerator", "sum_denominator", "sum_known", "sum_expected", "sum_status",
    "sum_provenance",
)  # fmt: skip


def wholes(found: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """The rows of the province and of its blocks."""
    is_service = pl.col("service_id") != NO_SERVICE
    own = found.filter((pl.col("level") == "province") & ~is_service)
    units = found.filter(pl.col("is_part") & ~is_service)
    services = found.filter(is_service)
    listed = pl.col("indicator").is_in(list(SERVICE_LISTS))
    parts_of = pl.concat([units.filter(~listed), services])
    made = [_whole(PROVINCE, own, parts_of, asked)]
    for whom, levels in _LEVELS.items():
        codes = {
            block.indicator: code
            for code, block in BLOCKS.items()
            if set(block.levels) == set(levels)
        }
        parts = units.filter(pl.col("level").is_in(levels))
        made.append(_whole(whom, _observed_of_block(own, codes), parts, asked))
    whole, *blocks = made
    # A block that nobody in it tells of is no block of this indicator.
    is_told = pl.col("value").is_not_null() | (pl.col("sum_known") > 0)
    told = with_value(pl.concat(blocks)).filter(is_told)
    return pl.concat([whole.filter(~pl.col("indicator").is_in(list(BLOCKS))), told])


def _observed_of_block(own: pl.DataFrame, codes: dict[str, str]) -> pl.DataFrame:
    """The province's rows as those of a block: only where its rate is an indicator of its own."""
    nothing = own.with_columns(pl.lit(None, dtype=own.schema[name]).alias(name) for name in ANSWER)
    about = nothing.filter(~pl.col("indicator").is_in(list(BLOCKS)))
    of_blocks = own.filter(pl.col("indicator").is_in(list(codes.values()))).select(
        pl.col("indicator").replace_strict({code: of for of, code in codes.items()}),
        *(pl.col(name).alias(f"{name}_of_block") for name in ANSWER),
    )
    return about.join(of_blocks, on="indicator", how="left", maintain_order="left").with_columns(
        pl.coalesce(f"{name}_of_block", name).alias(name) for name in ANSWER
    )


def _whole(whom: str, own: pl.DataFrame, parts: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """`own` with the sums of `parts` beside it, and in its place where it says nothing itself."""
    sums = _sums(parts)
    both = own.join(sums, on="indicator_id", how="left", maintain_order="left")
    silent = pl.col("obs_status").is_null() | (pl.col("period_start") > asked.period.end)
    stands = (pl.col("measure") == "stock") | pl.col("aggregation").is_in(STANDS_AT_A_DAY)
    is_newer = (
        stands
        & (pl.col("period_end") < asked.period.end)
        & (pl.col("sum_known") == pl.col("sum_expected"))
        & (pl.col("oldest_part") > pl.col("period_end"))
    )
    known = (pl.col("sum_known") > 0).fill_null(value=False)
    of_parts = known & (silent | is_newer).fill_null(value=False)
    from_sums = {
        "numerator": "sum_numerator",
        "denominator": "sum_denominator",
        "obs_status": "sum_status",
        "provenance": "sum_provenance",
        "cut_off": "sum_cut_off",
        "period_start": "sum_start",
        "period_end": "sum_end",
    }
    nothing = ("value", "source_title_vi", "source_title_en", "source_issued_on")
    about = own.select(*ABOUT).columns
    is_province = pl.lit(whom == PROVINCE)
    return as_it_was(
        both.with_columns(
            *(
                pl.when(of_parts).then(summed).otherwise(name).alias(name)
                for name, summed in from_sums.items()
            ),
            *(pl.when(~of_parts).then(name).alias(name) for name in nothing),
            parts_known=pl.when(of_parts).then("sum_known"),
            parts_expected=pl.when(of_parts).then("sum_expected"),
            whom=pl.lit(whom),
            unit_id=pl.when(is_province).then("unit_id"),
            level=pl.when(is_province).then("level"),
            is_part=pl.lit(value=False),
        ).select(
            "whom", *about, "unit_id", "level", "is_part", *ANSWER, "parts_known",
            "parts_expected", *_SUMS,
        )
    )  # fmt: skip


def _sums(parts: pl.DataFrame) -> pl.DataFrame:
    """What `parts` add up to, per indicator: the rules of queries.sums.sums_by on a frame."""
    is_ratio = pl.col("aggregation").is_in(RATIOS)
    adds_up = pl.col("aggregation").is_in((*RATIOS, *SUMS))
    both_known = pl.col("numerator").is_not_null() & pl.col("denominator").is_not_null()
    amount = pl.coalesce("numerator", "value")
    counted = parts.filter(adds_up).with_columns(
        counted=pl.when(is_ratio).then(pl.when(both_known).then("numerator")).otherwise(amount),
        of=pl.when(is_ratio & both_known).then("denominator"),
    )
    is_known = pl.col("counted").is_not_null()
    status, provenance = pl.col("obs_status"), pl.col("provenance")
    stands = pl.col("aggregation").first().is_in(STANDS_AT_A_DAY)
    known, gaps = is_known.sum(), (pl.col("is_gap") & ~is_known).sum()
    return (
        counted.group_by("indicator_id", maintain_order=True)
        .agg(
            sum_numerator=pl.when(known > 0).then(pl.col("counted").sum()),
            sum_denominator=pl.when(pl.col("of").count() > 0).then(pl.col("of").sum()),
            sum_status=pl.when((known == 0) & (gaps > 0))
            .then(pl.lit("missing"))
            .when(known == 0)
            .then(pl.lit("not_applicable"))
            .when((status == "estimated").any())
            .then(pl.lit("estimated"))
            .when((gaps > 0) | (status == "provisional").any())
            .then(pl.lit("provisional"))
            .otherwise(pl.lit("final")),
            sum_provenance=pl.when((provenance == "illustrative").any())
            .then(pl.lit("illustrative"))
            .otherwise(pl.lit("derived")),
            sum_cut_off=pl.when(stands)
            .then(pl.col("cut_off").min())
            .otherwise(pl.col("cut_off").max()),
            sum_start=pl.col("period_start").min(),
            sum_end=pl.col("period_end").max(),
            sum_known=known.cast(pl.Int64),
            sum_expected=(known + gaps).cast(pl.Int64),
            oldest_part=pl.col("period_end").filter(is_known).min(),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in _SUMMED.items())
    )
