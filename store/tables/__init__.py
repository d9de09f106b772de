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
    wall_link,
)
from store.tables.base import metadata
from store.tables.batches import import_batch, rejected_row, source_document
from store.tables.indicators import headline, indicator, observation, public_service, target
from store.tables.reports import meeting, report_due, report_form, report_submission
from store.tables.units import boundary, boundary_set, province, unit, unit_succession
from store.tables.work import (
    bottleneck,
    bottleneck_event,
    plan,
    work_event,
    work_item,
    work_item_coordinator,
)

__all__ = [
    "account",
    "account_scope",
    "audit_event",
    "bottleneck",
    "bottleneck_event",
    "boundary",
    "boundary_set",
    "headline",
    "import_batch",
    "indicator",
    "login_attempt",
    "meeting",
    "metadata",
    "observation",
    "plan",
    "province",
    "public_service",
    "rejected_row",
    "report_due",
    "report_form",
    "report_submission",
    "session",
    "source_document",
    "target",
    "unit",
    "unit_succession",
    "wall_link",
    "work_event",
    "work_item",
    "work_item_coordinator",
]
