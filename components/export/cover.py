"""What stands on every document: whose it is, its number, what was asked, as of which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.asked import question_told
from components.export.table import told
from components.markup import plain
from components.reader import Reader
from domain.meetings import LONGEST_NAME, Meeting
from queries.question import Question

Row = Mapping[str, Any]
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """All texts plain. `asked` is the question in words, `marked` a warning or empty.

    `meeting` names the one at whose figures the document stands; empty without one. `kept` says
    what stays Vietnamese in a document of another language; empty in Vietnamese.
    """

    title: str
    about: str
    period: str
    above: str
    sender: str
    number: str
    state: str
    motto: str
    place_and_day: str
    emblem: str
    asked: str
    seen_by: str
    page: str
    marked: str
    kept: str = ""
    meeting: str = ""


def cover_of(
    title: str,
    *,
    asked: Question,
    province: Row,
    unit: Row | None,
    era: Row | None,
    for_whom: str,
    is_marked: bool,
    meeting: Meeting | None = None,
    reader: Reader,
) -> Cover:
    """The cover of the document `title`. `province`, `unit` and `era` are rows of the catalogue.

    `for_whom` names the account; `is_marked`: some of its figures are illustrative.
    """
    # A name is not broken over two lines.
    place = told(reader.pick(dict(province), "name")).replace(" ", NO_BREAK)
    whole = reader.text("exports.whole")
    whom = plain(reader.pick(dict(unit), "full_name")) if unit else whole
    period = reader.period(asked.period)
    return Cover(
        title=title,
        about=f"{period[:1].upper()}{period[1:]} · {whom}",
        meeting=reader.text("exports.meeting", **meeting_told(meeting, reader)) if meeting else "",
        period=f"{period[:1].upper()}{period[1:]}",
        above=reader.text("exports.above", province=place).upper(),
        sender=reader.text("exports.sender"),
        number=reader.text("exports.number"),
        state=reader.text("exports.state"),
        motto=reader.text("exports.motto"),
        place_and_day=reader.text("exports.place_and_day", place=place),
        emblem=reader.text("exports.emblem"),
        asked=question_told(asked, province=province, unit=unit, era=era, reader=reader),
        seen_by=reader.text("downloads.said.seen_by", account=told(for_whom)),
        # The template fills in the two numbers.
        page=reader.text("exports.page", page="{page}", pages="{pages}"),
        marked=reader.text("exports.marked") if is_marked else "",
        kept="" if reader.language == "vi" else reader.text("exports.kept"),
    )


def meeting_told(meeting: Meeting, reader: Reader) -> dict[str, str]:
    """`name` and `day` of the meeting at whose figures a document stands, as they are written."""
    name = plain(reader.pick(vars(meeting), "name"), limit=LONGEST_NAME)
    return {"name": name, "day": reader.date(meeting.held_on)}
