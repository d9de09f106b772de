"""The metrics of the service index as a table, the measures that gain most, and who lost points."""

import polars as pl

from components.figures.index_score import doubt, most, points
from components.figures.marks import bar_look, icon, provisional_note
from components.index_standing import Row, Standing
from components.markup import safe, share_style
from components.reader import Reader
from domain.service_index import DIGITS

MEASURES_SHOWN, UNITS_SHOWN = 3, 5
_COLUMNS = ("code", "metric", "counts", "rate", "points", "most", "lost", "rule")


def metric_table(standing: Standing, *, reader: Reader) -> str:
    """One row per metric in the scheme's order: rate, counts, points, what was lost, the rule."""
    if standing.metrics.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_scheme"))}</p>'
    head = "".join(
        f'<th scope="col">{safe(reader.text(f"service_index.column.{name}"))}</th>'
        for name in _COLUMNS
    )
    rows = standing.metrics.to_dicts()
    worst = max((row["lost"] or 0.0 for row in rows), default=0.0)
    body = "".join(_metric(row, worst=worst, reader=reader) for row in rows)
    note = provisional_note([row for row in rows if row["points"] is not None], reader)
    return (
        f'<div class="ioc-index-table" tabindex="0"><table style="--rows:{len(rows) + 1}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _metric(row: Row, *, worst: float, reader: Reader) -> str:
    lost = row["lost"]
    share = share_style(lost / worst) if lost and worst else "0%"
    name = safe(reader.pick(dict(row), "metric"))
    if row["points"] is None:
        words = reader.text(f"service_index.state_{row['state']}")
        told = f'<td colspan="4" class="ioc-absent">{safe(words)}</td>'
        last = ""
    else:
        rate = (
            reader.text("service_index.state_by_rule")
            if row["rate"] is None
            else (reader.percent(row["rate"], digits=1))
        )
        told = (
            f"<td>{safe(counts_words(row, reader))}</td><td>{safe(rate)}</td>"
            f"<td><b>{points(row['points'], reader)}</b></td>"
            f"<td>{most(row['max_points'], reader)}</td>"
        )
        look = bar_look(row["obs_status"])
        last = f'{points(lost, reader)}<u><i{look} style="width:{share}"></i></u>'
        name = f"{name} {doubt(row['obs_status'], reader, hatched=True)}".rstrip()
    begins = ' class="ioc-begins"' if row.get("begins") else ""
    return (
        f"<tr{begins}><td>{safe(row['metric'])}</td>"
        f'<th scope="row">{name}</th>{told}'
        f'<td class="ioc-lost">{last}</td><td>{safe(rule_words(row, reader))}</td></tr>'
    )


def counts_words(row: Row, reader: Reader) -> str:
    """`94.176/96.279`; a dash where no counts are shown."""
    if row["numerator"] is None or row["denominator"] is None:
        return reader.number(None)
    return f"{reader.number(row['numerator'])}/{reader.number(row['denominator'])}"


def rule_words(row: Row, reader: Reader) -> str:
    """How points follow from the rate: `6 điểm khi đạt từ 50%`; and from 0/0 where it matters."""
    given = {"points": most(row["max_points"], reader)}
    if row["rule"] == "capped":
        given["at"] = reader.percent(row["full_at"], digits=0)
    if row["rule"] == "linear":
        given["factor"] = most(row["factor"], reader)
    words = reader.text(f"service_index.rule_{row['rule']}", **given)
    if row["zero_denominator"] == "not_applicable":
        return words
    of_nothing = reader.text(f"service_index.zero_{row['zero_denominator']}")
    return f"{words}; {of_nothing}"


def measure_list(standing: Standing, *, reader: Reader) -> str:
    """The three measures by which the next dossiers treated right bring most points."""
    found = standing.gains.head(MEASURES_SHOWN).to_dicts()
    if not found:
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_measures"))}</p>'
    cases = standing.next_cases
    items = "".join(
        f"<li><b>+{points(row['gain'], reader)}</b><span><b>"
        f"{safe(reader.pick(row, 'metric'))}</b>{_measure_words(row, cases=cases, reader=reader)}"
        "</span></li>"
        for row in found
    )
    return f'<ol class="ioc-index-measures">{items}</ol>'


def _measure_words(row: Row, *, cases: int, reader: Reader) -> str:
    key = "gain_capped" if row["cases_to_full"] < cases else "gain"
    words = reader.text(
        f"service_index.{key}",
        cases=reader.number(min(cases, row["cases_to_full"])),
        missing=reader.number(row["cases_to_full"]),
        most=points(row["can_be_had"], reader),
    )
    return f"<small>{safe(words)}</small>"


def loss_list(standing: Standing, *, reader: Reader) -> str:
    """The units that lost most of the province's points, each with its dearest metric.

    Of a single unit: its metrics, the one that lost most first.
    """
    if standing.total.get("score") is None:
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.no_figures"))}</p>'
    of_units = standing.losses
    if of_units.is_empty():
        return _lost_metrics(standing, reader)
    at_units = of_units.filter(pl.col("unit_id").is_not_null(), pl.col("lost") > 0)
    shown = at_units.head(UNITS_SHOWN)
    rest = float(of_units["lost"].sum()) - float(shown["lost"].sum())
    full = max(float(shown["lost"].max() or 0.0), 1e-9)  # type: ignore[arg-type]
    rows = "".join(
        _loss(
            reader.pick(row, "full_name"),
            reader.text(
                "service_index.mostly",
                metric=reader.pick(row, "worst"),
                points=points(row["worst_lost"], reader),
            ),
            lost=row["lost"],
            full=full,
            obs_status=standing.total["obs_status"],
            reader=reader,
        )
        for row in shown.to_dicts()
    )
    left = _rest(rest, others=at_units.height - shown.height, reader=reader)
    note = provisional_note([standing.total], reader)
    return f'<ol class="ioc-index-losses">{rows}</ol>{left}{note}'


def _rest(rest: float, *, others: int, reader: Reader) -> str:
    """What the units that are not drawn, and the province itself, lost; empty where nothing is."""
    told = {"points": points(rest, reader)}
    if others:
        words = reader.text("service_index.rest", units=reader.number(others), **told)
    elif round(rest, DIGITS):
        words = reader.text("service_index.rest_own", **told)
    else:
        return ""
    return f'<p class="ioc-others">{safe(words)}</p>'


def _lost_metrics(standing: Standing, reader: Reader) -> str:
    lost = standing.metrics.filter(pl.col("lost") > 0).sort(
        "lost", descending=True, maintain_order=True
    )
    if lost.is_empty():
        return f'<p class="ioc-nothing">{safe(reader.text("service_index.nothing_lost"))}</p>'
    full = float(lost["lost"][0])
    shown = lost.head(UNITS_SHOWN).to_dicts()
    rows = "".join(
        _loss(
            reader.pick(row, "metric"),
            rule_words(row, reader),
            lost=row["lost"],
            full=full,
            obs_status=row["obs_status"],
            reader=reader,
        )
        for row in shown
    )
    return f'<ol class="ioc-index-losses">{rows}</ol>{provisional_note(shown, reader)}'


def _loss(
    name: str, small: str, *, lost: float, full: float, obs_status: str | None, reader: Reader
) -> str:
    look = bar_look(obs_status)
    return (
        f'<li class="ioc-tone-bad"><span><b>{safe(name)}</b><small>{safe(small)}</small></span>'
        f'<div class="ioc-track"><i{look} style="width:{share_style(lost / full)}"></i></div>'
        f"<strong>{icon('behind')}{points(lost, reader)}</strong></li>"
    )
