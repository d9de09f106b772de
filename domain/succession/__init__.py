"""Units over time: who became whom, and figures read on the map of another day."""

from domain.succession.conversion import ABOUT, convert, origins
from domain.succession.eras import BREAKS, breaks, units_of_period, units_on
from domain.succession.naming import named
from domain.succession.refusals import UnitsRefused
from domain.succession.registry import check_registry, refusals
from domain.succession.routes import LINKS, Routes, routes_between, routes_to
from domain.succession.telling import CONVERTED
from domain.succession.weights import read_weight, with_shares

__all__ = [
    "ABOUT",
    "BREAKS",
    "CONVERTED",
    "LINKS",
    "Routes",
    "UnitsRefused",
    "breaks",
    "check_registry",
    "convert",
    "named",
    "origins",
    "read_weight",
    "refusals",
    "routes_between",
    "routes_to",
    "units_of_period",
    "units_on",
    "with_shares",
]
