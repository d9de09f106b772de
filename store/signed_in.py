"""Who somebody is and what they may see, read in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    RowMapping,
    Select,
    Subquery,
    and_,
    or_,
    select,
    true,
    union_all,
)

from domain.scope import Scope
from store.tables import account, account_scope, unit, unit_succession
from store.tables.accounts import ROLES

# Of the roles the one that may only look: what a role in the table means that nobody knows.
LEAST_ROLE = "presenter"


@dataclass(frozen=True)
class SignedIn:
    """A person with an account, as of this very moment: nothing of it is kept between actions."""

    account_id: int
    username: str
    display_name: str
    role: str
    scope: Scope
    must_change_password: bool
    # The session they are here by; None for who has just given a password.
    session_id: int | None = None


def people(
    *columns: ColumnElement[Any], source: FromClause, where: ColumnElement[bool]
) -> Select[Any]:
    """The accounts of `source` that satisfy `where`, with everything they may see.

    Grain: one row per account and unit seen (covered_*); one row with nulls for an empty scope.
    `columns` come on top of what `person` needs. A province-level unit stands for its province,
    so that a whole province is one row and not hundreds.
    """
    covered = covered_by(
        select(unit.c.id, unit.c.province_id, unit.c.level)
        .select_from(source.join(account_scope, account_scope.c.account_id == account.c.id))
        .join(unit, unit.c.id == account_scope.c.unit_id)
        .where(where)
    )
    return (
        select(
            account.c.id.label("account_id"),
            account.c.username,
            account.c.display_name,
            account.c.role,
            account.c.must_change_password,
            *columns_of(covered),
            *columns,
        )
        .select_from(source.outerjoin(covered, true()))
        .where(where)
    )


def covered_by(given: Select[Any]) -> CTE:
    """The units (id, province_id, level) that are seen by whom the units of `given` are given.

    A unit is seen with what lies below it in any era, and with the history of what went into it
    whole; never with what it went into, nor with what it got only a part of: there other people's
    figures begin (docs/decisions.md).
    """
    first = given.cte("covered", recursive=True)
    leads_to = _below_or_before()
    more = (
        select(unit.c.id, unit.c.province_id, unit.c.level)
        .join(leads_to, leads_to.c.seen_id == unit.c.id)
        .join(first, leads_to.c.from_id == first.c.id)
        .where(
            # Provinces lead to provinces alone, and nothing else leads to one.
            or_(
                and_(first.c.level == "province", unit.c.level == "province"),
                and_(first.c.level != "province", unit.c.level != "province"),
            )
        )
    )
    return first.union(more)


def columns_of(covered: CTE) -> tuple[ColumnElement[Any], ...]:
    """What `scope_of` reads of every row."""
    return (
        covered.c.id.label("covered_unit_id"),
        covered.c.province_id.label("covered_province_id"),
        covered.c.level.label("covered_level"),
    )


def scope_of(rows: Iterable[RowMapping]) -> Scope:
    """The scope that the covered units of `rows` make."""
    seen = [row for row in rows if row["covered_unit_id"] is not None]
    return Scope(
        provinces=frozenset(
            row["covered_province_id"] for row in seen if row["covered_level"] == "province"
        ),
        units=frozenset(
            row["covered_unit_id"] for row in seen if row["covered_level"] != "province"
        ),
    )


def _below_or_before() -> Subquery:
    """Who sees `from_id` sees `seen_id`: it lies below, or it went into it whole."""
    below = select(unit.c.parent_id.label("from_id"), unit.c.id.label("seen_id")).where(
        unit.c.parent_id.is_not(None)
    )
    before = select(unit_succession.c.new_unit_id, unit_succession.c.old_unit_id).where(
        unit_succession.c.weight_part == unit_succession.c.weight_whole,
        unit_succession.c.replaced_in.is_(None),
    )
    return union_all(below, before).subquery("leads_to")


def person(rows: Iterable[RowMapping]) -> SignedIn | None:
    """The one account that `rows` of `people` tell of; None without rows."""
    found = list(rows)
    if not found:
        return None
    first = found[0]
    return SignedIn(
        account_id=first["account_id"],
        username=first["username"],
        display_name=first["display_name"],
        role=first["role"] if first["role"] in ROLES else LEAST_ROLE,
        scope=scope_of(found),
        must_change_password=first["must_change_password"],
    )
