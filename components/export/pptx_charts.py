"""Lines and bars as the presentation program's own charts: their numbers can be edited there."""

from datetime import date
from itertools import pairwise
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from components.export import house
from components.export.formulas import neutralised
from components.export.not_final import starred_as
from components.export.parts import Bar, Bars, Lines
from components.export.pptx_slide import SMALL, THINNEST, Box, rgb, style
from components.markup import plain

# The first day of the calendar that spreadsheets count days by.
DAY_ZERO = date(1899, 12, 30)
SHARE, COUNT, MONTH = "0.00%", "#,##0", "mm/yyyy"
# Whose separators a number is written with, where the program lets a file say so.
WRITTEN_AS = {"vi": "[$-42A]", "en": "[$-809]"}
# The zero of an axis would touch its first month.
COUNT_ON_AXIS = '#,##0;-#,##0;""'
LINE_POINTS = {"done": 4.0, "own": 4.0, "due": 2.5, "scope": 2.5, "whole": 2.5, "target": 2.0}
# Lines that are told apart without their colours.
DASHES = {"due": MSO_LINE.DASH, "target": MSO_LINE.SQUARE_DOT, "whole": MSO_LINE.DASH}
LONGEST_NAME = 80
DAYS_OF_A_MONTH = 31
# Few bars in much room are no thicker than this, in points; the gap is a share of the bar.
THICKEST_BAR, LEAST_GAP, MOST_GAP = 46.0, 45, 500


def serial(day: date) -> int:
    """A day as spreadsheets number it."""
    return (day - DAY_ZERO).days


def add_lines(slide: Any, part: Lines, box: Box, *, language: str) -> Any:
    """Step lines or slopes over days; every number of the series is in the chart's own table."""
    data: Any = XyChartData()  # type: ignore[no-untyped-call]
    for line in part.lines:
        series = data.add_series(_named(f"{line.name} {line.last}".strip()))
        points = [(serial(day), amount) for day, amount in line.points if amount is not None]
        for x, y in _stepped(points) if part.steps else points:
            series.add_data_point(x, y)
    kind = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    chart = _added(slide, kind, box, data, name=part.name)
    _house(chart, has_legend=True)
    for line, series in zip(part.lines, chart.plots[0].series, strict=True):
        series.smooth = False
        series.format.line.width = Pt(LINE_POINTS[line.look])
        series.format.line.color.rgb = rgb(house.LINES[line.look])
        if line.look in DASHES:
            series.format.line.dash_style = DASHES[line.look]
    across, up = chart.category_axis, chart.value_axis
    across.minimum_scale, across.maximum_scale = serial(part.first), serial(part.last)
    across.major_unit = max((part.last - part.first).days / 5, DAYS_OF_A_MONTH)
    _axis(across, number_format=MONTH, has_grid=False)
    up.minimum_scale, up.maximum_scale = part.low, part.high
    up.major_unit = part.up[1][0] - part.up[0][0]
    numbers = WRITTEN_AS[language] + (SHARE if part.is_rate else COUNT_ON_AXIS)
    _axis(up, number_format=numbers, has_grid=True)
    return chart


def add_bars(slide: Any, part: Bars, bars: list[Bar], box: Box, *, language: str) -> Any:
    """Bars from above to below; targets that differ are bars of their own beside them."""
    has_own_targets = _differ(part)
    numbers = WRITTEN_AS[language] + (SHARE if part.is_rate else COUNT)
    data: Any = CategoryChartData(number_format=numbers)  # type: ignore[no-untyped-call]
    data.categories = [_category(bar) for bar in bars]
    data.add_series(_named(part.name or "–"), [bar.value for bar in bars])
    if has_own_targets:
        data.add_series(_named(part.target), [bar.target for bar in bars])
    chart = _added(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, data, name=part.name)
    _house(chart, has_legend=has_own_targets)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _gap(box.height, len(bars), each=1 + has_own_targets), 0
    plot.vary_by_categories = False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = numbers, False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    style(labels.font, points=SMALL, colour=house.INK)
    first = plot.series[0]
    _fill(first, house.fill("plain"))
    for place, bar in enumerate(bars):
        _fill(first.points[place], house.fill(bar.tone))
    if has_own_targets:
        _fill(plot.series[1], house.fill("neutral"))
    _axis(chart.category_axis, number_format=None, has_grid=False)
    chart.category_axis.reverse_order = True
    up = chart.value_axis
    # Room for the number behind the longest bar.
    up.minimum_scale, up.maximum_scale = 0.0, part.full * 1.18
    _axis(up, number_format=numbers, has_grid=False)
    up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    up.format.line.fill.background()
    return chart


def target_told(part: Bars) -> str:
    """The words of the one target of all bars; empty where targets differ or there is none."""
    return "" if _differ(part) else part.target


def _differ(part: Bars) -> bool:
    return len({bar.target for bar in part.bars if bar.target is not None}) > 1


def _stepped(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Every day twice, also where nothing moved: some programs want all series equally long."""
    corners = points[:1]
    for (_, before), (x, y) in pairwise(points):
        corners += [(x, before), (x, y)]
    return corners


def _category(bar: Bar) -> str:
    """`Kỳ Sơn: không đạt`, `Vinh (chưa báo cáo)`: a colour alone says nothing."""
    if bar.value is None:
        return _named(f"{bar.name} ({bar.written})")
    name = f"{bar.name}: {bar.standing.lower()}" if bar.standing else bar.name
    return _named(starred_as(name, bar.written))


def _gap(height: float, bars: int, *, each: int) -> int:
    """How wide the gap between two bars is, in hundredths of a bar; `each` stand together."""
    thick = height / max(bars, 1) / (each + LEAST_GAP / 100)
    if thick <= THICKEST_BAR:
        return LEAST_GAP
    return min(round((height / bars / THICKEST_BAR - each) * 100), MOST_GAP)


def _added(slide: Any, kind: Any, box: Box, data: Any, *, name: str) -> Any:
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    # What is read aloud in its place.
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(name))
    return frame.chart


def _named(name: str) -> str:
    """A name for the chart's table, which is a spreadsheet: nothing of it may be computed."""
    return neutralised(plain(name, limit=LONGEST_NAME))


def _house(chart: Any, *, has_legend: bool) -> None:
    style(chart.font, points=SMALL, colour=house.INK)
    chart.has_title = False
    chart.has_legend = has_legend
    if has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        style(chart.legend.font, points=SMALL, colour=house.INK)


def _axis(axis: Any, *, number_format: str | None, has_grid: bool) -> None:
    axis.has_major_gridlines = has_grid
    if has_grid:
        axis.major_gridlines.format.line.color.rgb = rgb(house.LINE)
        axis.major_gridlines.format.line.width = Pt(THINNEST)
    axis.format.line.width = Pt(THINNEST)
    axis.format.line.color.rgb = rgb(house.LINE)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    labels = axis.tick_labels
    style(labels.font, points=SMALL, colour=house.INK)
    if number_format is not None:
        labels.number_format, labels.number_format_is_linked = number_format, False


def _fill(what: Any, colour: str) -> None:
    what.format.fill.solid()
    what.format.fill.fore_color.rgb = rgb(colour)
