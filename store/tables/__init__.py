"""The tables of the store. Their names and columns are read by people outside this code.

A change of a name is a migration with a note in the changelog. Every row that came from a file
carries `import_batch_id`; a row that a later batch corrected also carries `replaced_in`, so that
"as of batch N" reads `import_batch_id <= N and (replaced_in is null or replaced_in > N)`.
"""

from store.tables.accounts import (
    account,
    account_scope,
    audit_event,
    login_attempt,
    session,
)
from store.tables.base import metadata
from store.tables.batches import import_batch, rejected_row, source_document
from store.tables.directions import direction, direction_event
from store.tables.indicators import (
    headline,
    indicator,
    observation,
    public_service,
    reporting_window,
    status_rule,
    target,
    target_step,
)
from store.tables.meetings import meeting, meeting_agenda, short_link
from store.tables.readiness import readiness_condition, readiness_rule
from store.tables.reports import report_due, report_form, report_submission
from store.tables.service_index import index_grade, index_group, index_metric, index_scheme
from store.tables.units import boundary, boundary_set, province, unit, unit_succession
from store.tables.walls import playlist_entry, wall_link, wall_panel, wall_session
from store.tables.work import (
    bottleneck,
    bottleneck_event,
    bottleneck_unit,
    bottleneck_work_item,
    plan,
    work_event,
    work_item,
    work_item_coordinator,
    work_item_dependency,
)
from store.tables.work_rules import attention_rule, clear_rule, escalation_rule, holiday

__all__ = [
    "account",
    "account_scope",
    "attention_rule",
    "audit_event",
    "bottleneck",
    "bottleneck_event",
    "bottleneck_unit",
    "bottleneck_work_item",
    "boundary",
    "boundary_set",
    "clear_rule",
    "direction",
    "direction_event",
    "escalation_rule",
    "headline",
    "holiday",
    "import_batch",
    "index_grade",
    "index_group",
    "index_metric",
    "index_scheme",
    "indicator",
    "login_attempt",
    "meeting",
    "meeting_agenda",
    "metadata",
    "observation",
    "plan",
    "playlist_entry",
    "province",
    "public_service",
    "readiness_condition",
    "readiness_rule",
    "rejected_row",
    "report_due",
    "report_form",
    "report_submission",
    "reporting_window",
    "session",
    "short_link",
    "source_document",
    "status_rule",
    "target",
    "target_step",
    "unit",
    "unit_succession",
    "wall_link",
    "wall_panel",
    "wall_session",
    "work_event",
    "work_item",
    "work_item_coordinator",
    "work_item_dependency",
]
