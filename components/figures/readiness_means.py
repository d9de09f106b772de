"""What the old districts still have to hand over, and with which means the units work."""

import polars as pl

from components.markup import plain, safe, share_style
from components.reader import Reader
from components.readiness_standing import Row, by_old_district, whole_of

# Units named under each of the means: those with the lowest share.
LOWEST = 3
LEVELS = ("agency", "district", "commune")
PLACES_NAMED = 4


def handover_list(places: pl.DataFrame, *, reader: Reader) -> str:
    """HANDOVER by old district: open when it ended, handed over, still open and in which places."""
    rows = by_old_district(places).to_dicts()
    if not any(row["reported"] for row in rows):
        return f'<p class="ioc-nothing">{safe(reader.text("commune_readiness.no_handover"))}</p>'
    heads = "".join(
        f'<th scope="col">{safe(reader.text(f"commune_readiness.handover_{name}"))}</th>'
        for name in ("district", "before", "done", "left", "where")
    )
    body = "".join(_district(row, reader) for row in rows)
    return (
        f'<div class="ioc-ready-table" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _district(row: Row, reader: Reader) -> str:
    left, before = row["still_open"], row["old_open"]
    is_share = left is not None and bool(before) and left <= before
    done = 1 - left / before if is_share else None
    bar = (
        f'<div class="ioc-track ioc-tone-{"warning" if left else "good"}">'
        f'<i style="width:{share_style(done)}"></i></div>{reader.percent(done, digits=1)}'
        if done is not None
        else reader.number(None)
    )
    tone = "neutral" if left is None else "bad" if left else "good"
    return (
        f'<tr><th scope="row">{safe(reader.pick(dict(row), "name"))}</th>'
        f"<td>{reader.number(before)}</td><td><span>{bar}</span></td>"
        f'<td class="ioc-tone-{tone}"><b>{reader.number(left)}</b></td>'
        f"<td>{safe(_where(row, reader), limit=300)}</td></tr>"
    )


def _where(row: Row, reader: Reader) -> str:
    if row["reported"] < row["places"]:
        silent = reader.counted("commune_readiness.places_silent", row["places"] - row["reported"])
    else:
        silent = ""
    named = [
        f"{plain(reader.pick(dict(place), 'full_name'))} ({reader.number(place['still_open'])})"
        for place in row["left_in"]
    ]
    if not named:
        return silent or ("" if row["still_open"] else reader.text("commune_readiness.handed_over"))
    more = len(named) - PLACES_NAMED
    rest = [reader.counted("commune_readiness.and_more", more)] if more > 0 else []
    return "; ".join([", ".join([*named[:PLACES_NAMED], *rest]), *([silent] if silent else [])])


def means_list(means: pl.DataFrame, *, reader: Reader) -> str:
    """RESOURCES: each indicator with its whole, its parts by level and the lowest units."""
    if means["value"].drop_nulls().is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("commune_readiness.no_means"))}</p>'
    parts = means.partition_by("indicator", maintain_order=True)
    return f'<ol class="ioc-ready-means">{"".join(_mean(part, reader) for part in parts)}</ol>'


def _mean(rows: pl.DataFrame, reader: Reader) -> str:
    about, whole = rows.row(0, named=True), whole_of(rows)
    levels = "".join(
        _level(level, part, reader)
        for level in LEVELS
        if (part := rows.filter(pl.col("level") == level)).height
    )
    sides = [plain(reader.pick(about, side)) for side in ("counted", "out_of")]
    counted = reader.text(
        "commune_readiness.reported",
        counted="/".join(
            side for side in sides if side and (whole["denominator"] or side is sides[0])
        ),
        reported=reader.number(whole["reported"]),
        expected=reader.number(whole["expected"]),
    )
    return (
        f"<li><p><b>{safe(reader.pick(about, 'name'))}</b><small>{safe(counted)}</small></p>"
        f"<strong>{_headline(whole, reader)}</strong><ul>{levels}</ul>"
        f"<p>{safe(lowest_words(rows, reader), limit=400)}</p></li>"
    )


def _headline(whole: Row, reader: Reader) -> str:
    if whole["share"] is None:
        return reader.number(whole["numerator"])
    return reader.percent(whole["share"], digits=1)


def _level(level: str, rows: pl.DataFrame, reader: Reader) -> str:
    whole = whole_of(rows)
    counts = (
        f"{reader.number(whole['numerator'])}/{reader.number(whole['denominator'])}"
        if whole["denominator"]
        else reader.number(whole["numerator"])
    )
    share = whole["share"]
    bar = "" if share is None else f'<i style="width:{share_style(share)}"></i>'
    return (
        f"<li><span>{safe(reader.text(f'commune_readiness.level_{level}'))}</span>"
        f'<div class="ioc-track ioc-tone-course">{bar}</div><b>{counts}</b></li>'
    )


def lowest_words(rows: pl.DataFrame, reader: Reader) -> str:
    """`Thấp nhất: Sở A 41%, Xã B 45%`; empty where no share is known."""
    known = rows.filter(pl.col("numerator").is_not_null(), pl.col("denominator") > 0)
    share = pl.col("numerator") / pl.col("denominator")
    lowest = known.with_columns(share=share).sort("share", maintain_order=True).head(LOWEST)
    named = ", ".join(
        f"{plain(reader.pick(row, 'full_name'))} {reader.percent(row['share'], digits=0)}"
        for row in lowest.to_dicts()
    )
    return reader.text("commune_readiness.lowest", units=named) if named else ""
