"""What all provinces share: documents, indicators, public services, the list of provinces."""

# ruff: noqa: N805 - dataframely calls a rule with its schema

from typing import Any

import dataframely as dy
import polars as pl
from sqlalchemy import Select, select

from store.imports.frames import frame_of
from store.imports.landing import Fault, Landing, Subject
from store.imports.subjects.rules import ROW_FAULTS, RowRules
from store.tables import indicator, province, public_service, source_document


def _as_it_stands(_landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    return frame


SOURCE_DOCUMENTS = Subject(
    kind="source_documents",
    file_key=("code",),
    key=("code",),
    resolve=_as_it_stands,
    rules=RowRules,
    faults=ROW_FAULTS,
    existing=lambda _landing, _frame: select(source_document),
)


INDICATORS = Subject(
    kind="indicators",
    file_key=("code",),
    key=("code",),
    resolve=_as_it_stands,
    rules=RowRules,
    faults=ROW_FAULTS,
    existing=lambda _landing, _frame: select(indicator),
)


def _with_owner(
    landing: Landing, frame: pl.DataFrame, known: Select[Any], *, columns: list[str]
) -> pl.DataFrame:
    """`frame` with `owner`: the code that already bears what must be its own in `columns`."""
    owners = frame_of(landing.connection, known)
    return frame.join(owners, on=columns, how="left", maintain_order="left")


def _resolve_public_services(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    known = select(
        public_service.c.list_code, public_service.c.number, public_service.c.code.label("owner")
    )
    return _with_owner(landing, frame, known, columns=["list_code", "number"])


class PublicServiceRules(RowRules):
    """A service has a number of its own in its list."""

    code = dy.String()
    owner = dy.String(nullable=True)
    list_code = dy.String()
    number = dy.Int64(min=1)

    @dy.rule()
    def number_taken(cls) -> pl.Expr:
        is_free = pl.col("owner").is_null() | (pl.col("owner") == pl.col("code"))
        return is_free & ~pl.struct("list_code", "number").is_duplicated()


PUBLIC_SERVICES = Subject(
    kind="public_services",
    file_key=("code",),
    key=("code",),
    resolve=_resolve_public_services,
    rules=PublicServiceRules,
    faults={
        **ROW_FAULTS,
        "number|min": Fault("number", "number_not_positive"),
        "number_taken": Fault("number"),
    },
    existing=lambda _landing, _frame: select(public_service),
)


def _resolve_provinces(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    known = select(province.c.slug, province.c.code.label("owner"))
    return _with_owner(landing, frame, known, columns=["slug"])


class ProvinceRules(RowRules):
    """A province's word for addresses is fit for addresses, and its own."""

    code = dy.String()
    owner = dy.String(nullable=True)
    slug = dy.String()

    @dy.rule()
    def slug_unfit(cls) -> pl.Expr:
        return pl.col("slug").str.contains("^[a-z0-9]+(-[a-z0-9]+)*$")

    @dy.rule()
    def slug_taken(cls) -> pl.Expr:
        is_free = pl.col("owner").is_null() | (pl.col("owner") == pl.col("code"))
        return is_free & pl.col("slug").is_unique()


PROVINCES = Subject(
    kind="provinces",
    file_key=("code",),
    key=("code",),
    resolve=_resolve_provinces,
    rules=ProvinceRules,
    faults={**ROW_FAULTS, "slug_unfit": Fault("slug"), "slug_taken": Fault("slug")},
    existing=lambda _landing, _frame: select(province),
    amends={"clock_stands_at": "always", "default_period": "always"},
)
