"""`python -m store boundaries ...`: outlines for the map in, listed, and out again."""

from argparse import ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal

from assets import wording
from domain.cells import CellRefused, read_day
from store.boundaries.refused import FileNotReached, SetRefused
from store.boundaries.sets import list_sets, remove_set
from store.commands.talk import Talk
from store.database import engine
from store.imports.provinces import UnknownProvince
from store.refused import Refused
from store.tables.base import LEVELS

if TYPE_CHECKING:
    from store.boundaries.importing import BoundaryReport


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"boundaries.help.{key}", language=language)

    def day(written: str) -> date:
        try:
            return read_day(written)
        except CellRefused as error:
            told = wording.text("boundaries.help.no_day", language=language, raw=written)
            raise ArgumentTypeError(told) from error

    def size(written: str) -> int:
        if not written.isdecimal() or int(written) == 0:
            told = wording.text("boundaries.help.no_size", language=language, raw=written)
            raise ArgumentTypeError(told)
        return int(written)

    whole = subparsers.add_parser("boundaries", help=text("boundaries"))
    actions = whole.add_subparsers(required=True, metavar="ACTION")
    bring = actions.add_parser("import", help=text("import"))
    bring.add_argument("file", metavar="FILE", help=text("file"))
    bring.add_argument("--province", metavar="SLUG", required=True, help=text("province"))
    bring.add_argument("--level", choices=LEVELS, required=True, help=text("level"))
    for name, required in (("from", True), ("to", False)):
        bring.add_argument(
            f"--valid-{name}",
            type=day,
            metavar="DAY",
            required=required,
            help=text(f"valid_{name}"),
        )
    for name in ("source", "licence", "crs", "key", "name"):
        bring.add_argument(f"--{name}", metavar=name.upper(), help=text(name))
    bring.add_argument("--budget", type=size, metavar="BYTES", help=text("budget"))
    bring.set_defaults(run=run_import, needs_store=True)
    actions.add_parser("list", help=text("list")).set_defaults(run=run_list, needs_store=True)
    remove = actions.add_parser("remove", help=text("remove"))
    remove.add_argument("set", type=int, metavar="ID", help=text("set"))
    remove.set_defaults(run=run_remove, needs_store=True)


def run_import(arguments: Namespace, talk: Talk) -> int:
    """Import the file whole, or say in one sentence why not."""
    # geopandas and GDAL take a second to start, which no other command should wait for.
    from store.boundaries.importing import Asked, import_boundaries  # noqa: PLC0415

    if arguments.valid_to is not None and arguments.valid_to < arguments.valid_from:
        talk.say("boundaries.import.days_reversed")
        return 2
    options = ("level", "valid_from", "valid_to", "source", "licence", "crs", "key", "name")
    asked = Asked(**{name: getattr(arguments, name) for name in options}, budget=arguments.budget)

    def show(step: str, done: int, of: int) -> None:
        talk.show_progress(talk.text(f"boundaries.step.{step}"), done, of)

    try:
        report = import_boundaries(
            engine(talk.url),
            arguments.file,
            province=arguments.province,
            asked=asked,
            on_progress=show,
        )
    except UnknownProvince:
        talk.end_progress()
        talk.say("imports.import.unknown_province", province=arguments.province)
        return 2
    except Refused as refused:
        talk.end_progress()
        sentence = refused.sentence(language=talk.language)
        talk.say("boundaries.import.refused", file=arguments.file, sentence=sentence)
        return 2 if isinstance(refused, FileNotReached) else 1
    talk.end_progress()
    _tell(report, talk)
    return 1 if report.refused else 0


def _tell(report: "BoundaryReport", talk: Talk) -> None:
    """What became of the file: one sentence, and for what landed what was changed, in numbers."""
    if report.refused is not None:
        sentence = report.refused.sentence(language=talk.language)
        talk.say("boundaries.import.refused", file=report.file_name, sentence=sentence)
        return
    talk.say(
        f"boundaries.import.{report.status}",
        file=report.file_name,
        set=report.set_id,
        batch=report.batch_id,
        count=len(report.matched.units) if report.matched else 0,
    )
    if report.matched is None or report.changes is None:
        return
    matched, changes = report.matched, report.changes

    def number(value: float, pattern: str = "#,##0.##") -> str:
        return format_decimal(value, format=pattern, locale=talk.language)

    def line(key: str, **values: object) -> None:
        talk.write("  " + talk.text(f"boundaries.report.{key}", **values))

    line(f"by_{matched.by}", column=matched.column)
    if report.valid_to:
        line("valid_to", day=f"{report.valid_to:%d/%m/%Y}")
    line("vertices", before=number(changes.vertices_before), after=number(changes.vertices_after))
    line("bytes", before=number(changes.bytes_before), after=number(changes.bytes_after))
    line("repaired", count=len(changes.repaired), names="; ".join(changes.repaired[:12]) or "–")
    for fault in ("gaps", "overlaps"):
        line(
            fault,
            before=getattr(changes.before, fault),
            after=getattr(changes.after, fault),
            km2_before=number(getattr(changes.before, f"{fault}_km2"), "#,##0.####"),
            km2_after=number(getattr(changes.after, f"{fault}_km2"), "#,##0.####"),
        )
    line(
        "shift",
        metres=number(changes.largest_shift_m, "#,##0.#"),
        tolerance=number(changes.tolerance_m, "#,##0.#"),
    )
    if changes.over_budget:
        line("over_budget")
    if matched.differing:
        line("differing", names="; ".join(matched.differing[:12]), count=len(matched.differing))


def run_list(_arguments: Namespace, talk: Talk) -> int:
    with engine(talk.url).connect() as connection:
        rows = list_sets(connection)
    if not rows:
        talk.say("boundaries.list.none")
        return 0
    talk.say("boundaries.list.columns")
    for row in rows:
        until = f"{row['valid_to']:%d/%m/%Y}" if row["valid_to"] else "…"
        columns = (
            row["id"],
            row["slug"],
            talk.text(f"boundaries.level.{row['level']}"),
            talk.text(f"boundaries.kind.{row['kind']}"),
            f"{row['valid_from']:%d/%m/%Y} – {until}",
            row["units"],
            row["bytes"],
            row["import_batch_id"],
            row["source"],
            row["licence"] or "–",
        )
        talk.write(" | ".join(map(str, columns)))
    return 0


def run_remove(arguments: Namespace, talk: Talk) -> int:
    try:
        removed = remove_set(engine(talk.url), arguments.set)
    except SetRefused as refused:
        talk.write(refused.sentence(language=talk.language))
        return 1
    talk.say("boundaries.remove.done", set=removed["id"], source=removed["source"])
    return 0
