"""Rules that rows of several kinds share. A rule is named after the fault it finds.

dataframely takes a null for "fulfilled", so a rule needs no word about what is not there.
"""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl

from store.imports.landing import Fault


class RowRules(dy.Schema):
    """Every row of a file stands in it once."""

    line = dy.Int64()
    twins = dy.String(nullable=True)

    @dy.rule()
    def duplicate_in_file(cls) -> pl.Expr:
        return pl.col("twins").is_null()


class DocumentRules(dy.Schema):
    """A document that a row names is known."""

    source_document = dy.String(nullable=True)
    source_document_id = dy.Int64(nullable=True)

    @dy.rule()
    def document_unknown(cls) -> pl.Expr:
        return known_if_named("source_document", "source_document_id")


class IndicatorRules(dy.Schema):
    """The indicator of a row is known."""

    indicator_id = dy.Int64(nullable=True)

    @dy.rule()
    def indicator_unknown(cls) -> pl.Expr:
        return pl.col("indicator_id").is_not_null()


class UnitRules(dy.Schema):
    """The unit that a row names is one of this province, at that level, on those days."""

    unit_fault = dy.String(nullable=True)

    @dy.rule()
    def unit_unknown(cls) -> pl.Expr:
        return _is_not("unit_unknown")

    @dy.rule()
    def unit_of_another_province(cls) -> pl.Expr:
        return _is_not("unit_of_another_province")

    @dy.rule()
    def unit_level_mismatch(cls) -> pl.Expr:
        return _is_not("unit_level_mismatch")

    @dy.rule()
    def unit_not_existing_then(cls) -> pl.Expr:
        return _is_not("unit_not_existing_then")

    @dy.rule()
    def unit_code_ambiguous(cls) -> pl.Expr:
        return _is_not("unit_code_ambiguous")

    @dy.rule()
    def unit_name_contradicts(cls) -> pl.Expr:
        return _is_not("unit_name_contradicts")


def _is_not(fault: str) -> pl.Expr:
    return pl.col("unit_fault") != fault


def known_if_named(code: str, row_id: str) -> pl.Expr:
    """Whether a code, if there is one, was found."""
    return pl.col(code).is_null() | pl.col(row_id).is_not_null()


ROW_FAULTS = {"duplicate_in_file": Fault("", values=("twins",))}
DOCUMENT_FAULTS = {
    "document_unknown": Fault("source_document", proposal="source_document_id_proposal")
}
INDICATOR_FAULTS = {"indicator_unknown": Fault("indicator", proposal="indicator_id_proposal")}


def unit_faults(column: str) -> dict[str, Fault]:
    """How the faults of UnitRules are told when the unit's code stands in `column`."""
    told = Fault(column, values=("unit_told",))
    return {
        "unit_unknown": Fault(column, proposal="unit_proposal"),
        "unit_of_another_province": Fault(column),
        "unit_level_mismatch": told,
        "unit_not_existing_then": told,
        "unit_code_ambiguous": told,
        "unit_name_contradicts": Fault("unit_name", proposal="unit_proposal"),
    }
