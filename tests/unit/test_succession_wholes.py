"""What became of districts, when only the ways of their communes are known: by hand arithmetic."""

from datetime import date
from fractions import Fraction

import polars as pl

from domain.succession import named
from domain.succession.refusals import PredecessorDoesNotEnd, ValidityBackwards
from domain.succession.wholes import Way, by_size_of_new, by_size_of_parts, shares_of_wholes

# Vinh had three communes; Nghi Lộc one, which went into a commune with one of Vinh.
WAYS = [
    Way("Vinh", "Bến Thủy", "Trường Vinh"),
    Way("Vinh", "Hưng Lộc", "Vinh Lộc"),
    Way("Vinh", "Đông Vĩnh", "Thành Vinh"),
    Way("Nghi Lộc", "Phúc Thọ", "Vinh Lộc"),
]


def test_a_whole_goes_where_its_parts_go_by_their_size() -> None:
    sizes = dict(
        zip(
            ["Bến Thủy", "Hưng Lộc", "Đông Vĩnh", "Phúc Thọ"],
            map(Fraction, (3, 2, 1, 7)),
            strict=True,
        )
    )
    assert shares_of_wholes(WAYS, by_size_of_parts(WAYS, sizes=sizes)) == {
        "Vinh": {
            "Trường Vinh": Fraction(1, 2),
            "Vinh Lộc": Fraction(1, 3),
            "Thành Vinh": Fraction(1, 6),
        },
        "Nghi Lộc": {"Vinh Lộc": Fraction(1)},
    }


def test_without_sizes_of_parts_a_new_unit_is_shared_equally_among_them() -> None:
    sizes = {"Trường Vinh": Fraction(3), "Vinh Lộc": Fraction(4), "Thành Vinh": Fraction(1)}
    assert by_size_of_new(WAYS, sizes=sizes) == [3, 2, 1, 2]
    shares = shares_of_wholes(WAYS, by_size_of_new(WAYS, sizes=sizes))
    assert shares["Vinh"]["Vinh Lộc"] == Fraction(2, 6)
    assert all(sum(into.values()) == 1 for into in shares.values())


def test_a_divided_part_brings_only_its_share() -> None:
    ways = [
        Way("Kỳ Anh", "Kỳ Lợi", "Vũng Áng", Fraction(2, 3)),
        Way("Kỳ Anh", "Kỳ Lợi", "Sông Trí", Fraction(1, 3)),
        Way("Kỳ Anh", "Kỳ Hà", "Sông Trí"),
    ]
    carried = by_size_of_parts(ways, sizes={"Kỳ Lợi": Fraction(9), "Kỳ Hà": Fraction(3)})
    assert carried == [6, 3, 3]
    # Sông Trí of size 8 is made of a third and a whole: 2 and 6.
    of_new = by_size_of_new(ways, sizes={"Vũng Áng": Fraction(5), "Sông Trí": Fraction(8)})
    assert of_new == [5, 2, 6]


UNITS = pl.DataFrame(
    {
        "unit_id": [1, 2],
        "code": ["413", "412"],
        "full_name_vi": ["Thị xã Cửa Lò", "Thành phố Vinh"],
        "full_name_en": ["Cua Lo Town", "Vinh City"],
        "valid_from": [date(2020, 1, 1)] * 2,
        "valid_to": [date(2024, 11, 30), None],
    }
)


def test_a_refusal_names_its_units_and_days_in_either_language() -> None:
    rows = pl.DataFrame({"old_unit_id": [1], "new_unit_id": [2], "on_date": [date(2024, 12, 2)]})
    told = named(PredecessorDoesNotEnd(rows), UNITS)
    assert told["units"] == (
        "Thị xã Cửa Lò (413, 01/01/2020 – 30/11/2024) → Thành phố Vinh (412, 01/01/2020 – …)"
    )
    assert told["days"] == "02/12/2024"
    in_english = named(ValidityBackwards(UNITS.head(1)), UNITS, language="en")
    assert in_english["units"] == "Cua Lo Town (413, 01/01/2020 – 30/11/2024)"


def test_of_many_units_the_first_few_are_named() -> None:
    many = pl.concat([UNITS.head(1)] * 7).with_columns(
        unit_id=pl.int_range(1, 8), code=pl.Series([f"{n}" for n in range(7)])
    )
    told = named(ValidityBackwards(many), many)["units"]
    assert (told.count("Cửa Lò"), told.endswith("; …")) == (5, True)
