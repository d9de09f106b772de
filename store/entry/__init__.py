"""What people enter on the board's own forms: tasks and events, bottlenecks, directions.

One entry is one batch of the kind `entry`: it lands whole or not at all, and what is as of an
earlier batch stays as it was. Whoever enters must have the right at that very moment, and enters
on what they saw: when somebody else was quicker nothing is written, and they are told what changed.
"""

from store.entry.acting import ENTERS, JUDGES, EntryConflict, EntryRefused
from store.entry.bottlenecks import (
    NewBottleneck,
    NewBottleneckEvent,
    enter_bottleneck,
    enter_bottleneck_event,
)
from store.entry.directions import (
    NewDirection,
    NewDirectionEvent,
    enter_direction,
    enter_direction_event,
)
from store.entry.newest import newest_event
from store.entry.work import JUDGED, NewWorkEvent, NewWorkItem, enter_work_event, enter_work_item

__all__ = [
    "ENTERS",
    "JUDGED",
    "JUDGES",
    "EntryConflict",
    "EntryRefused",
    "NewBottleneck",
    "NewBottleneckEvent",
    "NewDirection",
    "NewDirectionEvent",
    "NewWorkEvent",
    "NewWorkItem",
    "enter_bottleneck",
    "enter_bottleneck_event",
    "enter_direction",
    "enter_direction_event",
    "enter_work_event",
    "enter_work_item",
    "newest_event",
]
