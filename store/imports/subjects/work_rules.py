"""How work is judged, as rows: clears, escalation, holidays, what needs a decision.

Rows that name a province hold for it alone, the others for all.
"""

# ruff: noqa: N805 - dataframely calls a rule with its schema

import dataframely as dy
import polars as pl
from sqlalchemy import select

from store.imports.landing import Fault, Landing, Subject
from store.imports.lookups import with_ids
from store.imports.subjects.rules import ROW_FAULTS, RowRules, known_if_named
from store.tables import attention_rule, clear_rule, escalation_rule, holiday, province

_NAMED = {"province_unknown": Fault("province", proposal="province_id_proposal")}


def _with_province(landing: Landing, frame: pl.DataFrame) -> pl.DataFrame:
    known = select(province.c.id, province.c.code)
    return with_ids(landing, frame, known, columns=("province",), to="province_id")


class ForProvinceRules(RowRules):
    """The province of a row, where it names one, is known."""

    province = dy.String(nullable=True)
    province_id = dy.Int64(nullable=True)

    @dy.rule()
    def province_unknown(cls) -> pl.Expr:
        return known_if_named("province", "province_id")


class ClearRuleRules(ForProvinceRules):
    """A clear weighs nothing or more."""

    weight = dy.Float64(min=0)


CLEAR_RULES = Subject(
    kind="clear_rules",
    file_key=("province", "clear"),
    key=("province_id", "clear"),
    resolve=_with_province,
    rules=ClearRuleRules,
    faults={**ROW_FAULTS, **_NAMED, "weight|min": Fault("weight", "count_negative")},
    existing=lambda _landing, _frame: select(clear_rule).where(clear_rule.c.replaced_in.is_(None)),
    replaces=True,
)


class EscalationRuleRules(ForProvinceRules):
    """A bottleneck stays on a rung for no days or more."""

    days = dy.Int64(min=0)


ESCALATION_RULES = Subject(
    kind="escalation_rules",
    file_key=("province", "level"),
    key=("province_id", "level"),
    resolve=_with_province,
    rules=EscalationRuleRules,
    faults={**ROW_FAULTS, **_NAMED, "days|min": Fault("days", "count_negative")},
    existing=lambda _landing, _frame: select(escalation_rule).where(
        escalation_rule.c.replaced_in.is_(None)
    ),
    replaces=True,
)


class HolidayRules(RowRules):
    """A holiday is a day with a name."""


HOLIDAYS = Subject(
    kind="holidays",
    file_key=("day",),
    key=("day",),
    resolve=lambda _landing, frame: frame,
    rules=HolidayRules,
    faults={**ROW_FAULTS},
    existing=lambda _landing, _frame: select(holiday),
)


class AttentionRuleRules(ForProvinceRules):
    """A case leaves the list at a value that would not bring it there."""

    enter_at = dy.Float64()
    leave_at = dy.Float64()
    weight = dy.Float64(min=0)
    weight_of_excess = dy.Float64(min=0)
    group_from = dy.Int64(min=1)

    @dy.rule()
    def leaves_above_entry(cls) -> pl.Expr:
        return pl.col("leave_at") <= pl.col("enter_at")


ATTENTION_RULES = Subject(
    kind="attention_rules",
    file_key=("province", "code"),
    key=("province_id", "code"),
    resolve=_with_province,
    rules=AttentionRuleRules,
    faults={
        **ROW_FAULTS,
        **_NAMED,
        "leaves_above_entry": Fault("leave_at"),
        "weight|min": Fault("weight", "count_negative"),
        "weight_of_excess|min": Fault("weight_of_excess", "count_negative"),
        "group_from|min": Fault("group_from", "count_negative"),
    },
    existing=lambda _landing, _frame: select(attention_rule).where(
        attention_rule.c.replaced_in.is_(None)
    ),
    replaces=True,
)
