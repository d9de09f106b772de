"""`python -m store import FILE ... --province SLUG`: files in, and what was wrong with them."""

from argparse import Namespace
from typing import Any

from assets import wording
from store.commands.province_clock import read_day
from store.commands.talk import Talk
from store.database import engine
from store.imports.importer import ImportReport, ProvinceNeeded, import_file
from store.imports.kinds import KINDS
from store.imports.provinces import UnknownProvince
from store.imports.reform import SIZES, SPLITS, Reform
from store.imports.refusals import Refusal

MOST_REFUSALS_SHOWN = 50


def add(subparsers: Any, *, language: str) -> None:
    def text(key: str) -> str:
        return wording.text(f"imports.import.{key}", language=language)

    parser = subparsers.add_parser("import", help=text("help"))
    parser.add_argument("files", nargs="+", metavar="FILE", help=text("files"))
    parser.add_argument("--province", metavar="SLUG", help=text("province"))
    kinds = [kind.name for kind in KINDS]
    parser.add_argument("--kind", choices=kinds, metavar="KIND", help=text("kind"))
    parser.add_argument("--on", type=read_day, metavar="DAY", help=text("on"))
    parser.add_argument("--split", choices=SPLITS, help=text("split"))
    parser.add_argument("--districts-by", choices=SIZES, help=text("districts_by"))
    parser.add_argument("--quarantine", action="store_true", help=text("quarantine"))
    parser.set_defaults(run=run, needs_store=True)


def run(arguments: Namespace, talk: Talk) -> int:
    """Import the files in order; a refused one does not keep the next from its turn."""
    return max(_import(path, arguments, talk) for path in arguments.files)


def _import(path: str, arguments: Namespace, talk: Talk) -> int:
    def show(step: str, done: int, of: int) -> None:
        talk.show_progress(f"{path}: {talk.text(f'imports.step.{step}')}", done, of)

    try:
        report = import_file(
            engine(talk.url),
            path,
            province=arguments.province,
            kind=arguments.kind,
            quarantine=arguments.quarantine,
            on_progress=show,
            reform=Reform(
                on_date=arguments.on,
                split=arguments.split,
                districts_by=arguments.districts_by,
            ),
        )
    except ProvinceNeeded:
        talk.say("imports.import.no_province", file=path)
        return 2
    except UnknownProvince:
        talk.say("imports.import.unknown_province", province=arguments.province)
        return 2
    except OSError as error:
        talk.say("imports.import.unreadable", file=path, reason=error.strerror or error)
        return 2
    finally:
        talk.end_progress()
    tell_report(report, talk)
    return 1 if report.status == "refused" else 0


def tell_report(report: ImportReport, talk: Talk) -> None:
    """What became of a file, and its first refusals, each with place, reason and proposal."""
    talk.say(
        f"imports.import.{report.status}",
        file=report.file_name,
        batch=report.batch_id,
        rows=report.rows,
        added=report.added,
        replaced=report.replaced,
        unchanged=report.unchanged,
        refused=report.refused_rows,
    )
    if report.ignored_sheets:
        talk.say("imports.import.ignored_sheets", sheets=", ".join(report.ignored_sheets))
    for refusal in report.refusals[:MOST_REFUSALS_SHOWN]:
        talk.write(told(refusal, sentence=refusal.sentence(language=talk.language), talk=talk))
    more = len(report.refusals) - MOST_REFUSALS_SHOWN
    if more > 0:
        talk.say("imports.import.more_refusals", count=more, batch=report.batch_id)


def told(refusal: Refusal, *, sentence: str, talk: Talk) -> str:
    """One refusal as one line."""
    places = [
        talk.text(f"imports.import.place_{place}", **{place: value})
        for place, value in (
            ("sheet", refusal.sheet_name),
            ("row", refusal.row_number),
            ("column", refusal.column_name),
        )
        if value
    ]
    where = ", ".join(places)
    line = f"  {where}: {sentence} [{refusal.reason_code}]" if where else f"  {sentence}"
    if refusal.proposal:
        line += " " + talk.text("imports.import.proposal", proposal=refusal.proposal)
    return line
