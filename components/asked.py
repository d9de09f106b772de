"""What a screen or a file is about, as one sentence: the question told in words.

`Nghệ An · Năm 2023 · toàn tỉnh · như thời điểm báo cáo · số liệu đến đợt nhập số 42, tính đến ngày
02/04/2024`. The same words stand under the title of every page that asks and in every file.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.figures.converted import written_era
from components.markup import plain, safe
from components.reader import Reader
from components.state import Screen
from queries.question import COMPARISONS, Question

BETWEEN = " · "


def question_told(
    asked: Question,
    *,
    province: Mapping[str, Any],
    unit: Mapping[str, Any] | None,
    era: Mapping[str, Any] | None,
    reader: Reader,
    of_period: bool = True,
    of_batch: bool = True,
) -> str:
    """`asked` in the reader's language, as plain text.

    `province`, `unit` and `era` are rows of PROVINCES, UNITS and ERAS; no unit: the whole
    province, no era: as it was. Without `of_period` it is about things that stand on a day,
    whichever period and map were asked for; without `of_batch` something else tells batch and day.
    """
    whole = reader.text("asked.whole")
    of_whom = plain(reader.pick(dict(unit), "full_name")) if unit else whole
    on_map = (
        reader.text("asked.era", era=written_era(era, reader))
        if era
        else reader.text("asked.as_it_was")
    )
    period = reader.period(asked.period)
    parts = [
        plain(reader.pick(dict(province), "name")),
        *((period[:1].upper() + period[1:],) if of_period else ()),
        of_whom,
        *((on_map,) if of_period else ()),
        *((_compared(asked, reader),) if of_period and asked.compare != COMPARISONS[0] else ()),
        *((_as_of(asked, reader),) if of_batch else ()),
    ]
    return BETWEEN.join(parts)


def _as_of(asked: Question, reader: Reader) -> str:
    batch, day = reader.number(asked.as_of), reader.date(asked.today)
    return reader.text("asked.as_of", batch=batch, day=day)


def _compared(asked: Question, reader: Reader) -> str:
    return reader.text("asked.compared", period=reader.period(asked.compared_period))


def sentence(screen: Screen) -> str:
    """What `screen` is about, as plain text."""
    province = screen.province
    return question_told(
        screen.question,
        province={"name_vi": province.name_vi, "name_en": province.name_en},
        unit=screen.unit,
        era=screen.era,
        reader=screen.reader,
        # Where figures stand still, the band beside it says at what (components/blocks/meeting.py).
        of_batch=screen.frozen is None,
    )


def show_sentence(screen: Screen) -> None:
    """The quiet line under the top line."""
    st.html(f'<p class="ioc-asked">{safe(sentence(screen), limit=400)}</p>')
