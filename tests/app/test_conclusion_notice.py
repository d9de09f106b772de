"""The conclusion notice is of the meeting asked for, with what was entered after it was opened."""

import io
from datetime import date

from docx import Document
from sqlalchemy import select

from components.export.letter import CENTRE
from components.reader import Reader
from domain.choices import chosen_code
from domain.meetings import MeetingWords
from domain.scope import Scope
from pages.downloads.given import meetings_with_directions, notice
from pages.downloads.ordered import Ordered
from queries.runner import fetch, standing_still
from queries.settled import Settled, provinces_in_scope, settled_question
from store.clock import now
from store.entry import (
    NewDirection,
    NewDirectionEvent,
    NewWorkItem,
    enter_direction,
    enter_direction_event,
    enter_work_item,
)
from store.meetings import create_meeting, open_meeting
from store.tables import plan, work_item
from tests.app.test_frozen import HERE, TODAY, USER, id_of, province_id
from tests.app.visiting import everything_said, token_of, visit
from tests.faults.papers import letter_text
from tests.store.people import reading

NAME = "Phiên họp đánh giá tháng"
EARLIER = date(2024, 3, 4)
VI = Reader("vi")


def opened(url: str) -> int:
    by = id_of(url, USER)
    made = create_meeting(by, province_id(url), MeetingWords(name_vi=NAME, held_on=TODAY))
    open_meeting(by, made)
    return made


def direct(url: str, code: str, text: str, *, on: date = TODAY) -> int:
    new = NewDirection(code=code, kind="direction", meeting_vi=NAME, raised_on=on, text_vi=text)
    return enter_direction(id_of(url, "quantri"), province_id(url), new)


def became_a_task(url: str, direction_id: int, title: str) -> None:
    by = id_of(url, "quantri")
    with reading(url) as connection:
        of = connection.scalar(select(plan.c.id).where(plan.c.code == "NA-KH2024")) or 0
    new = NewWorkItem(code="NVKL1", kind="one_off", title_vi=title, happened_on=TODAY, reason="x")
    enter_work_item(by, of, new)
    with reading(url) as connection:
        item = connection.scalar(select(work_item.c.id).where(work_item.c.code == "NVKL1"))
    event = NewDirectionEvent(
        event_type="became_work", happened_on=TODAY, reason="x", work_item_id=item
    )
    enter_direction_event(by, direction_id, event, seen=0)


def settled_at(url: str, meeting_id: int) -> Settled:
    frozen = standing_still(str(meeting_id))
    scope = Scope(provinces=frozenset({province_id(url)}))

    def choose(_parameter: str, _options: object, *, default: str, **_more: object) -> str:
        return default

    known = provinces_in_scope(scope, as_of=frozen.as_of, fetch=fetch)
    return settled_question(
        known, scope=scope, as_of=frozen.as_of, fetch=fetch, choose=choose, frozen=frozen
    )


def made_at(url: str, meeting_id: int, *asked: str) -> tuple[str, bytes]:
    def choose(parameter: str, options: object, *, default: str, **_more: object) -> str:
        codes = list(asked) if parameter == "meeting" else []
        return chosen_code(parameter, codes, options=options, default=default)  # type: ignore[arg-type]

    settled = settled_at(url, meeting_id)
    made = notice(
        Ordered(settled=settled, choose=choose, reader=VI, for_whom="canbo", made_at=now())
    )
    return made.about, made.body


def tasks_in(letter: bytes) -> str:
    """The cells of the table of tasks, as one text."""
    return " ".join(
        cell.text
        for table in Document(io.BytesIO(letter)).tables
        if table.rows[0].cells[0].text == VI.text("exports.column.place")
        for row in table.rows[1:]
        for cell in row.cells
    )


def test_at_a_meeting_the_notice_is_of_that_meeting_before_anything_was_directed(
    visited_url: str,
) -> None:
    at = opened(visited_url)
    about, letter = made_at(visited_url, at)
    assert about == str(at)
    assert VI.text("exports.notice.no_tasks") in letter_text(letter)
    page = visit(token_of(visited_url, USER), screen="documents", province=HERE, at=str(at))
    assert f"meeting={at}" in everything_said(page)


def test_what_was_entered_after_the_meeting_was_opened_is_in_its_notice(visited_url: str) -> None:
    at = opened(visited_url)
    before = settled_at(visited_url, at).question.as_of
    given = direct(visited_url, "KL-1", "Lời chỉ đạo thứ nhất")
    direct(visited_url, "KL-2", "Lời chỉ đạo thứ hai")
    became_a_task(visited_url, given, "Nhiệm vụ sinh ra sau khi mở họp")
    _, letter = made_at(visited_url, at)
    told = tasks_in(letter)
    assert "Nhiệm vụ sinh ra sau khi mở họp" in told and "Lời chỉ đạo thứ hai" in told
    # The figures stand still all the same, and the foot tells both batches.
    assert settled_at(visited_url, at).question.as_of == before
    assert f"đợt nhập số {before}" in letter_text(letter)


def test_two_meetings_of_one_name_are_two_and_keep_their_own_tasks(visited_url: str) -> None:
    direct(visited_url, "KL-0", "Lời chỉ đạo của tháng trước", on=EARLIER)
    at = opened(visited_url)
    direct(visited_url, "KL-1", "Lời chỉ đạo của tháng này")
    names = meetings_with_directions(settled_at(visited_url, at), VI)
    other = next(code for code, name in names.items() if NAME in name and code != str(at))
    assert names[str(at)] == f"{NAME} (02/04/2024)" and names[other] != names[str(at)]
    own = tasks_in(made_at(visited_url, at)[1])
    assert "tháng này" in own and "tháng trước" not in own
    earlier = made_at(visited_url, at, other)[1]
    assert "tháng trước" in tasks_in(earlier) and "tháng này" not in tasks_in(earlier)
    assert "Ngày 04/03/2024" in letter_text(earlier)


def test_a_name_within_a_sentence_stays_a_name_and_a_word_becomes_one(visited_url: str) -> None:
    by, here = id_of(visited_url, USER), province_id(visited_url)
    names = {"UBND tỉnh họp chuyên đề": "UBND tỉnh", "Hội nghị giao ban": "hội nghị giao ban"}
    for name, told in names.items():
        at = create_meeting(by, here, MeetingWords(name_vi=name, held_on=TODAY))
        open_meeting(by, at)
        assert f"tại {told}" in letter_text(made_at(visited_url, at)[1])


def test_who_signs_stands_whole_on_one_page_with_what_is_above(visited_url: str) -> None:
    _, letter = made_at(visited_url, opened(visited_url))
    document = Document(io.BytesIO(letter))
    post = VI.text("exports.notice.post")
    signature = next(table for table in document.tables if post in table.rows[0].cells[1].text)
    assert "w:cantSplit" in signature.rows[0]._tr.xml
    carry_out = VI.text("exports.notice.carry_out_told")
    above = next(each for each in document.paragraphs if each.text == carry_out)
    assert above.paragraph_format.keep_with_next


def test_pages_are_numbered_above_but_the_first_and_the_annex_begins_anew(
    visited_url: str,
) -> None:
    _, letter = made_at(visited_url, opened(visited_url))
    sections = Document(io.BytesIO(letter)).sections
    assert len(sections) == 2
    for section in sections:
        (number,) = section.header.paragraphs
        assert 'w:instr="PAGE"' in number._p.xml and number.alignment == CENTRE
        assert section.different_first_page_header_footer
        assert not any(each.text for each in section.first_page_header.paragraphs)
        assert section._sectPr.xml.count('<w:pgNumType w:start="1"/>') == 1
