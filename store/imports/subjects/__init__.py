"""What the rows of each kind of file must fulfil, and where they go."""

from store.imports.landing import Subject
from store.imports.subjects.catalogue import (
    INDICATORS,
    PROVINCES,
    PUBLIC_SERVICES,
    SOURCE_DOCUMENTS,
)
from store.imports.subjects.crosswalk import CROSSWALK
from store.imports.subjects.directions import DIRECTION_EVENTS, DIRECTIONS
from store.imports.subjects.events import BOTTLENECK_EVENTS, BOTTLENECKS, WORK_EVENTS
from store.imports.subjects.figures import HEADLINES, OBSERVATIONS
from store.imports.subjects.meetings import MEETING_AGENDAS, MEETINGS
from store.imports.subjects.readiness import READINESS_CONDITIONS, READINESS_RULES
from store.imports.subjects.reports import REPORT_DUES, REPORT_FORMS, REPORT_SUBMISSIONS
from store.imports.subjects.service_index import (
    INDEX_GRADES,
    INDEX_GROUPS,
    INDEX_METRICS,
    INDEX_SCHEMES,
)
from store.imports.subjects.successions import UNIT_SUCCESSIONS
from store.imports.subjects.targets import TARGET_STEPS, TARGETS
from store.imports.subjects.thresholds import REPORTING_WINDOWS, STATUS_RULES
from store.imports.subjects.units import UNITS
from store.imports.subjects.work import PLANS, WORK_ITEM_DEPENDENCIES, WORK_ITEMS
from store.imports.subjects.work_rules import (
    ATTENTION_RULES,
    CLEAR_RULES,
    ESCALATION_RULES,
    HOLIDAYS,
)

SUBJECTS: dict[str, Subject] = {
    subject.kind: subject
    for subject in (
        SOURCE_DOCUMENTS,
        INDICATORS,
        PUBLIC_SERVICES,
        PROVINCES,
        STATUS_RULES,
        REPORTING_WINDOWS,
        INDEX_SCHEMES,
        INDEX_GROUPS,
        INDEX_METRICS,
        INDEX_GRADES,
        UNITS,
        HEADLINES,
        TARGETS,
        TARGET_STEPS,
        OBSERVATIONS,
        PLANS,
        WORK_ITEMS,
        WORK_ITEM_DEPENDENCIES,
        WORK_EVENTS,
        BOTTLENECKS,
        BOTTLENECK_EVENTS,
        MEETINGS,
        MEETING_AGENDAS,
        DIRECTIONS,
        DIRECTION_EVENTS,
        READINESS_CONDITIONS,
        READINESS_RULES,
        REPORT_FORMS,
        REPORT_DUES,
        REPORT_SUBMISSIONS,
        CLEAR_RULES,
        ESCALATION_RULES,
        HOLIDAYS,
        ATTENTION_RULES,
        UNIT_SUCCESSIONS,
        CROSSWALK,
    )
}

__all__ = ["SUBJECTS"]
