"""The share of activated accounts over each denominator that is known, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from components.block_rows import Row, row_of, status_together
from components.figures.marks import (
    bar_look,
    origin_line,
    provisional_note,
    with_not_final,
)
from components.markup import safe, share_style
from components.reader import Reader
from domain.digital_identity import (
    ACTIVATED,
    ACTIVATION_RATE,
    ADULTS_ONLINE,
    COLLECTED,
    COVERAGE,
)


@dataclass(frozen=True, kw_only=True)
class Base:
    """Activated accounts over one denominator; without it `rate` is null and `stated` may hold a
    rate that somebody gave without its counts. `row` is where the denominator comes from;
    `obs_status` is that of what the rate, or the stated one, is made of.
    """

    name: str
    activated: float | None
    of: float | None
    row: Row | None
    stated: float | None = None
    obs_status: str | None = None

    @property
    def rate(self) -> float | None:
        """0-1; above 1 the two do not count the same people, so that there is no rate."""
        if self.activated is None or not self.of or self.activated > self.of:
            return None
        return self.activated / self.of


def bases_of(figures: pl.DataFrame, *, unit_id: int | None = None) -> Sequence[Base]:
    """Of the accounts collected, of the people who may have one, of the adults: in this order."""

    def row(code: str) -> Row | None:
        return row_of(figures, code, unit_id=unit_id)

    rate, collected, activated = row(ACTIVATION_RATE), row(COLLECTED), row(ACTIVATED)
    count = activated["value"] if activated is not None else None
    if rate is not None and rate["denominator"]:
        first = Base(
            name="collected",
            activated=rate["numerator"],
            of=rate["denominator"],
            row=rate,
            obs_status=rate["obs_status"],
        )
    else:
        stated = rate["value"] if rate is not None else None
        of = collected["value"] if collected is not None else None
        first = Base(
            name="collected",
            activated=count,
            of=of,
            row=collected,
            stated=stated,
            obs_status=status_together(activated, collected) if of else status_together(rate),
        )
    return [first, *(_of_people(name, row(code), activated) for name, code in _PEOPLE.items())]


_PEOPLE = {"eligible": COVERAGE, "adults": ADULTS_ONLINE}


def _of_people(name: str, row: Row | None, activated: Row | None) -> Base:
    count = activated["value"] if activated is not None else None
    if row is None:
        return Base(name=name, activated=count, of=None, row=None)
    of = row["denominator"]
    return Base(
        name=name,
        activated=count,
        of=of,
        row=row,
        stated=row["value"] if of is None else None,
        obs_status=status_together(row) if of is None else status_together(activated, row),
    )


def base_rows(bases: Sequence[Base], *, reader: Reader) -> str:
    """One row per denominator: rate, counts, where it comes from; or why there is none."""
    drawn = [{"obs_status": base.obs_status} for base in bases if base.rate is not None]
    rows = "".join(_row(base, reader) for base in bases)
    return f'<ol class="ioc-bases">{rows}</ol>{provisional_note(drawn, reader)}'


def _row(base: Base, reader: Reader) -> str:
    name = safe(reader.text(f"digital_identity.base_{base.name}"))
    if base.rate is None:
        words = _why_none(base, reader)
        origin = _origin(base, reader) if base.stated is not None else ""
        return (
            f'<li class="ioc-tone-neutral"><span>{name}</span><b class="ioc-absent">'
            f"{safe(reader.text('digital_identity.no_base'))}</b>"
            f"<p>{safe(words)}</p>{origin}</li>"
        )
    counts = f"{reader.number(base.activated)}/{reader.number(base.of)}"
    counts = with_not_final(counts, base.obs_status, reader)
    look = bar_look(base.obs_status)
    return (
        f'<li class="ioc-tone-plain"><span>{name}</span><b>{safe(reader.percent(base.rate))}</b>'
        f'<div class="ioc-track"><i{look} style="width:{share_style(base.rate)}"></i>'
        f"</div><p>{safe(counts)}</p>{_origin(base, reader)}</li>"
    )


def _why_none(base: Base, reader: Reader) -> str:
    if base.stated is not None:
        stated = reader.percent(base.stated)
        words = reader.text("digital_identity.base_without_counts", stated=stated)
        return with_not_final(words, base.obs_status, reader)
    if base.of and base.activated is not None:
        return reader.text("digital_identity.base_too_small", of=reader.number(base.of))
    return reader.text(f"digital_identity.base_unknown_{base.name}")


def _origin(base: Base, reader: Reader) -> str:
    row = base.row
    if row is None or row["provenance"] is None:
        return ""
    return origin_line(
        reader=reader, provenances=[row["provenance"]], source=row, cut_off=row["cut_off"]
    )
