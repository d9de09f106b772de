"""What is wrong with a unit, at one look: five counts, each with its worst case, and a sentence."""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from components.figures.marks import icon
from components.markup import safe
from components.reader import NO_VALUE, Reader

# Who stands among the last quarter of its peers is named; below four there is no quarter.
FEWEST_PEERS = 4
FALLS_SHORT = ("missed", "behind")
OPEN = ("not_started", "in_progress", "submitted")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Counts of one unit. Days are null where there is no such case."""

    reported: int  # indicators with a value
    expected: int  # indicators it reports at all
    judged: int  # with a target
    short: int  # behind it or missed
    ranked: int
    last: int  # places among the last quarter
    open_work: int
    overdue: int
    longest_overdue: int | None  # days
    bottlenecks: int
    oldest_bottleneck: int | None  # days
    waits_for: str | None  # whom the oldest waits for
    reports_due: int
    reports_in_time: int
    reports_late: int
    reports_not_sent: int
    knows_reports: bool

    @property
    def knows_nothing(self) -> bool:
        """Whether there is no figure, no work, no bottleneck and no report at all."""
        known = (self.expected, self.open_work, self.overdue, self.bottlenecks, self.reports_due)
        return not any(known)


class Tile(NamedTuple):
    """One count: how bad it is (a tone and an icon), of what, the count, its worst case."""

    tone: str
    sign: str
    name: str
    value: str
    small: str


def standing_of(
    figures: pl.DataFrame,
    items: pl.DataFrame,
    bottlenecks: pl.DataFrame,
    reports: pl.DataFrame,
) -> Standing:
    """The counts of UNIT_FIGURES, WORK_ITEMS, UNIT_BOTTLENECKS and UNIT_REPORTS of one unit."""
    ranked = figures.filter(pl.col("rank").is_not_null() & (pl.col("ranked_of") >= FEWEST_PEERS))
    late = items.filter(pl.col("days_left") < 0)
    oldest = bottlenecks.sort("age_days", descending=True).head(1).to_dicts()
    most_days = late["days_left"].min()
    return Standing(
        reported=figures["value"].count(),
        expected=figures.height,
        judged=figures.filter(
            pl.col("target").is_not_null() & pl.col("value").is_not_null()
        ).height,
        short=figures.filter(pl.col("status").is_in(FALLS_SHORT)).height,
        ranked=ranked.height,
        last=ranked.filter(is_among_the_last()).height,
        open_work=items.filter(pl.col("state").is_in(OPEN)).height,
        overdue=late.height,
        longest_overdue=-most_days if isinstance(most_days, int) else None,
        bottlenecks=bottlenecks.height,
        oldest_bottleneck=oldest[0]["age_days"] if oldest else None,
        waits_for=oldest[0]["waits_for"] if oldest else None,
        reports_due=int(reports["due"].sum()),
        reports_in_time=int(reports["in_time"].sum()),
        reports_late=int(reports["late"].sum()),
        reports_not_sent=int(reports["not_sent"].sum()),
        knows_reports=bool(reports["form"].count()),
    )


def is_among_the_last() -> pl.Expr:
    """Places among the last quarter of those ranked."""
    return pl.col("rank") > pl.col("ranked_of") - pl.col("ranked_of") // FEWEST_PEERS


def standing_tiles(at: Standing, *, reader: Reader) -> str:
    """The five counts side by side, always in the same order; colour, icon and word by how bad."""
    drawn = "".join(_drawn(tile, reader) for tile in tiles(at, reader=reader))
    return f'<div class="ioc-tiles">{drawn}</div>'


def tiles(at: Standing, *, reader: Reader) -> list[Tile]:
    """The five counts in their order: targets, places, work, obstacles, reports."""
    makers = (_targets, _places, _work, _obstacles, _reports)
    return [make(at, reader) for make in makers]


def _targets(at: Standing, reader: Reader) -> Tile:
    if not at.judged:
        known = reader.text("unit.tile.reported", count=f"{at.reported}/{at.expected}")
        why = known if at.expected else reader.text("unit.tile.no_figures")
        return Tile("neutral", "no_value", "targets", reader.text("unit.tile.no_target"), why)
    met = at.judged - at.short
    words = reader.text("unit.tile.short", count=reader.number(at.short))
    tone, sign = ("bad", "missed") if at.short else ("good", "met")
    small = words if at.short else reader.text("unit.tile.all_met")
    return Tile(tone, sign, "targets", f"{met}/{at.judged}", small)


def _places(at: Standing, reader: Reader) -> Tile:
    if not at.ranked:
        return Tile("neutral", "no_value", "places", NO_VALUE, reader.text("unit.tile.no_places"))
    tone, sign = ("warning", "behind") if at.last else ("good", "met")
    small = reader.text("unit.tile.last" if at.last else "unit.tile.none_last")
    return Tile(tone, sign, "places", f"{at.last}/{at.ranked}", small)


def _work(at: Standing, reader: Reader) -> Tile:
    count = reader.number(at.overdue)
    if at.overdue:
        days = reader.number(at.longest_overdue)
        small = reader.text("unit.tile.longest", days=days)
        return Tile("bad", "overdue", "work", count, small)
    small = reader.counted("unit.tile.open_work", at.open_work)
    tone, sign = ("good", "met") if at.open_work else ("neutral", "no_value")
    return Tile(tone, sign, "work", count, small)


def _obstacles(at: Standing, reader: Reader) -> Tile:
    count = reader.number(at.bottlenecks)
    if not at.bottlenecks:
        return Tile("good", "met", "obstacles", count, reader.text("unit.tile.no_obstacles"))
    small = reader.text(
        "unit.tile.oldest",
        days=reader.number(at.oldest_bottleneck),
        whom=reader.text(f"unit.waits_{at.waits_for}"),
    )
    return Tile("warning", "overdue", "obstacles", count, small)


def _reports(at: Standing, reader: Reader) -> Tile:
    if not at.reports_due:
        key = "unit.tile.none_due" if at.knows_reports else "unit.tile.no_reports"
        return Tile("neutral", "no_value", "reports", NO_VALUE, reader.text(key))
    written = f"{at.reports_in_time}/{at.reports_due}"
    if at.reports_not_sent:
        small = reader.text("unit.tile.not_sent", count=reader.number(at.reports_not_sent))
        return Tile("bad", "missed", "reports", written, small)
    if at.reports_late:
        small = reader.text("unit.tile.late", count=reader.number(at.reports_late))
        return Tile("warning", "behind", "reports", written, small)
    return Tile("good", "met", "reports", written, reader.text("unit.tile.all_sent"))


def _drawn(tile: Tile, reader: Reader) -> str:
    title = safe(reader.text(f"unit.tile.{tile.name}"))
    is_word = not any(letter.isdigit() for letter in tile.value)
    look = ' class="ioc-tile-word"' if is_word else ""
    sign = "" if tile.value == NO_VALUE else icon(tile.sign)
    return (
        f'<section class="ioc-tile ioc-tone-{tile.tone}"><h4>{title}</h4>'
        f"<p{look}>{sign}<b>{safe(tile.value)}</b></p>"
        f"<small>{safe(tile.small)}</small></section>"
    )


def standing_sentence(at: Standing, *, name: str, when: str, reader: Reader) -> str:
    """`Thành phố Vinh, năm 2023, cần chú ý: ...`; what is wrong comes first, worst first."""
    parts = {"unit": name, "when": when}
    if at.knows_nothing:
        return reader.text("unit.say.nothing", **parts)
    wrong = _wrong(at, reader)
    if not wrong:
        return reader.text("unit.say.fine", **parts)
    return reader.text("unit.say.wrong", wrong="; ".join(wrong), **parts)


def _wrong(at: Standing, reader: Reader) -> list[str]:
    found: list[str] = []
    if at.overdue:
        days = reader.number(at.longest_overdue)
        found.append(reader.counted("unit.say.overdue", at.overdue, days=days))
    if at.short:
        judged = reader.number(at.judged)
        found.append(reader.counted("unit.say.short", at.short, judged=judged))
    if at.bottlenecks:
        days = reader.number(at.oldest_bottleneck)
        found.append(reader.counted("unit.say.obstacles", at.bottlenecks, days=days))
    if at.reports_not_sent:
        found.append(reader.counted("unit.say.not_sent", at.reports_not_sent))
    if at.last:
        ranked = reader.number(at.ranked)
        found.append(reader.counted("unit.say.last", at.last, ranked=ranked))
    missing = at.expected - at.reported
    if missing:
        found.append(reader.counted("unit.say.missing", missing))
    return found
