"""What the rows of each kind of file must fulfil, and where they go."""

from store.imports.landing import Subject
from store.imports.subjects.catalogue import (
    INDICATORS,
    PROVINCES,
    PUBLIC_SERVICES,
    SOURCE_DOCUMENTS,
)
from store.imports.subjects.events import BOTTLENECK_EVENTS, BOTTLENECKS, WORK_EVENTS
from store.imports.subjects.figures import HEADLINES, OBSERVATIONS, TARGETS
from store.imports.subjects.units import UNITS
from store.imports.subjects.work import PLANS, WORK_ITEMS

SUBJECTS: dict[str, Subject] = {
    subject.kind: subject
    for subject in (
        SOURCE_DOCUMENTS,
        INDICATORS,
        PUBLIC_SERVICES,
        PROVINCES,
        UNITS,
        HEADLINES,
        TARGETS,
        OBSERVATIONS,
        PLANS,
        WORK_ITEMS,
        WORK_EVENTS,
        BOTTLENECKS,
        BOTTLENECK_EVENTS,
    )
}

__all__ = ["SUBJECTS"]
