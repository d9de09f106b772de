"""docs/data_dictionary.md says what the catalogue says, and the catalogue is whole."""

from sample_data.dictionary import DICTIONARY, dictionary, rows_of

# The official list, and what the conditions of commune readiness are judged by.
INDICATORS = 93 + 6
ALWAYS = (
    "name_vi", "name_en", "measure", "unit_of_measure", "numerator", "numerator_vi", "aggregation",
    "zero_denominator", "polarity", "frequency", "levels", "definition_source",
    "definition_source_vi",
)  # fmt: skip


def test_the_data_dictionary_is_not_stale() -> None:
    """`make dictionary` writes it anew."""
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary()


def test_every_indicator_is_defined_in_both_languages() -> None:
    rows = rows_of("indicators")
    assert len({row["code"] for row in rows}) == len(rows) == INDICATORS
    gaps = {(row["code"], name) for row in rows for name in ALWAYS if not row[name].strip()}
    assert gaps == set()
    one_sided = {
        (row["code"], name)
        for row in rows
        for name in ("denominator", "official_target")
        if bool(row[name]) != bool(row[f"{name}_vi"])
    }
    assert one_sided == set()


def test_no_letter_of_a_source_key_stands_in_a_name() -> None:
    assert [row["code"] for row in rows_of("indicators") if "[S" in row["name_vi"]] == []
