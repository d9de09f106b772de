"""Two small links in the title of a card: its figures as a file (served by server/downloads.py)."""

from urllib.parse import urlencode

import streamlit as st

from assets.wording import DEFAULT_LANGUAGE
from components.figures.marks import icon
from components.markup import hint, safe
from components.reader import Reader
from components.state import Screen
from domain.frozen import AT
from queries.question import COMPARISONS, Question

KINDS = ("xlsx", "csv")


def show_download(name: str, *, screen: Screen, **more: str) -> None:
    """Links to the files `name` (of pages/downloads) of what `screen` shows, batch included.

    `more` is what else was chosen on the page: indicator="DVC01".
    """
    address = address_of(screen, **more)
    st.html(download_html(name, address=address, reader=screen.reader), width="content")


def show_document(name: str, *, screen: Screen, **more: str) -> None:
    """The link to the document `name` (of pages/downloads), drafted from what `more` names."""
    reader, told = screen.reader, screen.reader.text(f"downloads.document.{name}")
    address = _address(screen.question, province=screen.province.slug, reader=reader, more=more)
    target = safe(f"/download/{name}.docx?{address}", limit=2000)
    link = f'<a href="{target}" download>{safe(told)}</a>'
    st.html(f'<nav class="ioc-download">{icon("download")}{link}</nav>', width="content")


def address_of(screen: Screen, **more: str) -> str:
    """The parameters by which a file tells of what `screen` shows, batch and unit included."""
    asked, province = screen.question, screen.province.slug
    unit = {"unit": st.query_params["unit"]} if asked.unit_id is not None else {}
    return _address(asked, province=province, reader=screen.reader, more=unit | more)


def download_html(name: str, *, address: str, reader: Reader) -> str:
    """The links of the file `name` with `address` as their parameters."""
    links = "".join(_link(name, kind, address=address, reader=reader) for kind in KINDS)
    label = safe(reader.text("downloads.tools"))
    return f'<nav class="ioc-download" aria-label="{label}">{icon("download")}{links}</nav>'


def _link(name: str, kind: str, *, address: str, reader: Reader) -> str:
    told = hint(reader.text(f"downloads.as_{kind}"))
    target = safe(f"/download/{name}.{kind}?{address}", limit=2000)
    # With `download` a refusal stays in the list of downloads and the screen stays where it is.
    return f'<a href="{target}" download{told}>{kind.upper()}</a>'


def _address(asked: Question, *, province: str, reader: Reader, more: dict[str, str]) -> str:
    language = {} if reader.language == DEFAULT_LANGUAGE else {"lang": reader.language}
    known = {"province": province, "period": asked.period.code, "as_of": str(asked.as_of)}
    era = {"era": asked.era.isoformat()} if asked.era else {}
    compare = {"compare": asked.compare} if asked.compare != COMPARISONS[0] else {}
    at = {AT: asked.at} if asked.at else {}
    return urlencode(known | era | compare | at | more | language)
