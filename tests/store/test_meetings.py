"""Meetings: who runs them, what opening fixes, what may still be changed and what never again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from domain.meetings import LONGEST_AGENDA, AgendaLine, Meeting, MeetingWords
from store import tables
from store.database import engine
from store.meetings import (
    MeetingRefused,
    change_meeting,
    close_meeting,
    create_meeting,
    meeting_before,
    meeting_going_on,
    move_meeting,
    open_meeting,
    read_agenda,
    read_meeting,
    remove_meeting,
)
from store.tables import audit_event, direction, meeting, province
from tests.queries.stores import TODAY
from tests.store.test_entry import Office

WORDS = MeetingWords(name_vi="Giao ban tháng 4", held_on=TODAY, chair_vi="Phó Chủ tịch")


class Hall(Office):
    """The office with people who may and may not run meetings; its clock stands still."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.stand_at(TODAY)
        self.leader = self.person("lan", "leader", "40")
        self.presenter = self.person("phuong", "presenter", "40")
        self.staff = self.person("canbo", "staff", "40")
        self.of_department = self.person("so", "presenter", "STP")

    def stand_at(self, day: date) -> None:
        with engine(self.url).execution_options(writes=True).begin() as connection:
            connection.execute(province.update().values(clock_stands_at=day))

    def set_up(self, by: int | None = None, words: MeetingWords = WORDS) -> int:
        return create_meeting(by or self.leader, self.province_id, words)

    def read(self, meeting_id: int) -> Meeting:
        with engine(self.url).connect() as connection:
            found = read_meeting(connection, meeting_id)
        assert found is not None
        return found

    def agenda(self, meeting_id: int) -> list[AgendaLine]:
        with engine(self.url).connect() as connection:
            return read_agenda(connection, meeting_id)

    def actions(self) -> list[str]:
        with engine(self.url).connect() as connection:
            return list(connection.scalars(select(audit_event.c.action).order_by("position")))


@pytest.fixture
def hall(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setenv("IOC_DATABASE_URL", database_url)
    return Hall(database_url)


def test_a_meeting_is_set_up_with_its_agenda_in_order(hall: Hall) -> None:
    unit_id = hall.ids["unit", "STP"]
    lines = [
        AgendaLine(kind="topic", scene="situation", minutes=10),
        AgendaLine(kind="topic", text="Mô hình điểm"),
        AgendaLine(kind="unit", unit_id=unit_id, minutes=5),
    ]
    made = create_meeting(hall.presenter, hall.province_id, WORDS, lines)
    assert hall.agenda(made) == lines
    assert hall.read(made).name_en == "Giao ban tháng 4"
    assert hall.read(made).state(on=TODAY) == "planned"


@pytest.mark.parametrize("who", ["staff", "of_department"])
def test_only_who_may_and_sees_the_province_runs_meetings(hall: Hall, who: str) -> None:
    made = hall.set_up()
    person: int = getattr(hall, who)
    with pytest.raises(MeetingRefused, match="may not run"):
        hall.set_up(by=person, words=MeetingWords(name_vi="Khác", held_on=TODAY))
    for act in (open_meeting, close_meeting, remove_meeting):
        with pytest.raises(MeetingRefused, match="may not run"):
            act(person, made)
    assert hall.read(made).opened_at is None


def test_opening_fixes_the_newest_batch_the_day_and_the_leading_period(hall: Hall) -> None:
    made = hall.set_up()
    opened = open_meeting(hall.presenter, made)
    assert (opened.as_of, opened.stands_on) == (hall.batch, TODAY)
    hall.unit("CT")
    hall.stand_at(TODAY + timedelta(days=400))
    assert (hall.read(made).as_of, hall.read(made).stands_on) == (opened.as_of, TODAY)


def test_a_meeting_is_opened_once_and_not_after_its_day(hall: Hall) -> None:
    made = hall.set_up()
    open_meeting(hall.leader, made)
    with pytest.raises(MeetingRefused, match="opened already"):
        open_meeting(hall.presenter, made)
    past = hall.set_up(words=MeetingWords(name_vi="Cũ", held_on=TODAY - timedelta(days=1)))
    with pytest.raises(MeetingRefused, match="is past"):
        open_meeting(hall.leader, past)


def test_moving_takes_the_batch_that_was_looked_at_or_nothing(hall: Hall) -> None:
    made = hall.set_up()
    before = open_meeting(hall.leader, made).as_of
    hall.unit("CT")
    looked_at = hall.batch
    hall.unit("CX")
    with pytest.raises(MeetingRefused, match="newer batch"):
        move_meeting(hall.leader, made, seen=looked_at)
    assert hall.read(made).as_of == before
    assert move_meeting(hall.leader, made, seen=hall.batch).as_of == hall.batch


def test_moving_a_meeting_leaves_its_day(hall: Hall) -> None:
    made = hall.set_up()
    open_meeting(hall.leader, made)
    hall.stand_at(TODAY + timedelta(days=9))
    hall.unit("CT")
    moved = move_meeting(hall.leader, made, seen=hall.batch)
    assert (moved.as_of, moved.stands_on) == (hall.batch, TODAY)


def test_a_meeting_opened_ahead_comes_to_its_own_day_and_no_further(hall: Hall) -> None:
    day = TODAY + timedelta(days=3)
    made = hall.set_up(words=MeetingWords(name_vi="Sắp họp", held_on=day))
    assert open_meeting(hall.leader, made).stands_on == TODAY
    for passed, stands_on in ((1, TODAY + timedelta(days=1)), (3, day), (30, day)):
        hall.stand_at(TODAY + timedelta(days=passed))
        hall.unit(f"CT{passed}")
        assert move_meeting(hall.leader, made, seen=hall.batch).stands_on == stands_on


def test_the_meeting_going_on_is_the_one_opened_last(hall: Hall) -> None:
    assert meeting_going_on(hall.province_id) is None
    first = hall.set_up()
    second = hall.set_up(words=MeetingWords(name_vi="Hai", held_on=TODAY))
    assert meeting_going_on(hall.province_id) is None
    open_meeting(hall.leader, first)
    open_meeting(hall.leader, second)
    for open_now in (second, first):
        found = meeting_going_on(hall.province_id)
        assert found is not None and found.meeting_id == open_now
        close_meeting(hall.leader, open_now)
    assert meeting_going_on(hall.province_id) is None


def test_what_a_closed_meeting_shows_is_never_changed_again(hall: Hall) -> None:
    made = hall.set_up()
    with pytest.raises(MeetingRefused, match="not going on"):
        close_meeting(hall.leader, made)
    opened = open_meeting(hall.leader, made)
    close_meeting(hall.presenter, made)
    hall.unit("CT")
    with pytest.raises(MeetingRefused, match="not going on"):
        move_meeting(hall.leader, made, seen=hall.batch)
    with pytest.raises(MeetingRefused, match="opened already"):
        open_meeting(hall.leader, made)
    with pytest.raises(MeetingRefused, match="is closed"):
        change_meeting(hall.leader, made, WORDS, [], seen=opened.changed_at)
    assert hall.read(made).as_of == opened.as_of
    assert hall.read(made).state(on=TODAY) == "held"


def test_the_second_of_two_who_edit_is_told_and_nothing_of_theirs_is_written(hall: Hall) -> None:
    made = hall.set_up()
    seen = hall.read(made).changed_at
    change_meeting(hall.leader, made, WORDS, [AgendaLine(kind="topic", text="A")], seen=seen)
    with pytest.raises(MeetingRefused, match="changed the meeting"):
        change_meeting(hall.presenter, made, WORDS, [], seen=seen)
    assert [line.text for line in hall.agenda(made)] == ["A"]


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (AgendaLine(kind="unit", unit_id=999_999), "not one of this province"),
        (AgendaLine(kind="unit"), "not one of this province"),
        (AgendaLine(kind="topic"), "says nothing"),
        (AgendaLine(kind="topic", text=" \u200b\t"), "says nothing"),
        (AgendaLine(kind="topic", text="x" * 301), "longer than"),
        (AgendaLine(kind="topic", text="x", minutes=0), "begin at 1"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_the_agenda_stays(
    hall: Hall, line: AgendaLine, refusal: str
) -> None:
    made = hall.set_up()
    good = AgendaLine(kind="topic", text="A")
    change_meeting(hall.leader, made, WORDS, [good], seen=hall.read(made).changed_at)
    with pytest.raises(MeetingRefused, match=refusal):
        change_meeting(hall.leader, made, WORDS, [good, line], seen=hall.read(made).changed_at)
    assert hall.agenda(made) == [good]


def test_an_agenda_holds_what_a_province_has_and_no_more(hall: Hall) -> None:
    made = hall.set_up()
    lines = [AgendaLine(kind="topic", text=str(place)) for place in range(LONGEST_AGENDA + 1)]
    with pytest.raises(MeetingRefused, match="at most"):
        change_meeting(hall.leader, made, WORDS, lines, seen=hall.read(made).changed_at)
    change_meeting(hall.leader, made, WORDS, lines[1:], seen=hall.read(made).changed_at)
    assert len(hall.agenda(made)) == LONGEST_AGENDA


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 301])
def test_a_meeting_has_a_name_of_bearable_length(hall: Hall, name: str) -> None:
    with pytest.raises(MeetingRefused):
        hall.set_up(words=MeetingWords(name_vi=name, held_on=TODAY))


def test_two_meetings_of_one_name_on_one_day_are_one(hall: Hall) -> None:
    hall.set_up()
    with pytest.raises(MeetingRefused, match="already"):
        hall.set_up(by=hall.presenter)


def test_a_meeting_that_was_opened_or_gave_directions_is_not_taken_back(hall: Hall) -> None:
    made = hall.set_up()
    remove_meeting(hall.leader, made)
    assert hall.count(meeting) == 0
    opened = hall.set_up()
    open_meeting(hall.leader, opened)
    with pytest.raises(MeetingRefused, match="it is kept"):
        remove_meeting(hall.leader, opened)
    gave = hall.set_up(words=MeetingWords(name_vi="Khác", held_on=TODAY))
    hall.rule(
        tables.direction,
        province_id=hall.province_id,
        code="CD1",
        kind="direction",
        meeting_id=gave,
        raised_on=TODAY,
        text_vi="Làm",
        text_en="Do",
        provenance="reported",
    )
    with pytest.raises(MeetingRefused, match="it is kept"):
        remove_meeting(hall.leader, gave)


def test_every_act_is_on_record(hall: Hall) -> None:
    made = hall.set_up()
    open_meeting(hall.leader, made)
    hall.unit("CT")
    move_meeting(hall.leader, made, seen=hall.batch)
    close_meeting(hall.leader, made)
    told = ["meeting_changed", "meeting_opened", "meeting_moved", "meeting_closed"]
    assert hall.actions()[-4:] == told


def test_the_meeting_before_is_the_one_opened_last_before(hall: Hall) -> None:
    first = hall.set_up()
    open_meeting(hall.leader, first)
    planned = hall.set_up(words=MeetingWords(name_vi="Sau", held_on=TODAY))
    with engine(hall.url).connect() as connection:
        found = meeting_before(connection, hall.read(planned))
        none = meeting_before(connection, hall.read(first))
    assert found is not None and found.meeting_id == first
    assert none is None


def test_directions_of_the_sample_point_to_the_meetings_they_name(sample_url: str) -> None:
    with engine(sample_url).connect() as connection:
        named = select(func.count()).where(direction.c.meeting_vi.is_not(None))
        pointing = (
            select(func.count())
            .select_from(direction.join(meeting, meeting.c.id == direction.c.meeting_id))
            .where(
                meeting.c.name_vi == direction.c.meeting_vi,
                meeting.c.held_on == direction.c.raised_on,
                meeting.c.province_id == direction.c.province_id,
            )
        )
        assert connection.scalar(pointing) == connection.scalar(named)
        assert (connection.scalar(named) or 0) > 0
