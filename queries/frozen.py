"""From the word `at` of an address to what the figures stand still at.

Every page, file and link drawn under it keeps the word, and no clock and no later import moves
what it shows.
"""

import re
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from domain.choices import UnknownChoice
from domain.frozen import AT, Frozen
from store import clock
from store.meetings import read_meeting
from store.tables import import_batch

_MEETING = re.compile(r"[1-9][0-9]{0,8}", flags=re.ASCII)
_BATCH_AND_DAY = re.compile(r"([1-9][0-9]{0,8})_([0-9]{4}-[0-9]{2}-[0-9]{2})", flags=re.ASCII)
# Before it nothing of the programme was there.
FIRST_YEAR = 2000
# Somewhere on earth it is tomorrow already.
AHEAD = timedelta(days=1)


def frozen_at(connection: Connection, at: str) -> Frozen:
    """What the word `at` stands for right now; one statement, for a meeting may have been moved.

    Whoever asks must still be held to the province of the meeting (queries/settled.py). Raises
    UnknownChoice for a word that stands for nothing: no such batch, day or opened meeting.
    """
    if _MEETING.fullmatch(at):
        found = read_meeting(connection, int(at))
        if found is not None and found.as_of is not None and found.stands_on is not None:
            return Frozen(at, found.as_of, found.stands_on, found)
    elif written := _BATCH_AND_DAY.fullmatch(at):
        batch, day = int(written[1]), _day(written[2])
        landed = select(func.max(import_batch.c.id)).where(import_batch.c.status == "landed")
        if day is not None and batch <= (connection.scalar(landed) or 0):
            return Frozen(at, batch, day)
    raise UnknownChoice(AT, at)


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR and day <= clock.now().date() + AHEAD else None
