"""Documents of what a screen shows: what is in each, and the way to order and fetch one."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.blocks.browser_script import run_script
from components.blocks.download import address_of
from components.figures.marks import icon
from components.markup import safe
from components.state import Screen
from components.ways import way_to

PAGE = "documents"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that can be ordered: the file `name`.`kind` of pages/downloads, and its texts.

    `of`: what was chosen for it, in words; `more`: the same for its address.
    """

    name: str
    kind: str
    title: str
    holds: str
    of: str = ""
    more: tuple[tuple[str, str], ...] = ()


def show_papers(papers: Sequence[Paper], *, screen: Screen) -> None:
    """A card per document; a press on its link has it made beside the screen."""
    reader = screen.reader
    cards = "".join(_card(paper, screen) for paper in papers)
    st.html(f'<div class="ioc-papers">{cards}</div>')
    run_script(
        "paper-order.js",
        cancel=reader.text("exports.making.cancel"),
        fetch=reader.text("exports.making.fetch"),
        failed=reader.text("exports.making.gone"),
    )


def show_documents_link(*, screen: Screen, **more: str) -> None:
    """The way from a page to the documents of what it shows; `more` is what else was chosen."""
    unit = st.query_params.get("unit", "")
    target = safe(way_to(PAGE, screen=screen, unit=unit, **more), limit=2000)
    told = safe(screen.reader.text("documents.open"))
    link = f'<a href="{target}" target="_self">{told}</a>'
    st.html(f'<nav class="ioc-download">{icon("download")}{link}</nav>', width="content")


def _card(paper: Paper, screen: Screen) -> str:
    address = address_of(screen, **dict(paper.more))
    file = f"{paper.name}.{paper.kind}?{address}"
    make = safe(screen.reader.text("exports.making.make"))
    label = safe(f"{screen.reader.text('exports.making.make')}: {paper.title}")
    link = (
        f'<a class="ioc-order" aria-label="{label}" download'
        f' href="{safe(f"/download/{file}", limit=2000)}"'
        f' data-order="{safe(f"/download/make/{file}", limit=2000)}">{icon("download")}{make}</a>'
    )
    return (
        f'<article class="ioc-paper"><h3><em>{safe(paper.kind.upper())}</em>'
        f"{safe(paper.title)}</h3><p>{safe(paper.holds, limit=400)}</p>"
        f"<small>{safe(paper.of, limit=240)}</small>"
        f'<div>{link}<p data-making role="status" class="ioc-making"></p></div></article>'
    )
