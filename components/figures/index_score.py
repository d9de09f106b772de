"""The service index at one look: score with grade, the group that lost most, the official score;
and the groups as bars of points, with what each lost now and before.
"""

from components.figures.marks import (
    bar_look,
    icon,
    not_final,
    provenance_mark,
    provisional_class,
    provisional_note,
)
from components.index_standing import Row, Standing
from components.markup import safe, share_style
from components.reader import Reader
from domain.service_index import DIGITS

# A change of so little is none.
LEAST_CHANGE = 0.005


def points(amount: float | None, reader: Reader, *, signed: bool = False) -> str:
    """`4,96`: two decimals as scores are published; a dash without value."""
    return reader.number(amount, digits=DIGITS, signed=signed)


def most(amount: float, reader: Reader) -> str:
    """The points there are to have: `18`, `2,5`."""
    return reader.number(amount, digits=0 if amount == int(amount) else 1)


def doubt(obs_status: str | None, reader: Reader, *, hatched: bool = False) -> str:
    """`sơ bộ`, `ước tính` in small letters beside a figure; empty where it is final.

    `hatched`: a hatch and its note tell of provisional figures, only the others need a word.
    """
    word = not_final(obs_status, reader)
    if not word or (hatched and provisional_class(obs_status)):
        return ""
    return f"<small>{safe(word)}</small>"


def index_hero(
    standing: Standing, *, about: str, when: str, before: str, reader: Reader, rank: str = ""
) -> str:
    """Three answers side by side. `about` names whose index, `when` and `before` the periods.

    `rank` is what `rank_line` made.
    """
    if standing.scheme is None:
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_scheme"))}</p>'
    blocks = (
        _score(standing, about=about, when=when, before=before, reader=reader, rank=rank),
        _worst(standing, before=before, reader=reader),
        _official(standing, reader),
    )
    return f'<div class="ioc-index-hero">{"".join(blocks)}</div>'


def rank_line(rank: Row | None, *, before: str, reader: Reader) -> str:
    """`Hạng 19/63 tỉnh, thành phố · tăng 3 bậc`: a row of NATIONAL_RANK, or that there is none."""
    if rank is None:
        words = safe(reader.text("service_index.no_rank"))
        return f'<span class="ioc-index-rank"><span>{words}</span></span>'
    place = reader.text(
        "service_index.rank", rank=reader.number(rank["rank"]), ranked=reader.number(rank["ranked"])
    )
    words = reader.text("service_index.rank_of_provinces")
    mark = provenance_mark(rank["provenance"], reader)
    moved = _moved(rank, before=before, reader=reader)
    return (
        f'<span class="ioc-index-rank"><span><b>{safe(place)}</b> {safe(words)}{mark}</span>'
        f"<span>{moved}</span></span>"
    )


def _moved(rank: Row, *, before: str, reader: Reader) -> str:
    """How many places up or down; ranks of different numbers of provinces are not compared."""
    if rank["rank_before"] is None:
        return ""
    if rank["ranked_before"] != rank["ranked"]:
        return safe(reader.text("service_index.rank_other_base", before=before))
    places = rank["rank_before"] - rank["rank"]
    if not places:
        return safe(reader.text("service_index.rank_same", before=before))
    tone, side, key = ("good", "ahead", "up") if places > 0 else ("bad", "behind", "down")
    words = reader.counted(f"service_index.rank_{key}", abs(places), before=before)
    return f'<strong class="ioc-index-change ioc-tone-{tone}">{icon(side)}{safe(words)}</strong>'


def _score(
    standing: Standing, *, about: str, when: str, before: str, reader: Reader, rank: str
) -> str:
    total, scheme = standing.total, standing.scheme
    assert scheme is not None
    title = reader.text("service_index.score_of", about=about, when=when)
    if total["score"] is None:
        why = safe(reader.text("service_index.no_figures"))
        return (
            f'<section class="ioc-index-score"><h3>{safe(title)}</h3><p>{why}</p>'
            f"<p>{rank}</p></section>"
        )
    # Part of an index is not shown as if it were all of it.
    is_part = total["unknown"] > 0
    value = total["points"] if is_part else total["score"]
    full = total["applicable"] if is_part else scheme["scale"]
    change = (
        "" if is_part else _change(total["change"], before=before, standing=standing, reader=reader)
    )
    return (
        f'<section class="ioc-index-score ioc-tone-{total["tone"] or "neutral"}">'
        f"<h3>{safe(title)}</h3>"
        f'<p class="ioc-index-value"><b>{points(value, reader)}</b>'
        f"<span>/ {most(full, reader)}</span>{doubt(total['obs_status'], reader)}"
        f"{grade_chip(total, reader)}{rank}</p>"
        f"<p>{safe(applicable_words(total, scheme, reader))} {change}</p></section>"
    )


def grade_chip(total: Row, reader: Reader) -> str:
    """The grade in words on its colour; why there is none where points are unknown."""
    if total["grade"] is None:
        words = reader.text("service_index.no_grade")
        return f'<em class="ioc-index-grade ioc-tone-neutral">{safe(words)}</em>'
    name = reader.pick(dict(total), "grade")
    return f'<em class="ioc-index-grade ioc-tone-{total["tone"]}">{safe(name)}</em>'


def applicable_words(total: Row, scheme: Row, reader: Reader) -> str:
    """`Đạt 70,25/80 điểm áp dụng.` What could not be scored is said, too."""
    words = reader.text(
        "service_index.of_applicable",
        points=points(total["points"], reader),
        applicable=most(total["applicable"], reader),
        scale=most(scheme["scale"], reader),
    )
    if not total["unknown"]:
        return words
    return reader.text(
        "service_index.incomplete",
        points=points(total["points"], reader),
        applicable=most(total["applicable"], reader),
        unknown=most(total["unknown"], reader),
    )


def _change(change: float | None, *, before: str, standing: Standing, reader: Reader) -> str:
    if standing.has_before and not standing.same_scheme:
        return safe(reader.text("service_index.other_scheme_before", before=before))
    if change is None:
        return safe(reader.text("service_index.nothing_before", before=before))
    if abs(change) < LEAST_CHANGE:
        return safe(reader.text("service_index.unchanged", before=before))
    side = "ahead" if change > 0 else "behind"
    tone = "good" if change > 0 else "bad"
    written = points(abs(change), reader)
    key = "service_index.risen" if change > 0 else "service_index.fallen"
    words = reader.text(key, points=written, before=before)
    return f'<strong class="ioc-index-change ioc-tone-{tone}">{icon(side)}{safe(words)}</strong>'


def _worst(standing: Standing, *, before: str, reader: Reader) -> str:
    title = safe(reader.text("service_index.worst_group"))
    worst = standing.worst_group
    if worst is None:
        key = "nothing_lost" if standing.total.get("score") is not None else "no_figures"
        return (
            f"<section><h3>{title}</h3><p>{safe(reader.text(f'service_index.{key}'))}</p></section>"
        )
    lost = reader.text(
        "service_index.lost_of",
        lost=points(worst["lost"], reader),
        most=most(worst["applicable"], reader),
    )
    then = ""
    if worst["lost_before"] is not None:
        then = reader.text(
            "service_index.lost_before", lost=points(worst["lost_before"], reader), before=before
        )
    return (
        f'<section class="ioc-index-worst ioc-tone-bad"><h3>{title}</h3>'
        f'<p class="ioc-index-name">{safe(reader.pick(dict(worst), "group"))}</p>'
        f"<p><b>{icon('behind')}{safe(lost)}</b> {safe(then)}</p></section>"
    )


def _official(standing: Standing, reader: Reader) -> str:
    title = safe(reader.text("service_index.official"))
    total = standing.total
    if total.get("official") is None:
        words = safe(reader.text("service_index.no_official"))
        return f"<section><h3>{title}</h3><p>{words}</p></section>"
    row = standing.official.row(0, named=True)
    mark = provenance_mark(row["provenance"], reader)
    difference = ""
    if total["difference"] is not None:
        difference = reader.text(
            "service_index.difference", points=points(total["difference"], reader, signed=True)
        )
    return (
        f"<section><h3>{title}{mark}</h3>"
        f'<p class="ioc-index-official"><b>{points(total["official"], reader)}</b>'
        f"<strong>{safe(difference)}</strong></p>"
        f"<p>{safe(difference_words(standing, reader), limit=400)}</p></section>"
    )


def difference_words(standing: Standing, reader: Reader) -> str:
    """Where ours and the official score part, and why they may."""
    differing = standing.groups.filter(standing.groups["difference"].abs() >= LEAST_CHANGE)
    if differing.is_empty():
        return reader.text("service_index.difference_none")
    widest = max(differing.to_dicts(), key=lambda row: abs(row["difference"]))
    return reader.text(
        "service_index.difference_why",
        group=reader.pick(widest, "group"),
        points=points(widest["difference"], reader, signed=True),
    )


def group_bars(standing: Standing, *, reader: Reader) -> str:
    """A bar per group: points of those that apply; beside it what was lost now and before."""
    if standing.groups.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_scheme"))}</p>'
    worst = standing.worst_group
    parts: dict[str, list[Row]] = {}
    for row in standing.parts.to_dicts():
        parts.setdefault(row["group"], []).append(row)
    heads = ("group", "points", "", "official", "lost", "lost_before")
    head = "".join(
        f"<span>{safe(reader.text(f'service_index.column.{name}'))}</span>"
        if name
        else "<span></span>"
        for name in heads
    )
    bars = "".join(
        _bar(
            row,
            parts=parts.get(row["group"], []),
            is_worst=worst is not None and row["group"] == worst["group"],
            reader=reader,
        )
        for row in standing.groups.to_dicts()
    )
    note = provisional_note(standing.groups.to_dicts(), reader)
    return (
        f'<div class="ioc-index-groups"><p aria-hidden="true">{head}</p><ol>{bars}</ol>{note}</div>'
    )


def _bar(row: Row, *, parts: list[Row], is_worst: bool, reader: Reader) -> str:
    applicable = row["applicable"]
    if row["points"] is None:
        key = "unknown_group" if row["unknown"] else "not_applicable"
        track = f'<p class="ioc-absent">{safe(reader.text(f"service_index.{key}"))}</p>'
        value = reader.number(None)
    else:
        share = share_style(row["points"] / applicable)
        look = bar_look(row["obs_status"])
        track = f'<div class="ioc-track"><i{look} style="width:{share}"></i></div>'
        value = f"{points(row['points'], reader)} / {most(applicable, reader)}"
    small = " · ".join(
        f"{reader.pick(dict(part), 'part')} {points(part['points'], reader)}"
        f"/{most(part['applicable'], reader)}"
        for part in parts
    )
    tone = "bad" if is_worst else "plain"
    lost_mark = icon("behind") if is_worst else ""
    return (
        f'<li class="ioc-tone-{tone}"><span><b>{safe(reader.pick(dict(row), "group"))}</b>'
        f"{doubt(row['obs_status'], reader, hatched=True)}</span>"
        f"<b>{safe(value)}</b>{track}<span>{points(row['official'], reader)}</span>"
        f"<strong>{lost_mark}{points(row['lost'], reader)}</strong>"
        f"<span>{points(row['lost_before'], reader)}</span>"
        f"{f'<small>{safe(small)}</small>' if small else ''}</li>"
    )
