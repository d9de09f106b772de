"""The cards of the screen of online services, each with its sentence and its origin."""

from collections.abc import Mapping

import polars as pl

from components.block_rows import row_of, short_name
from components.blocks.card import Card
from components.figures.converted import conversion_line
from components.figures.goal_rows import are_set, goal_rows
from components.figures.marks import origin_of
from components.figures.on_behalf import on_behalf_signals, signals
from components.figures.overdue_list import (
    most_overdue,
    overdue_list,
    subject_name,
    whole_of,
)
from components.figures.pull_bars import pull_bars
from components.figures.rate_board import points
from components.figures.service_lists import service_lists
from components.figures.service_ranking import ranked_services, service_bars, service_name
from components.goal_pace import paces_sentence
from components.markup import plain
from components.measures import Measure
from components.pulls import Pulls
from components.reader import Reader
from domain.online_services import (
    ESSENTIAL,
    ESSENTIAL_ONLINE,
    LIVE_OF_ALL,
    LIVE_OF_LIST,
    ON_BEHALF,
    PLAN_02,
)
from domain.pace import Pace

_ORIGIN = ["provenance", "cut_off", "source_title_vi", "source_title_en", "source_issued_on"]


def pulls_card(
    pulls: Pulls | None,
    figures: pl.DataFrame,
    *,
    when: str,
    reader: Reader,
    chosen: int | None = None,
) -> Card:
    """Who pulls one rate down, and by how many points of the provincial rate."""
    body = pull_bars(pulls, reader=reader, chosen=chosen)
    if pulls is None:
        return Card(title=reader.text("online_services.card_pulls"), body=body)
    named = pl.DataFrame([dict(pull.row) for pull in pulls.named], schema=figures.schema)
    line = conversion_line(named, reader=reader)
    return Card(
        title=reader.text("online_services.card_pulls"),
        body=f"{body}{line}",
        sentence=_pulls_sentence(pulls, when=when, reader=reader),
        origin=origin_of(
            figures.filter(pl.col("indicator") == pulls.whole["indicator"], pl.col("is_part")),
            reader=reader,
            note=_made_of(pulls, when, reader),
        ),
    )


def services_card(
    figures: pl.DataFrame, services: pl.DataFrame, *, when: str, reader: Reader
) -> Card:
    """The 25 essential services, the worst first."""
    listed = services.filter(pl.col("list") == ESSENTIAL)
    whole = row_of(figures, ESSENTIAL_ONLINE)
    target = whole["target"] if whole is not None else None
    origin = figures.filter(pl.col("indicator") == ESSENTIAL_ONLINE, pl.col("whom") == "province")
    told = pl.concat([origin.select(_ORIGIN), listed.select(_ORIGIN)])
    return Card(
        title=reader.text("online_services.card_services"),
        body=service_bars(listed, target=target, reader=reader),
        sentence=_services_sentence(figures, listed, when=when, reader=reader),
        origin=origin_of(told, reader=reader, note=when),
    )


def lists_card(figures: pl.DataFrame, services: pl.DataFrame, *, reader: Reader) -> Card:
    """25/25, 6/11 and the 53: what is missing and who owns it."""
    counted = figures.filter(
        pl.col("indicator").is_in([*LIVE_OF_LIST.values(), LIVE_OF_ALL]),
        pl.col("whom") == "province",
    )
    states = services.filter(pl.col("is_live").is_not_null())
    invented = "illustrative" in states["live_provenance"]
    note = reader.text("online_services.owners_illustrative") if invented else ""
    return Card(
        title=reader.text("online_services.card_lists"),
        body=service_lists(
            figures, services, lists=LIVE_OF_LIST, of_all=LIVE_OF_ALL, reader=reader
        ),
        origin=origin_of(counted, reader=reader, note=note),
    )


def plan_card(
    figures: pl.DataFrame, paces: Mapping[str, Pace], *, when: str, reader: Reader
) -> Card:
    """The goals of Plan 02 for online services, and when they are reached at their own pace."""
    of_plan = figures.filter(pl.col("indicator").is_in(PLAN_02), pl.col("whom") == "province")
    is_set = are_set(figures, PLAN_02)
    not_yet = reader.text("online_services.plan_not_yet")
    said = [reader.text("online_services.say_plan"), paces_sentence(paces, reader=reader)]
    return Card(
        title=reader.text("online_services.card_plan"),
        body=goal_rows(figures, indicators=PLAN_02, paces=paces, reader=reader, not_yet=not_yet),
        sentence=" ".join(part for part in said if part) if is_set else "",
        origin=origin_of(of_plan, reader=reader, note=when) if is_set else "",
    )


def on_behalf_card(figures: pl.DataFrame, *, when: str, reader: Reader) -> Card:
    """Where many dossiers are filed on behalf: a reason to look closer."""
    rows = figures.filter(pl.col("indicator") == ON_BEHALF)
    found = signals(figures, ON_BEHALF)
    line = conversion_line(found, reader=reader)
    return Card(
        title=reader.text("online_services.card_behalf"),
        body=f"{on_behalf_signals(figures, indicator=ON_BEHALF, reader=reader)}{line}",
        sentence=reader.text("online_services.say_behalf"),
        origin=origin_of(rows, reader=reader, note=when),
    )


def overdue_card(overdue: pl.DataFrame, *, when: str, reader: Reader) -> Card:
    """Of which service and at which office most dossiers are overdue."""
    return Card(
        title=reader.text("online_services.card_overdue"),
        body=overdue_list(overdue, reader=reader),
        sentence=_overdue_sentence(overdue, when=when, reader=reader),
        origin=origin_of(overdue, reader=reader, note=when) if overdue.height else "",
    )


def _overdue_sentence(overdue: pl.DataFrame, *, when: str, reader: Reader) -> str:
    if overdue.is_empty():
        return ""
    said = [
        plain(subject_name(row, reader))
        for kind in ("service", "unit")
        for row in most_overdue(overdue, kind).head(1).to_dicts()
    ]
    if said:
        return reader.text("online_services.say_overdue", places="; ".join(said))
    whole = whole_of(overdue)
    is_none = whole is not None and whole["value"] == 0
    return _capital(reader.text("online_services.say_no_overdue", when=when)) if is_none else ""


def _pulls_sentence(pulls: Pulls, *, when: str, reader: Reader) -> str:
    name = pulls.measure.name(reader)
    about = {"when": when, "name": name[:1].lower() + name[1:]}
    if pulls.worst is None:
        return _capital(reader.text("online_services.say_nobody", **about))
    named = "; ".join(
        f"{short_name(pull.row, reader)} {points(pull.points, reader)}"
        for pull in pulls.named
        if pulls.costs(pull.exact)
    )
    key = "say_pulls_target" if pulls.has_target else "say_pulls_itself"
    target = pulls.measure.mark(pulls.reference, reader)
    return _capital(
        reader.text(
            f"online_services.{key}",
            **about,
            units=named,
            total=points(pulls.total, reader),
            target=target,
        )
    )


def _made_of(pulls: Pulls, when: str, reader: Reader) -> str:
    """Of how many units the sums are made, and the stated rate where it is another one."""
    known = reader.text(
        "online_services.made_of",
        known=reader.number(pulls.known),
        expected=reader.number(pulls.expected),
    )
    stated = pulls.whole["value"]
    if stated is None or not pulls.measure.difference(stated, pulls.rate):
        return f"{when} · {known}"
    differs = reader.text(
        "online_services.stated_otherwise",
        stated=pulls.measure.amount(stated, reader),
        rate=pulls.measure.amount(pulls.rate, reader),
    )
    return f"{when} · {known} · {differs}"


def _services_sentence(
    figures: pl.DataFrame, listed: pl.DataFrame, *, when: str, reader: Reader
) -> str:
    known = ranked_services(listed.filter(pl.col("value").is_not_null())).to_dicts()
    if not known:
        return reader.text("online_services.say_no_services")
    whole = row_of(figures, ESSENTIAL_ONLINE)
    value = Measure.of(whole).value(whole, reader) if whole is not None else reader.number(None)
    worst = "; ".join(
        f"{plain(service_name(row, reader))} {reader.percent(row['value'], digits=1)}"
        for row in known[:3]
    )
    return _capital(
        reader.text(
            "online_services.say_services",
            when=when,
            value=value,
            worst=worst,
            silent=reader.number(listed.height - len(known)),
        )
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
