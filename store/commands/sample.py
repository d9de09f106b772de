"""`python -m store sample`: the store of the three sample provinces."""

from argparse import Namespace
from typing import Any

from assets import wording
from store.commands.import_files import tell_report
from store.commands.talk import Talk
from store.database import engine
from store.imports.batches import newest_batch
from store.sample import NotEmpty, SampleRefused, State, build, state_of


def add(subparsers: Any, *, language: str) -> None:
    help_text = wording.text("imports.sample.help", language=language)
    parser = subparsers.add_parser("sample", help=help_text)
    again = wording.text("imports.sample.again", language=language)
    parser.add_argument("--again", action="store_true", help=again)
    parser.set_defaults(run=run, needs_store=False)


def run(arguments: Namespace, talk: Talk) -> int:
    if state_of(talk.url) == State.SAMPLE and not arguments.again:
        talk.say("imports.sample.there")
        return 0
    try:
        files = build(talk.url, again=arguments.again, on_progress=talk.show_progress)
    except NotEmpty:
        talk.say("imports.sample.not_empty")
        return 2
    except SampleRefused as refused:
        talk.end_progress()
        talk.say("imports.sample.refused", file=refused.report.file_name)
        tell_report(refused.report, talk)
        return 1
    talk.end_progress()
    with engine(talk.url).connect() as connection:
        talk.say("imports.sample.done", files=files, batch=newest_batch(connection))
    return 0
