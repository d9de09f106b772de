"""Are we on target, who is late, and what falls due: the whole province at one look?

Indicators: the headline indicators of the province. For: leaders (first look), staff (which unit,
which task), presenters.
"""

import polars as pl
import streamlit as st

from components.blocks.headline import funnel_card, show_gauges, side_by_side_card
from components.blocks.units import show_units, units_card
from components.blocks.card import show_card
from components.blocks.work import burn_up_card, due_card, plans_card
from components.figures.gauges import headline_gauges
from components.measures import Measure
from components.state import choose, current_screen
from queries.catalogue import indicators_on_map
from queries.headlines import headline_figures
from queries.runner import fetch
from queries.units import unit_boundaries, unit_values
from queries.work import burn_up, plan_states, work_items

screen = current_screen()
asked, reader, theme = screen.question, screen.reader, screen.theme
