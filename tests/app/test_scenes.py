"""Every registered scene is a whole picture in the smallest room and in the largest."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl
import pytest

from components.reader import Reader
from components.scenes.origin import fits, origin_words
from domain.playlist import Frame, Slot
from domain.scope import Scope
from domain.viewing import Room
from pages.scenes import SCENES
from queries.turns import settled_slot
from tests.app.scenes_drawn import LARGEST, PROVINCES, SMALLEST, Drawing

NAME_IN_A_ROW = re.compile(r"<li[^>]*><span>\d*</span><span>([^<]+)</span>")
PROVINCE_SCENES = [(slug, key) for slug in PROVINCES for key in SCENES]


@cache
def drawing(url: str, slug: str) -> Drawing:
    return Drawing(url, slug)


def frames(url: str, slug: str, key: str) -> list[Frame]:
    """The scene `key` in both rooms and languages; over units, of one of each level."""
    board = drawing(url, slug)
    return [
        board.frame(slot, room=room, language=language)
        for slot in board.slots()
        if slot.scene == key
        for room, language in ((SMALLEST, "vi"), (LARGEST, "en"))
    ]


@pytest.mark.parametrize(("slug", "key"), PROVINCE_SCENES)
def test_a_scene_is_drawn_and_says_where_its_figures_come_from(
    sample_url: str, slug: str, key: str
) -> None:
    for frame in frames(sample_url, slug, key):
        assert frame.title
        assert frame.body.startswith('<section class="ioc-scene')
        assert frame.sentence
        assert "None" not in frame.body
        has_figures = re.search(r"<b>[^<]*\d", frame.body) is not None
        unknown = {Reader(lang).text("figures.origin.none") for lang in ("vi", "en")}
        assert not has_figures or (frame.origin and frame.origin not in unknown)


@pytest.mark.parametrize("slug", PROVINCES)
def test_nothing_that_tells_where_figures_come_from_is_cut(sample_url: str, slug: str) -> None:
    board = drawing(sample_url, slug)
    for slot in board.slots():
        for room in (SMALLEST, LARGEST):
            for language in ("vi", "en"):
                frame = board.frame(slot, room=room, language=language)
                assert fits(frame.origin, room=room), (slot, language, frame.origin)
                assert not frame.origin.endswith("…")


def test_a_document_is_named_by_its_number_where_its_title_is_too_long() -> None:
    title = "Kế hoạch số 02/KH-UBND về " + "việc rất dài " * 12
    rows = pl.DataFrame(
        {
            "provenance": ["published"],
            "source_title_vi": [title],
            "source_title_en": [title],
            "source_issued_on": [date(2025, 7, 1)],
        }
    )
    small = origin_words([rows], room=SMALLEST, reader=Reader("vi"))
    assert small == "Công bố · 02/KH-UBND (01/07/2025)"
    wide = origin_words([rows], room=Room(across=400, down=65), reader=Reader("vi"))
    assert title.strip() in wide


@pytest.mark.parametrize("slug", PROVINCES)
@pytest.mark.parametrize("key", ["map", "ranking"])
def test_no_unit_is_named_twice(sample_url: str, slug: str, key: str) -> None:
    for room in (SMALLEST, LARGEST):
        frame = drawing(sample_url, slug).frame(Slot(scene=key), room=room)
        named = Counter(NAME_IN_A_ROW.findall(frame.body))
        assert named
        assert [name for name, times in named.items() if times > 1] == []


def test_a_ranking_shows_all_where_there_is_room_and_says_whom_it_leaves_out(
    sample_url: str,
) -> None:
    board = drawing(sample_url, "bac-giang")
    large = board.frame(Slot(scene="ranking"), room=LARGEST)
    assert len(NAME_IN_A_ROW.findall(large.body)) == 58
    small = board.frame(Slot(scene="ranking"), room=SMALLEST)
    shown = len(NAME_IN_A_ROW.findall(small.body))
    assert 10 <= shown < 58
    words = Reader("vi").counted(
        "scenes.ranking.left_out", 58 - shown, first=str(shown // 2), last=str(shown // 2)
    )
    assert words in small.body


def test_the_first_and_the_last_stand_in_the_smallest_room(sample_url: str) -> None:
    frame = drawing(sample_url, "bac-giang").frame(Slot(scene="ranking"))
    names = NAME_IN_A_ROW.findall(frame.body)
    # The same two that the sentence names.
    assert names[0] in frame.sentence
    assert names[-1] in frame.sentence


def test_a_larger_room_shows_no_less(sample_url: str) -> None:
    board = drawing(sample_url, "nghe-an")
    for key in ("situation", "freshness", "ranking", "map"):
        rows = [
            board.frame(Slot(scene=key), room=room).body.count("<li")
            for room in (SMALLEST, Room(across=80, down=45), LARGEST)
        ]
        assert rows == sorted(rows), key


def test_the_situation_tells_what_is_late_first(sample_url: str) -> None:
    frame = drawing(sample_url, "nghe-an").frame(Slot(scene="situation"))
    # Ten tasks of the plan of 2024 are overdue on 2 April, and two indicators lag.
    assert "<b>10</b></p><h2>nhiệm vụ quá hạn</h2>" in frame.body
    assert frame.red == 12


def test_a_unit_without_late_work_is_not_said_to_be_the_province(sample_url: str) -> None:
    board = Drawing(sample_url, "nghe-an")
    question = settled_slot(Slot(scene="", unit="425"), board.day, fetch=board.fetch).question
    assert question.unit_id is not None
    board.day = replace(board.day, scope=Scope(units=frozenset({question.unit_id})))
    body = board.frame(Slot(scene="situation")).body
    # The plans are the province's: ten of their tasks are overdue, none of them the district's.
    assert "10 trễ" in body
    assert "Đơn vị không có nhiệm vụ quá hạn" in body


def test_posts_can_be_hidden_where_a_scene_names_them(sample_url: str) -> None:
    board = drawing(sample_url, "nghe-an")
    for slot in (slot for slot in board.slots() if slot.scene in ("situation", "unit")):
        body = board.frame(slot, room=LARGEST).body
        without = re.sub(r'<(span|div)[^>]*class="ioc-post"[^>]*>.*?</\1>', "", body)
        assert not re.search(r"Giám đốc|Chủ tịch UBND", without), slot
