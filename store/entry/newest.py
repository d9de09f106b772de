"""The newest event of one thing: what a form goes by when somebody else may be quicker."""

from sqlalchemy import func, select

from store.database import engine
from store.settings import current_settings
from store.tables import bottleneck_event, direction_event, work_event

_EVENTS_OF = {
    "work_item": (work_event, work_event.c.work_item_id),
    "bottleneck": (bottleneck_event, bottleneck_event.c.bottleneck_id),
    "direction": (direction_event, direction_event.c.direction_id),
}
NOTHING_SEEN = 0


def newest_event(of: str, row_id: int, *, as_of: int) -> int:
    """Id of the newest event of a work item, bottleneck or direction by a batch; 0 for none.

    Also of an event that comes after the day on which the board stands: the store knows it, and
    whoever enters something is not refused because of it. Read now; it says nothing but a number.
    """
    events, of_it = _EVENTS_OF[of]
    newest = select(func.max(events.c.id)).where(of_it == row_id, events.c.import_batch_id <= as_of)
    with engine(current_settings().database_url).connect() as connection:
        return connection.scalar(newest) or NOTHING_SEEN
