"""The meeting that a direction was given at: known by its name and day."""

from datetime import date

from sqlalchemy import Connection, insert, select

from store.tables import meeting


def meeting_on(
    connection: Connection,
    province_id: int,
    *,
    name_vi: str,
    name_en: str | None,
    held_on: date,
    batch_id: int,
) -> int:
    """The id of the meeting of that name and day; where there is none, it comes with the batch."""
    same = select(meeting.c.id).where(
        meeting.c.province_id == province_id,
        meeting.c.held_on == held_on,
        meeting.c.name_vi == name_vi,
    )
    found = connection.scalar(same)
    if found is not None:
        return int(found)
    row = insert(meeting).values(
        province_id=province_id,
        name_vi=name_vi,
        name_en=name_en or name_vi,
        held_on=held_on,
        import_batch_id=batch_id,
    )
    return int(connection.execute(row.returning(meeting.c.id)).scalar_one())
