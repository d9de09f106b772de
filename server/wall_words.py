"""What a wall says beside its figures, finished in its language: how old, since when, and why."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assets.wording import counted_text, day_text, text
from domain.data_age import DataAge
from domain.playlist import Frame
from server.wall_frames import Frames, NothingKnown, Shown
from server.wall_plan import Planned
from server.wall_pulse import Trouble


class Words:
    """Sentences in `language`, with moments of `time_zone`."""

    def __init__(self, language: str, *, time_zone: str) -> None:
        self.language = language
        self._zone = ZoneInfo(time_zone)

    def whose(self, province: str, *, unit: str) -> str:
        """The province, and what is seen of it where that is not the whole (`unit` not "")."""
        return self._text("wall.within", province=province, unit=unit) if unit else province

    def facts(self, shown: Shown, *, today: date) -> str:
        """How old the figures are and which import they are of."""
        frame = shown.frame
        said = [self._age(replace(frame.age, today=today))] if frame.age else []
        if frame.batch is not None and frame.imported_at is not None:
            moment = self._short(frame.imported_at, today)
            said.append(self._text("wall.batch", batch=frame.batch, moment=moment))
        return " · ".join(said) or self._text("wall.no_cut_off")

    def band(self, shown: Shown) -> str:
        """Why these are not the figures of this moment; "" when they are."""
        stale = shown.stale
        if stale is None:
            return ""
        of = self._text("wall.stale_of", batch=_number(shown.frame), day=self._date(stale.day))
        ignored = [self._text(f"wall.ignored_{why}") for why in dict.fromkeys(stale.ignored)]
        return " – ".join([self.trouble(stale.trouble), of, *ignored])

    def trouble(self, trouble: Trouble) -> str:
        """Since when the store gives nothing, and why."""
        return self._text(f"wall.store_{trouble.why}", since=self.moment(trouble.since))

    def nothing(self, nothing: NothingKnown) -> str:
        """As `trouble`, and that nothing is kept that could be shown instead."""
        ignored = [self._text(f"wall.ignored_{why}") for why in dict.fromkeys(nothing.ignored)]
        return " – ".join(
            [self.trouble(nothing.trouble), *ignored, self._text("wall.nothing_kept")]
        )

    def notes(self, planned: Planned, frames: Frames, *, is_small: bool) -> list[str]:
        """What whoever looks after the wall should know."""
        said: list[str] = []
        if planned.unknown:
            said.append(self._counted("wall.unknown_slots", len(planned.unknown)))
        if frames.not_kept_since:
            since = self.moment(frames.not_kept_since)
            said.append(self._text("wall.not_kept", since=since))
        if is_small:
            said.append(self._text("wall.small_letters"))
        return said

    def alert(self, cases: int) -> str:
        """How many new cases a wall turns to."""
        return self._counted("wall.alert", cases)

    def batch(self, frame: Frame) -> str:
        """The batch that the figures of `frame` are of, for a sentence; as `facts` tells it."""
        return self._text("wall.of_batch", batch=_number(frame))

    def stands_at(self, day: date | None) -> str:
        """That the province's clock stands still; "" when it runs."""
        return self._text("wall.stands_at", day=self._date(day)) if day else ""

    def moment(self, at: datetime) -> str:
        """Time and day of a moment in the province."""
        local = at.astimezone(self._zone)
        return self._text("wall.moment", time=f"{local:%H:%M}", day=self._date(local.date()))

    def _age(self, age: DataAge) -> str:
        """The cut-off, how long ago that is, and how long may be between two of them."""
        key = "wall.age_once" if age.cycle is None else "wall.old" if age.is_old else "wall.age"
        told = counted_text(
            key, age.days, language=self.language, count=age.days, cycle=age.cycle or 0
        )
        return self._text("wall.data_until", day=self._date(age.cut_off), age=told)

    def _short(self, at: datetime, today: date) -> str:
        """A moment of today by its time, any other by its day: the line has no room for both."""
        local = at.astimezone(self._zone)
        if local.date() == today:
            return self._text("wall.today", time=f"{local:%H:%M}")
        return self._date(local.date())

    def _date(self, day: date) -> str:
        return day_text(day, language=self.language)

    def _text(self, key: str, **values: object) -> str:
        return text(key, language=self.language, **values)

    def _counted(self, key: str, count: int) -> str:
        return counted_text(key, count, language=self.language, count=count)


def _number(frame: Frame) -> int:
    """The newest import of the province that counts, whatever landed elsewhere since."""
    return frame.as_of if frame.batch is None else frame.batch
