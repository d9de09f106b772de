"""Who somebody is and what they may see, read in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, select, true

from domain.scope import Scope
from store.tables import account, account_scope, unit


@dataclass(frozen=True)
class SignedIn:
    """A person with an account, as of this very moment: nothing of it is kept between actions."""

    account_id: int
    username: str
    display_name: str
    role: str
    scope: Scope
    must_change_password: bool


def people(
    *columns: ColumnElement[Any], source: FromClause, where: ColumnElement[bool]
) -> Select[Any]:
    """The accounts of `source` that satisfy `where`, with everything they may see.

    Grain: one row per account and unit seen (covered_*); one row with nulls for an empty scope.
    `columns` come on top of what `person` needs. A province-level unit stands for its province,
    so that a whole province is one row and not hundreds.
    """
    given = (
        select(unit.c.id, unit.c.province_id, unit.c.level)
        .select_from(source.join(account_scope, account_scope.c.account_id == account.c.id))
        .join(unit, unit.c.id == account_scope.c.unit_id)
        .where(where)
        .cte("covered", recursive=True)
    )
    below = (
        select(unit.c.id, unit.c.province_id, unit.c.level)
        .join(given, unit.c.parent_id == given.c.id)
        .where(given.c.level != "province")
    )
    covered = given.union(below)
    return (
        select(
            account.c.id.label("account_id"),
            account.c.username,
            account.c.display_name,
            account.c.role,
            account.c.must_change_password,
            covered.c.id.label("covered_unit_id"),
            covered.c.province_id.label("covered_province_id"),
            covered.c.level.label("covered_level"),
            *columns,
        )
        .select_from(source.outerjoin(covered, true()))
        .where(where)
    )


def person(rows: Iterable[RowMapping]) -> SignedIn | None:
    """The one account that `rows` of `people` tell of; None without rows."""
    found = list(rows)
    if not found:
        return None
    first = found[0]
    seen = [row for row in found if row["covered_unit_id"] is not None]
    scope = Scope(
        provinces=frozenset(
            row["covered_province_id"] for row in seen if row["covered_level"] == "province"
        ),
        units=frozenset(
            row["covered_unit_id"] for row in seen if row["covered_level"] != "province"
        ),
    )
    return SignedIn(
        account_id=first["account_id"],
        username=first["username"],
        display_name=first["display_name"],
        role=first["role"],
        scope=scope,
        must_change_password=first["must_change_password"],
    )
