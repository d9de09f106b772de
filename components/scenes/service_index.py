"""The service index from across a room: score and grade, the group that lost most, where it was
lost. Points and words are those of the page of the index (components/figures/index_score).
"""

import polars as pl

from components.block_rows import short_name
from components.figures.index_score import doubt, most, points
from components.figures.marks import bar_look, icon, not_final, provisional_note
from components.index_standing import Row, Standing
from components.markup import plain, safe, share_style
from components.reader import Reader
from components.scenes.fitting import height_of, panel_down, rows_within
from components.scenes.parts import Statement, nothing, panel, rows_list
from components.scenes.space import Space
from domain.service_index import DIGITS

# Icon of the tone of a grade; its name stands beside it.
SIGNS = {"good": "met", "course": "on_course", "warning": "due", "bad": "missed"}
# Of a row, in units: the points and the padding above and below.
LOST, PADDING = 4.6, 0.5


def score_statement(standing: Standing, *, before: str, reader: Reader) -> Statement:
    """The score on its scale with its grade; where points are unknown, what could be scored."""
    total, scheme = standing.total, standing.scheme
    assert scheme is not None
    is_part = total["unknown"] > 0
    value = total["points"] if is_part else total["score"]
    full = total["applicable"] if is_part else scheme["scale"]
    grade = plain(reader.pick(dict(total), "grade")) or reader.text("service_index.no_grade")
    told = [not_final(total["obs_status"], reader), _change(standing, before=before, reader=reader)]
    tone = total["tone"] or "neutral"
    return Statement(
        figure=points(value, reader),
        words=reader.text("scenes_work.of_points", scale=most(full, reader), grade=grade),
        tone=tone,
        sign=SIGNS.get(tone, "no_value"),
        below=" · ".join(part for part in told if part),
    )


def _change(standing: Standing, *, before: str, reader: Reader) -> str:
    """Against the period before; empty where the two cannot be compared."""
    change = standing.total["change"]
    if change is None or standing.total["unknown"]:
        return ""
    if not change:
        return reader.text("service_index.unchanged", before=before)
    key = "risen" if change > 0 else "fallen"
    return reader.text(f"service_index.{key}", points=points(abs(change), reader), before=before)


def worst_statement(standing: Standing, *, reader: Reader) -> Statement | None:
    """The group that lost most; None where none lost anything."""
    worst = standing.worst_group
    if worst is None:
        return None
    return Statement(
        figure=points(-worst["lost"], reader),
        words=plain(reader.pick(dict(worst), "group")),
        tone="bad",
        sign="behind",
        below=reader.text("scenes_work.worst_group", most=most(worst["applicable"], reader)),
    )


def groups_panel(standing: Standing, *, note: str, reader: Reader) -> str:
    """A bar per group: the points it has of those it can have, and what it lost."""
    worst = standing.worst_group
    rows = [
        _group(row, is_worst=worst is not None and row["group"] == worst["group"], reader=reader)
        for row in standing.groups.to_dicts()
    ]
    foot = provisional_note(standing.groups.to_dicts(), reader)
    title = reader.text("service_index.card_groups")
    return panel(title, rows_list(rows, name="index-groups") + foot, name="groups", note=note)


def _group(row: Row, *, is_worst: bool, reader: Reader) -> str:
    name = safe(reader.pick(dict(row), "group"))
    if row["points"] is None:
        key = "unknown_group" if row["unknown"] else "not_applicable"
        words = safe(reader.text(f"service_index.{key}"))
        told = f'<span>{name}</span><p class="ioc-absent">{words}</p>'
        return f'<li class="ioc-tone-neutral">{told}</li>'
    share = share_style(row["points"] / row["applicable"])
    value = f"{points(row['points'], reader)}<small> / {most(row['applicable'], reader)}</small>"
    lost = reader.text("scenes_work.lost", points=points(row["lost"], reader))
    sign = icon("behind") if is_worst else ""
    return (
        f'<li class="ioc-tone-{"bad" if is_worst else "plain"}"><span>{name}'
        f"{doubt(row['obs_status'], reader, hatched=True)}</span><b>{value}</b>"
        f"<em>{sign}{safe(lost)}</em>"
        f'<div class="ioc-track"><i{bar_look(row["obs_status"])} style="width:{share}"></i></div>'
        "</li>"
    )


def losses_panel(
    standing: Standing, *, space: Space, across: float, down: float, reader: Reader
) -> str:
    """The units that lost most of the points, with the metric that cost them most; as many as fit.

    Of a single unit its own metrics.
    """
    of_units = standing.losses.height > 0
    key = "card_losses" if of_units else "card_losses_of_unit"
    title = reader.text(f"service_index.{key}")
    found = _lost_at_units(standing, reader) if of_units else _lost_by_metric(standing, reader)
    if not found:
        return panel(title, nothing(reader.text("service_index.nothing_lost")), name="losses")
    heights = [
        height_of((name, space.text), (small, space.small), across=across - LOST) + PADDING
        for name, small, _ in found
    ]
    shown = rows_within(heights, down=panel_down(space, down=down))
    rows = [
        f'<li class="ioc-tone-bad"><b>{icon("behind")}{points(lost, reader)}</b><div>'
        f"<span>{safe(name)}</span><small>{safe(small, limit=300)}</small></div></li>"
        for name, small, lost in found[:shown]
    ]
    rest = sum(lost for _, _, lost in found) - sum(lost for _, _, lost in found[:shown])
    if of_units:
        rest += float(standing.losses.filter(pl.col("unit_id").is_null())["lost"].sum())
    more = ""
    if round(rest, DIGITS):
        more = reader.text("scenes_work.lost_elsewhere", points=points(rest, reader))
    return panel(title, rows_list(rows, name="loss-rows"), name="losses", more=more)


def _lost_at_units(standing: Standing, reader: Reader) -> list[tuple[str, str, float]]:
    at = standing.losses.filter(pl.col("unit_id").is_not_null(), pl.col("lost").round(DIGITS) > 0)
    return [
        (
            short_name(row, reader),
            reader.text(
                "service_index.mostly",
                metric=plain(reader.pick(row, "worst")),
                points=points(row["worst_lost"], reader),
            ),
            row["lost"],
        )
        for row in at.to_dicts()
    ]


def _lost_by_metric(standing: Standing, reader: Reader) -> list[tuple[str, str, float]]:
    lost = standing.metrics.filter(pl.col("lost").round(DIGITS) > 0)
    return [
        (plain(reader.pick(row, "metric")), plain(reader.pick(row, "group")), row["lost"])
        for row in lost.sort("lost", descending=True, maintain_order=True).to_dicts()
    ]
