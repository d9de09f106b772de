"""Digital identity: cards, accounts collected and activated, who uses them, unit by unit."""

import polars as pl
from sqlalchemy import Connection

from domain.digital_identity import IDENTITY
from queries.block_figures import block_figures
from queries.question import Question
from store.tables import indicator


def identity_figures(conn: Connection, asked: Question) -> pl.DataFrame:
    """Every figure about digital identity: of the province, its blocks and its units.

    Grain, units, source, scope, period, as_of, era and what empty means: see
    queries.block_figures. Schema: schemas.BLOCK_FIGURES, of the indicators IDENTITY. Cards and
    accounts are stocks of the newest day; coverage and activation rates have both counts where
    they were told with them.
    """
    return block_figures(conn, asked, indicators=indicator.c.code.in_(IDENTITY))
